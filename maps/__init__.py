"""Draws events and routes.

In: an event file and traced legs. Out: static pages, stills and embeds.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from maps.errors import LanguageError, MapError, PageError

if TYPE_CHECKING:
    from maps.page.draw import draw_map
    from maps.records import Correction
    from maps.stills.draw import draw_still
    from maps.stills.formats import still_pdf, still_png
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
    "Correction": "maps.records",
    "draw_map": "maps.page.draw",
    "draw_still": "maps.stills.draw",
    "still_pdf": "maps.stills.formats",
    "still_png": "maps.stills.formats",
    "page_languages": "maps.texts",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    # Drawing needs shapely and babel, which every command would otherwise pay for at its start.
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module 'maps' has no attribute {name!r}")
