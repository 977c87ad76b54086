"""Which places are wanted at all, what a candidate scores, and the reasons in words."""

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

from gazetteer.distance import distance_km
from gazetteer.errors import GazetteerError
from gazetteer.index.sources.rows import PAST, NameFlag
from gazetteer.records import Candidate, MatchKind, Place, PlaceKind, Status

TIE_MARGIN = 0.02  # Candidates that score within this of the best are as likely: the name is ambiguous between them

AREA_SHARE = 0.15  # an area counts for less than its people: "Poltava" is the city first, "Georgia" the country

_STRENGTH = {
    MatchKind.EXACT: 1.0, MatchKind.ALIAS: 0.97, MatchKind.ROMANISED: 0.94, MatchKind.INFLECTED: 0.92,
    MatchKind.SOUND: 0.7, MatchKind.PREFIX: 0.6, MatchKind.FUZZY: 0.7,
}  # fmt: skip
_SAID = {
    MatchKind.EXACT: "its name",
    MatchKind.ALIAS: "another of its names",
    MatchKind.ROMANISED: "its name in another romanisation",
    MatchKind.INFLECTED: "an inflected form of its name",
    MatchKind.SOUND: "a name that sounds alike",
    MatchKind.PREFIX: "the beginning of its name",
    MatchKind.FUZZY: "a similar name",
}
_FIXED = {
    PlaceKind.COUNTRY: 1.0,
    PlaceKind.CONTINENT: 1.0,
    PlaceKind.WATER: 0.6,
    PlaceKind.REGION: 0.6,
    PlaceKind.SITE: 0.5,
}
_FEWEST = 100  # a settlement whose population no source gives counts for this many
_LARGEST = 8.0  # Logarithm of the population that counts as 1


_PAST = int(PAST)
_FORM = int(NameFlag.SEARCH | NameFlag.CODE)
"""Plain numbers: flags of an enumeration cost a microsecond each time."""


class Match(Struct, frozen=True, kw_only=True, gc=False):
    """A name of a place that the asked name met."""

    place: Place
    name: str
    language: str | None
    flags: int
    kind: MatchKind
    similarity: float = 1.0


class Circle(Struct, frozen=True):
    """What the wanted place is near."""

    lon: float
    lat: float
    label: str
    radius_km: float | None = None


def prominence(place: Place) -> float:
    """Return how widely known a place is likely to be, 0 to 1, by its kind and population."""
    kind, people = place.kind, float(place.population)
    if kind is not PlaceKind.SETTLEMENT:  # an enumeration's own hash costs as much as all the rest
        fixed = _FIXED.get(kind)
        if fixed is not None:
            return fixed
        people *= AREA_SHARE
    known = math.log10(_FEWEST + people) / _LARGEST
    return min(1.0, known + (0.08 if place.feature_code == "PPLC" else 0.0))


def score_match(match: Match, *, language: str | None, circle: Circle | None) -> float:
    """Weigh a match, 0 to 1: the name first, then how known the place is, and how near where that is asked."""
    place, flags = match.place, match.flags
    alike = match.similarity < 1.0
    strength = 1.0 if match.kind is MatchKind.EXACT else _STRENGTH[match.kind]
    if alike:
        strength *= match.similarity**2
    if flags & _PAST:
        strength *= 0.96
    if flags & _FORM:
        strength *= 0.8
    if language is not None and match.language == language:
        strength = min(1.0, strength * 1.02)
    weight = 0.3 if alike else 0.45
    score = strength * (1 - weight + weight * prominence(place))
    if circle is not None:
        score *= 0.3 + 0.7 / (1 + distance_km(circle.lon, circle.lat, place.lon, place.lat) / 50)
    return round(score, 4)


