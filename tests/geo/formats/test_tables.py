"""Tables as people keep them: every quirk comes out as the event that it means, or is said."""

import csv
import io
import zipfile

import pytest
from msgspec import structs

from gazetteer.records import Candidate, MatchKind, Place, PlaceKind, Precision, Status
from geo.formats import ExportOptions, write_events
from geo.formats.beside import start_mapping, write_rejects
from geo.formats.columns.headers import LANGUAGES, find_value, header_text, known_keys, read_header
from geo.formats.columns.mapping import Mapping, read_mapping
from geo.formats.problems import Severity, problem_lines
from geo.formats.reading import read_table_or_events
from geo.formats.tables.placing import settle
from geo.records import DatePrecision, Mode, PlaceRole, Qualifier
from geo.records.errors import FormatError

FRENCH = """Tableau 1 : faits relevés au second semestre;;;;;;;;;;;;;;;;;;;;;;;;
Réf.;Date;Type;Ville touchée;Latitude;Longitude;Pays;Précision;Quantité;Arme;Morts;Blessés;Statut;Selon;Démenti par;\
Source 1;Lien 2;Citation;Date de publication;Remarques;Navire;N° OMI;Pavillon;Contesté;Relu
A1;18/08/2024;Frappe;Rojivka;50,60176;30,75746;Ukraine;ville;3 missiles;missile balistique;2;5;affirmé;état-major; ;\
https://a.example/1;https://b.example/2;« trois missiles »;20/08/2024;à vérifier;;;;non;oui
A2;03/09/2024;Livraison;Port;42,25;130,3;Corée du Nord;environs;plus de 1 000 conteneurs;;;;;A; B;\
Le Quotidien;;;;;Angara;9179842;Russie;;
A3;31/02/2024;Frappe;Quelque part;0;0;UA;;;;au moins 3;;;;;;;;;;;;;;
A1;04/09/2024;Frappe;Ailleurs;49,58;34,55;UA;;;;;;;;;;;;;;;;;;
;;;;;;;;;;;;;;;;;;;;;;;;
"""

ENGLISH = {
    "Event ID": "B7",
    "Event type": "Arms transfer",
    "Headline": "Containers by sea and rail",
    "Description": "What the analyst wrote",
    "Start date": "1 September 2023",
    "End date": "Oct 1, 2023",
    "Date as reported": "between 1 September and 1 October",
    "Origin": "Najin",
    "Origin latitude": "42.249 N",
    "Origin longitude": "130°18'00\"E",
    "Origin country": "North Korea",
    "Via 1": "Dunai",
    "Via 1 lat": "42.88",
    "Via 1 lon": "132.34",
    "Destination": "Tikhoretsk",
    "Destination coordinates": "45.855, 40.125",
    "Country of destination": "Russia",
    "Mode of transport": "ship; train",
    "Quantity": "at least 1,000",
    "Unit": "containers",
    "Weapon used": "152 mm shells",
    "Ship name": "Angara",
    "IMO number": "9179842",
    "Flag": "RU",
    "Supplying country": "KP",
    "Recipient country": "Russian Federation",
    "Claimed by 1": "White House",
    "Claimed by 2": "State Department",
    "Denied by": "Foreign Ministry; Embassy",
    "Source 1 URL": "https://one.example/x",
    "Source 1 title": "First",
    "Source 1 outlet": "The One",
    "Source 1 publication date": "14/10/2023",
    "Source 1 quote": "more than 1,000 containers",
    "Source 2": "The Two https://two.example/y",
    "Comments": "internal",
    "Favourite colour": "green",
}


