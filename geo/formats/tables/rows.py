"""One row of a table to one event."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from geo.formats.columns.dates import TypedDate, names_a_month, parse_date
from geo.formats.columns.headers import find_value, plain_words, read_value
from geo.formats.columns.numbers import parse_bounded
from geo.formats.columns.profiles import both_harms, told_harms, told_kind
from geo.formats.layout.schema import Kind, Node, Tree, article_node, event_node, put_value, toponym_node
from geo.formats.layout.wide import ARTICLE, EVENT, TOPONYM
from geo.formats.tables.cells import RowCells
from geo.formats.tables.contradictions import before_it_was, off_land
from geo.formats.tables.particulars import row_places, row_sources
from geo.formats.tables.placing import Placer
from geo.records import Article, DatePrecision, Event, Qualifier, ToponymRecord

_SLUG = re.compile(r"[a-z][a-z_]*")
_IMO = re.compile(r"(?i)^\s*imo[\s:.-]*")
_TITLE_LENGTH = 200
_SHOWN = 60
_DATE_KEYS = frozenset({"date", "date.start", "date.end", "date.text", "date.year", "date.day", "time"})
_HARMS = ("killed", "wounded", "killed_most", "wounded_most")
_UNSAID_UNIT = "item"
_UNSAID_KIND = "event"


class ReadRow(Struct, frozen=True, kw_only=True):
    """An event with the articles that it cites."""

    event: Event
    articles: tuple[Article, ...] = ()


OWN: dict[str, Callable[[RowCells], Event | Article | ToponymRecord]] = {
    EVENT: lambda row: msgspec.convert(_record(row, event_node()), Event),
    ARTICLE: lambda row: msgspec.convert(_record(row, article_node()), Article),
    TOPONYM: lambda row: msgspec.convert(_record(row, toponym_node()), ToponymRecord),
}
"""What makes the record of a row that we wrote: nothing is inferred."""


def _record(row: RowCells, node: Node, numbers: tuple[int, ...] = ()) -> Tree:
    tree: Tree = {}
    filled = row.texts
    for leaf in node.leaves:
        if (leaf.key, numbers) in filled or leaf.kind is Kind.LIST:
            value = row.value(leaf.key, numbers)
            if value is not None and value != []:
                put_value(tree, leaf.path, value)
    for group in node.groups:
        if entries := _entries(row, group, numbers):
            tree[group.field] = entries
    if not tree:
        return tree
    return {leaf.path[-1]: None for leaf in node.leaves if leaf.null_by_name} | tree


def _entries(row: RowCells, group: Node, numbers: tuple[int, ...]) -> list[Tree]:
    depth, own, below = len(numbers), group.name, f"{group.name}."
    within = [entries for name, entries in row.groups.items() if name == own or name.startswith(below)]
    if not within:  # as of most groups in most rows
        return []
    found = {many[depth] for entries in within for many in entries if len(many) > depth and many[:depth] == numbers}
    entries = (_record(row, group, (*numbers, number)) for number in sorted(found))
    return [entry for entry in entries if entry]


def foreign_event(row: RowCells, placer: Placer, *, table: str) -> ReadRow:
    """Return the event of a row that somebody keeps, with what can be inferred safely."""
    said = row.single.get
    key = said("id") or _row_id(row)
    tree = _scalars(row)
    places, legs = row_places(row, placer)
    title, description = said("title"), said("description")
    notes = "\n".join(text for text in (description if title else None, said("notes")) if text) or None
    tree["title"] = title or (description[:_TITLE_LENGTH] if description else None)
    carried = bool(legs) or len(tree.get("actors") or ()) == len(("supplier", "recipient"))
    tree |= {"places": places, "legs": legs, "kind": _kind(row, carried=carried)}
    if date := _date(row):
        tree["date"] = date
    last_day = (date or {}).get("end") or (date or {}).get("start")
    for wrong in (off_land(tree), before_it_was(tree.get("weapon"), last_day)):
        if wrong:
            row.complain(wrong)
    tree["quantities"] = _quantities(row)
    reports, articles = row_sources(row, table=table, notes=notes)
    tree["reports"] = reports
    if tree.get("claimed_by") and "status" not in tree:
        tree["status"] = "claimed"
    tree.setdefault("disputed", bool(tree.get("claimed_by") and tree.get("denied_by")))
    if casualties := _casualties(row):
        tree["casualties"] = casualties
    tree |= {"attributes": row.attributes, "id": key}
    return ReadRow(event=msgspec.convert(tree, Event), articles=msgspec.convert(articles, tuple[Article, ...]))


def _row_id(row: RowCells) -> str:
    """Return an id made of all that the row says, the same wherever the row stands in the table."""
    cells = sorted((key, numbers, text) for (key, numbers), text in row.texts.items())
    return f"row:{hashlib.sha256(msgspec.json.encode((cells, sorted(row.attributes.items())))).hexdigest()[:12]}"


def _scalars(row: RowCells) -> Tree:
    tree = row.scalars()
    kind, weapon = row.single.get("weapon.type"), tree.get("weapon")
    if kind and not set(plain_words(kind)) <= set(plain_words(weapon or "")):
        tree["weapon"] = f"{kind} {weapon}" if weapon else kind
    if vessel := tree.get("vessel"):
        if vessel.get("imo"):
            vessel["imo"] = _IMO.sub("", vessel["imo"])
        vessel.setdefault("name", f"IMO {vessel['imo']}" if vessel.get("imo") else "?")
    return tree


def _kind(row: RowCells, *, carried: bool) -> str:
    text = row.single.get("kind")
    if text is None:
        found = None if carried else _told_elsewhere(row)
        stopped = find_value("kind", row.layout.named_kind or "") if carried else None
        if carried:  # unless the table is one of ways on which arms were stopped
            found = stopped if stopped in ("seizure", "recovery") else "shipment"
        if found is None:
            row.complain('no kind; write it into the row, or [defaults] kind = "strike" into a mapping file')
        return found or _UNSAID_KIND
    known = row.layout.mapping.values.get("kind", {}).get(text) or read_value("kind", text)
    if known is None and (known := find_value("kind", text[:_TITLE_LENGTH])):
        row.attributes.setdefault(row.column("kind"), text)  # its other words are not in the kind
    if known is None and (known := find_value("kind", row.column("kind"))):  # "Artillery" below "Strike type"
        row.attributes.setdefault(row.column("kind"), text)
    if known is None and carried:
        row.attributes.setdefault(row.column("kind"), text)
        row.complain(f"{text!r} is no kind of event; with an origin and a destination it is a shipment", "kind")
        return "shipment"
    if known:
        return known
    slug = "_".join(plain_words(text))
    if slug == text:  # a published layout's, or the keeper's own, written as ours are
        return slug if _SLUG.fullmatch(slug) else _UNSAID_KIND
    if _SLUG.fullmatch(slug):
        row.complain(f"kind {text!r} is not one of ours; kept as {slug}", "kind")
        return slug
    row.complain(f"kind {text!r} is not known; write strike, shipment, recovery, seizure, ...", "kind")
    return _UNSAID_KIND


def _told_elsewhere(row: RowCells) -> str | None:
    """Return the kind that a row's title, its layer or folder, the table's headers or its description name."""
    beside = (row.attributes.get("layer"), row.attributes.get("folder"), row.layout.named_kind)
    for text in (row.single.get("title"), *beside):
        if text and (found := find_value("kind", text[:_TITLE_LENGTH]) or told_kind(text)):
            break
    else:
        text = row.single.get("description", "")
        found = told_kind(text)
    if found:
        row.complain(f"kind {found} is told by {text[:_SHOWN]!r}")
    return found


def _date(row: RowCells) -> Tree | None:
    """Return a date from one column or from a start and an end, with its words; never a default one."""
    if row.single.keys().isdisjoint(_DATE_KEYS):
        title = row.single.get("title", "")
        found = parse_date(title) if names_a_month(title) else None  # a mark on a map that is named by its day
        return {"start": found.start, "end": found.end, "precision": found.precision} if found else None
    whole, start, end = (_typed(row, key) for key in ("date", "date.start", "date.end"))
    first = start or whole or _of_parts(row)
    if first is None and end and not ({"date", "date.start"} & row.single.keys()):
        first = end  # the day of arrival, where nothing tells another
    key = "date.start" if start else "date"
    plain = first is not None and first.precision is not DatePrecision.RANGE
    words = row.single.get("date.text") or (None if plain else row.single.get(key))
    text = " ".join(part for part in (words, row.single.get("time")) if part) or None
    if first is None and end is None:
        return {"text": text} if text else None
    date: dict[str, Any] = {
        "start": first.start if first else None,
        "end": end.end if end else first.end if first and "date.end" not in row.single else None,
        "text": text,
    }
    if date["start"] and date["end"] and date["start"] > date["end"]:
        row.complain(f"ends on {date['end']}, before it starts ({date['start']}); left out", "date.end")
        date["end"] = first.end if first else None
    alone = first if end is None or (first and (end.start, end.end) == (first.start, first.end)) else None
    said = row.value("date.precision")
    if said in (DatePrecision.MONTH, DatePrecision.YEAR) and first and alone and first.precision is DatePrecision.DAY:
        whole = parse_date(str(first.start)[: 7 if said == DatePrecision.MONTH else 4])
        date |= {"start": whole and whole.start, "end": whole and whole.end}
    date["precision"] = said or (alone.precision if alone else DatePrecision.RANGE)
    if date["start"] and date["start"] > dt.datetime.now(tz=dt.UTC).date().isoformat():
        row.complain(f"{date['start']} lies in the future", key)
    return date


def _of_parts(row: RowCells) -> TypedDate | None:
    """Return a date from columns of year, month and day; 0 and words stand for what is not known."""
    year, month, day = (row.single.get(f"date.{part}") for part in ("year", "month", "day"))
    if day and not year and not month and row.layout.month:
        return parse_date(f"{row.layout.month}-{day}")
    if year and month and not month.isdecimal():
        return parse_date(f"{day or ''} {month} {year}")
    return parse_date("-".join(part for part in (year, month, day if month else None) if part)) if year else None


def _typed(row: RowCells, key: str) -> TypedDate | None:
    text = row.single.get(key)
    if text is None:
        return None
    layout = row.layout
    found = parse_date(text, order=layout.date_order)
    if found is None and layout.year and (found := parse_date(f"{text} {layout.year}", order="dmy")):
        row.complain(f"{text!r} has no year; {layout.year} of the table's title was taken", key)
    if found is None and (layout.date_order is not None or not parse_date(text, order="dmy")):
        # An order that can't be told is said once for the whole column.
        row.complain(f"{text!r} is no date that exists; expected YYYY-MM-DD or DD/MM/YYYY", key)
    return found


def _casualties(row: RowCells) -> Tree | None:
    """Return people killed and wounded, with the bounds that a cell or a column of most gives."""
    tree: Tree = {}
    if together := row.single.get("casualties"):
        told = both_harms(together, row.column("casualties"))
        row.single |= {name: text for name, text in told.items() if name not in row.single}
        row.attributes.setdefault(row.column("casualties"), together)
    elif not any((key, ()) in row.plan.headers for key in _HARMS):
        tree |= _told_harms(row)
    for name in ("killed", "wounded"):
        said, most = row.bounded(name), row.bounded(f"{name}_most")
        if said:
            found, text = said
            if found.value is not None:
                tree[name] = int(found.value)
                tree[f"{name}_qualifier"] = found.qualifier
            if found.most is not None:
                tree[f"{name}_most"] = int(found.most)
            if found.value is None or found.most is not None or found.unit or found.qualifier is not Qualifier.EXACT:
                tree[f"{name}_text"] = text
        if most and most[0].value is not None and int(most[0].value) != tree.get(name):
            tree[f"{name}_most"] = int(most[0].value)
    return tree or None


def _told_harms(row: RowCells) -> dict[str, int]:
    """Return the dead and wounded that a row's own words tell, where no column of the table counts them."""
    for key in ("description", "title", "notes"):
        if (text := row.single.get(key)) and (found := told_harms(text)):
            row.complain(f"{' and '.join(found)}: told by {text[:_SHOWN]!r}")
            return found
    return {}


def _quantities(row: RowCells) -> list[Tree]:
    found = []
    for numbers, entry in row.entries("quantity"):
        text, unit = entry.get("any"), entry.get("unit") or find_value("unit", row.column("quantity.any", numbers))
        value = row.value("quantity.value", numbers) if "value" in entry else None
        if text and value is None:
            found.append(_amount(text, unit, row.layout.decimal))
        elif value is not None:
            qualifier = row.value("quantity.qualifier", numbers) or Qualifier.EXACT
            found.append({"value": value, "qualifier": qualifier, "unit": _unit(unit), "text": text})
    return found


def _amount(text: str, unit: str | None, decimal: str) -> Tree:
    """Return `plus de 1 000 conteneurs` as a bounded number of a unit."""
    found = parse_bounded(text, decimal=decimal)
    if found.value is None:
        return {"value": None, "unit": _unit(unit), "text": text}
    qualifier = found.qualifier if found.most is None else Qualifier.GTE
    return {"value": found.value, "qualifier": qualifier, "unit": _unit(unit or found.unit), "text": text}


def _unit(said: str | None) -> str:
    """Return a unit's English singular noun, or the table's own word where it is not known."""
    return (read_value("unit", said) or said) if said else _UNSAID_UNIT