def _candidate(match: Match, score: float, circle: Circle | None, note: str | None) -> Candidate:
    place, flags = match.place, match.flags
    reasons = [f"{match.name!r} is {_SAID[match.kind]}" + (f" ({match.language})" if match.language else "")]
    if match.kind is MatchKind.FUZZY:
        reasons[0] += f", {match.similarity:.0%} alike"
    if flags & _PAST:
        reasons.append("a former name" if flags & NameFlag.FORMER else "a former name (historic)")
    if flags & _FORM:
        reasons.append("a code or search form")
    reasons.append(_kind_reason(place))
    if circle is not None:
        reasons.append(f"{distance_km(circle.lon, circle.lat, place.lon, place.lat):,.0f} km from {circle.label}")
    if note:
        reasons.append(note)
    return Candidate(place=place, score=score, matched_name=match.name, match=match.kind, reasons=tuple(reasons))


def _kind_reason(place: Place) -> str:
    kind = "capital" if place.feature_code == "PPLC" else str(place.kind)
    where = f" in {place.admin1 or place.country}" if place.country and place.kind is not PlaceKind.COUNTRY else ""
    people = f", {place.population:,} people" if place.population else ""
    return f"{kind}{where}{people}"


def ranked(matches: Iterable[Match], limit: int, *, language: str | None, circle: Circle | None) -> list[Candidate]:
    """Return the places met, the likeliest first, each once; those tied for the lead say that they are."""
    best: dict[str, tuple[float, Match]] = {}
    for match in matches:
        score = score_match(match, language=language, circle=circle)
        known = best.get(match.place.place_id)
        if known is None or score > known[0]:
            best[match.place.place_id] = score, match
    order = sorted(best.values(), key=lambda found: (-found[0], found[1].place.place_id))
    tied = sum(score >= order[0][0] - TIE_MARGIN for score, _ in order)
    note = f"ambiguous: {tied} places score alike" if tied > 1 else None
    return [
        _candidate(match, score, circle, note if number < tied else None)
        for number, (score, match) in enumerate(order[:limit])
    ]


_NEARLY = frozenset({MatchKind.SOUND, MatchKind.PREFIX, MatchKind.FUZZY})


def status_of(candidates: Sequence[Candidate]) -> Status:
    """Return whether a look-up settles what a name means, best candidate first.

    A name that is only spelt or sounds nearly so is another place's: what was asked stays unresolved, and the
    candidates are what may have been meant.
    """
    if not candidates or candidates[0].match in _NEARLY:
        return Status.UNRESOLVED
    return Status.AMBIGUOUS if len(tied_for_lead(candidates)) > 1 else Status.RESOLVED


def tied_for_lead(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, sorted best first, that score within the margin of the best: one, or an ambiguity."""
    return [candidate for candidate in candidates if candidate.score >= candidates[0].score - TIE_MARGIN]


class Wanted:
    """Which places are wanted at all."""

    def __init__(
        self, country: str | None, kind: PlaceKind | str | None, admin1: str | None, circle: Circle | None
    ) -> None:
        self._country = country.upper() if country else None
        self._kind = _known_kind(kind)
        self._admin1 = admin1
        self._circle = circle

    def takes(self, place: Place) -> bool:
        """Return whether a place is one of them."""
        if self._country is not None and place.country != self._country:
            return False
        if self._kind is not None and place.kind is not self._kind:
            return False
        if self._admin1 is not None and place.admin1 != self._admin1:
            return False
        circle = self._circle
        if circle is None or circle.radius_km is None:
            return True
        return distance_km(circle.lon, circle.lat, place.lon, place.lat) <= circle.radius_km


def _known_kind(kind: PlaceKind | str | None) -> PlaceKind | None:
    try:
        return PlaceKind(kind) if kind is not None else None
    except ValueError as error:
        raise GazetteerError(f"kind {kind!r}: expected one of {', '.join(PlaceKind)}") from error


def circle_around(near: tuple[float, float] | Place | None, radius_km: float | None) -> Circle | None:
    """Return the circle around a point or a place; None around nothing."""
    if near is None:
        if radius_km is not None:
            raise GazetteerError(f"radius {radius_km} km around nothing: say what the place is near")
        return None
    if isinstance(near, Place):
        return Circle(near.lon, near.lat, near.name, radius_km)
    lon, lat = near
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - degrees
        raise GazetteerError(f"near {lon}, {lat}: expected longitude, latitude in degrees")
    return Circle(lon, lat, f"{lat:g}, {lon:g}", radius_km)
