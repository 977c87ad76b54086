"""Draws events and routes as static pages, stills and embeds."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from maps.errors import LanguageError, MapError, PageError

if TYPE_CHECKING:
    from maps.page import Correction, draw_map
    from maps.still import draw_still, still_pdf, still_png
    from maps.texts import page_languages

__all__ = [
    "Correction",
    "LanguageError",
    "MapError",
    "PageError",
    "draw_map",
    "draw_still",
    "page_languages",
    "still_pdf",
    "still_png",
]

_LATE = {
    "Correction": "maps.page",
    "draw_map": "maps.page",
    "draw_still": "maps.still",
    "still_pdf": "maps.still",
    "still_png": "maps.still",
    "page_languages": "maps.texts",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    # Drawing needs shapely and babel, which every command would otherwise pay for at its start.
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module 'maps' has no attribute {name!r}")