def _table(rows, *, delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def _read(tmp_path, text, *, encoding="utf-8", **options):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return read_table_or_events(path, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_a_french_table_with_title_semicolons_and_decimal_commas(tmp_path, encoding):
    reading = _read(tmp_path, FRENCH, encoding=encoding)
    first, second, third = reading.events.events
    assert (first.id, first.kind, first.date.start, first.date.precision) == ("A1", "strike", "2024-08-18", "day")
    place = first.places[0]
    assert (place.name, place.lat, place.lon, place.country) == ("Rojivka", 50.60176, 30.75746, "UA")
    assert (place.precision, place.status) == (Precision.SETTLEMENT, Status.RESOLVED)
    assert (first.quantities[0].value, first.quantities[0].unit) == (3, "missile")
    assert (first.casualties.killed, first.casualties.wounded) == (2, 5)
    assert (first.status, first.claimed_by, first.denied_by) == ("claimed", ("état-major",), ())
    assert first.reviewed
    urls = {article.id: article.url for article in reading.events.articles}
    cited = [urls[report.article] for report in first.reports]
    assert cited[:2] == ["https://a.example/1", "https://b.example/2"]
    assert first.reports[0].quote == "« trois missiles »"
    assert reading.events.articles[0].published == "2024-08-20"
    assert second.places[0].country == "KP"
    assert second.vessel.flag == "RU"
    assert (second.quantities[0].value, second.quantities[0].qualifier) == (1000, Qualifier.GT)
    assert second.quantities[0].unit == "container"
    assert third.places[0].lat is None
    assert third.date.start is None
    assert third.date.text == "31/02/2024"


def test_what_makes_no_sense_is_said_with_its_line_and_column(tmp_path):
    reading = _read(tmp_path, FRENCH)
    said = {(problem.line, problem.column): problem.message for problem in reading.problems}
    assert "31/02/2024" in said[5, "Date"]
    assert "0,0" in said[5, "Latitude"]
    killed = reading.events.events[2].casualties
    assert (killed.killed, killed.killed_qualifier, killed.killed_text) == (3, Qualifier.GTE, "au moins 3")
    assert [(reject.line, reject.reason) for reject in reading.rejects] == [(6, "id 'A1' stands twice")]
    write_rejects(reading, tmp_path / "rejects.csv")
    rows = list(csv.reader((tmp_path / "rejects.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["rejected line", "reason", "Réf.", "Date"]
    assert rows[1][:3] == ["6", "id 'A1' stands twice", "A1"]


def test_an_english_table_of_routes_with_numbered_columns(tmp_path):
    reading = _read(tmp_path, _table([list(ENGLISH), list(ENGLISH.values())], delimiter="\t"))
    (event,) = reading.events.events
    assert (event.id, event.kind, event.title) == ("B7", "shipment", "Containers by sea and rail")
    assert (event.date.start, event.date.end, event.date.precision) == ("2023-09-01", "2023-10-01", DatePrecision.RANGE)
    assert [place.role for place in event.places] == [PlaceRole.ORIGIN, PlaceRole.VIA, PlaceRole.DESTINATION]
    assert [(place.lat, place.lon) for place in event.places] == [(42.249, 130.3), (42.88, 132.34), (45.855, 40.125)]
    assert [(leg.from_, leg.to, leg.mode) for leg in event.legs] == [(0, 1, Mode.SEA), (1, 2, Mode.RAIL)]
    assert (event.quantities[0].value, event.quantities[0].qualifier) == (1000, Qualifier.GTE)
    assert (event.vessel.name, event.vessel.imo, event.actors.supplier, event.actors.recipient) == (
        "Angara",
        "9179842",
        "KP",
        "RU",
    )
    assert event.claimed_by == ("White House", "State Department")
    assert event.denied_by == ("Foreign Ministry", "Embassy")
    assert event.disputed
    articles = {article.id: article for article in reading.events.articles}
    one, two = (articles[report.article] for report in event.reports[:2])
    assert (one.url, one.title, one.publisher, one.published) == (
        "https://one.example/x",
        "First",
        "The One",
        "2023-10-14",
    )
    assert (two.url, two.publisher) == ("https://two.example/y", "The Two")
    assert event.reports[2].quote == "What the analyst wrote\ninternal"
    assert any("Favourite colour" in problem.message for problem in reading.problems)


def test_the_same_rows_get_the_same_ids_wherever_they_stand(tmp_path):
    rows = [
        ["date", "place", "lat", "lon", "kind"],
        ["2024-01-02", "A", "50", "30", "strike"],
        ["2024-01-03", "B", "51", "31", "strike"],
    ]
    one = _read(tmp_path, _table(rows)).events.events
    other = _read(tmp_path, _table([rows[0], rows[2], rows[1]])).events.events
    assert {event.id for event in one} == {event.id for event in other}


@pytest.mark.parametrize(
    ("dates", "first"),
    [(["03/04/2024", "25/12/2024"], "2024-04-03"), (["03/04/2024", "12/25/2024"], "2024-03-04")],
)
def test_a_column_that_shows_its_order_is_read_in_it(tmp_path, dates, first):
    rows = [
        ["date", "place", "lat", "lon", "kind"],
        *([day, f"P{at}", "50", "30", "strike"] for at, day in enumerate(dates)),
    ]
    reading = _read(tmp_path, _table(rows))
    assert reading.events.events[0].date.start == first
    assert not any("day or month" in problem.message for problem in reading.problems)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2024-03-06..2024-03-08", "2024-03-08"),
        ("2024-03-06/08", "2024-03-08"),
        ("06/03/2024-08/03/2024", "2024-03-08"),
        ("6.-8.3.2024", "2024-03-08"),
        ("2024-03-08..06", None),
    ],
)
def test_both_ends_of_a_range_are_read(tmp_path, text, last):
    (event,) = _read(tmp_path, _table([["date", "place", "kind"], [text, "P", "strike"]])).events.events
    assert (event.date.start, event.date.end) == ("2024-03-06" if last else None, last)


def test_a_column_that_shows_no_order_is_said(tmp_path):
    reading = _read(tmp_path, _table([["date", "place", "kind"], ["03/04/2024", "P", "strike"]]))
    assert any("day or month comes first" in problem.message for problem in reading.problems)


def test_a_mapping_file_explains_an_odd_table(tmp_path):
    odd = "Tir n°;Quand ?;Truc;Où ça\n1;2024-08-18;boum;50.6, 30.7\n"
    (tmp_path / "odd.csv").write_text(odd)
    (tmp_path / "map.toml").write_text(
        '[table]\nheader_row = 1\ndelimiter = ";"\n[columns]\n"Tir n°" = "id"\n"Quand ?" = "date"\n"Truc" = "kind"\n'
        '"Où ça" = "place_coordinates"\n[defaults]\nstatus = "claimed"\n[values.kind]\n"boum" = "strike"\n'
    )
    reading = read_table_or_events(tmp_path / "odd.csv", mapping=tmp_path / "map.toml")
    (event,) = reading.events.events
    assert (event.id, event.kind, event.status) == ("1", "strike", "claimed")
    assert (event.places[0].lat, event.places[0].lon) == (50.6, 30.7)


def test_a_mapping_to_start_from_reads_back(tmp_path):
    (tmp_path / "table.csv").write_text(FRENCH)
    draft = start_mapping(tmp_path / "table.csv")
    (tmp_path / "map.toml").write_text(draft)
    assert read_mapping(tmp_path / "map.toml").columns["Ville touchée"] == "place_name"
    by_hand = read_table_or_events(tmp_path / "table.csv", mapping=tmp_path / "map.toml")
    assert by_hand.events == read_table_or_events(tmp_path / "table.csv").events


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not = [toml", "map.toml"),
        ('[columns]\n"A" = "no such column"\n', "no such column"),
        ("[tabel]\n", "tabel"),
    ],
)
def test_a_wrong_mapping_file_is_one_line(tmp_path, content, message):
    (tmp_path / "map.toml").write_text(content)
    with pytest.raises(FormatError, match=message):
        read_mapping(tmp_path / "map.toml")


def test_a_table_without_known_headers_says_what_is_expected(tmp_path):
    with pytest.raises(FormatError, match="expected columns such as date, place"):
        _read(tmp_path, "foo,bar\n1,2\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_ours_is_known_by_its_own_header(language):
    for key in known_keys():
        found = read_header(header_text(read_header(key) or pytest.fail(key), language))
        assert found is not None
        assert found.key == key


def _candidate(name, *, population, kind=PlaceKind.SETTLEMENT, country="UA", score=0.9):
    place = Place(
        place_id=f"geonames:{population}",
        name=name,
        kind=kind,
        feature_code="PPL",
        lat=50.0,
        lon=30.0,
        country=country,
        population=population,
    )
    return Candidate(place=place, score=score, matched_name=name, match=MatchKind.EXACT)


def test_names_are_settled_only_where_no_doubt_is_left():
    village, namesake = _candidate("Ivanivka", population=900), _candidate("Ivanivka", population=700)
    city, oblast = (
        _candidate("Poltava", population=280_000),
        _candidate("Poltava", population=1_300_000, kind=PlaceKind.ADMIN1),
    )
    assert settle([]).status is Status.UNRESOLVED
    assert settle([village]).status is Status.RESOLVED
    ambiguous = settle([village, namesake])
    assert (ambiguous.status, ambiguous.lat, len(ambiguous.rivals)) == (Status.AMBIGUOUS, None, 2)
    assert settle([city, oblast]).status is Status.RESOLVED
    assert settle([city, village]).lat == 50.0


def test_names_go_to_the_gazetteer_with_their_country(tmp_path):
    asked = []

    class Answers:
        def lookup(self, name, *, country=None, limit=10, fuzzy=True):
            asked.append((name, country, limit, fuzzy))
            return [_candidate("Ivanivka", population=900), _candidate("Ivanivka", population=700)]

    rows = [
        ["date", "place", "country", "kind"],
        ["2024-01-02", "Ivanivka", "Ukraine", "strike"],
        ["2024-01-03", "Ivanivka", "UA", "strike"],
    ]
    reading = _read(tmp_path, _table(rows), open_gazetteer=Answers)
    assert asked == [("Ivanivka", "UA", 10, False)]
    assert {event.places[0].status for event in reading.events.events} == {Status.AMBIGUOUS}
    assert sum("may mean 2 places" in problem.message for problem in reading.problems) == 2


def test_a_country_alone_is_never_a_pin(tmp_path):
    reading = _read(tmp_path, _table([["date", "country", "kind"], ["2024-01-02", "Iran", "test"]]))
    place = reading.events.events[0].places[0]
    assert (place.country, place.precision, place.lat) == ("IR", Precision.COUNTRY, None)


def test_a_changed_cell_of_our_own_table_comes_back_changed(events, tmp_path):
    path = tmp_path / "out.csv"
    write_events(events, path)
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("Conteneurs, par mer", "Retitled"), "utf-8")
    reading = read_table_or_events(path)
    assert reading.events.events[0].title == "Retitled"
    assert structs.replace(reading.events.events[0], title=events.events[0].title) == events.events[0]


def test_a_broken_cell_of_our_own_table_keeps_the_row_aside(events, tmp_path):
    path = tmp_path / "out.csv"
    write_events(events, path)
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("42.24938", "north", 1), "utf-8")
    reading = read_table_or_events(path)
    assert [event.id for event in reading.events.events] == ["e2", "e3", "e4", "e5"]
    assert reading.rejects[0].line == 2
    assert "'north' is no number" in reading.rejects[0].reason
    assert Severity.REJECTED in {problem.severity for problem in reading.problems}


def test_sources_survive_without_the_rows_of_articles(events, tmp_path):
    path = tmp_path / "out.csv"
    write_events(events, path)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    path.write_text(_table([row for row in rows if row[0] != "article"]))
    reading = read_table_or_events(path)
    assert reading.events.articles[0].url == "https://courier.example/a?b=1&c=2"


def test_no_cell_of_an_export_runs_as_a_formula(events, tmp_path):
    for ending in ("csv", "tsv"):
        path = tmp_path / f"out.{ending}"
        write_events(events, path)
        delimiter = "," if ending == "csv" else "\t"
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=delimiter):
            for cell in row:
                is_number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    with zipfile.ZipFile(_exported(events, tmp_path / "out.xlsx")) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def _exported(events, path, **options):
    write_events(events, path, options=ExportOptions(**options))
    return path


