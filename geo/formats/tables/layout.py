"""Where a table's headers stand, and what each column means."""

from collections.abc import Iterator

from msgspec import Struct

from geo.formats.layout.cells import Cell
from geo.formats.sheets.sheet import Row, Sheet
from geo.formats.tables.headers import Header, header_languages, read_header
from geo.formats.tables.mapping import Mapping, column_header
from geo.formats.tables.numbers import Order, has_ambiguous, order_of, parse_degrees
from geo.records.errors import FormatError

_TITLE_ROWS = 30
_LEAST_KNOWN = 2
_STOPS = ("origin", "via", "destination")
_GROUPS = ("place", "leg", "quantity", "distance", "mark", "source", "related", "via")


class Column(Struct, frozen=True, kw_only=True):
    """A column in use."""

    at: int
    """From 0."""
    text: str
    """The header as it stands."""
    header: Header


class Layout(Struct, frozen=True, kw_only=True):
    """A table with its headers understood."""

    sheet: Sheet
    header_row: int
    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    unused: tuple[str, ...]
    first: int
    """Index of the first row of data in the sheet's rows."""
    own: bool
    """Whether we wrote it: then nothing is inferred and nothing missing is filled in."""
    decimal: str
    date_order: Order
    date_order_is_a_guess: bool

    def data(self) -> Iterator[Row]:
        """Yield the rows below the headers."""
        yield from self.sheet.rows[self.first :]


def find_layout(sheets: list[Sheet], mapping: Mapping, *, name: str) -> Layout:
    """Return the layout of the sheet whose headers are best understood.

    Args:
        sheets: All sheets of a file.
        mapping: What a person says of the table.
        name: The file, for messages.

    Raises:
        FormatError: No row looks like headers; the message says what would.
    """
    wanted = [sheet for sheet in sheets if mapping.table.sheet in (None, sheet.name)]
    if not wanted:
        raise FormatError(f"{name}: no sheet {mapping.table.sheet!r}; it has {', '.join(each.name for each in sheets)}")
    scored = [
        (count, -order, sheet, at) for order, sheet in enumerate(wanted) for count, at in [_best_row(sheet, mapping)]
    ]
    count, _, sheet, at = max(scored, key=lambda each: each[:2])
    if count < (1 if mapping.columns or mapping.table.header_row else _LEAST_KNOWN):
        raise FormatError(
            f"{name}: no row of headers found; expected columns such as date, place, latitude, longitude, kind and "
            "source, or a mapping file that names them ('armsatlas check --start-mapping FILE' writes one)"
        )
    return _layout(sheet, at, mapping)


def guess_headers(sheets: list[Sheet], *, name: str) -> tuple[Sheet, int, tuple[str, ...]]:
    """Return the sheet, line and texts of what looks most like headers, where none is known: the widest row of words.

    Raises:
        FormatError: No row holds two words.
    """
    rows = [
        (len({text for text in texts if text and not any(char.isdigit() for char in text)}), sheet, line, texts)
        for sheet in sheets
        for line, row in sheet.rows[:_TITLE_ROWS]
        for texts in [tuple(str(cell).strip() if cell is not None else "" for cell in row)]
    ]
    words, sheet, line, texts = max(rows, key=lambda each: each[0], default=(0, None, 0, ()))
    if sheet is None or words < _LEAST_KNOWN:
        raise FormatError(f"{name}: no row holds two words that could be headers; add a row of headers to the table")
    return sheet, line, texts


def _best_row(sheet: Sheet, mapping: Mapping) -> tuple[int, int]:
    """Return how many headers the best row holds, and its index."""
    best = (0, 0)
    for at, (line, row) in enumerate(sheet.rows[:_TITLE_ROWS]):
        if mapping.table.header_row not in (None, line):
            continue
        above = sheet.rows[at - 1][1] if at else []
        texts = _texts(row, _spread(above, len(row)), mapping)
        known = len({header for text in texts if (header := _meaning(text, mapping))})
        if known > best[0]:
            best = (known, at)
    return best


def _meaning(text: str, mapping: Mapping) -> Header | None:
    if text in mapping.columns:
        named = mapping.columns[text]
        return column_header(named) if named else None
    return read_header(text) if text else None


def _headers(sheet: Sheet, at: int, mapping: Mapping) -> tuple[list[str], int]:
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
    return _texts(row, _spread(above, len(row)), mapping), at + 1


