"""Loaders: what they read, what they leave out, and that nothing a file holds breaks them."""

# ruff: noqa: E501, PT017 -- rows of test data read best in one line; fuzzing allows errors and does not require them

import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import GazetteerError, SourceError
from gazetteer.index.sources.files import source_for_file
from gazetteer.index.sources.geonames_dump import GeonamesCodesSource, GeonamesDumpSource
from gazetteer.index.sources.own_table import OwnTableSource
from gazetteer.index.sources.rows import NameFlag
from gazetteer.index.sources.whos_on_first import WhosOnFirstSource
from gazetteer.records import PlaceKind

DUMP = "8524505\tRozhivka\tRozhivka\tRozjivka,Рожівка,ro zhi fu ka\t50.60176\t30.75746\tP\tPPL\tUA\t\t13\t\t\t\t812\t\t108\tEurope/Kyiv\t2012-09-21\n"
NAMES = "1\t8524505\tuk\tРожівка\t1\t\t\t\t\t\n2\t8524505\tru\tРожевка\t\t\t\t1\t\t\n3\t8524505\tlink\thttps://x\t\t\t\t\t\t\n4\t7\tuk\tІнше\t\t\t\t\t\t\n"
WOF = {
    "id": 5,
    "name": "Рожівка",
    "placetype": "locality",
    "country": "UA",
    "lat": 50.6,
    "lon": 30.75,
    "population": None,
    "gn": 8524505,
}


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_dump_plain_and_zipped_give_the_same_rows(tmp_path):
    plain = write(tmp_path / "UA.txt", DUMP)
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("readme.txt", "GeoNames")
        archive.writestr("UA.txt", DUMP)
    rows = [list(source_for_file(path).rows()) for path in (plain, tmp_path / "UA.zip")]
    assert rows[0] == rows[1]
    (row,) = rows[0]
    assert (row.ids, row.kind, row.admin1, row.population) == (
        ("geonames:8524505",),
        PlaceKind.SETTLEMENT,
        "UA.13",
        812,
    )
    assert "ro zhi fu ka" not in {name.text for name in row.names}


def test_alternate_names_bring_languages_and_flags(tmp_path):
    source = GeonamesDumpSource(
        write(tmp_path / "UA.txt", DUMP), alternate_names=write(tmp_path / "alternateNamesV2.txt", NAMES)
    )
    names = {name.text: name for name in reversed(next(source.rows()).names)}
    assert (names["Рожівка"].language, names["Рожівка"].flags) == ("uk", NameFlag.PREFERRED)
    assert names["Рожевка"].flags == NameFlag.HISTORIC
    assert not {"https://x", "Інше"} & names.keys()


def test_broken_lines_of_a_dump_are_listed_and_the_rest_is_read(tmp_path):
    broken = (
        DUMP
        + "garbage\n"
        + DUMP.replace("50.60176", "fifty")
        + DUMP.replace("50.60176", "950")
        + "\n# comment\n"
        + DUMP
    )
    source = GeonamesDumpSource(write(tmp_path / "UA.txt", broken))
    assert len(list(source.rows())) == 2
    assert [problem.line for problem in source.problems] == [2, 3, 4]
    assert "19" in source.problems[0].reason


def test_whos_on_first_is_recognised_and_superseded_places_left_out(tmp_path):
    lines = [WOF, WOF | {"id": 6, "superseded": [5]}, WOF | {"id": 7, "lat": 400}, {"placetype": "locality"}]
    source = source_for_file(write(tmp_path / "wof.jsonl", "\n".join(map(json.dumps, lines)) + "\n{broken"))
    assert isinstance(source, WhosOnFirstSource)
    assert [row.ids for row in source.rows()] == [("geonames:8524505", "wof:5")]
    assert [problem.line for problem in source.problems] == [3, 4, 5]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("own.csv", "name,lat,lon,kind,aliases\nPoste 9,48.5,37.25,dépôt,P9|Neuf\n"),
        ("own.csv", "\ufeffNom;Latitude;Longitude;Nature;Autres noms\nPoste 9;48,5;37,25;dépôt;P9 | Neuf\n"),
        ("own.tsv", "lieu\tcoordonnées\tgenre\talias\nPoste 9\t48.5, 37.25\tdépôt\tP9;Neuf\n"),
        (
            "own.jsonl",
            json.dumps({"name": "Poste 9", "lat": 48.5, "lng": 37.25, "type": "depot", "aliases": ["P9", "Neuf"]}),
        ),
        (
            "own.geojson",
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "type": "Feature",
                            "geometry": {"type": "Point", "coordinates": [37.25, 48.5]},
                            "properties": {"nom": "Poste 9", "nature": "dépôt", "alias": "P9|Neuf"},
                        }
                    ],
                }
            ),
        ),
    ],
)
def test_own_tables_in_either_language_and_any_format(tmp_path, name, text):
    source = source_for_file(write(tmp_path / name, text))
    (row,) = source.rows()
    assert (row.name, row.lat, row.lon, row.kind) == ("Poste 9", 48.5, 37.25, PlaceKind.SITE)
    assert {alias.text for alias in row.names} == {"P9", "Neuf"}


def test_table_without_a_position_says_what_is_missing(tmp_path):
    with pytest.raises(SourceError, match="lacks a column for the name, and lat and lon"):
        list(source_for_file(write(tmp_path / "own.csv", "name,colour\nx,red\n")).rows())
    with pytest.raises(SourceError, match="empty"):
        source_for_file(write(tmp_path / "empty.csv", ""))
    with pytest.raises(SourceError, match="can't be read"):
        source_for_file(tmp_path / "none.csv")


