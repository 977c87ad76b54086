"""Corpora in: JSON lines, plain or compressed, Parquet and WARC, one article after another and none held."""

import io
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from geo.articles.particulars import Particulars
from geo.records.errors import ArticleError

LINES = (".jsonl", ".ndjson")
ENDINGS = (*(line + packed for line in LINES for packed in ("", ".gz", ".zst")), ".parquet", ".warc", ".warc.gz")
_NEEDED = {"zstandard": ".zst", "pyarrow": "Parquet", "fastwarc": "WARC"}
_LONGEST_LINE = 64_000_000
_PAGE = ("text/html", "application/xhtml")


class Row(Struct, frozen=True, kw_only=True):
    """An article in a corpus, as it stands there."""

    number: int
    content: bytes
    page: Particulars | None = None  # what the archive knows of it, where it is a web page; a JSON object otherwise


def is_corpus(name: str) -> bool:
    """Return whether a file of this name holds many articles."""
    return name.lower().endswith(ENDINGS)


def corpus_stem(file: Path) -> str:
    """Return what a corpus's articles are called by where they bring no id."""
    ending = max((e for e in ENDINGS if file.name.lower().endswith(e)), key=len, default="")
    return file.name[: len(file.name) - len(ending)]


def corpus_rows(file: Path) -> Iterator[Row]:
    """Yield a corpus's articles in order.

    Raises:
        ArticleError: It can't be read, or breaks off; what came before was yielded.
    """
    name = file.name.lower()
    read = _parquet_rows if name.endswith(".parquet") else _warc_rows if ".warc" in name[-8:] else _json_rows
    count = 0
    try:
        for row in read(file):
            yield row
            count = row.number
    except OSError as error:
        reason = error.strerror or error
        raise ArticleError(f"{file}: can't be read ({reason}); check the file and its rights") from error
    except _damages() as error:
        if isinstance(error, ArticleError):
            raise
        raise ArticleError(f"{file}: damaged after article {count} ({error}); the rest of it is left out") from error


def _damages() -> tuple[type[Exception], ...]:
    """Return what a damaged file may raise; libraries that are not installed raise nothing."""
    found: list[type[Exception]] = [EOFError, ValueError, RuntimeError, zlib.error]
    with suppress(ImportError):
        found.append(import_module("zstandard").ZstdError)
    return tuple(found)


def _needed(module: str, file: Path) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        what = f"{_NEEDED[package]} needs {package}"
        raise ArticleError(f"{file}: {what}; run pip install 'armsatlas[corpus]'") from error


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    import gzip

    if file.suffix.lower() == ".zst":
        return io.BufferedReader(_needed("zstandard", file).open(file, "rb"))
    return gzip.open(file, "rb") if file.suffix.lower() == ".gz" else file.open("rb")  # type: ignore[return-value]


def _json_rows(file: Path) -> Iterator[Row]:
    with _opened(file) as lines:
        number = 0
        while line := lines.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE:
                raise ArticleError(
                    f"{file}, line {number}: longer than {_LONGEST_LINE // 1_000_000} MB; one article a line"
                )
            if line.strip():
                yield Row(number=number, content=line)


def _parquet_rows(file: Path) -> Iterator[Row]:
    parquet = _needed("pyarrow.parquet", file)
    table = parquet.ParquetFile(file)
    wanted = {*Particulars.__struct_fields__, *Particulars.aliases(), "text"}
    columns = [name for name in table.schema_arrow.names if name.lower() in wanted]
    number = 0
    for batch in table.iter_batches(batch_size=256, columns=columns):
        for row in batch.to_pylist():
            number += 1
            yield Row(
                number=number,
                content=msgspec.json.encode({key: value for key, value in row.items() if value is not None}),
            )


def _warc_rows(file: Path) -> Iterator[Row]:
    warc = _needed("fastwarc.warc", file)
    with file.open("rb") as stream:
        number = 0
        for record in warc.ArchiveIterator(stream, record_types=warc.WarcRecordType.response, parse_http=True):
            if not (record.http_content_type or "").startswith(_PAGE):
                continue
            number += 1
            day = record.record_date.date().isoformat() if record.record_date else None
            own = Particulars(url=record.headers.get("WARC-Target-URI"), accessed=day)
            yield Row(number=number, content=record.reader.read(_LONGEST_LINE), page=own)
