"""Tables to events: every row is read or kept aside with its reason."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from geo.formats.columns.headers import SOURCE_EXTRAS, header_text, read_value
from geo.formats.columns.layout import Layout, find_layouts
from geo.formats.columns.mapping import Mapping
from geo.formats.columns.scoring import Use
from geo.formats.layout.cells import Cell
from geo.formats.layout.schema import Tree
from geo.formats.layout.wide import EVENT
from geo.formats.options import Progress
from geo.formats.problems import Problem, Reading, Reject, Severity
from geo.formats.sheets.sheet import Sheet
from geo.formats.tables.cells import RowCells, plan_of, row_cells
from geo.formats.tables.contradictions import without_sides
from geo.formats.tables.placing import Placer, with_named_places
from geo.formats.tables.rows import OWN, foreign_event
from geo.records import Article, Event, EventFile, ToponymRecord

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer


_COLUMNS_OF_A_LIST = 3


class _Gathered(msgspec.Struct, kw_only=True):
    """What the rows have yielded so far."""

    name: str
    """The file, for messages."""
    problems: list[Problem] = msgspec.field(default_factory=list)
    rejects: list[Reject] = msgspec.field(default_factory=list)
    sheets: dict[str, str] = msgspec.field(default_factory=dict)
    """Name of the sheet that each event stands in."""
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
    """Read the events of a table."""
    layouts, unread = find_layouts(sheets, mapping, name=name)
    problems: list[Problem] = []
    if unread:
        message = f"sheets {', '.join(map(repr, unread))} have no events and were not read; [table] sheet names another"
        problems.append(Problem(file=name, message=message))
    gathered = _Gathered(name=name)
    placer = Placer(open_gazetteer)
    of = sum(len(layout.sheet.rows) for layout in layouts)
    done = 0
    assignment: list[str] = []
    for found in layouts:
        layout, side = without_sides(with_named_places(found, placer))
        assignment += [f"{layout.sheet.name}: {line}" for line in _told(layout.uses)]
        problems += [*_layout_problems(layout, name), *(Problem(file=name, message=text) for text in side)]
        plan = plan_of(layout)
        for line, cells in layout.data():
            done += 1
            if progress:
                progress(done, of)
            _read_row(row_cells(plan, line, cells), cells, gathered, placer)
    if progress:
        progress(of, of)  # rows above the headers are not data
    problems += [*gathered.problems, *_settle_articles(gathered, name)]
    events = EventFile(
        articles=tuple(gathered.articles.values()),
        toponyms=tuple(gathered.toponyms),
        events=tuple(gathered.events.values()),
    )
    return Reading(
        events=events,
        problems=tuple(problems),
        headers=layouts[0].headers,
        rejects=tuple(gathered.rejects),
        assignment=tuple(assignment),
    )


def _read_row(row: RowCells, cells: list[Cell], gathered: "_Gathered", placer: Placer) -> None:
    reason = _take(row, gathered, placer)
    gathered.problems += [
        Problem(file=gathered.name, line=row.line, column=column, message=text) for column, text in row.complaints
    ]
    if reason:
        gathered.rejects.append(Reject(line=row.line, reason=reason, cells=tuple(cells)))
        gathered.problems.append(Problem(file=gathered.name, line=row.line, message=reason, severity=Severity.REJECTED))


def _told(uses: Sequence[Use]) -> list[str]:
    """Return each use in a line."""
    names = [header_text(use.header) if use.header else "attribute" for use in uses]
    return [f"{use.text!r} → {name} ({use.why})" for use, name in zip(uses, names, strict=True)]


def _layout_problems(layout: Layout, name: str) -> Iterator[Problem]:
    if layout.sheet.note:
        yield Problem(file=name, message=layout.sheet.note)
    unknown = [use for use in layout.attributes if use.text not in layout.mapping.columns]
    if unknown and not layout.own:
        listed = ", ".join(f"{use.text!r} ({use.why})" for use in unknown[:20])
        message = f"columns kept as attributes: {listed}; a mapping file can name them: 'armsatlas check"
        message += " --start-mapping FILE' writes one to start from"
        yield Problem(file=name, line=layout.header_row, message=message)
    says = 'date_order = "dmy" or "mdy" in a mapping file says which'
    if layout.contradicting:
        day, month = layout.contradicting
        message = f"lines {day} and {month} contradict each other: one has the day first, one the month first; dates "
        yield Problem(file=name, line=layout.header_row, message=f"{message}that may be either stay undated: {says}")
    elif layout.date_order is None:
        message = f"no date shows whether day or month comes first; such dates stay undated: {says}"
        yield Problem(file=name, line=layout.header_row, message=message)


def _take(row: RowCells, gathered: _Gathered, placer: Placer) -> str | None:
    """Add a row's records to what was gathered; return why it can't be, if it can't."""
    if not row.texts:
        return None if row.layout.own or not row.attributes else "nothing in it says what, where or when"
    try:
        if not row.layout.own:
            return _take_foreign(row, gathered, placer)
        return _take_own(row, gathered)
    except msgspec.ValidationError as error:
        if row.layout.own and row.complaints:
            return row.told()
        what, _, where = str(error).partition(" - at ")
        return f"{where.strip('`').removeprefix('$.')}: {what}" if where else what


