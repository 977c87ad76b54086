"""Where a table's headers stand, and what each column means."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath

from msgspec import Struct

from geo.formats.columns.dates import Order, date_order, parse_date
from geo.formats.columns.headers import Header, header_languages, read_header, read_headers
from geo.formats.columns.mapping import ATTRIBUTES, Mapping, column_header
from geo.formats.columns.numbers import decimal_mark
from geo.formats.columns.published import as_long, as_ours
from geo.formats.columns.scoring import Use, assign, named_kind
from geo.formats.layout.cells import Cell
from geo.formats.sheets.sheet import Row, Sheet, is_no_record
from geo.records import DatePrecision
from geo.records.errors import FormatError

_TITLE_ROWS, _LEAST_KNOWN, _SAMPLE, _LONGEST_UNIT = 30, 2, 1000, 12
_NUMBER = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATES = ("date", "date.day", "date.start", "date.end", "date.text", "date.year")
_STOPS = ("origin", "via", "destination")
_ITSELF, _WITHIN = ("place.name", "place.lat", "place.coordinates"), ("place.country", "place.admin1")
"""What a place is told by, and what only says where it lies: no place of its own beside others."""
_GROUPS = ("place", "leg", "quantity", "distance", "mark", "source", "related", "via")


class Column(Struct, frozen=True, kw_only=True):
    """A column in use: its place from 0, its header as it stands, and the field that it stands for."""

    at: int
    text: str
    header: Header


class Layout(Struct, frozen=True, kw_only=True):
    """A table with its headers understood."""

    sheet: Sheet
    header_row: int
    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    uses: tuple[Use, ...]
    """What every column stands for, and why; attributes too."""
    first: int
    """Index of the first row of data."""
    own: bool
    """Whether we wrote it: then nothing is inferred."""
    decimal: str
    date_order: Order | None
    """None where dates such as 03/04/2024 can't be told apart."""
    contradicting: tuple[int, ...] = ()
    """Lines of a date that has the day first and of one that has the month first."""
    mapping: Mapping = Mapping()
    year: str | None = None
    """The one year that stands above the headers or in the sheet's name, for dates without one."""
    month: str | None = None
    """The one month, as 2024-03."""
    named_kind: str | None = None
    """The header that names a kind of event, where they name one ("Date of seizure"), for rows that don't."""

    @property
    def attributes(self) -> tuple[Use, ...]:
        """Columns without a field."""
        return tuple(use for use in self.uses if use.header is None)

    def data(self) -> Iterator[Row]:
        """Yield the rows below the headers, but for tags, repeated headers and totals."""
        heads = {self.header_row}
        for line, cells in self.sheet.rows[self.first :]:
            if line not in heads and not is_no_record(cells, self.headers):
                yield line, cells


def find_layouts(sheets: list[Sheet], mapping: Mapping | None, *, name: str) -> tuple[list[Layout], list[str]]:
    """Return the layouts of the sheets that hold events, and the names of those that hold none.

    A published layout is known by its headers. Where some sheets have dates, those without are lists of something else.
    """
    wanted = [sheet for sheet in sheets if mapping is None or mapping.table.sheet in (None, sheet.name)]
    if not wanted and mapping:
        raise FormatError(f"{name}: no sheet {mapping.table.sheet!r}; it has {', '.join(each.name for each in sheets)}")
    found = [layout for sheet in wanted if (layout := _sheet_layout(sheet, mapping)) is not None]
    if not found:
        raise FormatError(
            f"{name}: no row of headers found; expected columns such as date, place, latitude, longitude, kind and "
            "source, or a mapping file that names them ('armsatlas check --start-mapping FILE' writes one)"
        )
    dated = [layout for layout in found if layout.own or any(column.header.key in _DATES for column in layout.columns)]
    taken = dated or [max(found, key=lambda layout: len(layout.columns))]
    read = {id(layout.sheet) for layout in taken} | {layout.sheet.name for layout in taken}
    return taken, [sheet.name for sheet in wanted if sheet.name not in read and sheet.rows]


def _sheet_layout(sheet: Sheet, mapping: Mapping | None) -> Layout | None:
    if mapping is None and (published := as_ours(sheet)):
        return _layout(published[0], 0, published[1])
    sheet = as_long(sheet) or sheet
    said = mapping or Mapping()
    count, at = _best_row(sheet, said)
    least = 1 if said.columns or said.table.header_row else _LEAST_KNOWN
    if count >= least:
        return _layout(sheet, at, said)
    if count and sheet.rows and not any(_NUMBER.fullmatch(str(cell)) for cell in sheet.rows[at][1]):
        layout = _layout(sheet, at, said)  # one header is known: the others may be told by what they hold
        return layout if len(layout.columns) >= _LEAST_KNOWN else None
    return None


def _best_row(sheet: Sheet, mapping: Mapping) -> tuple[int, int]:
    """Return how many headers the best row holds, and its index."""
    best = (0, 0)
    for at, (line, row) in enumerate(sheet.rows[:_TITLE_ROWS]):
        if mapping.table.header_row not in (None, line):
            continue
        above = sheet.rows[at - 1][1] if at else []
        texts = _texts(row, _spread(above, len(row)), mapping)
        known = len(set(_meanings(texts, mapping)) - {None})
        if known > best[0]:
            best = (known, at)
    return best


