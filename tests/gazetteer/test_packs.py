"""A pack carries the places of countries, with every name, to a machine without a network."""

import json
import zipfile

import pytest

from gazetteer import Gazetteer, GazetteerError
from gazetteer.errors import SourceError
from gazetteer.index.building import add_to_index, build_index
from gazetteer.index.packs import PackSource, write_pack
from gazetteer.index.sources.files import source_for_file
from gazetteer.match.keys import name_key

UKRAINE = """name,lat,lon,country,admin1,id,aliases,population
Kupiansk,49.71,37.61,UA,UA.07,geonames:703656,Куп'янськ|Kupjansk,28000
Aleppo,36.20,37.16,SY,SY.09,geonames:170063,حلب|Alep,2000000
Lublin,51.25,22.57,PL,PL.75,geonames:765876,,330000
"""
SMALL = """name,lat,lon,country,admin1,id
Koupiansk,49.70,37.60,UA,UA.07,geonames:703656
"""


OFF_EARTH = ["A", "settlement", "PPL", 200, 0, "UA", None, None, 0, None]


def index_of(folder, name, text):
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    build_index(folder / f"{name}.sqlite", [source_for_file(folder / f"{name}.csv")])
    return folder / f"{name}.sqlite"


@pytest.fixture
def pack(tmp_path):
    with Gazetteer.open(index_of(tmp_path, "whole", UKRAINE)) as gazetteer:
        assert write_pack(gazetteer.fetch, ["ua", "SY", "UA"], tmp_path / "p.armsatlas") == 2
    return tmp_path / "p.armsatlas"


def test_what_a_pack_carries_is_found_by_every_name_elsewhere(tmp_path, pack):
    target = index_of(tmp_path, "small", SMALL)
    add_to_index(target, [source_for_file(pack)])
    with Gazetteer.open(target) as gazetteer:
        for name in ("Куп'янськ", "Kupjansk", "Kupiansk", "Alep", "حلب"):
            assert gazetteer.exact(name_key(name)), name
        assert not gazetteer.exact(name_key("Lublin"))
        kupiansk = gazetteer.place("geonames:703656")
        assert (kupiansk.name, kupiansk.lat) == ("Koupiansk", 49.70), "what is there already stays"
        assert gazetteer.place("geonames:170063").population == 2_000_000


def test_the_same_index_gives_the_same_bytes(tmp_path, pack):
    with Gazetteer.open(tmp_path / "whole.sqlite") as gazetteer:
        write_pack(gazetteer.fetch, ["UA", "SY"], tmp_path / "q.armsatlas")
    assert (tmp_path / "q.armsatlas").read_bytes() == pack.read_bytes()


def test_a_pack_says_where_its_places_are_from(pack):
    source = PackSource(pack)
    assert source.countries == ["UA", "SY"]
    assert "whole: as its owner says" in source.licence


def test_a_country_without_places_is_an_error_and_writes_nothing(tmp_path):
    with Gazetteer.open(index_of(tmp_path, "whole", UKRAINE)) as gazetteer, pytest.raises(GazetteerError, match="ZZ"):
        write_pack(gazetteer.fetch, ["UA", "ZZ"], tmp_path / "p.armsatlas")
    assert not list(tmp_path.glob("*armsatlas*"))


@pytest.mark.parametrize(
    "line",
    [
        '{"ids":["x:1"]}',
        '{"ids":[],"place":[]}',
        "[1",
        '{"ids":["x:1"],"place":["A","settlement","PPL",200,0,"UA",null,null,0,null],"names":[]}',
    ],
)
def test_a_damaged_line_is_left_out_with_its_number(tmp_path, line):
    head = json.dumps({"format": "armsatlas-pack", "version": 1, "countries": ["UA"], "licences": []})
    with zipfile.ZipFile(tmp_path / "p.armsatlas", "w") as archive:
        archive.writestr("places.jsonl", f"{head}\n{line}\n")
    source = PackSource(tmp_path / "p.armsatlas")
    assert list(source.rows()) == []
    assert [problem.line for problem in source.problems] == [2]


def test_a_pack_of_a_later_version_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.armsatlas", "w") as archive:
        archive.writestr("places.jsonl", '{"format": "armsatlas-pack", "version": 2}\n')
    with pytest.raises(SourceError, match="not a pack of this version"):
        source_for_file(tmp_path / "p.armsatlas")
