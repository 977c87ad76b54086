"""Errors of articles, events, routes and formats, all under one base."""


class GeoError(Exception):
    """Base of every error that this package raises on bad input."""


class ArticleError(GeoError, ValueError):
    """An article can't be read, or holds no text."""


class EventFileError(GeoError, ValueError):
    """An event file is not valid; the message names the field."""


class FormatError(GeoError, ValueError):
    """A file format is not known, or the file does not hold what its format says."""


class OutputError(GeoError, OSError):
    """An output can't be written."""


class RouteError(GeoError, ValueError):
    """A leg can't be traced."""
