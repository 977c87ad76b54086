"""Names to places, offline."""

from gazetteer.errors import GazetteerError, GazetteerIndexError, SourceError
from gazetteer.keys import name_key
from gazetteer.lookup import Gazetteer
from gazetteer.records import Candidate, Place, PlaceKind, ResolvedToponym

__all__ = [
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "GazetteerIndexError",
    "Place",
    "PlaceKind",
    "ResolvedToponym",
    "SourceError",
    "name_key",
]
