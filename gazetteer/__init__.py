"""Names to places, offline.

In: a name, a point or a text. Out: places with their candidates and reasons; `Gazetteer` is the way in.
"""

from typing import TYPE_CHECKING

from gazetteer.errors import GazetteerError, GazetteerIndexError, SourceError
from gazetteer.match.keys import name_key
from gazetteer.records import Candidate, Place, PlaceKind, ResolvedToponym

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

__all__ = [
    "Candidate", "Gazetteer", "GazetteerError", "GazetteerIndexError", "Place", "PlaceKind", "ResolvedToponym",
    "SourceError", "name_key",
]  # fmt: skip


def __getattr__(name: str) -> type["Gazetteer"]:
    # The look-up needs numpy, which every command would otherwise pay for at its start.
    if name == "Gazetteer":
        from gazetteer.gazetteer import Gazetteer

        return Gazetteer
    raise AttributeError(f"module 'gazetteer' has no attribute {name!r}")
