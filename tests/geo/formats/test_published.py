"""Published datasets in their own layouts, and what their terms allow."""

import json

import pytest

from gazetteer.records import Precision
from geo.formats import ExportOptions, write_events
from geo.formats.reading import read_table_or_events

# Made rows in the layout that the GED codebook documents.
UCDP_COLUMNS = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_new_id",
    "conflict_name",
    "dyad_new_id",
    "dyad_name",
    "side_a",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
]


def _ucdp(number, where, when, start, end, **more):
    row = dict.fromkeys(UCDP_COLUMNS, "")
    row |= {
        "id": str(400000 + number),
        "side_a": "Side A",
        "side_b": "Side B",
        "where_prec": str(where),
        "where_coordinates": "Sometown town",
        "latitude": "49.5",
        "longitude": "34.5",
        "country": "Russia (Soviet Union)",
        "date_prec": str(when),
        "date_start": start,
        "date_end": end,
        "best": "4",
        "source_article": "The Agency, 2023-03-01, Shelling kills four",
    }
    return row | more


def _csv(path, rows, columns):
    lines = [",".join(f'"{row[column]}"' for column in columns) for row in rows]
    path.write_text(",".join(columns) + "\n" + "\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("where", "precision", "radius"),
    [
        (1, Precision.SETTLEMENT, None),
        (2, Precision.NEAR, 25),
        (3, Precision.ADMIN2, None),
        (4, Precision.ADMIN1, None),
        (5, Precision.REGION, None),
        (6, Precision.COUNTRY, None),
        (7, Precision.SEA, None),
    ],
)
def test_ucdp_precision_codes(tmp_path, where, precision, radius):
    row = _ucdp(1, where, 1, "2023-03-01 00:00:00.000", "2023-03-01 00:00:00.000")
    reading = read_table_or_events(_csv(tmp_path / "ged.csv", [row], UCDP_COLUMNS))
    (event,) = reading.events.events
    (place,) = event.places
    assert (place.precision, place.radius_km, place.country) == (precision, radius, "RU")
    assert (event.id, event.casualties.killed, event.date.start, event.date.precision) == (
        "ucdp:400001",
        4,
        "2023-03-01",
        "day",
    )
    assert reading.rejects == ()


def test_ucdp_ranges_of_dates(tmp_path):
    rows = [_ucdp(1, 1, 3, "2023-03-01", "2023-03-07"), _ucdp(2, 1, 5, "2023-01-01", "2023-12-31")]
    reading = read_table_or_events(_csv(tmp_path / "ged.csv", rows, UCDP_COLUMNS))
    assert [(event.date.start, event.date.end, event.date.precision) for event in reading.events.events] == [
        ("2023-03-01", "2023-03-07", "range"),
        ("2023-01-01", "2023-12-31", "range"),
    ]


ACLED_COLUMNS = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "country",
    "admin1",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "notes",
    "fatalities",
]


@pytest.fixture
def acled(tmp_path):
    row = dict.fromkeys(ACLED_COLUMNS, "")
    row |= {
        "event_id_cnty": "UKR1",
        "event_date": "18 August 2024",
        "time_precision": "1",
        "sub_event_type": "Air/drone strike",
        "country": "Ukraine",
        "location": "Sometown",
        "latitude": "49.5",
        "longitude": "34.5",
        "geo_precision": "3",
        "source": "The Agency",
        "notes": "A made note.",
        "fatalities": "0",
    }
    return read_table_or_events(_csv(tmp_path / "acled.csv", [row], ACLED_COLUMNS))


def test_acled_for_local_use(acled):
    (event,) = acled.events.events
    assert (event.id, event.kind, event.date.start, event.casualties.killed) == (
        "acled:UKR1",
        "strike",
        "2024-08-18",
        0,
    )
    assert event.places[0].precision is Precision.ADMIN1


def test_acled_rows_stay_out_of_exports_unless_one_has_the_rights(acled, tmp_path):
    assert write_events(acled.events, tmp_path / "out.geojson") == 1
    assert b"acled" not in (tmp_path / "out.geojson").read_bytes().lower()
    assert write_events(acled.events, tmp_path / "out.geojson", options=ExportOptions(i_have_rights=True)) == 0
    assert b"acled:UKR1" in (tmp_path / "out.geojson").read_bytes()


