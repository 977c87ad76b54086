"""OpenDocument spreadsheets, read within bounds."""

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from geo.formats.layout.cells import Cell
from geo.formats.sheets.archives import Archive, open_archive
from geo.formats.sheets.sheet import MAX_COLUMNS, Row, Sheet, bounded
from geo.formats.sheets.xmlparts import attribute, iter_elements, local_name
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_DIGITS = 10
_MAX_REPEATED = 10_000
_MAX_BYTES = 150_000_000


def read_ods(path: Path) -> list[Sheet]:
    """Read all sheets of a spreadsheet.

    Raises:
        FormatError: Not a spreadsheet, or beyond the bounds of `archives` and `sheets`.
    """
    with open_archive(path) as archive, closing(_tables(archive)) as tables:
        sheets = [Sheet(name=name, rows=list(bounded(rows, f"{path}, {name}"))) for name, rows in tables]
    if not sheets:
        raise FormatError(f"{path}: holds no sheet; save it as .ods again")
    return sheets


def _tables(archive: Archive) -> Generator[tuple[str, Iterator[Row]], None, None]:
    if archive.size("content.xml") > _MAX_BYTES:
        raise FormatError(f"{archive.name}: over {_MAX_BYTES // 1_000_000} MB unpacked; save it as .xlsx or .csv")
    with archive.open("content.xml") as content:
        for table in iter_elements(content, archive.name, tags=frozenset({"table"})):
            yield attribute(table, "name") or "", _rows(table, archive.name)


def _rows(table: "Element", name: str) -> Iterator[Row]:
    line = 1
    for row in table.iter():
        if local_name(row) != "table-row":
            continue
        repeated = _count(attribute(row, "number-rows-repeated"))
        cells = _cells(row)
        if cells and repeated > _MAX_REPEATED:
            raise FormatError(
                f"{name}, line {line}: the row claims to stand {repeated} times, "
                f"at most {_MAX_REPEATED} are read; refused"
            )
        if cells:
            for again in range(repeated):
                yield line + again, list(cells)
        line += repeated


def _cells(row: "Element") -> list[Cell]:
    """Return a row's cells up to the last that holds something."""
    cells: list[Cell] = []
    pending = 0
    for cell in row:
        if local_name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        repeated = _count(attribute(cell, "number-columns-repeated"))
        value = _value(cell)
        if value is None:
            pending += repeated
            continue
        cells += [None] * min(pending, MAX_COLUMNS + 1)
        cells += [value] * min(repeated, MAX_COLUMNS + 1)
        pending = 0
    return cells


def _count(text: str | None) -> int:
    if not text or not text.isdecimal():
        return 1
    return max(1, int(text[:_MOST_DIGITS]))


def _value(cell: "Element") -> Cell:
    kind = attribute(cell, "value-type")
    if kind in ("float", "percentage", "currency"):
        number = float(attribute(cell, "value") or "nan")
        return int(number) if number.is_integer() else number
    if kind == "date":
        return attribute(cell, "date-value")
    if kind == "boolean":
        return attribute(cell, "boolean-value") == "true"
    lines = ["".join(part.itertext()) for part in cell if local_name(part) == "p"]
    return "\n".join(lines) or None
