"""One row's cells as values of the event file, each with its complaint where it has one."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct, field

from geo.formats.columns.headers import Header, find_value, header_text, read_value
from geo.formats.columns.layout import Layout
from geo.formats.columns.mapping import column_header
from geo.formats.columns.numbers import (
    Bounded,
    country_code,
    parse_bounded,
    parse_coordinates,
    parse_degrees,
    parse_number,
)
from geo.formats.layout.cells import Cell, plain_text, split_list, split_map, split_wording, unguard
from geo.formats.layout.schema import Kind, Leaf, Node, Tree, article_node, event_node, put_value, toponym_node
from geo.formats.layout.shapes import wkt_parts

Numbers: TypeAlias = tuple[int, ...]
Entry: TypeAlias = dict[str, str]  # Texts of one place, source or quantity of a row, by the last name of their column

_EMPTY = re.compile(r"(?i)\s*(n/?a|nan|null|none|-+|–|—|\?+|#n/a|#ref!|#value!|inconnue?|unknown|nc|s/o)\s*")
_PLAIN_DEGREES = re.compile(r"-?\d{1,3}\.\d+")
_WORDS_OF = {"place.status": "place_status", "date.precision": "date_precision"} | dict.fromkeys(
    ("quantity.qualifier", "distance.qualifier", "killed_qualifier", "wounded_qualifier"), "qualifier"
)
_COUNTRIES = ("supplier", "recipient", "vessel.flag")
_KEPT = frozenset({"place.name", "origin.name", "via.name", "destination.name", "killed", "wounded"})
"""Fields that keep the words of a cell that is not understood."""
MOST_LAT, MOST_LON = 90.0, 180.0
_MOST_SAID, _LONGEST_EMPTY = 200, 12


@cache
def _leaves() -> dict[str, Leaf]:
    """Return every column of the event file by its dotted key."""
    found: dict[str, Leaf] = {}
    nodes: list[Node] = [event_node(), article_node(), toponym_node()]
    while nodes:
        node = nodes.pop()
        found |= {leaf.key: leaf for leaf in node.leaves}
        nodes += node.groups
    return found


@cache
def _scalar_keys() -> frozenset[str]:
    """Return the columns of an event that stand for themselves, each turned as its kind says."""
    apart = ("id", "kind", "title", "attributes")
    return frozenset(
        leaf.key
        for leaf in event_node().leaves
        if leaf.key not in apart and not leaf.key.startswith(("date.", "killed", "wounded"))
    )


class Plan(Struct, frozen=True, kw_only=True):
    """Where a table's rows have what: worked out once for all rows."""

    layout: Layout
    columns: tuple[tuple[int, tuple[str, Numbers], str, str], ...]
    """Per column its place, its key with its numbers, its group and its last name; no group where it has none."""
    headers: dict[tuple[str, Numbers], str]
    defaults: tuple[tuple[str, Numbers, str], ...]
    attributes: tuple[tuple[int, str], ...]


def plan_of(layout: Layout) -> Plan:
    """Return where a table's rows have what."""
    keys = {(column.header.key, column.header.numbers): column for column in layout.columns}
    named = [(column_header(name), value) for name, value in layout.mapping.defaults.items()]
    defaults = tuple((header.key, header.numbers, value) for header, value in named if header)
    headers = {(key, numbers): header_text(Header(key, numbers)) for key, numbers, _ in defaults}
    return Plan(
        layout=layout,
        columns=tuple((each.at, key, *key[0].rpartition(".")[::2]) for key, each in keys.items()),
        headers=headers | {key: column.text for key, column in keys.items()},
        defaults=defaults,
        attributes=tuple((use.at, use.text) for use in layout.attributes),
    )