def _meanings(texts: Sequence[str], mapping: Mapping) -> list[Header | None]:
    """Return what headers mean: as a person or a published layout says, else by themselves."""
    said = {text: name for text in texts if (name := mapping.columns.get(text)) is not None}
    named = {text: column_header(name) for text, name in said.items() if name and name != ATTRIBUTES}
    read = read_headers(["" if text in said else text for text in texts])
    return [named.get(text) if text in said else header for text, header in zip(texts, read, strict=True)]


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
    texts = _texts(row, _spread(above, len(row)), mapping)
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
    return None not in _meanings([lower[at] for at in filled], mapping)


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
            stop = (named := read_header(title)) is not None and named.key.partition(".")[0] in _STOPS
            needed = repeated or stop or _meanings([text], mapping) == [None]
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


def _layout(sheet: Sheet, at: int, mapping: Mapping) -> Layout:
    texts, first = _headers(sheet, at, mapping)
    first += bool(sheet.rows[first:]) and is_no_record(sheet.rows[first][1], texts)
    body = sheet.rows[first:]
    meanings = _meanings(texts, mapping)
    own = any(header and header.key == "record" for header in meanings)
    above = [str(cell) for _, row in sheet.rows[:at] for cell in row if cell is not None]
    above += [] if PurePath(sheet.name).suffix else [sheet.name]
    named = named_kind(texts), named_kind(above)
    columns, uses = _columns(_uses(texts, meanings, body, mapping, own=own, named=named))
    languages = header_languages(texts)
    language = max(("en", *languages), key=languages.__getitem__)
    dated = _cells(columns, body, ("date", "date.start", "date.end"))
    said = None if mapping.table.date_order == "ymd" else mapping.table.date_order
    sure = said or (None if language == "en" else "dmy")
    order, lines = date_order([cell for cells in dated for cell in cells], sure=sure, said=said)
    degrees = [[text for _, text in cells] for cells in _cells(columns, body[:_SAMPLE], ("lat", "lon"))]
    dates = [date for text in above if (date := parse_date(text)) and date.start]
    months = {str(date.start)[:7] for date in dates if date.precision is DatePrecision.MONTH}
    years = set(_YEAR.findall(f"{' '.join(above)} {sheet.name}"))
    return Layout(
        sheet=sheet,
        header_row=sheet.rows[at][0],
        columns=columns,
        headers=tuple(texts),
        uses=uses,
        first=first,
        own=own,
        decimal=mapping.table.decimal or decimal_mark(language, degrees),
        date_order=order,
        contradicting=lines,
        mapping=mapping,
        year=years.pop() if len(years) == 1 else None,
        month=months.pop() if len(months) == 1 else None,
        named_kind=named[0] or named[1],
    )


def _cells(columns: Iterable[Column], body: list[Row], keys: tuple[str, ...]) -> list[list[tuple[int, str]]]:
    """Return line and text of the filled cells of each column of some fields, by their key or its last name."""
    named = [each.at for each in columns if each.header.key in keys or each.header.key.rpartition(".")[2] in keys]
    return [[(line, str(row[at])) for line, row in body if at < len(row) and row[at] not in (None, "")] for at in named]


def _uses(
    texts: list[str],
    meanings: list[Header | None],
    body: list[Row],
    mapping: Mapping,
    *,
    own: bool,
    named: tuple[str | None, str | None],
) -> tuple[Use, ...]:
    """Return what every column stands for: as a person or a published layout says, else by what it holds."""
    if own:
        return tuple(
            Use(at=at, text=text, header=header, why="ours")
            for at, (text, header) in enumerate(zip(texts, meanings, strict=True))
            if text
        )
    said = {text for text in texts if text in mapping.columns}
    left = ["" if text in said else text for text in texts]
    cells = [[row[at] for _, row in body if at < len(row)] if text else [] for at, text in enumerate(left)]
    by_hand = [
        Use(at=at, text=text, header=meanings[at], why="as the mapping says")
        for at, text in enumerate(texts)
        if text in said and mapping.columns[text] != ""
    ]
    return tuple(sorted([*by_hand, *assign(left, meanings, cells, named)], key=lambda use: use.at))


def _columns(uses: tuple[Use, ...]) -> tuple[tuple[Column, ...], tuple[Use, ...]]:
    """Return the columns in use, and all uses: a second column of one meaning, or a country alone, is an attribute."""
    columns: list[Column] = []
    taken: dict[tuple[str, tuple[int, ...]], str] = {}
    kept: list[Use] = []
    keys = [use.header.key for use in uses if use.header]
    places = max(1, *map(keys.count, _ITSELF))
    for use in uses:
        header = _free(use.header, taken) if use.header else None
        first = next((text for (key, _), text in taken.items() if use.header and key == use.header.key), None)
        if first and (header is None or (header.key in _WITHIN and header.numbers[0] > places)):
            kept.append(Use(at=use.at, text=use.text, header=None, why=f"{first!r} stands for the same"))
            continue
        kept.append(use)
        if header is not None:
            taken[header.key, header.numbers] = use.text
            columns.append(Column(at=use.at, text=use.text, header=header))
    return tuple(columns), tuple(kept)


def _free(header: Header, taken: Collection[tuple[str, tuple[int, ...]]]) -> Header | None:
    """Return a header with its number, the next one free where people left it out; None for a column twice."""
    if header.key.partition(".")[0] not in _GROUPS or header.key == "leg.mode":
        return None if (header.key, header.numbers) in taken else header
    numbers = header.numbers or (1,)
    while (header.key, numbers) in taken:
        numbers = (numbers[0] + 1, *numbers[1:])
    return Header(header.key, numbers)