def _is_completed(row: list[Cell], below: list[Cell], mapping: Mapping) -> bool:
    """Return whether headers go on in the row below: "Lieu", "Latitude" under "Origine" alone, nothing elsewhere."""
    width = max(len(row), len(below))
    upper, lower = _words(row, width), _words(below, width)
    filled = [at for at, text in enumerate(lower) if text]
    under_a_title = any(at and upper[at] in ("", upper[at - 1]) for at in filled)
    gaps = any(upper[at] and not lower[at] for at in range(width))
    known = all(_meaning(lower[at], mapping) for at in filled)
    return len(filled) > 1 and under_a_title and gaps and known


def _words(row: list[Cell], width: int) -> list[str]:
    cells = [*row, *([None] * (width - len(row)))]
    return [str(cell).strip() if cell is not None else "" for cell in cells]


def _texts(row: list[Cell], titles: list[str], mapping: Mapping) -> list[str]:
    """Return a row's headers; one that says too little alone takes the title above it ("Origine" over "Lat")."""
    alone = _words(row, len(row))
    seen: set[str] = set()
    texts = []
    for text, title in zip(alone, titles, strict=True):
        joined = f"{title} {text}"
        repeated = text in seen or alone.count(text) > 1
        known_joined = title and text and text not in mapping.columns and read_header(joined)
        needed = repeated or _meaning(text, mapping) is None or _is_stop(title)
        texts.append(joined if known_joined and needed else text)
        seen.add(text)
    return texts


def _is_stop(title: str) -> bool:
    """Return whether a title names an end or a stop of a route: a place below it is that one, and no site."""
    named = read_header(title)
    return named is not None and named.key.partition(".")[0] in _STOPS


def _spread(above: list[Cell], width: int) -> list[str]:
    """Return the titles above a row, each over the empty cells to its right; one title over all is no group's."""
    titles: list[str] = []
    last = ""
    for at in range(width):
        cell = above[at] if at < len(above) else None
        last = str(cell).strip() if cell not in (None, "") else last
        titles.append(last)
    return titles if len(set(titles) - {""}) > 1 else [""] * width


def _layout(sheet: Sheet, at: int, mapping: Mapping) -> Layout:
    texts, first = _headers(sheet, at, mapping)
    columns, unused = _columns(texts, mapping)
    body = sheet.rows[first:]
    languages = header_languages(texts)
    french = languages["fr"] > languages["en"]
    order, guess = _date_order(columns, body, mapping)
    return Layout(
        sheet=sheet,
        header_row=sheet.rows[at][0],
        columns=columns,
        headers=tuple(texts),
        unused=unused,
        first=first,
        own=any(column.header.key == "record" for column in columns),
        decimal=mapping.table.decimal or ("," if french or _decimal_commas(columns, body) else "."),
        date_order=order,
        date_order_is_a_guess=guess and not french,
    )


def _columns(texts: list[str], mapping: Mapping) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    columns: list[Column] = []
    unused: list[str] = []
    taken: set[tuple[str, tuple[int, ...]]] = set()
    for at, text in enumerate(texts):
        header = _meaning(text, mapping)
        header = _free(header, taken) if header else None
        if header is None:
            if text and mapping.columns.get(text) != "":
                unused.append(text)
            continue
        taken.add((header.key, header.numbers))
        columns.append(Column(at=at, text=text, header=header))
    return tuple(columns), tuple(unused)


def _free(header: Header, taken: set[tuple[str, tuple[int, ...]]]) -> Header | None:
    """Return a header with its number, the next one free where people left it out; None for a column twice."""
    if header.key.partition(".")[0] not in _GROUPS or header.key == "leg.mode":
        return None if (header.key, header.numbers) in taken else header
    numbers = header.numbers or (1,)
    while (header.key, numbers) in taken:
        numbers = (numbers[0] + 1, *numbers[1:])
    return Header(header.key, numbers)


def _column_texts(column: Column, body: list[Row]) -> list[str]:
    return [str(row[column.at]) for _, row in body if column.at < len(row) and row[column.at] not in (None, "")]


def _date_order(columns: tuple[Column, ...], body: list[Row], mapping: Mapping) -> tuple[Order, bool]:
    if mapping.table.date_order:
        return mapping.table.date_order, False
    texts = [
        text
        for column in columns
        if column.header.key in ("date", "date.start", "date.end")
        for text in _column_texts(column, body)
    ]
    proven = order_of(texts)
    return proven or "dmy", proven is None and has_ambiguous(texts)


def _decimal_commas(columns: tuple[Column, ...], body: list[Row]) -> bool:
    """Return whether the coordinates are written with decimal commas: then the other numbers are too."""
    for column in columns:
        if column.header.key.rpartition(".")[2] in ("lat", "lon"):
            texts = _column_texts(column, body[:1000])
            commas = sum("," in text and parse_degrees(text) is not None for text in texts)
            if commas > len(texts) / 2:
                return True
    return False
