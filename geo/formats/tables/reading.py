"""Tables to events: every row is read or kept aside with its reason."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from geo.formats.layout.cells import Cell
from geo.formats.layout.schema import Tree
from geo.formats.layout.wide import ARTICLE, EVENT, TOPONYM
from geo.formats.options import Progress
from geo.formats.problems import Problem, Reading, Reject, Severity
from geo.formats.sheets.sheet import Sheet
from geo.formats.tables.cells import RowCells
from geo.formats.tables.headers import SOURCE_EXTRAS, header_text, read_value
from geo.formats.tables.layout import Layout, find_layout
from geo.formats.tables.mapping import Mapping, column_header
from geo.formats.tables.placing import Placer
from geo.formats.tables.rows import foreign_event, own_article, own_event, own_toponym
from geo.records import Article, Event, EventFile, ToponymRecord

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer


class _Gathered(msgspec.Struct, kw_only=True):
    """What the rows have yielded so far."""

    events: dict[str, Event] = msgspec.field(default_factory=dict)
    articles: dict[str, Article] = msgspec.field(default_factory=dict)
    toponyms: list[ToponymRecord] = msgspec.field(default_factory=list)
    beside_quotes: list[tuple[int, Tree]] = msgspec.field(default_factory=list)
    """Line, and an article's particulars as they stand beside a quote."""


def read_table(
    sheets: list[Sheet],
    *,
    name: str,
    mapping: Mapping | None = None,
    open_gazetteer: "Callable[[], Gazetteer] | None" = None,
    progress: Progress | None = None,
) -> Reading:
    """Read the events of a table.

    Args:
        sheets: The file's sheets; the one with the most known headers is read.
        name: The file's name.
        mapping: What a person says of the table.
        open_gazetteer: Opens the gazetteer for names without coordinates; without it they stay unresolved.
        progress: Told of rows read and rows in all.

    Returns:
        The events, what to look at, and the rows that were kept aside.

    Raises:
        FormatError: No headers found.
    """
    chosen = mapping or Mapping()
    layout = find_layout(sheets, chosen, name=name)
    problems = list(_layout_problems(layout, name))
    rejects: list[Reject] = []
    gathered = _Gathered()
    placer = Placer(open_gazetteer)
    of = len(layout.sheet.rows)
    for done, (line, cells) in enumerate(layout.data(), start=1):
        if progress:
            progress(done, of)
        row = _row_cells(layout, chosen, line, cells)
        reason = _take(row, gathered, placer, name)
        problems += [Problem(file=name, line=line, column=column, message=text) for column, text in row.complaints]
        if reason:
            rejects.append(Reject(line=line, reason=reason, cells=tuple(cells)))
            problems.append(Problem(file=name, line=line, message=reason, severity=Severity.REJECTED))
    if progress:
        progress(of, of)  # rows above the headers are not data
    problems += _settle_articles(gathered, name)
    events = EventFile(
        articles=tuple(gathered.articles.values()),
        toponyms=tuple(gathered.toponyms),
        events=tuple(gathered.events.values()),
    )
    return Reading(events=events, problems=tuple(problems), headers=layout.headers, rejects=tuple(rejects))


def _layout_problems(layout: Layout, name: str) -> Iterator[Problem]:
    if layout.sheet.note:
        yield Problem(file=name, message=layout.sheet.note)
    if layout.unused:
        listed = ", ".join(repr(text) for text in layout.unused[:20])
        yield Problem(
            file=name,
            line=layout.header_row,
            message=f"columns not used: {listed}; a mapping file can name them: "
            "'armsatlas check --start-mapping FILE' writes one to start from",
        )
    if layout.date_order_is_a_guess:
        yield Problem(
            file=name,
            line=layout.header_row,
            message='no date shows whether day or month comes first; read as day/month: date_order = "mdy" in a '
            "mapping file changes that",
        )


def _row_cells(layout: Layout, mapping: Mapping, line: int, cells: list[Cell]) -> RowCells:
    found = {
        (column.header.key, column.header.numbers): (cells[column.at], column.text)
        for column in layout.columns
        if column.at < len(cells) and cells[column.at] not in (None, "")
    }
    for name, value in mapping.defaults.items():
        header = column_header(name)
        if header:
            found.setdefault((header.key, header.numbers), (value, header_text(header)))
    return RowCells(layout=layout, mapping=mapping, line=line, cells=found)


def _take(row: RowCells, gathered: _Gathered, placer: Placer, name: str) -> str | None:
    """Add a row's records to what was gathered; return why it can't be, if it can't."""
    if not row.cells:
        return None
    try:
        if not row.layout.own:
            return _take_foreign(row, gathered, placer, name)
        return _take_own(row, gathered)
    except msgspec.ValidationError as error:
        if row.layout.own and row.complaints:
            return _complaints(row)
        what, _, where = str(error).partition(" - at ")
        return f"{where.strip('`').removeprefix('$.')}: {what}" if where else what


def _take_foreign(row: RowCells, gathered: _Gathered, placer: Placer, name: str) -> str | None:
    read = foreign_event(row, placer, table=Path(name).name)
    if not (read.event.places or read.event.date or read.event.title or read.event.reports):
        return "nothing in it says what, where or when"
    if read.event.id in gathered.events:
        return f"id {read.event.id!r} stands twice"
    gathered.events[read.event.id] = read.event
    for article in read.articles:
        gathered.articles.setdefault(article.id, article)
    return None


def _take_own(row: RowCells, gathered: _Gathered) -> str | None:
    text = row.text("record") or EVENT
    make = _OWN.get(read_value("record", text) or text)
    if make is None:
        return f"record {text!r}: expected event, article or toponym"
    record = make(row)
    if row.complaints:
        # A wrong cell of our own table is one that a person has broken: taking the rest would lose what stood there.
        return _complaints(row)
    if isinstance(record, ToponymRecord):
        gathered.toponyms.append(record)
        return None
    taken: dict[str, Any] = gathered.articles if isinstance(record, Article) else gathered.events
    if record.id in taken:
        return f"id {record.id!r} stands twice"
    taken[record.id] = record
    gathered.beside_quotes += [(row.line, particulars) for particulars in _beside_quotes(row)]
    return None


def _complaints(row: RowCells) -> str:
    return "; ".join(f"{column}: {message}" for column, message in row.complaints)


_OWN: dict[str, Callable[[RowCells], Event | Article | ToponymRecord]] = {
    EVENT: own_event,
    ARTICLE: own_article,
    TOPONYM: own_toponym,
}


def _beside_quotes(row: RowCells) -> Iterator[Tree]:
    for number in row.numbers("source"):
        article = row.text("source.article", number)
        extras = {extra: text for extra in SOURCE_EXTRAS if (text := row.text(f"source.{extra}", number))}
        if article and extras:
            yield {"id": article, **extras}


def _settle_articles(gathered: _Gathered, name: str) -> Iterator[Problem]:
    """Make articles of what stands beside quotes where their own rows are gone; say where the two differ."""
    for line, particulars in gathered.beside_quotes:
        article = gathered.articles.get(particulars["id"])
        if article is None:
            gathered.articles[particulars["id"]] = msgspec.convert(particulars, Article)
            continue
        for field, text in particulars.items():
            if getattr(article, field) != text:
                message = f"{text!r} differs from the row of article {article.id!r}, which counts; change it there"
                yield Problem(file=name, line=line, column=f"source {field}", message=message)
