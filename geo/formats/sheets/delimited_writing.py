"""CSV and TSV as spreadsheets open them, and as `read_table` takes them back."""

from pathlib import Path
from typing import IO

from geo.formats.columns.headers import header_text
from geo.formats.layout.cells import Cell, cell_text
from geo.formats.layout.wide import wide_table
from geo.formats.options import ExportOptions
from geo.output import whole_file
from geo.records import EventFile

_BOM = "\ufeff"
_FRENCH = "fr"


def write_csv(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a comma-separated table; in French with semicolons and decimal commas, as French spreadsheets expect."""
    french = options.language == _FRENCH
    _write(events, path, options, delimiter=";" if french else ",", decimal="," if french else ".")


def write_tsv(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a tab-separated table; arguments and errors as `write_csv`."""
    _write(events, path, options, delimiter="\t", decimal="," if options.language == _FRENCH else ".")


def _write(events: EventFile, path: Path | str, options: ExportOptions, *, delimiter: str, decimal: str) -> None:
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        out.write(_BOM)  # without it Excel takes UTF-8 for the machine's old code page
        _write_rows(events, out, options, delimiter=delimiter, decimal=decimal)


def _write_rows(events: EventFile, out: IO[str], options: ExportOptions, *, delimiter: str, decimal: str) -> None:
    table = wide_table(events, generalised=options.generalise, progress=options.progress)
    out.write(delimiter.join(header_text(column.header, options.language) for column in table.columns) + "\r\n")
    for row in table.rows():
        out.write(delimiter.join("" if cell is None else _field(cell, decimal) for cell in row) + "\r\n")


def _field(cell: Cell, decimal: str) -> str:
    """Return a cell as the file has it: texts in quotes, so that no spreadsheet splits one at a sign of its own."""
    text = cell_text(cell, decimal=decimal)
    quoted = isinstance(cell, str) or decimal == ","
    return '"' + text.replace('"', '""') + '"' if text and quoted else text
