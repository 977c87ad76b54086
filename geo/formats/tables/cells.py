"""One row's cells as values of the event file, each with its complaint where it has one."""

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct, field

from geo.formats.columns.countries import country_code
from geo.formats.columns.headers import Header, header_text, read_value
from geo.formats.columns.layout import Layout
from geo.formats.columns.mapping import Mapping
from geo.formats.columns.numbers import Bounded, parse_bounded, parse_coordinates, parse_degrees, parse_number
from geo.formats.layout.cells import Cell, plain_text, split_list, split_map, unguard
from geo.formats.layout.own_shapes import wkt_parts
from geo.formats.layout.schema import Kind, Leaf, Node, article_node, event_node, toponym_node

_EMPTY = re.compile(r"(?i)\s*(n/?a|nan|null|none|-+|–|—|\?+|#n/a|#ref!|#value!|inconnue?|unknown|nc|s/o)\s*")
_WORDS_OF = {
    "place.status": "place_status",
    "date.precision": "date_precision",
    "quantity.qualifier": "qualifier",
    "distance.qualifier": "qualifier",
    "killed_qualifier": "qualifier",
    "wounded_qualifier": "qualifier",
}
_KEPT = frozenset({"place.name", "origin.name", "via.name", "destination.name", "killed", "wounded"})
"""Fields that keep the words of a cell that is not understood."""
MOST_LAT, MOST_LON = 90.0, 180.0
_MOST_SAID = 400


@cache
def leaves() -> dict[str, Leaf]:
    """Return every column of the event file by its dotted key."""
    found: dict[str, Leaf] = {}
    nodes: list[Node] = [event_node(), article_node(), toponym_node()]
    while nodes:
        node = nodes.pop()
        found |= {leaf.key: leaf for leaf in node.leaves}
        nodes += node.groups
    return found


