"""Errors of the gazetteer, all under one base."""


class GazetteerError(Exception):
    """Base of every error that this package raises on bad input or a broken index."""


class GazetteerIndexError(GazetteerError, OSError):
    """The index can't be built, opened or written."""


class SourceError(GazetteerError, ValueError):
    """A source's file is not what its loader expects."""