def test_openpyxl_reads_our_workbook(events, tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="an independent reader of workbooks")
    book = openpyxl.load_workbook(_exported(events, tmp_path / "out.xlsx"))
    sheet = book["events"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:4] == ["record", "id", "kind", "title"]
    assert sheet.freeze_panes == "A2"
    assert sheet["B2"].value == "e1"
    assert sheet.cell(2, headers.index("place1_lat") + 1).value == 42.24938


def test_a_workbook_by_others_with_merged_titles_and_dates(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="writes the workbook")
    import datetime as dt

    book = openpyxl.Workbook()
    book.active.title = "Lisez-moi"
    book.active.append(["Ce classeur recense des faits."])
    sheet = book.create_sheet("Faits")
    sheet.append(["", "", "Origine", "", "", "Destination", "", ""])
    sheet.merge_cells("C1:E1")
    sheet.merge_cells("F1:H1")
    sheet.append(["Date", "Type", "Lieu", "Latitude", "Longitude", "Lieu", "Latitude", "Longitude"])
    sheet.append([dt.date(2024, 8, 18), "Livraison", "Najin", 42.25, 130.3, "Dunaï", 42.88, 132.34])
    book.save(tmp_path / "book.xlsx")
    (event,) = read_table_or_events(tmp_path / "book.xlsx").events.events
    assert event.date.start == "2024-08-18"
    assert [(place.role, place.lat) for place in event.places] == [("origin", 42.25), ("destination", 42.88)]
    assert len(event.legs) == 1


_ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Faits"><table:table-row>{header}</table:table-row><table:table-row>
 <table:table-cell office:value-type="date" office:date-value="2024-08-18"><text:p>18/08/24</text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p>Frappe</text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p>Là-bas</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="50.5"><text:p>50,5</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="30.5"><text:p>30,5</text:p></table:table-cell>
 <table:table-cell table:number-columns-repeated="16379"/></table:table-row>
 <table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>
 </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_opendocument_sheet_with_a_million_empty_rows(tmp_path):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in ("Date", "Type", "Lieu", "Latitude", "Longitude")
    )
    with zipfile.ZipFile(tmp_path / "table.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", _ODS.format(header=cells).replace("\n <", "<"))
    (event,) = read_table_or_events(tmp_path / "table.ods").events.events
    assert (event.date.start, event.kind, event.places[0].lat) == ("2024-08-18", "strike", 50.5)


def test_defaults_do_not_replace_what_a_row_says(tmp_path):
    rows = [
        ["date", "place", "lat", "lon", "kind"],
        ["2024-01-02", "A", "50", "30", ""],
        ["2024-01-03", "B", "51", "31", "test"],
    ]
    reading = _read(tmp_path, _table(rows), mapping=Mapping(defaults={"kind": "strike"}))
    assert [event.kind for event in reading.events.events] == ["strike", "test"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Frappe de drone sur un dépôt", "strike"),
        ("Livraison d'obus", "shipment"),
        ("a test launch at sea", "test"),
        ("Livraison interceptée", None),
        ("looting", None),
    ],
)
def test_a_kind_is_found_among_other_words_where_they_mean_one_alone(words, kind):
    assert find_value("kind", words) == kind