def _gdelt(country, kind, code="195"):
    cells = [""] * 61
    cells[0], cells[1], cells[26] = "1100", "20240818", code
    cells[51:58] = [kind, "Sometown, Somewhere", country, "", "", "49.5", "34.5"]
    cells[60] = "https://agency.example/1"
    return "\t".join(cells)


@pytest.mark.parametrize(("fips", "iso"), [("KN", "KP"), ("KS", "KR"), ("RS", "RU"), ("UP", "UA")])
def test_gdelt_gives_unverified_leads_with_iso_codes(tmp_path, fips, iso):
    (tmp_path / "gdelt.csv").write_text(_gdelt(fips, "4") + "\n")
    (event,) = read_table_or_events(tmp_path / "gdelt.csv").events.events
    assert (event.status, event.kind, event.places[0].country) == ("reported", "strike", iso)
    assert not event.reviewed
    assert "Unverified" in event.title


def test_gdelts_centre_of_a_country_is_no_pin(tmp_path):
    (tmp_path / "gdelt.csv").write_text(_gdelt("UP", "1", code="042") + "\n")
    (event,) = read_table_or_events(tmp_path / "gdelt.csv").events.events
    assert (event.kind, event.places[0].precision, event.places[0].lat) == ("lead", Precision.COUNTRY, None)


def test_timemap_events_with_their_sources(tmp_path):
    listed = [
        {
            "id": "T1",
            "description": "A strike",
            "date": "8/18/2024",
            "latitude": "49.5",
            "longitude": "34.5",
            "sources": ["S1"],
        },
        {"id": "T2", "description": "Undated", "date": "", "latitude": "0", "longitude": "0", "sources": []},
    ]
    (tmp_path / "events.json").write_text(json.dumps(listed))
    (tmp_path / "sources.json").write_text(json.dumps([{"id": "S1", "paths": ["https://post.example/1"]}]))
    reading = read_table_or_events(tmp_path / "events.json")
    first, second = reading.events.events
    assert (first.date.start, first.places[0].lat, reading.events.articles[0].url) == (
        "2024-08-18",
        49.5,
        "https://post.example/1",
    )
    assert second.places == ()
    assert second.date is None


def test_points_that_bellingcat_shifted_are_near_and_no_more(tmp_path):
    listed = [
        {"id": "B1", "description": "x", "date": "08/18/2024", "latitude": 49.5, "longitude": 34.5, "filters": []}
    ]
    (tmp_path / "api.json").write_text(json.dumps(listed))
    place = read_table_or_events(tmp_path / "api.json").events.events[0].places[0]
    assert (place.precision, place.radius_km) == (Precision.NEAR, 5)


def test_kml_by_others(tmp_path):
    (tmp_path / "doc.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>A</name><Placemark id="g1">'
        "<name>Strike on a depot</name><description><![CDATA[<b>bold</b> claim]]></description>"
        "<TimeStamp><when>2024-08-18</when></TimeStamp><Point><coordinates>34.5,49.5,0</coordinates></Point>"
        "</Placemark><Placemark><name>Way</name><LineString><coordinates>30,50 31,51 32,52</coordinates></LineString>"
        "</Placemark><Placemark><name>Zone</name><Polygon><outerBoundaryIs><LinearRing><coordinates>30,50 31,50 31,51 "
        "30,50</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>"
    )
    first, way, zone = read_table_or_events(tmp_path / "doc.kml").events.events
    assert (first.id, first.title, first.date.start) == ("g1", "Strike on a depot", "2024-08-18")
    assert (first.places[0].lon, first.places[0].lat) == (34.5, 49.5)
    assert first.reports[0].quote == "<b>bold</b> claim"
    assert way.places[0].extent == "LINESTRING (30 50, 31 51, 32 52)"
    assert way.legs == ()
    assert zone.places[0].extent.startswith("POLYGON ((30 50")
    assert zone.places[0].precision is Precision.REGION
    assert zone.places[0].radius_km == pytest.approx(66, abs=3)
