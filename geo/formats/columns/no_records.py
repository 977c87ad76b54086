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
    texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    if not texts:
        return True
    if all(_HXL.fullmatch(text) for text in texts) or (len(texts) > 1 and texts == [text for text in headers if text]):
        return True
    first = texts[0].casefold().rstrip(":")
    numbers = [text for text in texts[1:] if any(char.isdigit() for char in text)]
    return first in _TOTALS and len(numbers) == len(texts) - 1
