"""Where a route's stops lie: coordinates as given, names by the gazetteer, never by a guess at their spelling.

In: what somebody typed, and the mode. Out: positions; of places of one name the port, station or airport where the
mode wants one, and which was taken is said.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from geo.records import Mode
from geo.records.errors import RouteError
from geo.records.values import is_country_code
from geo.routes.geodesics import check_lonlat, geodesic_m
from geo.routes.records import LonLat

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from gazetteer.records import Candidate, Place

STATIONS = {
    Mode.SEA: ("port", frozenset({"PRT", "HBR", "ANCH", "DCK", "MAR", "NVB"})),
    Mode.RAIL: ("railway station", frozenset({"RSTN", "RSTP", "RSD", "RJCT"})),
    Mode.AIR: ("airport", frozenset({"AIRP", "AIRF", "AIRB", "AIRH"})),
}
"""What a mode calls at, and the GeoNames feature codes of it."""
_OF_THE_TOWN_M = 60_000.0  # So near a town a port or an airport of its name is the town's
_ONE_SPOT_M = 1_000.0
_LISTED = 5


def find_stops(names: Sequence[str], *, mode: Mode, say: Callable[[str], object]) -> list[LonLat]:
    """Return where each stop lies; the gazetteer is opened only where a name needs it.

    Args:
        names: "lat,lon", a name, or "Name, CC" with a country's code.
        mode: What is preferred among places of one name.
        say: Told what was taken for each name.

    Raises:
        RouteError: A name is not in the gazetteer, or means several places.
    """
    parsed = [_parse_point(name) for name in names]
    if all(point is not None for point in parsed):
        return [point for point in parsed if point is not None]
    from gazetteer import Gazetteer

    with Gazetteer.open() as gazetteer:
        return [point or _look_up(gazetteer, name, mode, say) for point, name in zip(parsed, names, strict=True)]


def _parse_point(text: str) -> LonLat | None:
    """Return lon, lat of "lat,lon", or None where the text is a name."""
    parts = text.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None
    try:
        return check_lonlat((lon, lat))
    except RouteError as error:
        raise RouteError(f"{text!r}: expected latitude,longitude within ±90 and ±180 degrees") from error


def _look_up(gazetteer: "Gazetteer", text: str, mode: Mode, say: Callable[[str], object]) -> LonLat:
    head, _, code = text.rpartition(",")
    bound = code.strip().upper() if head and is_country_code(code.strip().upper()) else None
    name = head if bound else text
    found = gazetteer.lookup(name, country=bound, fuzzy=False)
    if not found:
        near = gazetteer.lookup(name, country=bound, limit=3)
        hint = f" (spelt nearly so: {_list([other.place for other in near])})" if near else ""
        raise RouteError(f"{text!r} is not in the gazetteer: check the spelling, or give lat,lon{hint}")
    best, what = _preferred(found, mode)
    if best is None:
        raise RouteError(f"{text!r} may mean several places: give one of {_list(_tied(found)[:_LISTED])}")
    say(f"{text}: {best.name}, {best.country}, {best.lat:.4f},{best.lon:.4f}{what}")
    return best.lon, best.lat


def _preferred(found: "list[Candidate]", mode: Mode) -> "tuple[Place | None, str]":
    """Return the place meant, and in words that it is a port and so on; None where several may be."""
    word, codes = STATIONS.get(mode, ("", frozenset[str]()))
    tied = _tied(found)
    stations = [place for place in tied if place.feature_code in codes]
    if len(tied) == 1:
        town = (tied[0].lon, tied[0].lat)
        others = [other.place for other in found if other.place.feature_code in codes]
        stations = [place for place in others if geodesic_m(town, (place.lon, place.lat)) <= _OF_THE_TOWN_M][:1]
    if len(stations) == 1:
        return stations[0], f" (the {word} of that name)"
    return (tied[0], "") if len(tied) == 1 else (None, "")


def _tied(found: "list[Candidate]") -> "list[Place]":
    """Return the places as likely as the first; what two sources have at one spot is one."""
    from gazetteer.match.scoring import TIE_MARGIN

    tied: list[Place] = []
    for other in (each.place for each in found if each.score > found[0].score - TIE_MARGIN or each is found[0]):
        if all(geodesic_m((other.lon, other.lat), (place.lon, place.lat)) > _ONE_SPOT_M for place in tied):
            tied.append(other)
    return tied


def _list(places: "Sequence[Place]") -> str:
    return "; ".join(f"{place.lat:.4f},{place.lon:.4f} ({place.name}, {place.country})" for place in places)
