"""One row of a table to one event."""

import hashlib
import re
from typing import Any

import msgspec
from msgspec import Struct

from geo.formats.layout.schema import Leaf, Node, Tree, article_node, event_node, put_value, toponym_node
from geo.formats.tables.cells import RowCells
from geo.formats.tables.headers import find_value, plain_words, read_value
from geo.formats.tables.numbers import TypedDate, parse_date, parse_number
from geo.formats.tables.places import row_places
from geo.formats.tables.placing import Placer
from geo.formats.tables.sources import row_sources
from geo.records import Article, DatePrecision, Event, Qualifier, ToponymRecord

_AMOUNT = re.compile(r"(?P<before>\D*?)(?P<value>\d[\d\s\u00a0\u202f.,']*)(?P<unit>.*)", re.DOTALL)
_SLUG = re.compile(r"[a-z][a-z_]*")
_TITLE_LENGTH = 200
_UNSAID_UNIT = "item"
_UNSAID_KIND = "event"
_PUBLISHED_KIND = "violence"
"""What UCDP GED records: whether it was a strike its codes don't say."""


class ReadRow(Struct, frozen=True, kw_only=True):
    """An event with the articles that it cites."""

    event: Event
    articles: tuple[Article, ...] = ()


def own_event(row: RowCells) -> Event:
    """Return the event of a row that we wrote: nothing is inferred.

    Raises:
        msgspec.ValidationError: A field is wrong or missing.
    """
    return msgspec.convert(_record(row, event_node()), Event)


def own_article(row: RowCells) -> Article:
    """Return the article of a row that we wrote; errors as `own_event`."""
    return msgspec.convert(_record(row, article_node()), Article)


def own_toponym(row: RowCells) -> ToponymRecord:
    """Return the toponym of a row that we wrote; errors as `own_event`."""
    return msgspec.convert(_record(row, toponym_node()), ToponymRecord)


def _record(row: RowCells, node: Node, numbers: tuple[int, ...] = ()) -> Tree:
    tree: Tree = {}
    for leaf in node.leaves:
        value = row.value(leaf.key, *numbers)
        if value is not None and value != []:
            put_value(tree, leaf.path, value)
    for group in node.groups:
        if entries := _entries(row, group, numbers):
            tree[group.field] = entries
    unsaid = {leaf.path[-1]: None for leaf in node.leaves if leaf.null_by_name}
    return unsaid | tree if tree else tree


def _entries(row: RowCells, group: Node, numbers: tuple[int, ...]) -> list[Tree]:
    found = {
        key[1][len(numbers)]
        for key in row.cells
        if key[0].startswith(f"{group.name}.") and len(key[1]) > len(numbers) and key[1][: len(numbers)] == numbers
    }
    entries = (_record(row, group, (*numbers, number)) for number in sorted(found))
    return [entry for entry in entries if entry]


def foreign_event(row: RowCells, placer: Placer, *, table: str) -> ReadRow:
    """Return the event of a row that somebody keeps, with what can be inferred safely.

    Args:
        row: The row.
        placer: Looks up names without coordinates.
        table: The file's name.

    Raises:
        msgspec.ValidationError: A field is wrong or missing.
    """
    tree = _scalars(row)
    places, legs = row_places(row, placer)
    title, description = row.text("title"), row.text("description")
    notes = "\n".join(text for text in (description if title else None, row.text("notes")) if text) or None
    tree |= {"places": places, "legs": legs, "kind": _kind(row, routed=bool(legs))}
    tree["title"] = title or (description[:_TITLE_LENGTH] if description else None)
    if date := _date(row):
        tree["date"] = date
    tree["quantities"] = _quantities(row)
    reports, articles = row_sources(row, table=table, notes=notes)
    tree["reports"] = reports
    if tree.get("claimed_by") and "status" not in tree:
        tree["status"] = "claimed"
    tree.setdefault("disputed", bool(tree.get("claimed_by") and tree.get("denied_by")))
    tree["id"] = row.text("id") or row_id(tree)
    return ReadRow(event=msgspec.convert(tree, Event), articles=msgspec.convert(articles, tuple[Article, ...]))


