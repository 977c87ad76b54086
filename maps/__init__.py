"""Draws events and routes as static pages, stills and embeds."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from maps.errors import LanguageError, MapError, PageError

if TYPE_CHECKING:
    from maps.page import Correction, draw_map
    from maps.texts import page_languages

__all__ = ["Correction", "LanguageError", "MapError", "PageError", "draw_map", "page_languages"]

_LATE = {"Correction": "maps.page", "draw_map": "maps.page", "page_languages": "maps.texts"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    # Drawing needs shapely and babel, which every command would otherwise pay for at its start.
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module 'maps' has no attribute {name!r}")
