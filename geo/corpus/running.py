"""A corpus to a folder: chunks read, kept so that a kill costs one or two, joined, written as partitions."""

import hashlib
import io
import pickle
import shutil
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from gazetteer.records import Place
from geo.articles.particulars import Particulars
from geo.articles.reading import article_readers
from geo.corpus.chunks import (
    Chunk,
    ChunkResult,
    Reject,
    Results,
    in_chunks,
    near_copies,
    opened_gazetteer,
    read_here,
    read_on_cluster,
    read_on_processors,
)
from geo.events.drafts import Draft, fold_mentions
from geo.events.reader import ArticleReading, join_readings
from geo.formats.gis.frames import need_pyarrow, write_geoparquet
from geo.formats.options import ExportOptions
from geo.records import Event, EventFile
from geo.records.errors import OutputError
from geo.records.file import write_output

_ROOMS = ("geo.", "gazetteer.")
_PLAIN = {("builtins", "frozenset"), ("builtins", "set"), ("geo.language.tables", "event_tables")}
_REBUILDS = {("msgspec._utils", "rebuild"), ("msgspec._core", "rebuild")}
_OFTEN_EQUAL = (str, frozenset, Place)  # What articles tell in the same words is kept once for all of them
_DIGEST = 32


class Store:
    """A folder of chunks that were read."""

    def __init__(self, folder: Path, plan: str) -> None:
        """Open or make it; `plan` is what is read and by what.

        Raises:
            OutputError: It holds another plan's results, which are not mixed with this one's.
        """
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / "plan.txt"
        if kept.is_file() and kept.read_text(encoding="utf-8") != plan:
            raise OutputError(
                f"{folder}: was begun with other corpora, options, places or another version; "
                "remove it to begin anew, or give another folder"
            )
        write_output(kept, plan.encode())

    def holds(self, name: str) -> bool:
        """Return whether a chunk's result is there."""
        return (self._folder / name).is_file()

    def keep(self, name: str, result: ChunkResult) -> None:
        """Write a chunk's result, whole or not at all."""
        packed = zlib.compress(pickle.dumps(result, 5), 1)
        write_output(self._folder / name, hashlib.sha256(packed).digest() + packed)

    def results(self, names: Iterable[str]) -> Iterator[ChunkResult]:
        """Yield results in the order of their names.

        Raises:
            OutputError: One is damaged.
        """
        known: dict[object, object] = {}
        for name in names:
            content = (self._folder / name).read_bytes()
            if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
                raise OutputError(f"{self._folder / name}: is damaged; remove it and run the same command again")
            yield _Ours(io.BytesIO(zlib.decompress(content[_DIGEST:])), known).load()


class _Ours(pickle.Unpickler):
    """Reads back records of ours alone: a folder may have come from anybody."""

    def __init__(self, content: io.BytesIO, known: dict[object, object]) -> None:
        """Read from bytes; `known` is what was read before and may be met again."""
        super().__init__(content)
        self._known = known

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class
        """Return a class of this program; anything else in such a file is refused."""
        if (module, name) in _PLAIN:
            return getattr(import_module(module), name)
        if (module, name) in _REBUILDS:
            return self._rebuild
        found = getattr(import_module(module), name, None) if module.startswith(_ROOMS) else None
        if not isinstance(found, type):
            raise OutputError(f"a kept result names {module}.{name}, which it can't hold; remove the folder .work")
        return found

    def _rebuild(self, cls: type, fields: dict[str, object]) -> object:
        return cls(**{name: self._once(value) for name, value in fields.items()})

    def _once(self, value: object) -> object:
        return self._known.setdefault(value, value) if type(value) in _OFTEN_EQUAL else value


WORK = ".work"


class Crew(Struct, frozen=True, kw_only=True):
    """Who reads: so many processes of this machine, or a cluster."""

    workers: int = 1
    cluster: bool = False
    scheduler: str | None = None  # Address of the cluster's scheduler; None starts a cluster on this machine


class Summary(Struct, frozen=True, kw_only=True):
    """What a corpus yielded."""

    articles: int
    events: int
    rejects: int
    repeated: int  # Articles that came more than once, word for word and under one id
    near_copies: int | None  # None where some were read without datasketch, which tells them
    kinds: dict[str, int]


class _Collected(Struct):
    readings: list[ArticleReading]
    rejects: list[Reject]
    signatures: list[tuple[str, bytes]]
    repeated: int


def read_into(
    paths: Sequence[Path],
    folder: Path,
    *,
    given: Particulars,
    crew: Crew,
    labels: str | None = None,
    progress: Callable[[int, bool], None] = lambda _count, _kept: None,
) -> Summary:
    """Read corpora into a folder of GeoParquet partitions; after a kill the same call goes on where it was.

    Args:
        paths: Articles, folders of them, corpora.
        folder: Where the results go; its `.work` holds what was read so far.
        given: What no article says otherwise.
        crew: Who reads.
        labels: Language of titles and labels; that of most articles if None.
        progress: Told how many articles each chunk had, and whether it was read before.

    Raises:
        OutputError: The folder holds something else, or can't be written.
        FormatError: pyarrow is not installed.
    """
    need_pyarrow(folder)
    if (folder / "summary.json").is_file():
        raise OutputError(f"{folder}: holds the results of a run that ended; give another folder, or remove it")
    store = Store(folder / WORK, _plan(paths, given))
    names: list[str] = []
    readers = (reader for path in paths for reader in article_readers(path, given))
    unread = _unread(in_chunks(readers), store, names, progress)
    for chunk, result in _read(unread, crew):
        store.keep(chunk.name, result)
        progress(len(chunk.readers), False)
    summary = _finish(_collect(store, names), folder, labels)
    shutil.rmtree(folder / WORK)
    return summary