def test_many_rows_with_the_same_trouble_are_one_line_of_the_report(tmp_path):
    rows = [["date", "place", "lat", "lon", "kind"], *(["31/02/2024", "A", "50", "30", "strike"] for _ in range(9))]
    rows.append(["30/02/2024", "A", "50", "30", "strike"])
    lines = list(problem_lines(_read(tmp_path, _table(rows)).problems))
    (often,) = [line for line in lines if "31/02/2024" in line]
    assert "lines 2, 3, 4, 5, 6 and 4 more, date: '31/02/2024' is no date" in often
    assert sum("30/02/2024" in line for line in lines) == 1


def test_rivals_are_told_apart_in_words():
    namesakes = settle([_candidate("Ivanivka", population=900), _candidate("Ivanivka", population=700)])
    assert namesakes.rivals[0].label == "Ivanivka, Ukraine"


def test_headers_that_go_on_in_the_row_below(tmp_path):
    rows = [
        ["Suivi 2024", "", "", "", "", "", "", ""],
        ["Date", "Nature", "Origine", "", "", "Via", "Destination", "Mode"],
        ["", "", "Lieu", "Latitude", "Longitude", "", "", ""],
        ["07/09/2023", "Livraison", "Najin", "42,2486", "130,2973", "", "Tikhoretsk", "bateau"],
    ]
    (event,) = _read(tmp_path, _table(rows)).events.events
    assert [(place.role, place.name, place.lat) for place in event.places] == [
        ("origin", "Najin", 42.2486),
        ("destination", "Tikhoretsk", None),
    ]
    assert event.legs[0].mode is Mode.SEA


