"""A sheet as it is read from any table format: CSV and TSV as people keep them, workbooks by their last values."""

import codecs
import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct

from geo.formats.columns.headers import header_parts, plain_words, read_header
from geo.formats.layout.cells import Cell
from geo.formats.sheets import workbook_child
from geo.formats.sheets.archives import Archive, open_archive
from geo.records.errors import FormatError

MAX_COLUMNS = 4_096
MAX_ROWS = 2_000_000
MAX_CELLS = 30_000_000
MAX_TEXT = 1_000_000

Row: TypeAlias = tuple[int, list[Cell]]  # Line or row number as the user's program shows it, and the cells


class Sheet(Struct, frozen=True, kw_only=True):
    """One sheet. Dates are texts, YYYY-MM-DD; nothing is trimmed or guessed yet."""

    name: str
    rows: list[Row]
    note: str | None = None  # what a user should know of how it was read


def bounded(rows: Iterable[Row], name: str) -> Iterator[Row]:
    """Yield rows until they pass a bound."""
    cells = 0
    for count, (line, row) in enumerate(rows, start=1):
        cells += len(row)
        if len(row) > MAX_COLUMNS:
            raise FormatError(f"{name}, line {line}: {len(row)} columns, at most {MAX_COLUMNS} are read; refused")
        if count > MAX_ROWS or cells > MAX_CELLS:
            raise FormatError(
                f"{name}, line {line}: over {MAX_ROWS} rows or {MAX_CELLS} cells; split the table into several files"
            )
        if any(isinstance(cell, str) and len(cell) > MAX_TEXT for cell in row):
            raise FormatError(f"{name}, line {line}: a cell of over {MAX_TEXT} characters; a quote is not closed?")
        yield line, row


_HXL = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*", re.IGNORECASE)


_COUNT = re.compile(r"[\d\s.,%+~-]+(?:[^\W\d_]{1,12}\.?)?")  # a number, or how many of what: "3 expedientes"
_FEW_WORDS, _LONGEST_SUM = 3, 40


def is_no_record(cells: list[Cell], headers: Sequence[str]) -> bool:
    """Return whether a row is of HXL tags, repeats the headers, or sums up the others."""
    first = next((str(cell).strip() for cell in cells if cell not in (None, "")), None)
    if first is None:
        return True
    words = plain_words(first) if first[0].isalpha() and len(first) < _LONGEST_SUM else []
    sums = len(words) <= _FEW_WORDS and not header_parts("total").isdisjoint(words)
    if not (first.startswith("#") or first in headers or sums):
        return False
    texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    if all(_HXL.fullmatch(text) for text in texts) or (len(texts) > 1 and texts == [text for text in headers if text]):
        return True
    return sums and all(_COUNT.fullmatch(text) for text in texts[1:])


DELIMITERS = (",", ";", "\t", "|")
_MAX_BYTES = 1_000_000_000
_TITLE_ROWS = 30
_SAMPLE_BYTES = 200_000
_HIGH = re.compile(rb"[\x80-\xff]+")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(path: Path, *, delimiter: str | None = None, encoding: str | None = None) -> Sheet:
    """Read a delimited file."""
    if path.stat().st_size > _MAX_BYTES:
        raise FormatError(f"{path}: over {_MAX_BYTES // 1_000_000} MB; split the table into several files")
    text, note = _decode(path.read_bytes(), path, encoding)
    chosen = delimiter or sniff_delimiter(text)
    return Sheet(name=path.name, rows=list(bounded(_rows(text, chosen, path), str(path))), note=note)


def _decode(content: bytes, path: Path, encoding: str | None) -> tuple[str, str | None]:
    known = encoding or next((name for bom, name in _BOMS if content.startswith(bom)), None)
    try:
        return content.decode(known or "utf-8"), None
    except LookupError as error:
        raise FormatError(f"{path}: encoding {encoding!r} is not known; try utf-8 or windows-1252") from error
    except UnicodeDecodeError as error:
        if known or b"\x00" in content:
            raise FormatError(
                f"{path}: not text in {known or 'UTF-8'} ({error.reason} at byte {error.start})"
            ) from error
    chosen = guess_code_page(content[:_SAMPLE_BYTES])
    return content.decode(chosen, errors="replace"), f"read as {chosen}: check the letters that are not English"


def guess_code_page(content: bytes) -> str:
    """Return the old code page that a text of none of Unicode's encodings is most likely in.

    Cyrillic words are whole runs of high bytes, of which small letters are the most; in Latin ones they stand alone.
    """
    runs = _HIGH.findall(content)
    high = b"".join(runs)
    cyrillic = sum(len(run) for run in runs if len(run) > 1) * 2 > len(high)
    pages = ("windows-1251", "koi8-r", "cp866") if cyrillic else ("windows-1252", "windows-1250")
    texts = {page: high.decode(page, errors="replace") for page in pages}
    return max(pages, key=lambda page: sum(char.islower() + char.isalpha() for char in texts[page]))


def sniff_delimiter(text: str) -> str:
    """Return the delimiter under which the first rows show the most known headers, then the most columns."""
    fits: dict[tuple[int, int], str] = {}
    for delimiter in DELIMITERS:
        rows: list[list[str]] = []
        with suppress(csv.Error):  # what is wrong is said when the file is read in full
            lines = csv.reader(io.StringIO(text[:_SAMPLE_BYTES], newline=""), delimiter=delimiter)
            rows.extend(islice(lines, _TITLE_ROWS))
        known = (sum(bool(text) and read_header(text) is not None for text in row[:500]) for row in rows)
        fits.setdefault((max(known, default=0), max(map(len, rows), default=0)), delimiter)
    return fits[max(fits)]


def _rows(text: str, delimiter: str, path: Path) -> Iterator[Row]:
    before = csv.field_size_limit(MAX_TEXT + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        line = 1
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, list(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(f"{path}, line {reader.line_num}: {error}; a quote is not closed?") from error
    finally:
        csv.field_size_limit(before)


_HEAD_BYTES = 4096
_DTD = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def read_workbook(path: Path) -> list[Sheet]:
    """Read all sheets of a workbook, hidden ones too."""
    with path.open("rb") as content:
        zipped = content.read(2) == b"PK"
    if zipped:
        with open_archive(path) as archive:
            _refuse_document_types(archive)
    command = [sys.executable, "-I", workbook_child.__file__, str(path.resolve())]
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1][:200] if run.returncode == 1 and said else "it needs too much memory or time"
        raise FormatError(f"{path}: no workbook that can be read ({reason}); refused, save it again")
    read = msgspec.msgpack.decode(run.stdout, type=list[tuple[str, list[tuple[int, list[Cell]]]]])
    if not read:
        raise FormatError(f"{path}: holds no sheet; save it again")
    return [Sheet(name=name, rows=list(bounded(rows, f"{path}, {name}"))) for name, rows in read]


def _refuse_document_types(archive: Archive) -> None:
    for name in archive.names():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as content:
                head = content.read(_HEAD_BYTES)
            if any(start in head for start in _DTD):
                raise FormatError(
                    f"{archive.name}, {name}: declares a document type or entities; refused, save it again without"
                )