def _plan(paths: Sequence[Path], given: Particulars) -> str:
    """Return what is read and by what, in words: another version or other places may read otherwise."""
    from gazetteer.index.database import default_index_path

    index = default_index_path()
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    told = [f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in (*files, index) if file.is_file()]
    return "\n".join([f"armsatlas {version('armsatlas')} {_code()}", repr(given), *told, ""])


def _code() -> str:
    """Return a digest of the program: in a working copy it changes more often than its version."""
    top = Path(__file__).resolve().parents[2]
    digest = sha256()
    for file in sorted(file for room in ("geo", "gazetteer") for file in (top / room).rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _unread(
    chunks: Iterator[Chunk], store: Store, names: list[str], progress: Callable[[int, bool], None]
) -> Iterator[Chunk]:
    for chunk in chunks:
        names.append(chunk.name)
        if store.holds(chunk.name):
            progress(len(chunk.readers), True)
        else:
            yield chunk


def _read(chunks: Iterator[Chunk], crew: Crew) -> Results:
    if crew.cluster:
        return read_on_cluster(chunks, crew.scheduler)
    return read_on_processors(chunks, crew.workers) if crew.workers > 1 else read_here(chunks)


def _collect(store: Store, names: Sequence[str]) -> _Collected:
    """Gather what all chunks yielded, in order; a text counts once under one id, another of that id is numbered."""
    found = _Collected(readings=[], rejects=[], signatures=[], repeated=0)
    known: dict[str, list[str | None]] = {}
    for result in store.results(names):
        found.rejects.extend(result.rejects)
        for reading, signature in zip(result.readings, result.signatures, strict=True):
            texts = known.setdefault(reading.article.id, [])
            if reading.article.sha256 in texts:
                found.repeated += 1
                continue
            texts.append(reading.article.sha256)
            own = reading if len(texts) == 1 else _renamed(reading, f"{reading.article.id}-{len(texts)}")
            found.readings.append(own)
            found.signatures.append((own.article.id, signature))
    return found


def _renamed(reading: ArticleReading, name: str) -> ArticleReading:
    def renamed(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        return tuple(fold_mentions([structs.replace(m, article=name) for m in draft.mentions]) for draft in drafts)

    return structs.replace(
        reading,
        article=structs.replace(reading.article, id=name),
        drafts=renamed(reading.drafts),
        asides=renamed(reading.asides),
        denials=tuple(structs.replace(denial, article=name) for denial in reading.denials),
    )


def _finish(found: _Collected, folder: Path, labels: str | None) -> Summary:
    """Join and write; the summary last, since where it stands all the rest does."""
    rejects = b"".join(msgspec.json.encode(reject) + b"\n" for reject in found.rejects)
    write_output(folder / "rejects.jsonl", rejects)
    copies = list(near_copies(found.signatures)) if all(signature for _, signature in found.signatures) else None
    if copies is not None:
        rows = "".join(f'"{a}","{b}"\n' for a, b in [("article", "copy_of"), *copies])
        write_output(folder / "copies.csv", rows.encode())
    found.signatures.clear()
    events = join_readings(found.readings, gazetteer=opened_gazetteer(), language=labels)
    articles = len(found.readings)
    found.readings.clear()
    _write_partitions(events, folder)
    summary = Summary(
        articles=articles,
        events=len(events.events),
        rejects=len(found.rejects),
        repeated=found.repeated,
        near_copies=None if copies is None else len(copies),
        kinds=dict(sorted(Counter(event.kind for event in events.events).items())),
    )
    write_output(folder / "summary.json", msgspec.json.format(msgspec.json.encode(summary)) + b"\n")
    return summary


def _write_partitions(events: EventFile, folder: Path) -> None:
    """Write one file a kind and year, in folders named as DuckDB, Spark and pandas read them; undated: as published."""
    articles = {article.id: article for article in events.articles}
    parts: dict[tuple[str, str], list[Event]] = {}
    for event in events.events:
        day = (event.date.start or event.date.end) if event.date else None
        year = (day or min((articles[r.article].published or "" for r in event.reports), default=""))[:4]
        parts.setdefault((event.kind, year or "unknown"), []).append(event)
    for (kind, year), some in sorted(parts.items()):
        cited = dict.fromkeys(report.article for event in some for report in event.reports)
        part = EventFile(articles=tuple(articles[name] for name in cited), toponyms=(), events=tuple(some))
        place = folder / "events" / f"kind={kind}" / f"year={year}"
        place.mkdir(parents=True, exist_ok=True)
        write_geoparquet(part, place / "part-0.parquet", ExportOptions())
