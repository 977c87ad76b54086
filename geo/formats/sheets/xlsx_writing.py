"""Excel workbooks, written as a stream: one sheet of events, with a header that stays in view."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from geo.formats.columns.headers import header_text
from geo.formats.layout.cells import Cell, guard
from geo.formats.layout.wide import WideTable, wide_table
from geo.formats.options import ExportOptions
from geo.output import whole_file
from geo.records import EventFile
from geo.records.errors import FormatError

MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_EPOCH = (1980, 1, 1, 0, 0, 0)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="events" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>'
    '<xf xfId="0" numFmtId="49" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def write_xlsx(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a workbook with one sheet, a row an event."""
    table = wide_table(events, generalised=options.generalise, progress=options.progress)
    if len(table.columns) > MAX_COLUMNS or table.count >= MAX_ROWS:
        raise FormatError(
            f"{path}: {table.count} rows and {len(table.columns)} columns; a sheet holds {MAX_ROWS - 1} and "
            f"{MAX_COLUMNS}: export to GeoPackage or CSV"
        )
    with whole_file(path, suffix=".xlsx") as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _PARTS.items():
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
    yield f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    yield f'<cols><col min="1" max="{len(letters)}" width="16" customWidth="1"/></cols><sheetData>'
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
    cells = [
        _cell_xml(f"{letter}{number}", cell, style)
        for letter, cell in zip(letters, row, strict=True)
        if cell is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell_xml(spot: str, cell: Cell, style: int) -> str:
    if isinstance(cell, bool):
        return f'<c r="{spot}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, str):
        # A text stored as text runs nowhere; it is guarded all the same for whoever saves the sheet as CSV.
        text = guard(cell)
        if len(text) > MAX_TEXT:
            raise FormatError(f"cell {spot}: {len(text)} characters; a sheet holds {MAX_TEXT}: export to GeoPackage")
        return f'<c r="{spot}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_xml_text(text)}</t></is></c>'
    return f'<c r="{spot}"><v>{cell!r}</v></c>'


def _xml_text(text: str) -> str:
    """Escape a text as Excel does: what XML can't hold becomes _xHHHH_."""
    marked = _LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", marked))
