"""Values as cells of a table and back: nothing runs as a formula, and nothing is lost.

A text that a spreadsheet would run (`=1+1`), trim or take for empty gets one `'` in front;
reading takes away exactly the `'` that writing would have put there.
"""

import calendar
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeAlias

import msgspec

from geo.formats.layout.schema import Kind
from geo.records import Article, Casualties, Event, EventDate, Qualifier, Quantity, Vessel

_SIGNS = {
    Qualifier.EXACT: "",
    Qualifier.GT: ">",
    Qualifier.GTE: "≥",
    Qualifier.LT: "<",
    Qualifier.LTE: "≤",
    Qualifier.APPROX: "~",
}
_YEAR, _MONTH = 4, 7


def first_day(text: str | None) -> str | None:
    """Return the first day of a year, month or day: 2024-08 gives 2024-08-01."""
    return text and text + {_YEAR: "-01-01", _MONTH: "-01"}.get(len(text), "")


def last_day(text: str | None) -> str | None:
    """Return the last day of a year, month or day: 2024-02 gives 2024-02-29."""
    if text is None or len(text) > _MONTH:
        return text
    month = text if len(text) == _MONTH else f"{text}-12"
    return f"{month}-{calendar.monthrange(int(month[:4]), int(month[5:]))[1]:02d}"


def span(date: EventDate | None) -> tuple[str | None, str | None]:
    """Return the first and last day that a date allows; the last is None where a range is open."""
    if date is None:
        return None, None
    end = date.end or (None if date.precision == "range" else date.start)
    return first_day(date.start), last_day(end)


def number_text(value: float) -> str:
    """Return a number without a needless `.0`."""
    return str(int(value)) if float(value).is_integer() else str(value)


def quantity_text(quantity: Quantity) -> str:
    """Return `>1000 container`, or the unit alone where the number is unknown."""
    amount = "?" if quantity.value is None else number_text(quantity.value)
    return f"{_SIGNS[quantity.qualifier]}{amount} {quantity.unit}"


def casualties_text(harm: Casualties) -> str | None:
    """Return `killed 2–5; wounded ≥3` where numbers are bounded or told in words, None where they are plain."""
    killed = _bounded(harm.killed, harm.killed_qualifier, harm.killed_most, harm.killed_text)
    wounded = _bounded(harm.wounded, harm.wounded_qualifier, harm.wounded_most, harm.wounded_text)
    told = (("killed", killed), ("wounded", wounded))
    return joined(tuple(f"{name} {text}" for name, text in told if text))


def _bounded(count: int | None, qualifier: Qualifier, most: int | None, words: str | None) -> str | None:
    if count is None:
        return words or (f"≤{most}" if most is not None else None)
    if most is None and qualifier is Qualifier.EXACT:
        return None
    return f"{_SIGNS[qualifier]}{count}{'' if most is None else f'–{most}'}"


def vessel_text(vessel: Vessel | None) -> str | None:
    """Return a ship's name with its IMO number and flag."""
    if vessel is None:
        return None
    known = ", ".join(extra for extra in (vessel.imo and f"IMO {vessel.imo}", vessel.flag) if extra)
    return f"{vessel.name} ({known})" if known else vessel.name


def sources_text(event: Event, articles: Mapping[str, Article]) -> str | None:
    """Return an event's sources, publisher, title, date and address of each in a line, each once."""
    lines = []
    for key in dict.fromkeys(report.article for report in event.reports):
        if article := articles.get(key):
            parts = (article.publisher, article.title, article.published, article.url or article.archived_url)
            lines.append(", ".join(part for part in parts if part) or key)
        else:
            lines.append(key)
    return "\n".join(lines) or None


def joined(texts: tuple[str, ...], separator: str = "; ") -> str | None:
    """Return texts in one cell, None for none."""
    return separator.join(texts) if texts else None


Cell: TypeAlias = str | int | float | bool | None