class RowCells(Struct, kw_only=True):
    """A row's filled cells, as texts."""

    plan: Plan
    layout: Layout
    line: int
    texts: dict[tuple[str, Numbers], str]
    """By key and numbers."""
    single: dict[str, str]
    """Those without numbers, by key."""
    groups: dict[str, dict[Numbers, Entry]]
    """Those of a group, by group and numbers."""
    attributes: dict[str, str]
    """Cells of columns without a field, by header."""
    complaints: list[tuple[str | None, str]] = field(default_factory=list)
    """Header and what is wrong: cells that were left out."""

    def entries(self, group: str) -> list[tuple[Numbers, Entry]]:
        """Return a group's entries in the order of their numbers."""
        found = self.groups.get(group)
        return sorted(found.items()) if found else []

    def complain(self, message: str, key: str | None = None, numbers: Numbers = ()) -> None:
        """Note a cell that can't be used, of a very long one both ends; its words stay as an attribute."""
        header = self.column(key, numbers) if key else None
        if header and (text := self.texts.get((str(key), numbers))) and key not in _KEPT and not self.layout.own:
            self.attributes.setdefault(header, text)
        long = len(message) > 2 * _MOST_SAID
        self.complaints.append((header, f"{message[:_MOST_SAID]}…{message[-_MOST_SAID:]}" if long else message))

    def told(self) -> str:
        """Return the complaints in a line."""
        return "; ".join(f"{column}: {message}" for column, message in self.complaints)

    def column(self, key: str, numbers: Numbers = ()) -> str:
        """Return a column's header as it stands in the file."""
        return self.plan.headers.get((key, numbers)) or header_text(Header(key, numbers))

    def value(self, key: str, numbers: Numbers = ()) -> object:
        """Return a column's value in the event file's terms; None, and a complaint, where it makes no sense."""
        leaf = _leaves()[key]
        text = self.texts.get((key, numbers))
        if leaf.kind is Kind.LIST:
            more = sorted((many, said) for (found, many), said in self.texts.items() if found == key and many)
            return [*split_list(text), *(said for _, said in more)]
        if text is None:
            return None
        try:
            return _CONVERTERS[leaf.kind](self, leaf, text)
        except ValueError as error:
            self.complain(str(error), key, numbers)
            return None

    def scalars(self) -> Tree:
        """Return the columns of an event that stand for themselves, as its record has them."""
        tree: Tree = {}
        for key in dict.fromkeys(key for key, _ in self.texts if key in _scalar_keys()):
            value = self.country(key) if key in _COUNTRIES else self.value(key)
            if value is not None and value != []:
                put_value(tree, _leaves()[key].path, value)
        return tree

    def bounded(self, key: str) -> tuple[Bounded, str] | None:
        """Return a number of people with its bounds, and the words that say it."""
        text = self.single.get(key)
        if text is None:
            return None
        if text.isdecimal() and len(text) < 7:  # noqa: PLR2004 - as nearly all are
            return Bounded(value=float(text)), text
        found = parse_bounded(text, decimal=self.layout.decimal)
        whole = found.value is not None and found.value.is_integer() and (found.most or 0.0).is_integer()
        if not whole or (found.value or 0.0) < 0:
            self.complain(f"{text!r} is no whole number; kept as words", key)
            found = Bounded(value=None)
        return found, text

    def _degrees(self, text: str | None, key: str, numbers: Numbers) -> float | None:
        """Return a latitude or longitude, None with a complaint where it is none."""
        if text is None:
            return None
        found = (float(text), "") if _PLAIN_DEGREES.fullmatch(text) else parse_degrees(text)
        most = MOST_LAT if key.endswith("lat") and not self.layout.mapping.table.swap_coordinates else MOST_LON
        if found is None or abs(found[0]) > most:
            what = "latitude" if key.endswith("lat") else "longitude"
            self.complain(f"{text!r} is no {what}; expected degrees within ±{most:g}", key, numbers)
            return None
        return found[0]

    def _pair(self, both: str, key: str, numbers: Numbers) -> tuple[float, float] | None:
        """Return longitude and latitude of one cell, None for WKT of anything else than a point."""
        pair = parse_coordinates(both, header=self.column(key, numbers))
        if (pair is None and not wkt_parts(both)) or (pair and (abs(pair[0]) > MOST_LON or abs(pair[1]) > MOST_LAT)):
            self.complain(f"{both!r} are no coordinates", key, numbers)
            return None
        return pair

    def point(self, group: str, numbers: Numbers = ()) -> tuple[float, float] | None:
        """Return longitude and latitude from their columns or from a column of both; never 0,0, never half."""
        entry = self.groups[group][numbers]
        lat, lon = (self._degrees(entry.get(name), f"{group}.{name}", numbers) for name in ("lat", "lon"))
        if self.layout.mapping.table.swap_coordinates:
            lat, lon = lon, lat
        if lat is None and lon is None and (both := entry.get("coordinates")):
            lon, lat = self._pair(both, f"{group}.coordinates", numbers) or (None, None)
        if lat is not None and lon is not None and (lat, lon) != (0, 0):
            return lon, lat
        if lat is not None and lon is not None:
            self.complain("0,0 stands for an unknown position; left out", f"{group}.lat", numbers)
        elif lat is not None or lon is not None:
            self.complain("one of latitude and longitude is missing; both were left out", f"{group}.lat", numbers)
        return None

    def country(self, key: str, numbers: Numbers = ()) -> str | None:
        """Return a country's code from a code or a name."""
        text = self.texts.get((key, numbers))
        code = country_code(text) if text else None
        if text and code is None:
            self.complain(f"{text!r} is no country; expected a name or a code such as UA", key, numbers)
        return code


