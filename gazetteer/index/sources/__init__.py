"""Where places come from; a module each, all yielding `PlaceRow`."""

from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, Problem, Source

__all__ = ["Name", "NameFlag", "PlaceRow", "Problem", "Source"]
