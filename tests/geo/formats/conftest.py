"""Events that use every field, a strategy for any event file, and the rules of RFC 7946."""

from itertools import pairwise

import pytest
from hypothesis import strategies as st
from msgspec import structs

from gazetteer.records import Precision, Role, Status
from geo.records import (
    Actors,
    Article,
    Casualties,
    DatePrecision,
    Event,
    EventDate,
    EventFile,
    EventPlace,
    EventStatus,
    Leg,
    Mark,
    Mode,
    PlaceRole,
    Qualifier,
    Quantity,
    RelatedEvent,
    Relation,
    Report,
    Rival,
    StatedDistance,
    ToponymRecord,
    Vessel,
)

ARTICLES = (
    Article(
        id="courier",
        title="Des conteneurs; et un « navire »",
        language="fr",
        published="2023-10-14",
        publisher="Le Courrier",
        url="https://courier.example/a?b=1&c=2",
        archived_url="https://archive.example/1",
        accessed="2023-10-15",
        sha256="0" * 64,
    ),
    Article(id="dispatch", title="=HYPERLINK(1)", publisher="The Dispatch", published="2024-08"),
    Article(id="uncited"),
)
NAJIN = EventPlace(
    role=PlaceRole.ORIGIN,
    name="Najin",
    label="Rajin",
    place_id="geonames:2044245",
    lat=42.24938,
    lon=130.30019,
    country="KP",
    admin1="KP.18",
    precision=Precision.SETTLEMENT,
    status=Status.RESOLVED,
)
DUNAI = EventPlace(
    role=PlaceRole.DESTINATION,
    name="Dunaï",
    lat=42.87951,
    lon=132.33801,
    country="RU",
    precision=Precision.SITE,
    status=Status.AMBIGUOUS,
    rivals=(Rival(place_id="geonames:1", label="Dunay, Ukraine", lat=50.5, lon=30.5, score=0.25),),
)
NEAR = EventPlace(
    role=PlaceRole.SITE,
    name="près de Tikhoretsk",
    lat=45.85523,
    lon=40.12507,
    country="RU",
    admin1="RU.38",
    precision=Precision.NEAR,
    radius_km=12.0,
    status=Status.RESOLVED,
)
OBLAST = EventPlace(
    role=PlaceRole.SITE,
    name="Poltava region",
    lat=49.58925,
    lon=34.55367,
    country="UA",
    admin1="UA.18",
    precision=Precision.ADMIN1,
    status=Status.RESOLVED,
)
COUNTRY = EventPlace(role=PlaceRole.ORIGIN, name="Iran", lat=32.0, lon=53.0, country="IR", precision=Precision.COUNTRY)
EAST = EventPlace(
    role=PlaceRole.REGION, name="the east", lat=48.5, lon=37.5, precision=Precision.REGION, radius_km=150.0
)
VAGUE = EventPlace(role=PlaceRole.REGION, name="the front", lat=48.5, lon=37.5, precision=Precision.REGION)
CAPE = EventPlace(
    role=PlaceRole.SITE, name="near the date line", lat=65.0, lon=179.9, precision=Precision.NEAR, radius_km=60.0
)
FRONT = EventPlace(
    role=PlaceRole.REGION,
    name="Line of contact",
    lat=48.25,
    lon=37.5,
    precision=Precision.REGION,
    radius_km=46.3,
    status=Status.RESOLVED,
    extent="LINESTRING (37 48, 37.5 48.2, 38 48.5)",
)
HELD = structs.replace(
    FRONT,
    name="Held on both sides of ±180°",
    lon=180.0,
    lat=-17.5,
    radius_km=119.7,
    extent="MULTIPOLYGON (((179 -18, 180 -18, 180 -17, 179 -17, 179 -18)), "
    "((-180 -18, -179 -18, -179 -17, -180 -17, -180 -18)))",
)

