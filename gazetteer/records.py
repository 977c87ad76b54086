"""What flows through the gazetteer: places, candidates, toponyms."""

from enum import StrEnum

from msgspec import Struct


class PlaceKind(StrEnum):
    """What a place is."""

    SETTLEMENT = "settlement"
    SITE = "site"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    COUNTRY = "country"
    CONTINENT = "continent"
    REGION = "region"
    WATER = "water"


class Precision(StrEnum):
    """How exactly a source places something; it decides the symbol."""

    SITE = "site"
    SETTLEMENT = "settlement"
    NEAR = "near"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    REGION = "region"
    SEA = "sea"
    COUNTRY = "country"


_WIDER = {"continent": Precision.REGION, "water": Precision.SEA}
PRECISION_OF = {kind: _WIDER.get(kind) or Precision(kind) for kind in PlaceKind}
"""How exactly the name of a place says where, by what it is."""


class Role(StrEnum):
    """What a name does in its sentence."""

    LITERAL = "literal"
    METONYM = "metonym"
    ACTOR = "actor"
    DEMONYM = "demonym"
    VENUE = "venue"
    PERSON = "person"
    ORGANISATION = "organisation"


class Status(StrEnum):
    """Whether a name has been settled on one place."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"


class MatchKind(StrEnum):
    """How a name matched a place's name, best first."""

    EXACT = "exact"
    ALIAS = "alias"
    ROMANISED = "romanised"
    INFLECTED = "inflected"
    SOUND = "sound"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


class Place(Struct, frozen=True, kw_only=True, gc=False):
    """A gazetteer entry. Degrees are WGS 84."""

    place_id: str  # Source and key, as `geonames:2044245` or `armsatlas:vostochny-cosmodrome`
    name: str
    kind: PlaceKind
    feature_code: str  # GeoNames feature code, as `PPL`, `PPLC`, `ADM1`, `PRT`
    lat: float
    lon: float
    country: str | None = None  # ISO 3166-1 alpha-2
    admin1: str | None = None  # GeoNames code of the first-level area, as `UA.18`
    admin2: str | None = None
    population: int = 0
    radius_km: float | None = None  # Extent of a vague region or a water body, None where it has none


class Candidate(Struct, frozen=True, kw_only=True, gc=False):
    """A place that a name may mean, and why it ranks where it does."""

    place: Place
    score: float  # 0 to 1; comparable within one look-up only
    matched_name: str
    match: MatchKind
    reasons: tuple[str, ...] = ()


class Construction(Struct, frozen=True, kw_only=True, gc=False):
    """An area that words build from named places: "30 km north-east of X"."""

    kind: str
    """offset (so far in a way), distance (so far in any way), direction (that way), between, road, outside, suburb,
    sea (off a coast), border (of two areas), part (of a country or first-level area)."""
    lat: float
    lon: float
    radius_km: float
    words: str
    anchors: tuple[str, ...]
    """Ids of the places that it is built from."""
    outline: str | None = None
    """The area itself in WKT, degrees; without it the disc of `radius_km` about its point."""


class ResolvedToponym(Struct, frozen=True, kw_only=True, gc=False):
    """A name in a text, the part it plays, and the place it was settled on.

    `start` and `end` are Unicode code points in the text. `place` is None for
    people, organisations and names that no gazetteer entry fits.
    """

    start: int
    end: int
    text: str
    role: Role
    status: Status
    place: Place | None = None
    country: str | None = None
    """ISO code of the country meant: of the place, the demonym, the actor, the organisation."""
    precision: Precision | None = None
    """What the wording supports: "near Tikhoretsk" is `near` though the place is a settlement."""
    radius_km: float | None = None
    """Extent of `near`, `region` and `sea`; None otherwise."""
    canonical: str | None = None
    """English name of an organisation or office from the reviewed tables: "White House"."""
    rivals: tuple[Candidate, ...] = ()
    """The other candidates, best first; where `status` is ambiguous, the best one leads."""
    within: Place | None = None
    """The smallest area that the text says it lies in: its extent where it is unresolved."""
    construction: Construction | None = None
    """The area that the words around build from its place: what is told of lies there, not at the place itself."""
    of_people: bool = False
    """Whether a demonym denotes people or a language ("Russians", "in English"), not what is a country's."""
    contains: bool = False
    """Whether it only says where the name beside it lies ("Ukraine" in "Izium, Ukraine"): no second place."""
    doubtful: bool = False
    """Whether it stands where a place may and nothing says that it is one: found on demand only."""
