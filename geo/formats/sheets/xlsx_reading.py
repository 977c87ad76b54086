"""Excel workbooks, read as a stream within bounds; formulas are not run, their last values are read."""

import datetime as dt
import math
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from geo.formats.layout.cells import Cell
from geo.formats.sheets.archives import Archive, open_archive
from geo.formats.sheets.sheet import MAX_COLUMNS, MAX_ROWS, Row, Sheet, bounded
from geo.formats.sheets.xmlparts import attribute, iter_elements, local_name
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPOT = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_EPOCH, _EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 - Excel's days have no zone
_MOST_DIGITS = 18
_LAST_DAY = 2_958_465


class _Book(Struct, frozen=True, kw_only=True):
    texts: list[str]
    date_styles: frozenset[int]
    epoch: dt.datetime


def read_xlsx(path: Path) -> list[Sheet]:
    """Read all sheets of a workbook; hidden ones too.

    Returns:
        Sheets in the workbook's order, merged cells filled with their value.

    Raises:
        FormatError: Not a workbook, or beyond the bounds of `archives` and `sheets`.
    """
    with open_archive(path) as archive:
        parts, epoch = _sheet_parts(archive)
        book = _Book(texts=_shared_texts(archive), date_styles=_date_styles(archive), epoch=epoch)
        return [Sheet(name=name, rows=_rows(archive, part, book)) for name, part in parts]


def _elements(archive: Archive, part: str, *tags: str) -> Iterator["Element"]:
    with archive.open(part) as content:
        yield from iter_elements(content, f"{archive.name}, {part}", tags=frozenset(tags))


def _sheet_parts(archive: Archive) -> tuple[list[tuple[str, str]], dt.datetime]:
    targets = {
        attribute(relation, "Id"): _part(attribute(relation, "Target") or "")
        for relation in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    epoch, parts = _EPOCH, []
    for element in _elements(archive, "xl/workbook.xml", "sheet", "workbookPr"):
        if local_name(element) == "workbookPr":
            epoch = _EPOCH_1904 if attribute(element, "date1904") in ("1", "true") else _EPOCH
            continue
        part = targets.get(element.attrib.get(_relation_key(element)), "")
        if part in archive:
            parts.append((attribute(element, "name") or "", part))
    if not parts:
        raise FormatError(f"{archive.name}: holds no sheet; save it as .xlsx again")
    return parts, epoch


def _relation_key(sheet: "Element") -> str:
    return next((key for key in sheet.attrib if key.endswith("}id")), "")


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _shared_texts(archive: Archive) -> list[str]:
    part = "xl/sharedStrings.xml"
    return [_text(item) for item in _elements(archive, part, "si")] if part in archive else []


def _text(element: "Element") -> str:
    """Return an item's text: its runs joined, phonetic guides left out."""
    pieces = []
    for child in element:
        if local_name(child) == "t":
            pieces.append(child.text or "")
        elif local_name(child) == "r":
            pieces += [part.text or "" for part in child if local_name(part) == "t"]
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))


def _date_styles(archive: Archive) -> frozenset[int]:
    """Return the numbers of the cell styles that show a number as a date."""
    if "xl/styles.xml" not in archive:
        return frozenset()
    formats, styles = set(_DATE_FORMATS), []
    for element in _elements(archive, "xl/styles.xml", "numFmt", "cellXfs"):
        if local_name(element) == "numFmt":
            code = _NOT_DATE_LETTERS.sub("", attribute(element, "formatCode") or "").lower()
            if set(code) & set("dmyh"):
                formats.add(_whole(attribute(element, "numFmtId")))
        else:
            styles = [_whole(attribute(style, "numFmtId")) for style in element]
    return frozenset(at for at, number in enumerate(styles) if number in formats)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - far beyond any row or style


def _rows(archive: Archive, part: str, book: _Book) -> list[Row]:
    merged: list[tuple[int, int, int, int]] = []
    rows = list(bounded(_read_rows(archive, part, book, merged), f"{archive.name}, {part}"))
    _fill_merged(rows, merged)
    return rows


def _read_rows(archive: Archive, part: str, book: _Book, merged: list[tuple[int, int, int, int]]) -> Iterator[Row]:
    line = 0
    for element in _elements(archive, part, "row", "mergeCell"):
        if local_name(element) == "mergeCell":
            if (span := _span(attribute(element, "ref") or "")) is not None:
                merged.append(span)
            continue
        line = _whole(attribute(element, "r")) or line + 1
        row: list[Cell] = []
        for cell in element:
            column = _column(attribute(cell, "r")) if attribute(cell, "r") else len(row)
            if column >= MAX_COLUMNS:
                raise FormatError(
                    f"{archive.name}, row {line}: column {column + 1}, at most {MAX_COLUMNS} are read; refused"
                )
            row += [None] * (column + 1 - len(row))
            row[column] = _value(cell, book)
        if any(cell not in (None, "") for cell in row):
            yield line, row


def _column(spot: str | None) -> int:
    found = _SPOT.match(spot or "")
    number = 0
    for letter in found[1] if found else "A":
        number = number * 26 + ord(letter) - 64
    return number - 1


def _span(ref: str) -> tuple[int, int, int, int] | None:
    first, _, last = ref.partition(":")
    if not (_SPOT.match(first) and _SPOT.match(last)):
        return None
    return int(_SPOT.match(first)[2]), _column(first), int(_SPOT.match(last)[2]), _column(last)  # type: ignore[index]


def _fill_merged(rows: list[Row], merged: list[tuple[int, int, int, int]]) -> None:
    """Give every cell of a merged block the block's value, in the rows that there are."""
    by_line = dict(rows)
    for top, left, bottom, right in merged[:100_000]:
        value = by_line[top][left] if top in by_line and left < len(by_line[top]) else None
        if value is None:
            continue
        for line in range(top, min(bottom, top + 1000, MAX_ROWS) + 1):
            row = by_line.get(line)
            if row is not None:
                row += [None] * (min(right + 1, MAX_COLUMNS) - len(row))
                row[left : right + 1] = [value] * (min(right + 1, MAX_COLUMNS) - left)


def _value(cell: "Element", book: _Book) -> Cell:
    kind = attribute(cell, "t") or "n"
    if kind == "inlineStr":
        return next((_text(child) for child in cell if local_name(child) == "is"), None)
    raw = next((child.text for child in cell if local_name(child) == "v"), None)
    if raw is None:
        return None
    if kind == "s":
        at = int(raw) if raw.strip().isdecimal() else -1
        return book.texts[at] if 0 <= at < len(book.texts) else None
    if kind == "b":
        return raw.strip() == "1"
    if kind != "n":
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw)
    return _number(raw, is_date=_whole(attribute(cell, "s")) in book.date_styles, epoch=book.epoch)


def _number(raw: str, *, is_date: bool, epoch: dt.datetime) -> Cell:
    try:
        number = float(raw)
    except ValueError:
        return raw
    if is_date and 0 <= number <= _LAST_DAY:
        moment = epoch + dt.timedelta(days=number)
        return moment.date().isoformat() if number == int(number) else moment.isoformat(timespec="minutes")
    if not math.isfinite(number):
        return raw
    return int(raw) if raw.lstrip("-").isdecimal() and len(raw) <= _MOST_DIGITS else number
