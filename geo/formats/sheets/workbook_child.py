"""Read a workbook with calamine and write its sheets to standard output; run as a script, in a process of its own.

A few cells far apart make a dense sheet of any size, and a damaged file may end a native library: the process has
bounds of memory and time, and what it can't read ends it alone.
"""

import datetime as dt
import sys
from typing import Any

import msgspec

_MOST_BYTES = 3_000_000_000
_MOST_SECONDS = 300
_MOST_MERGED = 100_000
_EXACT = 2**53


def read_sheets(path: str) -> list[tuple[str, list[tuple[int, list[object]]]]]:
    """Return each sheet's name and its rows that hold something, with their numbers; merged cells are filled."""
    from python_calamine import load_workbook

    with load_workbook(path) as book:
        return [(name, _rows(book.get_sheet_by_name(name))) for name in book.sheet_names]


def _rows(sheet: Any) -> list[tuple[int, list[object]]]:  # noqa: ANN401 - calamine's sheet
    rows = {
        line: [None if cell == "" else cell if isinstance(cell, str) else _plain(cell) for cell in cells]
        for line, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        if any(cell != "" for cell in cells)
    }
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:_MOST_MERGED]:
        value = rows[top + 1][left] if top + 1 in rows and left < len(rows[top + 1]) else None
        for line in range(top + 1, bottom + 2) if value is not None and bottom - top < _MOST_MERGED else ():
            if line in rows:
                rows[line][left : right + 1] = [value] * (min(right + 1, len(rows[line])) - left)
    return list(rows.items())


def _plain(cell: object) -> object:
    """Return a filled cell as text, whole number, number or truth value; a day at midnight is a day."""
    if isinstance(cell, float):
        return int(cell) if abs(cell) < _EXACT and cell.is_integer() else cell
    if isinstance(cell, dt.datetime):
        return cell.isoformat(timespec="minutes") if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, dt.time):
        return cell.isoformat(timespec="minutes")
    return str(cell) if isinstance(cell, dt.date | dt.timedelta) else cell


def _bound() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound()
    try:
        sheets = read_sheets(sys.argv[1])
    except Exception as error:  # noqa: BLE001 - calamine's errors share no base with its panics; the parent says it
        sys.exit(str(error)[:200] or type(error).__name__)
    sys.stdout.buffer.write(msgspec.msgpack.encode(sheets))
