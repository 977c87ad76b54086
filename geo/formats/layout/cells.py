"""Values as cells of a table and back: nothing runs as a formula, and nothing is lost.

A text that a spreadsheet would run (`=1+1`), trim or take for empty gets one `'` in front;
reading takes away exactly the `'` that writing would have put there.
"""

import re
from typing import TypeAlias

import msgspec

from geo.formats.layout.schema import Kind
from geo.formats.layout.wording import number_text

Cell: TypeAlias = str | int | float | bool | None

_GUARD = "'"
_RUNS = frozenset("=+-@\t\r\n|%＝＋－＠")
"""What spreadsheets start a formula or a command with, the full-width forms included (OWASP, CSV injection)."""
_ESCAPED = re.compile(r"[\\;]|^\s|\s\Z")
_PIECES = re.compile(r"\\[\\;\s]|.", re.DOTALL)
"""An escaped character, or any other."""


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


def to_cell(value: object, kind: Kind) -> Cell:
    """Return a record's value as a cell; texts are not guarded yet."""
    if value is None:
        return None
    match kind:
        case Kind.LIST:
            return join_list(value)  # type: ignore[arg-type]
        case Kind.MAP:
            return json_text(value)
        case Kind.INDEX:
            return int(value) + 1  # type: ignore[call-overload, no-any-return]
        case _:
            return value  # type: ignore[return-value]


def json_text(attributes: object) -> str | None:
    """Return names and texts as JSON, None for none."""
    return msgspec.json.encode(attributes).decode() if attributes else None


def split_map(text: str | None) -> dict[str, str]:
    """Return the names and texts of a cell that `json_text` filled.

    Raises:
        ValueError: It is none.
    """
    if not text:
        return {}
    try:
        return msgspec.json.decode(text, type=dict[str, str])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"{text[:40]!r}: expected JSON of names and texts, as {{}}") from error


def is_web_address(url: str | None) -> bool:
    """Return whether a text is an address that a viewer may make a link of: nothing that runs, no file."""
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


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