EVENTS = EventFile(
    articles=ARTICLES,
    toponyms=(
        ToponymRecord(article="courier", start=0, end=5, text="Najin", role=Role.LITERAL, place_id="geonames:2044245"),
        ToponymRecord(article="courier", start=9, end=14, text="-1+1", role=Role.ACTOR, country="KP"),
    ),
    events=(
        Event(
            id="e1",
            kind="shipment",
            title="Conteneurs, par mer",
            date=EventDate(start="2023-09-01", end="2023-10", precision=DatePrecision.RANGE, text="en septembre"),
            places=(NAJIN, DUNAI, NEAR),
            legs=(Leg(from_=0, to=1, mode=Mode.SEA), Leg(from_=1, to=2, mode=Mode.AIR)),
            quantities=(Quantity(value=1000, qualifier=Qualifier.GT, unit="container", text="plus de 1 000"),),
            distances=(StatedDistance(km=290.0, to="border:UA", place=2, text="290 km"),),
            weapon="@artillery; shells",
            vessel=Vessel(name="Angara", imo="9179842", flag="RU"),
            marks=(Mark(text="113", calendar="juche", year=2024),),
            casualties=Casualties(killed=0, wounded=3, killed_most=5, wounded_qualifier=Qualifier.GTE),
            attributes={"unit": "1st Example Regiment", "=odd; name": "'quoted\nline"},
            actors=Actors(supplier="KP", recipient="RU"),
            status=EventStatus.CLAIMED,
            claimed_by=("White House", "A; B\\C"),
            denied_by=("Sergei Lavrov",),
            disputed=True,
            reports=(
                Report(article="courier", start=3, end=30, quote="=cmd|' /C calc'!A0"),
                Report(article="dispatch", quote='Line one\nline "two"'),
            ),
            related=(RelatedEvent(event="e2", as_=Relation.PART_OF),),
            reviewed=True,
        ),
        Event(id="e2", kind="strike", places=(OBLAST, EAST, VAGUE, CAPE, FRONT, HELD), date=EventDate(start="2024")),
        Event(id="e3", kind="shipment", places=(COUNTRY, NAJIN), legs=(Leg(from_=0, to=1),)),
        Event(
            id="e4",
            kind="test",
            title="over ±180°",
            places=(
                structs.replace(NAJIN, lon=170.0, lat=52.0, name="West"),
                structs.replace(NAJIN, lon=-170.0, lat=53.0, name="East"),
            ),
            legs=(Leg(from_=0, to=1, mode=Mode.AIR),),
        ),
        Event(id="e5", kind="seizure"),
    ),
)


@pytest.fixture(scope="session")
def events():
    return EVENTS


_XML = st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00")
_texts = st.text(_XML, max_size=12) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "'",
        "",
        " ",
        "a; b",
        "; ",
        "\\",
        "1e5",
        "0123",
        "TRUE",
        "None",
        "2024-01-01",
        "_x0041_",
        '"',
        "\r",
        "a\r\nb",
    ]
)
_optional = st.none() | _texts
_wordings = _optional | st.dictionaries(st.sampled_from(["en", "fr", "pt-BR"]), _texts.filter(bool), min_size=1)
_counts = st.integers(0, 2**40)
_positives = st.floats(0, 1e15)
_countries = st.none() | st.sampled_from(["UA", "KP", "RU", "IR", "NA"])
_lats = st.floats(-90, 90)
_lons = st.floats(-180, 180)
_days = st.sampled_from(["2023", "2023-09", "2023-09-30", "2024", "2024-02-29"])


def _dates():
    pairs = st.tuples(st.none() | _days, st.none() | _days).filter(lambda p: not (p[0] and p[1] and p[0] > p[1]))
    return st.builds(
        lambda pair, precision, text: EventDate(start=pair[0], end=pair[1], precision=precision, text=text),
        pairs,
        st.none() | st.sampled_from(DatePrecision),
        _optional,
    )


def _tuples(strategy, most=2):
    return st.lists(strategy, max_size=most).map(tuple)


def _places():
    rivals = st.builds(Rival, place_id=_texts, label=_texts, lat=_lats, lon=_lons, score=st.floats(0, 1))
    points = st.none() | st.tuples(_lats, _lons).filter(lambda p: p != (0, 0))
    return st.builds(
        lambda point, **rest: EventPlace(lat=point[0] if point else None, lon=point[1] if point else None, **rest),
        points,
        role=st.sampled_from(PlaceRole),
        name=_texts,
        label=_wordings,
        place_id=_optional,
        country=_countries,
        admin1=_optional,
        precision=st.none() | st.sampled_from(Precision),
        radius_km=st.none() | _positives,
        status=st.sampled_from(Status),
        rivals=_tuples(rivals),
        extent=st.sampled_from([None, FRONT.extent, HELD.extent]),
    )


def _event(number, draw_places, **parts):
    count = len(draw_places)
    legs = tuple(Leg(from_=a % count, to=b % count, mode=m) for a, b, m in parts.pop("legs")) if count else ()
    if not count:
        parts.pop("legs", None)
    distances = tuple(structs.replace(d, place=d.place % count) for d in parts.pop("distances")) if count else ()
    parts.pop("distances", None)
    return Event(id=f"{parts.pop('stem')}{number}", places=draw_places, legs=legs, distances=distances, **parts)