def test_rows_of_a_table_without_sense_are_listed(tmp_path):
    text = "name,lat,lon\nA,1,2\nB,,\n,3,4\nC,nan,5\nD,91,0\n"
    source = OwnTableSource(write(tmp_path / "own.csv", text))
    assert [row.name for row in source.rows()] == ["A"]
    assert [problem.line for problem in source.problems] == [3, 4, 5, 6]


TABLES = {
    "admin1CodesASCII": "UA.18\tPoltava\tPoltava\t696634\nUA.24\tVolyn\tVolyn\t689064\n",
    "admin2Codes": "UA.18.7\tPoltavskyi Raion\tPoltavskyi Raion\t12216001\n",
    "countryInfo": "# remark\n#ISO\tISO3\n"
    "UA\tUKR\t804\tUP\tUkraine\tKyiv\t1\t1\tEU\t.ua\tUAH\tH\t380\t#####\t\tuk\t690791\tPL\t\n",
    "featureCodes_en": "P.PPLC\tcapital of a political entity\t\nnull\tnot available\n",
    "alternateNamesV2": "1\t706483\tuk\tХарків\t1\t\t\t\t\t\n2\t706483\tru\tХарьков\t\t\t1\t\t\t\n3\t706483\tlink\thttps://x\t\t\t\t\t\t\n4\t706483\ten\tCharkow\t\t\t\t\t1918\t1991\n5\t706483\tde\tSchlutzk\t\t1\t\t1\t\t\n",
}


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_codes_are_known_by_their_lines(tmp_path, table):
    source = source_for_file(write(tmp_path / "any-name.txt", TABLES[table]))
    assert isinstance(source, GeonamesCodesSource)
    rows = list(source.rows())
    assert source.problems == []
    assert [(code.code, code.name) for code in source.codes] == {
        "admin1CodesASCII": [("UA.18", "Poltava"), ("UA.24", "Volyn")],
        "admin2Codes": [("UA.18.7", "Poltavskyi Raion")],
        "countryInfo": [("UA", "Ukraine")],
        "featureCodes_en": [("PPLC", "capital of a political entity"), ("null", "not available")],
        "alternateNamesV2": [],
    }[table]
    assert {row.ids for row in rows} <= {
        (f"geonames:{number}",) for number in (696634, 689064, 12216001, 690791, 706483)
    }


def test_alternate_names_alone_keep_every_flag(tmp_path):
    source = source_for_file(write(tmp_path / "alternateNamesV2.txt", TABLES["alternateNamesV2"]))
    names = {name.text: (name.language, name.flags) for row in source.rows() for name in row.names}
    assert names == {
        "Харків": ("uk", NameFlag.PREFERRED),
        "Харьков": ("ru", NameFlag.COLLOQUIAL),
        "Charkow": ("en", NameFlag.HISTORIC),
        "Schlutzk": ("de", NameFlag.SHORT | NameFlag.HISTORIC),
    }


def test_lines_that_do_not_fit_a_table_of_codes_are_listed(tmp_path):
    source = source_for_file(write(tmp_path / "admin1.txt", TABLES["admin1CodesASCII"] + "UA.1\tno id\n\n"))
    assert len(list(source.rows())) == 2
    assert [problem.line for problem in source.problems] == [3]


PUBLISHED = {
    "admin1CodesASCII.txt": 3800,
    "admin2Codes.txt": 40_000,
    "countryInfo.txt": 250,
    "featureCodes_en.txt": 600,
}


@pytest.mark.parametrize(("file", "fewest"), PUBLISHED.items())
def test_published_tables_of_codes_are_read_whole(shared, file, fewest):
    source = source_for_file(shared / "gazetteers" / file)
    list(source.rows())
    assert source.problems == []
    assert len(source.codes) >= fewest


SUFFIXES = ["csv", "tsv", "txt", "jsonl", "geojson", "zip"]


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_are_rows_or_one_clear_error(tmp_path_factory, content, suffix):
    path = tmp_path_factory.mktemp("fuzz") / f"file.{suffix}"
    path.write_bytes(content)
    try:
        list(source_for_file(path).rows())
    except GazetteerError as error:
        assert str(path) in str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from([*WOF, "names", "geometry", "properties", "features", "type"]), JSON),
        min_size=1,
    ),
    st.sampled_from(["jsonl", "geojson"]),
)
def test_any_json_is_rows_or_one_clear_error(tmp_path_factory, records, suffix):
    path = tmp_path_factory.mktemp("fuzz") / f"file.{suffix}"
    text = (
        "\n".join(map(json.dumps, records))
        if suffix == "jsonl"
        else json.dumps({"type": "FeatureCollection", "features": records})
    )
    path.write_text(text, encoding="utf-8")
    for source in (OwnTableSource(path), WhosOnFirstSource(path)):
        try:
            list(source.rows())
        except GazetteerError as error:  # an error is allowed, not required
            assert str(path) in str(error)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"]), max_size=12),
        min_size=17,
        max_size=21,
    )
)
def test_any_cells_of_a_dump_are_a_row_or_a_problem(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("fuzz") / "UA.txt"
    path.write_text(DUMP + "\t".join(cells) + "\n", encoding="utf-8")
    source = GeonamesDumpSource(path)
    assert 1 <= len(list(source.rows())) + len(source.problems) <= 2