def row_cells(plan: Plan, line: int, cells: list[Cell]) -> RowCells:
    """Return a row's filled cells; in tables of others "n/a", "-" and the like say nothing."""
    texts: dict[tuple[str, Numbers], str] = {}
    single: dict[str, str] = {}
    groups: dict[str, dict[Numbers, Entry]] = {}
    width, own = len(cells), plan.layout.own
    for at, key, group, name in plan.columns:
        if at >= width or (cell := cells[at]) is None or (text := _said(cell, own=own)) is None:
            continue
        texts[key] = text
        if not key[1]:
            single[key[0]] = text
        if group:
            groups.setdefault(group, {}).setdefault(key[1], {})[name] = text
    for entry in groups.get("place", {}).values():
        _join_parts(entry)
    for full, numbers, value in plan.defaults:
        if (full, numbers) not in texts:
            texts[full, numbers] = single[full] = value
            group, _, name = full.rpartition(".")
            groups.setdefault(group, {}).setdefault(numbers, {}).setdefault(name, value)
    kept = {text: stands for at, text in plan.attributes if at < width and (stands := plain_text(cells[at]).strip())}
    return RowCells(
        plan=plan, layout=plan.layout, line=line, texts=texts, single=single, groups=groups, attributes=kept
    )


def _join_parts(entry: Entry) -> None:
    """Make one cell of a position that stands in several: zone, easting, northing; degrees, minutes, seconds, half."""
    if "easting" in entry:
        entry["coordinates"] = " ".join(entry.get(part, "") for part in ("zone", "easting", "northing"))
    for name in ("lat", "lon"):
        minutes, seconds, half = (entry.get(f"{name}_{part}", "") for part in ("minutes", "seconds", "half"))
        if name in entry and (minutes or half):
            entry[name] += (f"°{minutes}'" if minutes else "") + (f'{seconds}"' if seconds else "") + half


def _said(cell: str | float, *, own: bool) -> str | None:
    """Return a cell as text, None where it is empty."""
    if isinstance(cell, str) and cell[:1].isdigit() and not cell[-1].isspace():
        return cell
    text = unguard(cell) if isinstance(cell, str) else repr(cell).lower() if isinstance(cell, bool) else repr(cell)
    empty = text and not own and len(text) < _LONGEST_EMPTY and not text[0].isdigit() and _EMPTY.fullmatch(text)
    return None if empty else text


def _whole(row: RowCells, _: Leaf, text: str) -> int:
    if re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text)
    number = parse_number(text, decimal=row.layout.decimal)
    if number is None or not number.is_integer():
        raise ValueError(f"{text!r} is no whole number")
    return int(number)


def _index(row: RowCells, leaf: Leaf, text: str) -> int:
    number = _whole(row, leaf, text)
    if number < 1:
        raise ValueError(f"{text!r} is no place's number; places count from 1")
    return number - 1


def _known(found: Any, text: str, expected: str) -> Any:  # noqa: ANN401 - a number or a truth value
    if found is None:
        raise ValueError(f"{text!r}{expected}")
    return found


def _text(row: RowCells, leaf: Leaf, text: str) -> str:
    if not leaf.choices or (row.layout.own and text in leaf.choices):
        return text
    name = _WORDS_OF.get(leaf.key, leaf.key.rpartition(".")[2])
    found = row.layout.mapping.values.get(name, {}).get(text) or find_value(name, text[:_MOST_SAID])
    if found is None and text.lower() in leaf.choices:
        found = text.lower()
    if found not in leaf.choices:
        raise ValueError(f"{text!r}: expected one of {', '.join(leaf.choices)}")
    return found


_CONVERTERS: dict[Kind, Callable[[RowCells, Leaf, str], object]] = {
    Kind.INTEGER: _whole,
    Kind.INDEX: _index,
    Kind.NUMBER: lambda row, _, text: _known(parse_number(text, decimal=row.layout.decimal), text, " is no number"),
    Kind.BOOLEAN: lambda _row, _leaf, text: _known(read_value("boolean", text), text, ": expected yes or no") == "true",
    Kind.TEXT: _text,
    Kind.MAP: lambda _row, _leaf, text: split_map(text),
    Kind.WORDING: lambda _row, _leaf, text: split_wording(text),
}