def _events(number):
    distance = st.builds(
        StatedDistance,
        km=_positives,
        qualifier=st.sampled_from(Qualifier),
        to=_texts,
        place=st.integers(0, 9),
        text=_optional,
    )
    return st.builds(
        _event,
        st.just(number),
        _tuples(_places(), 3),
        stem=st.sampled_from(["e", "=", "é;", " ", "0"]),
        kind=st.sampled_from(["shipment", "strike", "test"]),
        title=_wordings,
        date=st.none() | _dates(),
        legs=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(Mode)), max_size=2),
        quantities=_tuples(
            st.builds(
                Quantity,
                value=st.none() | _positives,
                qualifier=st.sampled_from(Qualifier),
                unit=_texts,
                text=_optional,
            )
        ),
        distances=_tuples(distance),
        weapon=_optional,
        vessel=st.none() | st.builds(Vessel, name=_texts, imo=_optional, flag=_countries),
        marks=_tuples(st.builds(Mark, text=_texts, calendar=_optional, year=st.none() | st.integers(-(2**40), 2**40))),
        casualties=st.none()
        | st.builds(
            Casualties,
            killed=st.none() | _counts,
            wounded=st.none() | _counts,
            killed_most=st.none() | _counts,
            killed_qualifier=st.sampled_from(Qualifier),
            wounded_text=_optional,
        ),
        attributes=st.dictionaries(_texts, _texts, max_size=2),
        actors=st.none() | st.builds(Actors, supplier=_countries, recipient=_countries),
        status=st.sampled_from(EventStatus),
        claimed_by=_tuples(_texts),
        denied_by=_tuples(_texts),
        disputed=st.booleans(),
        reports=_tuples(
            st.builds(Report, article=_texts, start=st.none() | _counts, end=st.none() | _counts, quote=_texts)
        ),
        related=_tuples(st.builds(RelatedEvent, event=_texts.filter(bool), as_=st.sampled_from(Relation))),
        reviewed=st.booleans(),
    )


@pytest.fixture(scope="session")
def event_files():
    """Any event file, without the characters that XML forbids to exist at all (NUL, surrogates)."""
    article = st.builds(
        Article,
        id=st.just("a"),
        title=_optional,
        language=_optional,
        published=st.none() | _days,
        publisher=_optional,
        url=_optional,
        archived_url=_optional,
        accessed=st.none() | _days,
        sha256=_optional,
    )
    toponym = st.builds(
        ToponymRecord,
        article=_texts,
        start=_counts,
        end=_counts,
        text=_texts,
        role=st.sampled_from(Role),
        place_id=_optional,
        lat=st.none() | _lats,
        lon=st.none() | _lons,
        country=_countries,
        precision=st.none() | st.sampled_from(Precision),
        status=st.sampled_from(Status),
    )
    return st.builds(
        EventFile,
        articles=_tuples(article, 3).map(
            lambda found: tuple(structs.replace(each, id=f"{number}'") for number, each in enumerate(found))
        ),
        toponyms=_tuples(toponym),
        events=st.integers(0, 3).flatmap(lambda n: st.tuples(*(_events(i) for i in range(n)))),
    )


_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_RESERVED = {"coordinates", "geometries", "geometry", "properties", "features"}


def _positions(coordinates, depth):
    if depth == 0:
        return [coordinates]
    return [position for part in coordinates for position in _positions(part, depth - 1)]


def _signed_area(ring):
    return sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring))


def _check_polygon(rings):
    for number, ring in enumerate(rings):
        assert ring[0] == ring[-1], "a ring is closed (3.1.6)"
        assert len(ring) >= 4, "a ring has four positions or more (3.1.6)"
        clockwise = _signed_area(ring) > 0
        assert clockwise == (number > 0), "exterior rings run counterclockwise, holes clockwise (3.1.6)"


def _check_geometry(geometry):
    assert set(geometry) == {"type", "coordinates"}
    kind, coordinates = geometry["type"], geometry["coordinates"]
    for lon, lat in _positions(coordinates, _DEPTH[kind]):
        assert -180 <= lon <= 180, "longitudes are in range (4)"
        assert -90 <= lat <= 90, "latitudes are in range (4)"
    lines = {"LineString": [coordinates], "MultiLineString": coordinates}.get(kind, [])
    for line in lines:
        assert len(line) >= 2, "a line has two positions or more (3.1.4)"
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    for rings in polygons:
        _check_polygon(rings)
    for path in [*lines, *(ring for rings in polygons for ring in rings)]:
        for (x1, y1), (x2, y2) in pairwise(path):
            along_pole = abs(y1) == abs(y2) == 90
            assert along_pole or abs(x2 - x1) <= 180, "nothing crosses the antimeridian uncut (3.1.9)"


def _check_bbox(bbox, features):
    west, south, east, north = bbox
    for feature in features:
        if feature["geometry"]:
            kind = feature["geometry"]["type"]
            for lon, lat in _positions(feature["geometry"]["coordinates"], _DEPTH[kind]):
                assert south <= lat <= north
                assert west <= lon <= east if west <= east else (lon >= west or lon <= east)


def check_rfc7946(document):
    """Assert that a parsed FeatureCollection keeps the rules of RFC 7946."""
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document, "the crs member went with the 2008 draft (4)"
    assert not set(document) & (_RESERVED - {"features"}), "a collection has no geometry members (7.1)"
    for feature in document["features"]:
        assert feature["type"] == "Feature"
        assert {"geometry", "properties"} <= set(feature), "both members stand in every feature (3.2)"
        assert not set(feature) & {"features", "coordinates", "geometries"}
        assert isinstance(feature.get("id", ""), str | int | float)
        if feature["geometry"] is not None:
            _check_geometry(feature["geometry"])
    if "bbox" in document:
        _check_bbox(document["bbox"], document["features"])


@pytest.fixture(scope="session")
def rfc7946():
    return check_rfc7946
