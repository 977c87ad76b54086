"""Where places come from, a module each.

In: packages, dumps and reviewed tables. Out: `PlaceRow`s, and the problems of rows left out.
"""

from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, Problem, Source

__all__ = ["Name", "NameFlag", "PlaceRow", "Problem", "Source"]
