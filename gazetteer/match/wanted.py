"""Which places are wanted at all: a country, a kind, an area, a circle."""

from gazetteer.distance import distance_km
from gazetteer.errors import GazetteerError
from gazetteer.match.scoring import Circle
from gazetteer.records import Place, PlaceKind


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