class RowCells(Struct, kw_only=True):
    """A row's cells by column, taken out one by one."""

    layout: Layout
    mapping: Mapping
    line: int
    cells: dict[tuple[str, tuple[int, ...]], tuple[Cell, str]]
    """Cell and header as it stands, by key and numbers."""
    complaints: list[tuple[str | None, str]] = field(default_factory=list)
    """Header and what is wrong: cells that were left out."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Cells of columns without a field, by header."""

    def complain(self, column: str | None, message: str) -> None:
        """Note a cell that can't be used, of a very long one both ends; its words stay as an attribute."""
        for (key, _), (cell, text) in self.cells.items():
            if text == column and cell is not None and key not in _KEPT and not self.layout.own:
                self.attributes.setdefault(text, plain_text(cell).strip())
        if len(message) > _MOST_SAID:
            message = f"{message[: _MOST_SAID // 2]}…{message[-_MOST_SAID // 2 :]}"
        self.complaints.append((column, message))

    def numbers(self, group: str) -> list[int]:
        """Return the numbers that a group's columns carry in this row, in order."""
        found = {numbers[0] for key, numbers in self.cells if numbers and key.startswith(f"{group}.")}
        return sorted(found)

    def has(self, group: str) -> bool:
        """Return whether a column of a group is filled in this row."""
        return any(key.startswith(f"{group}.") for key, _ in self.cells)

    def text(self, key: str, *numbers: int) -> str | None:
        """Return a cell as text, None where it is empty."""
        cell = self.cells.get((key, numbers), (None, ""))[0]
        if cell is None:
            return None
        text = unguard(cell) if isinstance(cell, str) else _plain(cell)
        if text is None or self.layout.own:
            return text
        return None if _EMPTY.fullmatch(text) else text

    def column(self, key: str, *numbers: int) -> str:
        """Return a column's header as it stands in the file."""
        return self.cells.get((key, numbers), (None, header_text(Header(key, numbers))))[1]

    def value(self, key: str, *numbers: int) -> object:
        """Return a column's value in the event file's terms; None, and a complaint, where it makes no sense."""
        leaf = leaves()[key]
        if leaf.kind is Kind.LIST:
            return self._list(key, self.text(key, *numbers))
        # Tables have many rows and few of all the columns there are.
        text = self.text(key, *numbers) if (key, numbers) in self.cells else None
        if text is None:
            return None
        try:
            return _CONVERTERS[leaf.kind](self, leaf, text)
        except ValueError as error:
            self.complain(self.column(key, *numbers), str(error))
            return None

    def _list(self, key: str, text: str | None) -> list[str]:
        numbered = [self.text(key, *numbers) for found, numbers in sorted(self.cells) if found == key and numbers]
        return [*split_list(text), *(each for each in numbered if each)]

    def bounded(self, key: str) -> tuple[Bounded, str] | None:
        """Return a number of people with its bounds, and the words that say it."""
        text = self.text(key)
        if text is None:
            return None
        found = parse_bounded(text, decimal=self.layout.decimal)
        whole = found.value is not None and found.value.is_integer() and (found.most or 0.0).is_integer()
        if not whole or (found.value or 0.0) < 0:
            found = Bounded(value=None)
        if found.value is None:
            self.complain(self.column(key), f"{text!r} is no whole number; kept as words")
        return found, text

    def degrees(self, key: str, *numbers: int) -> float | None:
        """Return a latitude or longitude, None with a complaint where it is none."""
        text = self.text(key, *numbers)
        if text is None:
            return None
        found = parse_degrees(text)
        most = MOST_LAT if key.endswith("lat") and not self.mapping.table.swap_coordinates else MOST_LON
        if found is None or abs(found[0]) > most:
            what = "latitude" if key.endswith("lat") else "longitude"
            self.complain(self.column(key, *numbers), f"{text!r} is no {what}; expected degrees within ±{most:g}")
            return None
        return found[0]

    def point(self, group: str, *numbers: int) -> tuple[float, float] | None:
        """Return longitude and latitude from their columns or from a column of both; never 0,0, never half."""
        lat, lon = self.degrees(f"{group}.lat", *numbers), self.degrees(f"{group}.lon", *numbers)
        if self.mapping.table.swap_coordinates:
            lat, lon = lon, lat
        both = self.text(f"{group}.coordinates", *numbers)
        if lat is None and lon is None and both:
            pair = parse_coordinates(both)
            if pair is None and wkt_parts(both):
                return None
            if pair is None or abs(pair[0]) > MOST_LON or abs(pair[1]) > MOST_LAT:
                self.complain(self.column(f"{group}.coordinates", *numbers), f"{both!r} are no coordinates")
                return None
            lon, lat = pair
        if lat is None or lon is None:
            if lat is not None or lon is not None:
                column = self.column(f"{group}.lat", *numbers)
                self.complain(column, "one of latitude and longitude is missing; both were left out")
            return None
        if lat == 0 and lon == 0:
            self.complain(self.column(f"{group}.lat", *numbers), "0,0 stands for an unknown position; left out")
            return None
        return lon, lat

    def country(self, key: str, *numbers: int) -> str | None:
        """Return a country's code from a code or a name."""
        text = self.text(key, *numbers)
        if text is None:
            return None
        code = country_code(text)
        if code is None:
            self.complain(self.column(key, *numbers), f"{text!r} is no country; expected a name or a code such as UA")
        return code


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell)


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


def _number(row: RowCells, _: Leaf, text: str) -> float:
    if row.layout.own and row.layout.decimal == ".":
        exact = parse_number(text)
    else:
        exact = parse_number(text, decimal=row.layout.decimal)
    if exact is None:
        raise ValueError(f"{text!r} is no number")
    return exact


def _boolean(_: RowCells, __: Leaf, text: str) -> bool:
    found = read_value("boolean", text)
    if found is None:
        raise ValueError(f"{text!r}: expected yes or no")
    return found == "true"


def _text(row: RowCells, leaf: Leaf, text: str) -> str:
    if not leaf.choices or (row.layout.own and text in leaf.choices):
        return text
    name = _WORDS_OF.get(leaf.key, leaf.key.rpartition(".")[2])
    found = row.mapping.values.get(name, {}).get(text) or read_value(name, text)
    if found is None and text.lower() in leaf.choices:
        found = text.lower()
    if found not in leaf.choices:
        raise ValueError(f"{text!r}: expected one of {', '.join(leaf.choices)}")
    return found


def _map(_: RowCells, __: Leaf, text: str) -> dict[str, str]:
    return split_map(text)


_CONVERTERS: dict[Kind, Callable[[RowCells, Leaf, str], object]] = {
    Kind.INTEGER: _whole,
    Kind.INDEX: _index,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
    Kind.TEXT: _text,
    Kind.MAP: _map,
}