def _take_foreign(row: RowCells, gathered: _Gathered, placer: Placer) -> str | None:
    filled = len(row.texts) + len(row.attributes)
    read = foreign_event(row, placer, table=Path(gathered.name).name)
    event = read.event
    if not (event.places or event.date or event.title or event.reports or event.actors):
        return "nothing in it says what, where or when"
    if filled == 1 and len(row.layout.columns) >= _COLUMNS_OF_A_LIST:
        return "one cell alone: a note, no event"
    before = gathered.events.get(event.id)
    if before == event:
        row.complain("says the same as a row above; taken once")
        return None
    if before is not None and gathered.sheets[event.id] != row.layout.sheet.name:
        event = msgspec.structs.replace(event, id=f"{row.layout.sheet.name}: {event.id}")
    if event.id in gathered.events:
        return f"id {event.id!r} stands twice"
    gathered.events[event.id] = event
    gathered.sheets[event.id] = row.layout.sheet.name
    for article in read.articles:
        gathered.articles.setdefault(article.id, article)
    return None


def _take_own(row: RowCells, gathered: _Gathered) -> str | None:
    text = row.single.get("record") or EVENT
    make = OWN.get(read_value("record", text) or text)
    if make is None:
        return f"record {text!r}: expected event, article or toponym"
    record = make(row)
    if row.complaints:
        # A wrong cell of our own table is one that a person has broken: taking the rest would lose what stood there.
        return row.told()
    if isinstance(record, ToponymRecord):
        gathered.toponyms.append(record)
        return None
    taken: dict[str, Any] = gathered.articles if isinstance(record, Article) else gathered.events
    if record.id in taken:
        return f"id {record.id!r} stands twice"
    taken[record.id] = record
    for _, entry in row.entries("source"):
        extras = {extra: entry[extra] for extra in SOURCE_EXTRAS if extra in entry}
        if extras and (article := entry.get("article")):
            gathered.beside_quotes.append((row.line, {"id": article, **extras}))
    return None


def _settle_articles(gathered: _Gathered, name: str) -> Iterator[Problem]:
    """Make articles of what stands beside quotes where their own rows are gone; say where the two differ."""
    for line, particulars in gathered.beside_quotes:
        article = gathered.articles.get(particulars["id"])
        if article is None:
            try:
                gathered.articles[particulars["id"]] = msgspec.convert(particulars, Article)
            except msgspec.ValidationError as error:
                yield Problem(file=name, line=line, message=f"article {particulars['id']!r} beside a quote: {error}")
                gathered.articles[particulars["id"]] = Article(id=particulars["id"])
            continue
        for field, text in particulars.items():
            if getattr(article, field) != text:
                message = f"{text!r} differs from the row of article {article.id!r}, which counts; change it there"
                yield Problem(file=name, line=line, column=f"source {field}", message=message)
