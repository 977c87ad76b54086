"""CSV, TSV and Excel workbooks, a row an event, as spreadsheets open them and `read_table` takes them back."""

import functools
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from gazetteer.datafiles import read_toml
from geo.formats.columns.headers import header_text
from geo.formats.layout.cells import Cell, cell_text, guard
from geo.formats.layout.wide import WideTable, wide_table
from geo.formats.options import ExportOptions
from geo.records import EventFile
from geo.records.errors import FormatError
from geo.records.file import whole_file

_BOM = "\ufeff"
MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_EPOCH = (1980, 1, 1, 0, 0, 0)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_START = (
    f'{_DECLARATION}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews>"
)


def write_csv(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a comma-separated table; in French with semicolons and decimal commas, as French spreadsheets expect."""
    _write_delimited(events, path, options, ";" if options.language == "fr" else ",")


def write_tsv(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a tab-separated table, in French with decimal commas."""
    _write_delimited(events, path, options, "\t")


def _write_delimited(events: EventFile, path: Path | str, options: ExportOptions, delimiter: str) -> None:
    table = wide_table(events, generalised=options.generalise, progress=options.progress)
    decimal = "," if options.language == "fr" else "."
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        out.write(_BOM)  # without it Excel takes UTF-8 for the machine's old code page
        out.write(delimiter.join(header_text(column.header, options.language) for column in table.columns) + "\r\n")
        for row in table.rows():
            out.write(delimiter.join("" if cell is None else _field(cell, decimal) for cell in row) + "\r\n")


def _field(cell: Cell, decimal: str) -> str:
    """Return a cell as the file has it: texts in quotes, so that no spreadsheet splits one at a sign of its own."""
    text = cell_text(cell, decimal=decimal)
    quoted = isinstance(cell, str) or decimal == ","
    return '"' + text.replace('"', '""') + '"' if text and quoted else text


def write_xlsx(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a workbook, as a stream: one sheet with a header that stays in view."""
    table = wide_table(events, generalised=options.generalise, progress=options.progress)
    if len(table.columns) > MAX_COLUMNS or table.count >= MAX_ROWS:
        raise FormatError(
            f"{path}: {table.count} rows and {len(table.columns)} columns; a sheet holds {MAX_ROWS - 1} and "
            f"{MAX_COLUMNS}: export to GeoPackage or CSV"
        )
    parts = read_toml("formats/workbook.toml")
    with whole_file(path, suffix=".xlsx") as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(_entry(name), _DECLARATION + content)
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            rows = sheet_xml(table, options.language)
            while chunk := "".join(islice(rows, 500)):
                sheet.write(chunk.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an archive entry that is the same at any hour."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def sheet_xml(table: WideTable, language: str) -> Iterator[str]:
    """Yield a sheet's XML, piece by piece."""
    letters = [column_letters(at) for at in range(len(table.columns))]
    yield f'{_START}<cols><col min="1" max="{len(letters)}" width="16" customWidth="1"/></cols><sheetData>'
    yield _row_xml(1, [header_text(column.header, language) for column in table.columns], letters, style=1)
    for number, row in enumerate(table.rows(), start=2):
        yield _row_xml(number, row, letters, style=2)
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{table.count + 1}"/></worksheet>'


def column_letters(at: int) -> str:
    """Return a column's letters, A for 0."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _row_xml(number: int, row: Iterable[Cell], letters: list[str], *, style: int) -> str:
    filled = ((letter, cell) for letter, cell in zip(letters, row, strict=True) if cell is not None)
    return f'<row r="{number}">{"".join(_cell_xml(f"{letter}{number}", cell, style) for letter, cell in filled)}</row>'


def _cell_xml(spot: str, cell: Cell, style: int) -> str:
    if isinstance(cell, bool):
        return f'<c r="{spot}" t="b"><v>{int(cell)}</v></c>'
    if not isinstance(cell, str):
        return f'<c r="{spot}"><v>{cell!r}</v></c>'
    if len(cell) >= MAX_TEXT and (length := len(guard(cell))) > MAX_TEXT:
        raise FormatError(f"cell {spot}: {length} characters; a sheet holds {MAX_TEXT}: export to GeoPackage")
    return f'<c r="{spot}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text_xml(cell)}</t></is></c>'


@functools.lru_cache(maxsize=10_000)
def _text_xml(cell: str) -> str:
    """Return a text as XML; what XML can't hold becomes _xHHHH_, as Excel writes it."""
    # A text stored as text runs nowhere; it is guarded all the same for whoever saves the sheet as CSV.
    marked = NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", guard(cell)))
    return escape(marked)
