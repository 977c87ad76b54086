"""The rows of headers: which they are, over how many lines they go on, and what each header means."""

from collections.abc import Sequence

from geo.formats.columns.headers import Header, read_header
from geo.formats.columns.mapping import ATTRIBUTES, Mapping, column_header
from geo.formats.layout.cells import Cell
from geo.formats.sheets.sheet import Sheet

_TITLE_ROWS, _LONGEST_UNIT = 30, 12
_GROUPS = ("origin", "via", "destination", "weapon")  # Titles that say of what the header below them is


def best_row(sheet: Sheet, mapping: Mapping) -> tuple[int, int]:
    """Return how many headers the best row holds, and its index."""
    best = (0, 0)
    for at, (line, row) in enumerate(sheet.rows[:_TITLE_ROWS]):
        if mapping.table.header_row not in (None, line):
            continue
        above = sheet.rows[at - 1][1] if at else []
        texts = _texts(row, _spread(above, len(row)), mapping)
        known = len(set(meanings_of(texts, mapping)) - {None})
        if known > best[0]:
            best = (known, at)
    return best


def meanings_of(texts: Sequence[str], mapping: Mapping) -> list[Header | None]:
    """Return what headers mean: as a person or a published layout says, else by themselves."""
    said = {text: name for text in texts if (name := mapping.columns.get(text)) is not None}
    named = {text: column_header(name) for text, name in said.items() if name and name != ATTRIBUTES}
    read = [None if text in said else read_header(text) for text in texts]
    return [named.get(text) if text in said else header for text, header in zip(texts, read, strict=True)]


def read_heads(sheet: Sheet, at: int, mapping: Mapping) -> tuple[list[str], int]:
    """Return the headers of the row at an index, and the index of the first row of data."""
    row = sheet.rows[at][1]
    below = sheet.rows[at + 1][1] if at + 1 < len(sheet.rows) else []
    if _is_completed(row, below, mapping):
        width = max(len(row), len(below))
        lower, upper = _words(below, width), _words(row, width)
        titles = [title if text else "" for title, text in zip(_spread(row, width), lower, strict=True)]
        cells: list[Cell] = [text or title for text, title in zip(lower, upper, strict=True)]
        return _texts(cells, titles, mapping), at + 2
    above = sheet.rows[at - 1][1] if at else []
    titles, over = _spread(above, len(row)), _words(above, len(row))
    texts = _texts(row, titles, mapping)
    if any(titles):  # "Remarks" over two rows
        texts = [text or head for text, head in zip(texts, over, strict=False)]
    units, after = _words(below, len(row)), _words(sheet.rows[at + 2][1] if at + 2 < len(sheet.rows) else [], len(row))
    told = [place for place, unit in enumerate(units) if unit]
    if len(told) > 1 and all(_is_unit(units[place], after[place]) for place in told):
        return [f"{text} ({unit})" if unit else text for text, unit in zip(texts, units, strict=True)], at + 2
    return texts, at + 1


def _is_unit(text: str, below: str) -> bool:
    """Return whether a cell below a header says how the number or date below it is written: "km", "dd/mm/yyyy"."""
    return len(text) <= _LONGEST_UNIT and not any(map(str.isdigit, text)) and any(map(str.isdigit, below))


def _is_completed(row: list[Cell], below: list[Cell], mapping: Mapping) -> bool:
    """Return whether headers go on in the row below: "Lieu", "Latitude" under "Origine" alone, nothing elsewhere."""
    upper, lower = (_words(each, max(len(row), len(below))) for each in (row, below))
    filled = [at for at, text in enumerate(lower) if text]
    under_a_title = any(at and upper[at] in ("", upper[at - 1]) for at in filled)
    gaps = any(text and not under for text, under in zip(upper, lower, strict=True))
    if len(filled) < 2 or not under_a_title or not gaps:  # noqa: PLR2004 - one cell is no row
        return False
    return None not in meanings_of([lower[at] for at in filled], mapping)


def _words(row: list[Cell], width: int) -> list[str]:
    return [str(cell).strip() if cell is not None else "" for cell in [*row, *([None] * (width - len(row)))]]


def _texts(row: list[Cell], titles: list[str], mapping: Mapping) -> list[str]:
    """Return a row's headers; one that says too little alone takes the title above it ("Origine" over "Lat")."""
    alone = _words(row, len(row))
    seen: set[str] = set()
    texts = []
    for text, title in zip(alone, titles, strict=True):
        joined = f"{title} {text}"
        repeated = text in seen or alone.count(text) > 1
        if title and text and text not in mapping.columns and read_header(joined):
            stop = (named := read_header(title)) is not None and named.key.partition(".")[0] in _GROUPS
            needed = repeated or stop or meanings_of([text], mapping) == [None]
            texts.append(joined if needed else text)
        else:
            texts.append(text)
        seen.add(text)
    return texts


def _spread(above: list[Cell], width: int) -> list[str]:
    """Return the titles above a row, each over the empty cells to its right; one title over all is no group's."""
    titles: list[str] = []
    last = ""
    for at in range(width):
        cell = above[at] if at < len(above) else None
        last = str(cell).strip() if cell not in (None, "") else last
        titles.append(last)
    return titles if len(set(titles) - {""}) > 1 else [""] * width
