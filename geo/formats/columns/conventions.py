"""How a table writes dates and numbers: day or month first, decimal point or comma."""

from collections.abc import Iterable

from geo.formats.columns.dates import Order, has_ambiguous, order_of
from geo.formats.columns.numbers import parse_degrees
from geo.formats.sheets.sheet import Row

_SAMPLE = 1000


def _cells(at: int, body: list[Row]) -> list[tuple[int, str]]:
    return [(line, str(row[at])) for line, row in body if at < len(row) and row[at] not in (None, "")]


def date_order(dated: Iterable[int], body: list[Row], *, sure: Order | None) -> tuple[Order | None, tuple[int, ...]]:
    """Return the order of day and month, and lines that contradict each other; None where nobody can know.

    Args:
        dated: Where columns of dates stand.
        body: The rows of data.
        sure: The order that the headers' language has, if it has one.
    """
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