def _scalars(row: RowCells) -> Tree:
    tree: Tree = {}
    for leaf in event_node().leaves:
        if leaf.key in ("id", "kind", "title") or leaf.key.startswith("date."):
            continue
        value = _country(row, leaf) if leaf.key in ("supplier", "recipient", "vessel.flag") else row.value(leaf.key)
        if value is not None and value != []:
            put_value(tree, leaf.path, value)
    if tree.get("vessel") and "name" not in tree["vessel"]:
        tree["vessel"]["name"] = f"IMO {tree['vessel'].get('imo')}" if tree["vessel"].get("imo") else "?"
    return tree


def _country(row: RowCells, leaf: Leaf) -> str | None:
    return row.country(leaf.key)


def _kind(row: RowCells, *, routed: bool) -> str:
    text = row.text("kind")
    if text is None:
        if not routed:
            row.complain(None, 'no kind; write it into the row, or [defaults] kind = "strike" into a mapping file')
        return "shipment" if routed else _UNSAID_KIND
    known = row.mapping.values.get("kind", {}).get(text) or find_value("kind", text[:_TITLE_LENGTH])
    if known:
        return known
    slug = "_".join(plain_words(text))
    if slug == _PUBLISHED_KIND:
        return slug
    if _SLUG.fullmatch(slug):
        row.complain(row.column("kind"), f"kind {text!r} is not one of ours; kept as {slug}")
        return slug
    row.complain(row.column("kind"), f"kind {text!r} is not known; write strike, shipment, recovery, seizure, ...")
    return _UNSAID_KIND


def _date(row: RowCells) -> Tree | None:
    """Return a date from one column or from a start and an end; never a default one."""
    whole, start, end = (_typed(row, key) for key in ("date", "date.start", "date.end"))
    first = start or whole
    text = " ".join(part for part in (row.text("date.text") or _unread(row), row.text("time")) if part) or None
    if first is None and end is None:
        return {"text": text} if text else None
    date: dict[str, Any] = {"start": first.iso if first else None, "end": end.iso if end else None, "text": text}
    date["precision"] = row.value("date.precision") or _precision(first, end)
    return date


def _precision(first: TypedDate | None, end: TypedDate | None) -> DatePrecision:
    if first and (end is None or end.iso == first.iso):
        return first.precision
    return DatePrecision.RANGE


def _typed(row: RowCells, key: str) -> TypedDate | None:
    text = row.text(key)
    if text is None:
        return None
    found = parse_date(text, order=row.layout.date_order)
    if found is None:
        row.complain(row.column(key), f"{text!r} is no date that exists; expected YYYY-MM-DD or DD/MM/YYYY")
    return found


def _unread(row: RowCells) -> str | None:
    """Return a date's words where they are no date: they are what the source says."""
    text = row.text("date")
    return text if text and parse_date(text, order=row.layout.date_order) is None else None


def _quantities(row: RowCells) -> list[Tree]:
    found = []
    for number in row.numbers("quantity"):
        text, unit = row.text("quantity.any", number), row.text("quantity.unit", number)
        value = row.value("quantity.value", number)
        qualifier = row.value("quantity.qualifier", number) or Qualifier.EXACT
        if text and value is None:
            found.append(_amount(text, unit, row.layout.decimal))
        elif value is not None or (unit and text):
            found.append({"value": value, "qualifier": qualifier, "unit": _unit(unit), "text": text})
    return found


def _amount(text: str, unit: str | None, decimal: str) -> Tree:
    """Return `plus de 1 000 conteneurs` as a bounded number of a unit."""
    found = _AMOUNT.fullmatch(text)
    value = parse_number(found["value"].rstrip(" .,"), decimal=decimal) if found else None
    if found is None or value is None:
        return {"value": None, "unit": _unit(unit), "text": text}
    said = found["unit"].strip()
    return {
        "value": value,
        "qualifier": read_value("qualifier", found["before"]) or Qualifier.EXACT,
        "unit": _unit(unit or said),
        "text": text,
    }


def _unit(said: str | None) -> str:
    """Return a unit's English singular noun, or the table's own word where it is not known."""
    return (read_value("unit", said) or said) if said else _UNSAID_UNIT


def row_id(tree: Tree) -> str:
    """Return an id made of what the row says, the same wherever the row stands in the table."""
    places = [(place.get("name"), place.get("lat"), place.get("lon")) for place in tree.get("places", ())]
    telling = (tree.get("kind"), tree.get("date"), tree.get("title"), places, tree.get("reports"))
    return f"row:{hashlib.sha256(msgspec.json.encode(telling)).hexdigest()[:12]}"
