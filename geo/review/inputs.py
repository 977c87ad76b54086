"""Inputs of every kind to one event file: articles, event files, tables, GIS files."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import UNSET, Struct

from gazetteer.records import Status
from geo.records import EventFile
from geo.records.errors import ArticleError, EventFileError, FormatError
from geo.records.file import STDOUT, is_event_file, load_event_file

if TYPE_CHECKING:
    from geo.articles.reading import SourceText
    from geo.events.reader import Fault
    from geo.formats.options import Progress
    from geo.formats.problems import Reading


class Loaded(Struct, frozen=True, kw_only=True):
    """What the inputs yielded."""

    events: EventFile
    failed: int = 0  # Inputs and rows that could not be read; each was reported
    kept_aside: tuple["Reading", ...] = ()  # Tables of which rows were kept aside


def load_inputs(
    paths: Sequence[Path],
    *,
    report: Callable[[str], None],
    language: str | None = None,
    mapping: Path | None = None,
    progress: "Progress | None" = None,
    articles_read: Callable[[int], None] | None = None,
    on_fault: "Callable[[Fault], None] | None" = None,
    explain: bool = False,
) -> Loaded:
    """Read inputs into one event file; what can't be read is told to `report` in a line, and the rest goes on.

    `language` is of labels and titles made from articles; `explain` has it told what a table's columns were taken for.

    Raises:
        ArticleError, FormatError: Nothing could be read, and the only input was an article, or a table.
        EventFileError: Two inputs hold the same event, or nothing could be read.
    """
    readers = [_reader(path, report, mapping, progress, explain=explain) for path in paths if not _is_article(path)]
    articles = [path for path in paths if _is_article(path)]
    if articles:
        readers.append(
            lambda: load_articles(articles, report=report, labels=language, progress=articles_read, on_fault=on_fault)
        )
    parts: list[Loaded] = []
    failed = 0
    for reader in readers:
        try:
            part = reader()
        except (ArticleError, EventFileError, FormatError) as error:
            if len(paths) == 1:
                raise
            report(str(error))
            failed += 1
        else:
            parts.append(part)
            failed += part.failed
    if not parts:
        raise EventFileError("none of the inputs could be read; nothing was written")
    return Loaded(
        events=join_event_files([part.events for part in parts]),
        failed=failed,
        kept_aside=tuple(reading for part in parts for reading in part.kept_aside),
    )


def _is_article(path: Path) -> bool:
    from geo.articles.reading import CORPUS_SUFFIXES, HTML_SUFFIXES, MARKDOWN_SUFFIXES, TEXT_SUFFIXES

    suffix = path.suffix.lower()
    if str(path) == STDOUT or suffix not in TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES | CORPUS_SUFFIXES:
        return path.is_dir()
    return path.is_dir() or not (
        is_event_file(path) or (suffix in TEXT_SUFFIXES | CORPUS_SUFFIXES and _holds_a_table(path))
    )


def _holds_a_table(path: Path) -> bool:
    """Return whether a file that is named like a text is a table or a GIS file by its content."""
    from geo.formats.reading import is_no_prose

    return path.is_file() and is_no_prose(path)


def _reader(
    path: Path, report: Callable[[str], None], mapping: Path | None, progress: "Progress | None", *, explain: bool
) -> Callable[[], Loaded]:
    if str(path) == STDOUT or is_event_file(path):
        return lambda: Loaded(events=load_event_file(path))
    return lambda: _read_table(path, report, mapping, progress, explain=explain)


def _read_table(
    path: Path, report: Callable[[str], None], mapping: Path | None, progress: "Progress | None", *, explain: bool
) -> Loaded:
    from gazetteer.gazetteer import Gazetteer
    from geo.formats.problems import problem_lines
    from geo.formats.reading import read_table_or_events

    reading = read_table_or_events(path, mapping=mapping, open_gazetteer=Gazetteer.open, progress=progress)
    for line in reading.assignment if explain else ():
        report(f"{path}, {line}")
    for line in problem_lines(reading.problems):
        report(line)
    if not reading.events.events:
        report(f"{path}: holds no event" + ("" if reading.rejects else "; is it the right file?"))
    elif len(reading.problems) > 1:
        report(f"{path}: {_told_in_all(reading)}")
    return Loaded(events=reading.events, failed=len(reading.rejects), kept_aside=(reading,) if reading.rejects else ())


def _told_in_all(reading: "Reading") -> str:
    """Return what a table yielded in a line: what is reported row by row above it is soon out of sight."""
    statuses = Counter(place.status for event in reading.events.events for place in event.places)
    aside = f"; {len(reading.rejects)} rows kept aside" if reading.rejects else ""
    return (
        f"in all {len(reading.events.events)} events; of their places {statuses[Status.RESOLVED]} found, "
        f"{statuses[Status.AMBIGUOUS]} ambiguous, {statuses[Status.UNRESOLVED]} not found{aside}"
    )


def load_articles(
    paths: Sequence[Path],
    *,
    report: Callable[[str], None],
    labels: str | None = None,
    language: str | None = None,
    published: str | None = None,
    progress: Callable[[int], None] | None = None,
    on_fault: "Callable[[Fault], None] | None" = None,
) -> Loaded:
    """Read articles into one event file, on every processor; what can't be read is reported.

    `labels` is the language of titles and names, that of most articles if None; `language` and `published` are of
    articles that don't say theirs; `on_fault` is told of each that reading breaks off in, else it is raised.
    """
    from gazetteer.processors import processors
    from geo.articles.reading import read_articles, skipped_names
    from geo.events.reader import read_events
    from geo.language.tables import has_tables, known_languages

    for skipped in (file for path in paths if path.is_dir() for file in skipped_names(path)):
        report(f"{skipped}: left out, as its name is not an article's; give the file itself to have it read")
    failures: list[ArticleError] = []
    faults: list[Fault] = []
    sources = read_articles(paths, language=language, published=published, on_error=failures.append)
    told = _told(sources, failures, report)

    def note(fault: "Fault") -> None:
        faults.append(fault)
        if on_fault is not None:
            on_fault(fault)

    events = read_events(
        told, language=labels, workers=processors(), progress=progress, on_fault=note if on_fault is not None else None
    )
    if not events.articles and not faults:
        if len(failures) == 1:
            raise failures[0]
        raise ArticleError("no article could be read; nothing was written")
    for article in events.articles:
        if not has_tables(article.language):
            report(
                f"{article.id}: written in a language without tables, {article.language}: no event is read; "
                f"give --language if it is one of {', '.join(known_languages())}"
            )
    return Loaded(events=events, failed=len(failures) + len(faults))


def _told(
    sources: "Iterable[SourceText]", failures: Sequence[ArticleError], report: Callable[[str], None]
) -> "Iterator[SourceText]":
    """Pass articles on and report failures as they come; a first one waits, as it may be all there is to say."""
    said, read = 0, 0
    for read, source in enumerate(sources, start=1):  # noqa: B007 - whether any came is asked below
        for failure in failures[said:]:
            report(str(failure))
        said = len(failures)
        yield source
    if read or len(failures) > 1:
        for failure in failures[said:]:
            report(str(failure))


def write_kept_aside(readings: Sequence["Reading"], path: Path) -> list[Path]:
    """Write the rows that were kept aside, one numbered file a table where there are several: their columns differ."""
    from geo.formats.beside import write_rejects

    several = len(readings) > 1 and str(path) != STDOUT
    written = []
    for number, reading in enumerate(readings, start=1):
        part = path.with_name(f"{path.stem}.{number}{path.suffix}") if several else path
        write_rejects(reading, part)
        written.append(part)
    return written


def join_event_files(files: Sequence[EventFile]) -> EventFile:
    """Put event files together.

    Raises:
        EventFileError: An event stands in two of them, and its two versions would be mixed up.
    """
    if len(files) == 1:
        return files[0]
    seen: set[str] = set()
    for event_id in (event.id for file in files for event in file.events):
        if event_id in seen:
            raise EventFileError(
                f"event {event_id!r} stands in two of the inputs; give each event once, or read the articles together"
            )
        seen.add(event_id)
    articles = {article.id: article for file in files for article in file.articles}
    return EventFile(
        articles=tuple(articles.values()),
        toponyms=tuple(toponym for file in files for toponym in file.toponyms),
        events=tuple(event for file in files for event in file.events),
        view=next((file.view for file in files if file.view), UNSET),
    )
