"""Events as one table, a row an event: what repeats stands in numbered columns.

Articles and toponyms follow as rows of their own, told by the `record` column, so
that the table comes back as the same event file.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from geo.formats.columns.headers import SOURCE_EXTRAS, Header
from geo.formats.layout.cells import NO_SCALARS, Cell, to_cell
from geo.formats.layout.columns import GEONAMES
from geo.formats.layout.schema import Kind, Node, Tree, article_node, event_node, toponym_node, value_at
from geo.formats.options import Progress
from geo.records import EventFile

Step: TypeAlias = tuple[str, int]  # a group's key in its record and the place in its list, from 0

EVENT, ARTICLE, TOPONYM = "event", "article", "toponym"


class WideColumn(Struct, frozen=True, kw_only=True):
    """One column: its header, and where its value stands in a row's record."""

    header: Header
    kind: Kind
    record: str
    steps: tuple[Step, ...] = ()
    path: tuple[str, ...] = ()
    extra: str = ""
    """An article's field to show beside a quote; not part of the event."""
    said: Callable[[Tree], str | None] | None = None
    """What the file says of a row, as its attribution; not part of the event either."""


class WideTable(Struct, frozen=True, kw_only=True):
    """Columns, and rows that are made as they are read; they can be read again."""

    columns: tuple[WideColumn, ...]
    rows: Callable[[], Iterator[list[Cell]]]
    count: int


def wide_table(
    events: EventFile, *, records: bool = True, generalised: str | None = None, progress: Progress | None = None
) -> WideTable:
    """Lay out events as one table."""
    columns = [WideColumn(header=Header("record"), kind=Kind.TEXT, record="")] if records else []
    columns += _columns(event_node(), EVENT, _widths(events))
    columns.append(_said("attribution", _attribution))
    if generalised:
        columns.append(_said("generalised", lambda _: generalised))
    if records and events.articles:
        columns += _columns(article_node(), ARTICLE, {})
    if records and events.toponyms:
        columns += _columns(toponym_node(), TOPONYM, {})
    count = len(events.events) + (len(events.articles) + len(events.toponyms) if records else 0)
    return WideTable(
        columns=tuple(columns),
        rows=lambda: _rows(events, tuple(columns), records=records, progress=progress),
        count=count,
    )


def _said(name: str, said: Callable[[Tree], str | None]) -> WideColumn:
    return WideColumn(header=Header(name), kind=Kind.TEXT, record=EVENT, said=said)


def _attribution(event: Tree) -> str | None:
    """Return whom an event's coordinates are to be credited to."""
    ids = (place["place_id"] or "" for place in event["places"])
    return GEONAMES if any(each.startswith("geonames:") for each in ids) else None


def _widths(events: EventFile) -> dict[tuple[Any, ...], int]:
    """Return how many entries the longest list has at each place of the record, by the steps there and its key."""
    widths: dict[tuple[Any, ...], int] = {}
    for event in events.events:
        for group in event_node().groups:
            entries = getattr(event, group.field)
            widths[(group.field,)] = max(widths.get((group.field,), 0), len(entries))
            for inner in group.groups:
                for at, entry in enumerate(entries):
                    key = (group.field, at, inner.field)
                    widths[key] = max(widths.get(key, 0), len(getattr(entry, inner.field)))
    return widths


def _columns(
    node: Node,
    record: str,
    widths: dict[tuple[Any, ...], int],
    steps: tuple[Step, ...] = (),
    numbers: tuple[int, ...] = (),
) -> list[WideColumn]:
    columns = [
        WideColumn(header=Header(leaf.key, numbers), kind=leaf.kind, record=record, steps=steps, path=leaf.path)
        for leaf in node.leaves
    ]
    for extra in SOURCE_EXTRAS if node.name == "source" else ():
        header = Header(f"source.{extra}", numbers)
        columns.append(
            WideColumn(header=header, kind=Kind.TEXT, record=record, steps=steps, path=("article",), extra=extra)
        )
    spot = tuple(part for step in steps for part in step)
    for group in node.groups:
        for at in range(widths.get((*spot, group.field), 0)):
            columns += _columns(group, record, widths, (*steps, (group.field, at)), (*numbers, at + 1))
    return columns


def _rows(
    events: EventFile, columns: tuple[WideColumn, ...], *, records: bool, progress: Progress | None
) -> Iterator[list[Cell]]:
    articles = {article.id: article for article in events.articles}
    kept = ((EVENT, events.events), *(((ARTICLE, events.articles), (TOPONYM, events.toponyms)) if records else ()))
    count = sum(len(entries) for _, entries in kept)
    done = 0
    for record, entries in kept:
        groups = _by_entry(columns, record)
        for entry in entries:
            tree: Tree = msgspec.to_builtins(entry)
            row: list[Cell] = [None] * len(columns)
            for steps, (plain, others) in groups.items():
                if (part := _entry_at(tree, steps)) is not None:
                    for at, name in plain:
                        row[at] = part.get(name)
                    for at, column in others:
                        row[at] = _cell(part, column, record, articles)
            yield row
            done += 1
            if progress:
                progress(done, count)


_Columns: TypeAlias = tuple[list[tuple[int, str]], list[tuple[int, WideColumn]]]
"""Columns with their places: those that show a value of an entry as it stands there, by its name, and the others."""


def _by_entry(columns: tuple[WideColumn, ...], record: str) -> dict[tuple[Step, ...], _Columns]:
    """Return columns by the entry that they are part of: of an entry that isn't there all are empty."""
    groups: dict[tuple[Step, ...], _Columns] = {}
    for at, column in enumerate(columns):
        if column.record in ("", record):
            plain, others = groups.setdefault(column.steps, ([], []))
            if _is_plain(column):
                plain.append((at, column.path[0]))
            else:
                others.append((at, column))
    return groups


def _is_plain(column: WideColumn) -> bool:
    made = not column.record or column.said or column.extra or len(column.path) != 1
    return not made and column.kind not in NO_SCALARS


def _entry_at(tree: Tree, steps: tuple[Step, ...]) -> Tree | None:
    for field, at in steps:
        entries = tree[field]
        if at >= len(entries):
            return None
        tree = entries[at]
    return tree


def _cell(tree: Tree, column: WideColumn, record: str, articles: dict[str, Any]) -> Cell:
    if not column.record:
        return record
    if column.said:
        return column.said(tree)
    value = value_at(tree, column.path)
    if column.extra:
        return getattr(articles.get(value), column.extra, None)
    return None if value is None else to_cell(value, column.kind)
