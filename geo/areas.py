"""First-level areas that an article names, and bare names that stand for them."""

from collections.abc import Mapping, Sequence

from msgspec import structs

from gazetteer.records import ResolvedToponym
from geo.lexicon import fold_word
from geo.mentions import MentionPlace
from geo.passages import Sentence

_STEM = 5


def named_areas(sentences: Sequence[Sentence]) -> dict[str, ResolvedToponym]:
    """Return the first-level areas that an article names as such, by GeoNames code."""
    found: dict[str, ResolvedToponym] = {}
    for sentence in sentences:
        for name in sentence.names:
            place = name.toponym.place
            if place is not None and place.admin1 and name.toponym.precision == "admin1":
                found.setdefault(place.admin1, name.toponym)
    return found


def at_area(place: MentionPlace, areas: Mapping[str, ResolvedToponym]) -> MentionPlace:
    """Take "Koursk" as the region that the article calls by that name: troops are told of by region.

    Args:
        place: A place of a deployment.
        areas: What `named_areas` found in its article.
    """
    toponym = place.name.toponym
    area = areas.get(toponym.place.admin1 or "") if toponym.place else None
    if area is None or area.place is None or toponym.precision == "admin1" or not _same_stem(toponym.text, area.text):
        return place
    wider = structs.replace(
        toponym,
        place=area.place,
        precision=area.precision,
        radius_km=area.radius_km,
        status=area.status,
        rivals=area.rivals,
    )
    return structs.replace(place, name=structs.replace(place.name, toponym=wider))


def _same_stem(one: str, other: str) -> bool:
    size = min(len(one), len(other), _STEM)
    return fold_word(one)[:size] == fold_word(other)[:size]