_GUARD = "'"
_RUNS = frozenset("=+-@\t\r\n|%＝＋－＠")
"""What spreadsheets start a formula or a command with, the full-width forms included (OWASP, CSV injection)."""
_ESCAPED = re.compile(r"[\\;]|^\s|\s\Z")
_PIECES = re.compile(r"\\[\\;\s]|.", re.DOTALL)  # an escaped character, or any other


def guard(text: str) -> str:
    """Return a text that a spreadsheet shows as it is."""
    bare = text.lstrip("'")
    risky = not bare or bare != bare.strip() or bare[0] in _RUNS
    return _GUARD + text if risky else text


def unguard(cell: str) -> str | None:
    """Return the text that `guard` was given; for any other cell its text without outer spaces, None for nothing."""
    if cell.startswith(_GUARD) and guard(cell[1:]) == cell:
        return cell[1:]
    return cell.strip() or None


def join_list(texts: list[str] | tuple[str, ...]) -> str | None:
    """Return texts as `A; B`, None for none; semicolons, backslashes and outer spaces are escaped with a backslash."""
    return "; ".join(_escape(text) for text in texts) if texts else None


def _escape(text: str) -> str:
    if text and not _ESCAPED.search(text):
        return text
    last = len(text) - 1
    return "".join(
        f"\\{char}" if char in "\\;" or (char.isspace() and at in (0, last)) else char for at, char in enumerate(text)
    )


def split_list(text: str | None) -> list[str]:
    """Return the texts of a cell that holds a list."""
    if text is None:
        return []
    parts, part = [], ""
    for piece in _PIECES.findall(text):
        if piece == ";":
            parts.append(part)
            part = ""
        else:
            part += piece
    return [_unescape(each) for each in (*parts, part)]


def _unescape(part: str) -> str:
    pieces = _PIECES.findall(part)
    while pieces and pieces[0].isspace():
        del pieces[0]
    while pieces and pieces[-1].isspace():
        del pieces[-1]
    return "".join(piece[1:] if len(piece) > 1 else piece for piece in pieces)


NO_SCALARS = frozenset({Kind.LIST, Kind.MAP, Kind.WORDING, Kind.INDEX})
"""Kinds of columns whose values a cell holds in another form."""


def to_cell(value: Any, kind: Kind) -> Cell:  # noqa: ANN401 - a scalar, a list or a dict, as the kind says
    """Return a record's value as a cell; texts are not guarded yet."""
    if value is None or kind not in NO_SCALARS:
        return value  # type: ignore[no-any-return]
    if kind is Kind.LIST:
        return join_list(value)
    return json_text(value) if isinstance(value, dict) else value if kind is Kind.WORDING else int(value) + 1


def json_text(attributes: object) -> str | None:
    """Return names and texts as JSON, None for none."""
    return msgspec.json.encode(attributes).decode() if attributes else None


def split_map(text: str | None) -> dict[str, str]:
    """Return the names and texts of a cell that `json_text` filled."""
    if not text:
        return {}
    try:
        return msgspec.json.decode(text, type=dict[str, str])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"{text[:40]!r}: expected JSON of names and texts, as {{}}") from error


def split_wording(text: str) -> str | dict[str, str]:
    """Return the text of a cell, or its texts by language."""
    with suppress(ValueError):
        return split_map(text) if text.startswith('{"') else text
    return text


def is_web_address(url: str | None) -> bool:
    """Return whether a text is an address that a viewer may make a link of: nothing that runs, no file."""
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


def plain_texts(cells: Iterable[Cell]) -> list[str]:
    """Return the filled cells of a column as texts."""
    told = (unguard(cell) if isinstance(cell, str) else None if cell is None else str(cell) for cell in cells)
    return [text for text in told if text]


def plain_text(cell: Cell) -> str:
    """Return a cell as text, not guarded."""
    return cell if isinstance(cell, str) else cell_text(cell)


def cell_text(cell: Cell, *, decimal: str = ".") -> str:
    """Return a cell as a delimited file has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return guard(cell)
    return number_text(cell).replace(".", decimal)