def test_a_first_row_of_data_is_no_second_row_of_headers(tmp_path):
    rows = [
        ["date", "kind", "place", "lat", "lon"],
        ["", "test", "site", "", ""],
        ["2024-01-02", "test", "A", "1", "2"],
    ]
    assert len(_read(tmp_path, _table(rows)).events.events) == 2


def test_modes_one_after_the_other(tmp_path):
    rows = [
        ["date", "origin", "via", "destination", "mode"],
        ["2024-01-02", "A", "B", "C", "avion puis bateau"],
        ["2024-01-03", "A", "B", "C", "by pigeon"],
    ]
    first, second = _read(tmp_path, _table(rows)).events.events
    assert [leg.mode for leg in first.legs] == [Mode.AIR, Mode.SEA]
    assert [leg.mode for leg in second.legs] == [Mode.UNKNOWN, Mode.UNKNOWN]


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("50°27'00\"N 30°30'00\"E", (50.45, 30.5)),
        ("50.45, 30.52", (50.45, 30.52)),
        ("Kilometre 101", (None, None)),
        ("0.00, 0.00", (None, None)),
    ],
)
def test_a_position_in_the_column_of_names(tmp_path, name, point):
    reading = _read(tmp_path, _table([["date", "place", "kind"], ["2024-01-02", name, "strike"]]))
    place = reading.events.events[0].places[0]
    assert (place.name, place.lat, place.lon) == (name, *point)


class _Gazetteer:
    """Two villages of a name in two areas."""

    def lookup(self, name, *, country=None, limit=10, fuzzy=True, admin1=None, kind=None):  # noqa: ARG002 - the real one's
        areas = {"oblast de Kherson": "UA.08", "Poltava Oblast": "UA.18"}
        if kind is PlaceKind.ADMIN1:
            return [_in_area(_candidate(name, population=10**6, kind=kind), areas[name])] if name in areas else []
        if name != "Ivanivka":
            return [_candidate(part, population=500) for part in ("Bandar", "Astrakhan") if part == name]
        both = [_in_area(_candidate(name, population=900), code) for code in areas.values()]
        return [each for each in both if admin1 in (None, each.place.admin1)]

    def area(self, code):
        return _in_area(_candidate(code, population=10**6, kind=PlaceKind.ADMIN1), code).place


def _in_area(candidate, code):
    return structs.replace(candidate, place=structs.replace(candidate.place, admin1=code))


def test_the_area_of_a_row_tells_namesakes_apart(tmp_path):
    rows = [
        ["date", "place", "region", "country", "kind"],
        ["2024-01-02", "Ivanivka", "oblast de Kherson", "Ukraine", "strike"],
        ["2024-01-02", "Ivanivka", "Sumy", "Ukraine", "strike"],
    ]
    reading = _read(tmp_path, _table(rows), open_gazetteer=_Gazetteer)
    inside, elsewhere = (event.places[0] for event in reading.events.events)
    assert (inside.status, inside.admin1) == (Status.RESOLVED, "UA.08")
    assert elsewhere.status is Status.AMBIGUOUS


def test_stops_between_commas_where_each_is_a_place(tmp_path):
    rows = [
        ["date", "origin", "via", "destination"],
        ["2024-01-02", "A", "Bandar, Astrakhan", "C"],
        ["2024-01-03", "A", "Somewhere, Nowhere", "C"],
    ]
    reading = _read(tmp_path, _table(rows), open_gazetteer=_Gazetteer)
    stops = [[place.name for place in event.places if place.role == "via"] for event in reading.events.events]
    assert stops == [["Bandar", "Astrakhan"], ["Somewhere, Nowhere"]]
