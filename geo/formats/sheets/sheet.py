"""A sheet as it is read from any table format."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from geo.formats.layout.cells import Cell
from geo.records.errors import FormatError

MAX_COLUMNS = 4_096
MAX_ROWS = 2_000_000
MAX_CELLS = 30_000_000
MAX_TEXT = 1_000_000

Row: TypeAlias = tuple[int, list[Cell]]
"""Line or row number as the user's program shows it, and the cells."""


class Sheet(Struct, frozen=True, kw_only=True):
    """One sheet. Dates are texts, YYYY-MM-DD; nothing is trimmed or guessed yet."""

    name: str
    rows: list[Row]
    note: str | None = None
    """What a user should know of how it was read."""


def bounded(rows: Iterable[Row], name: str) -> Iterator[Row]:
    """Yield rows until they pass a bound.

    Raises:
        FormatError: Too many rows, columns or cells, or too long a text.
    """
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
