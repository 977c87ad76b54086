"""A sheet as it is read from any format (CSV and TSV as kept, workbooks by their last values), and its headers."""

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

from geo.formats.columns.headers import Header, header_parts, plain_words, read_header, read_headers
from geo.formats.columns.mapping import ATTRIBUTES, Mapping, column_header
from geo.formats.layout.cells import Cell
from geo.formats.sheets import workbook_child
from geo.formats.sheets.archives import Archive, open_archive
from geo.records.errors import FormatError

MAX_COLUMNS = 4_096
MAX_ROWS = 2_000_000
MAX_CELLS = 30_000_000
MAX_TEXT = 1_000_000
_TITLE_ROWS, _LONGEST_UNIT = 30, 12
_GROUPS = ("origin", "via", "destination", "weapon")  # Titles that say of what the header below them is

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
        if max([len(cell) for cell in row if cell.__class__ is str], default=0) > MAX_TEXT:
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
        known = (sum(header is not None for header in read_headers(filter(None, row[:500]))) for row in rows)
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


def best_row(sheet: Sheet, mapping: Mapping) -> tuple[int, int]:
    """Return how many headers the best row holds, and its index."""
    best = (0, 0)
    for at, (line, row) in enumerate(sheet.rows[:_TITLE_ROWS]):
        if mapping.table.header_row not in (None, line):
            continue
        above = sheet.rows[at - 1][1] if at else []
        texts = _texts(row, _spread(above, len(row)), mapping)
        known = len(set(meanings_of(texts, mapping)) - {None})
        if known > best[0]:
            best = (known, at)
    return best


def meanings_of(texts: Sequence[str], mapping: Mapping) -> list[Header | None]:
    """Return what headers mean: as a person or a published layout says, else by themselves."""
    said = {text: name for text in texts if (name := mapping.columns.get(text)) is not None}
    named = {text: column_header(name) for text, name in said.items() if name and name != ATTRIBUTES}
    return [named.get(text) if text in said else read for text, read in zip(texts, read_headers(texts), strict=True)]


def read_heads(sheet: Sheet, at: int, mapping: Mapping) -> tuple[list[str], int]:
    """Return the headers of the row at an index, and the index of the first row of data."""
    row = sheet.rows[at][1]
    below = sheet.rows[at + 1][1] if at + 1 < len(sheet.rows) else []
    if _is_completed(row, below, mapping):
        width = max(len(row), len(below))
        lower, upper = _words(below, width), _words(row, width)
        titles = [title if text else "" for title, text in zip(_spread(row, width), lower, strict=True)]
        cells: list[Cell] = [text or title for text, title in zip(lower, upper, strict=True)]
        return _texts(cells, titles, mapping), at + 2
    above = sheet.rows[at - 1][1] if at else []
    titles, over = _spread(above, len(row)), _words(above, len(row))
    texts = _texts(row, titles, mapping)
    if any(titles):  # "Remarks" over two rows
        texts = [text or head for text, head in zip(texts, over, strict=False)]
    units, after = _words(below, len(row)), _words(sheet.rows[at + 2][1] if at + 2 < len(sheet.rows) else [], len(row))
    told = [place for place, unit in enumerate(units) if unit]
    if len(told) > 1 and all(_is_unit(units[place], after[place]) for place in told):
        return [f"{text} ({unit})" if unit else text for text, unit in zip(texts, units, strict=True)], at + 2
    return texts, at + 1


def _is_unit(text: str, below: str) -> bool:
    """Return whether a cell below a header says how the number or date below it is written: "km", "dd/mm/yyyy"."""
    return len(text) <= _LONGEST_UNIT and not any(map(str.isdigit, text)) and any(map(str.isdigit, below))


def _is_completed(row: list[Cell], below: list[Cell], mapping: Mapping) -> bool:
    """Return whether headers go on in the row below: "Lieu", "Latitude" under "Origine" alone, nothing elsewhere."""
    upper, lower = (_words(each, max(len(row), len(below))) for each in (row, below))
    filled = [at for at, text in enumerate(lower) if text]
    under_a_title = any(at and upper[at] in ("", upper[at - 1]) for at in filled)
    gaps = any(text and not under for text, under in zip(upper, lower, strict=True))
    if len(filled) < 2 or not under_a_title or not gaps:  # noqa: PLR2004 - one cell is no row
        return False
    return None not in meanings_of([lower[at] for at in filled], mapping)


def _words(row: list[Cell], width: int) -> list[str]:
    return [str(cell).strip() if cell is not None else "" for cell in [*row, *([None] * (width - len(row)))]]


def _texts(row: list[Cell], titles: list[str], mapping: Mapping) -> list[str]:
    """Return a row's headers; one that says too little alone takes the title above it ("Origine" over "Lat")."""
    alone = _words(row, len(row))
    seen: set[str] = set()
    texts = []
    for text, title in zip(alone, titles, strict=True):
        joined = f"{title} {text}"
        repeated = text in seen or alone.count(text) > 1
        if title and text and text not in mapping.columns and read_header(joined):
            stop = (named := read_header(title)) is not None and named.key.partition(".")[0] in _GROUPS
            needed = repeated or stop or meanings_of([text], mapping) == [None]
            texts.append(joined if needed else text)
        else:
            texts.append(text)
        seen.add(text)
    return texts


def _spread(above: list[Cell], width: int) -> list[str]:
    """Return the titles above a row, each over the empty cells to its right; one title over all is no group's."""
    titles: list[str] = []
    last = ""
    for at in range(width):
        cell = above[at] if at < len(above) else None
        last = str(cell).strip() if cell not in (None, "") else last
        titles.append(last)
    return titles if len(set(titles) - {""}) > 1 else [""] * width
