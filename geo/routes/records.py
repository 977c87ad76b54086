"""What a traced leg is, what shapes it, and how it stands in JSON and GeoJSON."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct, to_builtins

from geo.records import Mode

if TYPE_CHECKING:
    from shapely import LineString, MultiLineString

LonLat: TypeAlias = tuple[float, float]  # Longitude then latitude, degrees, WGS 84


class Method(StrEnum):
    """How a leg's line was found."""

    SEA_GRID = "sea-grid"  # Shortest path over the water mask
    SEA_NETWORK = "sea-network"  # Shipping lanes, joined to both ends over the water mask
    RAIL_NETWORK = "rail-network"
    ROAD_NETWORK = "road-network"
    OWN_NETWORK = "own-network"  # a network or a routing server that the user brought
    GEODESIC = "geodesic"  # the shortest line between two places: how an aircraft flies, near enough
    GREAT_CIRCLE = "great-circle"  # the same line where no way is known: means as reported, or not reported
    OWN_TRACK = "own-track"  # a line that somebody brought with its source: nothing was computed


class Passage(StrEnum):
    """Canals, straits and sea routes that a ship may be kept out of."""

    SUEZ = "suez"
    PANAMA = "panama"
    BOSPORUS = "bosporus"
    DARDANELLES = "dardanelles"
    KERCH = "kerch"
    KIEL = "kiel"
    CORINTH = "corinth"
    VOLGA_DON = "volga-don"
    GIBRALTAR = "gibraltar"
    BAB_EL_MANDEB = "bab-el-mandeb"
    HORMUZ = "hormuz"
    MALACCA = "malacca"
    ORESUND = "oresund"
    MAGELLAN = "magellan"
    TATAR = "tatar"
    NORTHEAST = "northeast"
    """Along Russia's Arctic coast."""
    NORTHWEST = "northwest"
    """Through Canada's Arctic islands."""
    GOOD_HOPE = "good-hope"
    """Round Africa's southern cape."""
    NORTHERN_LIMIT_LINE = "northern-limit-line"
    """Across the line between the two Koreas' waters in the Yellow Sea."""
    FIRST_KURIL = "first-kuril"
    """Between Kamchatka and Paramushir, reefs and currents; ships take the Fourth Kuril Strait."""


ARCTIC = (Passage.NORTHEAST, Passage.NORTHWEST)
UNUSUAL = (*ARCTIC, Passage.CORINTH, Passage.NORTHERN_LIMIT_LINE, Passage.FIRST_KURIL)
"""Passages that a ship keeps out of unless told otherwise."""


class NoteKind(StrEnum):
    """What a note of a leg is about."""

    NO_WAY = "no-way"
    """No way was found or the one found is absurd: the line is the shortest one and stands for none."""
    CLOSURE = "closure"
    """A border, front or passage that was closed and is kept out of, or is crossed though it bears watching."""
    DETOUR = "detour"
    """The way is more than twice the straight line."""
    CONNECTOR = "connector"
    """An end lies off the network and is joined by a straight line."""
    GAP = "gap"
    """Bridged where the data have a hole, or not recorded."""
    APPROXIMATE = "approximate"
    """Drawn by hand: the course is a sketch."""
    GAUGE = "gauge"
    """Where trains are changed or re-axled."""
    PASSAGE = "passage"
    """A passage that ships mostly avoid, or that bears watching."""
    ALTERNATIVE = "alternative"
    """Another way that the source may mean, with its length."""
    SPEED = "speed"
    """Distance against reported days."""
    PLACE = "place"
    """An end that is only a country or a region."""
    SOURCE = "source"
    """What whoever brought the line says of it."""


DOUBTFUL = frozenset(NoteKind) - {NoteKind.PLACE, NoteKind.SOURCE}
"""Kinds of note that a reviewer must weigh: all but those that tell what a source says."""


class LegNote(Struct, frozen=True):
    """What a reader of a leg should know: its kind for whoever words or draws it, and an English sentence."""

    kind: NoteKind
    text: str


class TracedLeg(Struct, frozen=True, kw_only=True):
    """A leg's line and how far it can be trusted.

    Lengths are metres. Nothing here says that anything took this way: unless a
    source traced it, `schematic` is True and every map and export says so. Where
    `has_way` is False there is no way at all, only the shortest line between both ends.
    """

    mode: Mode
    geometry: "LineString | MultiLineString"
    """Longitude and latitude, degrees, WGS 84, from origin to destination, cut at ±180°."""
    length_m: float
    """Length as the method gives it, connectors included: along a railway its own length, not the line's."""
    drawn_m: float
    """Geodesic length of `geometry`."""
    great_circle_m: float
    """Geodesic distance from end to end, by way of nothing."""
    snap_from_m: float = 0.0
    """From the origin to where the path starts."""
    snap_to_m: float = 0.0
    """From where the path ends to the destination."""
    method: Method
    schematic: bool = True
    source: str | None = None
    """Whose data the path comes from, with its licence, to be shown wherever the line is; None where none is needed."""
    licence: str | None = None
    """SPDX identifier of the path's data: `ODbL-1.0` binds whoever passes the line on."""
    passages: tuple[Passage, ...] = ()
    """Canals and straits passed, in the order of `Passage`."""
    countries: tuple[str, ...] = ()
    """ISO codes of the countries crossed, in order of first entry; empty where the method doesn't know."""
    notes: tuple[LegNote, ...] = ()
    """What a reader should know, weightiest first: why there is no way, what was closed, what was bridged."""

    @property
    def has_way(self) -> bool:
        """Return whether the line is a way; if not, its length is a distance and no length by the mode."""
        return self.method is not Method.GREAT_CIRCLE

    @property
    def note(self) -> str | None:
        """Return all notes as one text, or None."""
        return " ".join(note.text for note in self.notes) or None


_TEXTS = ("source", "licence", "note")


def leg_properties(leg: TracedLeg) -> dict[str, Any]:
    """Return everything about a leg but its line; lengths in metres, rounded to whole ones; no length without a way."""
    properties: dict[str, Any] = {
        "mode": leg.mode.value,
        "method": leg.method.value,
        "schematic": leg.schematic,
        "length_m": round(leg.length_m) if leg.has_way else None,
        "drawn_m": round(leg.drawn_m),
        "great_circle_m": round(leg.great_circle_m),
        "snap_from_m": round(leg.snap_from_m),
        "snap_to_m": round(leg.snap_to_m),
        "passages": to_builtins(leg.passages),
        "countries": to_builtins(leg.countries),
        "notes": to_builtins(leg.notes),
    }
    return properties | {name: getattr(leg, name) for name in _TEXTS}


def leg_feature(leg: TracedLeg) -> dict[str, Any]:
    """Return a leg as a GeoJSON Feature (RFC 7946)."""
    from shapely.geometry import mapping

    return {"type": "Feature", "geometry": mapping(leg.geometry), "properties": leg_properties(leg)}
