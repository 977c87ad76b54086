"""A table's habits: day or month first, decimal point or comma, a year said once, rows that are no records."""

import re
from collections.abc import Iterable, Sequence

from geo.formats.columns.dates import Order, has_ambiguous, order_of
from geo.formats.columns.headers import find_value
from geo.formats.columns.numbers import parse_degrees
from geo.formats.layout.cells import Cell
from geo.formats.sheets.sheet import Row, Sheet

_SAMPLE = 1000
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOTALS = frozenset(
    {"total", "totals", "sum", "grand total", "insgesamt", "gesamt", "totaal", "suma", "итого", "всего"}
)
_HXL = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*", re.IGNORECASE)


def _cells(at: int, body: list[Row]) -> list[tuple[int, str]]:
    return [(line, str(row[at])) for line, row in body if at < len(row) and row[at] not in (None, "")]


def date_order(dated: Iterable[int], body: list[Row], *, sure: Order | None) -> tuple[Order | None, tuple[int, ...]]:
    """Return the order of day and month, and lines that contradict each other; None where nobody can know."""
    cells = [cell for at in dated for cell in _cells(at, body)]
    texts = [text for _, text in cells]
    proven, against = order_of(texts)
    if against:
        return None, tuple(cells[at][0] for at in against)
    return proven or sure or (None if has_ambiguous(texts) else "dmy"), ()


def has_decimal_commas(coordinates: Iterable[int], body: list[Row]) -> bool:
    """Return whether coordinates are written with decimal commas: then the other numbers are too."""
    for at in coordinates:
        texts = [text for _, text in _cells(at, body[:_SAMPLE])]
        commas = sum("," in text and parse_degrees(text) is not None for text in texts)
        if commas > len(texts) / 2:
            return True
    return False


def year_above(sheet: Sheet, at: int) -> str | None:
    """Return the one year that stands above a table's headers or in its sheet's name."""
    above = " ".join(str(cell) for _, row in sheet.rows[:at] for cell in row if cell is not None)
    years = set(_YEAR.findall(f"{above} {sheet.name}"))
    return years.pop() if len(years) == 1 else None


def named_kind(texts: list[str]) -> str | None:
    """Return the header that names a kind of event, None where they name none or several."""
    named = {kind: text for text in reversed(texts) if (kind := find_value("kind", text))}
    return next(iter(named.values())) if len(named) == 1 else None


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
