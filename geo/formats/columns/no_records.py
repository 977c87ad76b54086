"""Rows of a table that are no records: HXL tags, headers again, sums."""

import re
from collections.abc import Sequence

from geo.formats.layout.cells import Cell

_TOTALS = frozenset(
    {"total", "totals", "sum", "grand total", "insgesamt", "gesamt", "totaal", "suma", "итого", "всего"}
)
_HXL = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*", re.IGNORECASE)


def is_no_record(cells: list[Cell], headers: Sequence[str]) -> bool:
    """Return whether a row is of HXL tags, repeats the headers, or sums up the others."""
    first = next((str(cell).strip() for cell in cells if cell not in (None, "")), None)
    if first is None:
        return True
    lower = first.casefold().rstrip(":")
    if not (first.startswith("#") or first in headers or lower in _TOTALS):
        return False
    texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    if all(_HXL.fullmatch(text) for text in texts) or (len(texts) > 1 and texts == [text for text in headers if text]):
        return True
    return lower in _TOTALS and all(any(char.isdigit() for char in text) for text in texts[1:])
