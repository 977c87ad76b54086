"""Which symbol stands for what: shapes by kind, strength by status, extent by precision."""

from string import ascii_lowercase

from gazetteer.match.areas import admin1
from gazetteer.records import Precision, Status
from geo.records import Event, EventPlace, EventStatus, PlaceRole
from maps.records import Extent

GLYPHS = {
    "strike": "M12 1.6l2.4 5.1 5.3-1.9-1.9 5.3 5 2.2-5 2.3 1.9 5.3-5.3-1.9L12 23.1l-2.3-5.1-5.3 1.9 1.9-5.3-5.1-2.3 "
    "5.1-2.2-1.9-5.3 5.3 1.9z",
    "recovery": "M12 1.8L22.2 12 12 22.2 1.8 12z",
    "seizure": "M3.6 3.6h16.8v16.8H3.6z",
    "deployment": "M12 2.4l10 18.2H2z",
    "test": "M7 3.2h10l5.2 8.8-5.2 8.8H7L1.8 12z",
    "shipment": "M12 2.2a9.8 9.8 0 1 1 0 19.6 9.8 9.8 0 0 1 0-19.6z",
    "other": "M8.8 2.6h6.4v6.2h6.2v6.4h-6.2v6.2H8.8v-6.2H2.6V8.8h6.2z",
}
"""Outline of each kind's symbol in a square of 24."""

DASHES = {
    "shipment": (), "strike": (4, 1.4), "recovery": (1.6, 1.4), "seizure": (5.5, 1.4, 1.6, 1.4),
    "deployment": (2.8, 2.8), "test": (1, 2.8), "other": (7, 2.8),
}  # fmt: skip
"""Each kind's own line, where its symbol has no room: in rings and columns that count it. `bulk.js` has the same."""

FEW_SPOTS = 60  # So many symbols are drawn one by one; more are gathered into rings that count them

_STAR_EDGES = 16
_DASHES = 12

IMPACT_KINDS = frozenset({"strike", "recovery"})
ROUTE_KINDS = frozenset({"shipment", "seizure"})
CONTEXT = "context"
"""The kind under which an event file keeps what a layer holds: it is drawn and credited, never counted."""

_EXTENTS = {
    Precision.SITE: Extent.DOT,
    Precision.SETTLEMENT: Extent.DOT,
    Precision.NEAR: Extent.DISC,
    Precision.ADMIN2: Extent.REGION,
    Precision.ADMIN1: Extent.AREA,
    Precision.REGION: Extent.REGION,
    Precision.SEA: Extent.SEA,
    Precision.COUNTRY: Extent.COUNTRY,
}


def extent_of(place: EventPlace) -> Extent:
    """Return how a place is drawn; NONE where nobody knows which place is meant, or where it lies."""
    if place.status != Status.RESOLVED:
        return Extent.NONE
    if place.precision is Precision.SETTLEMENT:  # most places of most files; an enumeration's hash costs ten times this
        return Extent.NONE if place.lat is None else Extent.DOT
    extent = Extent.DOT if place.precision is None else _EXTENTS[place.precision]
    if extent is Extent.COUNTRY:
        return extent if place.country else Extent.NONE
    if extent is Extent.AREA and place.admin1 in admin1():
        return extent
    return extent if place.lat is not None else Extent.NONE


def is_asked(event: Event, kind: str) -> bool:
    """Return whether an event belongs on a map of this kind."""
    if event.kind == CONTEXT:
        return False
    if kind == "impacts":
        return event.kind in IMPACT_KINDS
    return kind == "all" or event.kind in ROUTE_KINDS or bool(event.legs)


def glyph_of(kind: str) -> str:
    """Return the name of a kind's symbol."""
    return kind if kind in GLYPHS else "other"


OUTLINES = {
    "strike": 89.6, "recovery": 57.7, "seizure": 67.2, "deployment": 61.5, "test": 60.9, "shipment": 61.6,
    "other": 75.2,
}  # fmt: skip
"""How long each symbol's outline is, in its square of 24."""


def is_second(letter: str) -> bool:
    """Return whether a shipment of this letter has the second colour: b, d, f and so on."""
    return len(letter) == 1 and letter in ascii_lowercase[1::2]


def dashes_around(glyph: str) -> str:
    """Return SVG dashes that go round a symbol's outline, each corner in the middle of one."""
    step = OUTLINES[glyph] / dash_count(glyph)
    return f'stroke-dasharray="{0.66 * step:.3g} {0.34 * step:.3g}" stroke-dashoffset="{0.33 * step:.3g}"'


def dash_count(glyph: str) -> int:
    """Return how many dashes go around a symbol's outline, so that each corner holds the middle of one."""
    return _STAR_EDGES if glyph == "strike" else _DASHES


def is_contested(event: Event) -> bool:
    """Return whether an event wears the mark of a denied or disputed one."""
    return event.disputed or bool(event.denied_by)


def is_launch(event: Event, place: EventPlace) -> bool:
    """Return whether a place is only where a strike was launched from."""
    return event.kind == "strike" and place.role in (PlaceRole.ORIGIN, PlaceRole.VIA)


def is_for_review(event: Event) -> bool:
    """Return whether nobody but the statistical reader found an event, and nobody has looked at it since."""
    return getattr(event, "found_by", None) == "scorer" and not event.reviewed


def is_solid(event: Event) -> bool:
    """Return whether an event is drawn solid: documented by a third body, or admitted."""
    return not is_for_review(event) and event.status in (EventStatus.DOCUMENTED, EventStatus.ACKNOWLEDGED)


def known(value: float | None) -> float:
    """Return a coordinate that must be there, as `extent_of` tells; ValueError where it isn't."""
    if value is None:
        raise ValueError("a place without coordinates can't be drawn; extent_of() tells which can")
    return value
