"""Errors of pages, stills and embeds, all under one base."""


class MapError(Exception):
    """Base of every error that this package raises on bad input."""


class PageError(MapError, ValueError):
    """A page can't be drawn from what was asked."""


class LanguageError(MapError, ValueError):
    """There is no page in that language."""


class StyleError(MapError, ValueError):
    """A house style can't be read, or its colours can't be told apart."""
