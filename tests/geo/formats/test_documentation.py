"""docs/formats.md says what is there."""

import re
import textwrap
from pathlib import Path

import pytest

import geo
from geo.formats import FORMATS, write_events
from geo.formats.gis.geopackage.tables import attribute_tables
from geo.formats.layout.columns import columns_of, shapefile_names

_DOC = Path(__file__).parents[3] / "docs" / "formats.md"


@pytest.fixture(scope="module")
def text():
    return _DOC.read_text("utf-8")


def test_every_column_is_documented_as_the_code_has_it(text):
    for column in columns_of():
        assert f"| `{column.name}` | {column.type.value} |" in text, column.name
        assert column.about in text, column.name


def test_every_format_and_table_is_documented(text):
    for known in FORMATS:
        endings = ", ".join(f"`{ending}`" for ending in known.endings)
        assert f"| `{known.name}` | {endings} | {known.about} |" in text, known.name
    for table in attribute_tables():
        assert f"`{table.name}`" in text, table.name
    for long, short in shapefile_names().items():
        assert f"`{long}` as `{short}`" in text
        assert len(short) <= 10


def test_the_example_in_python_runs(text, events, tmp_path, monkeypatch):
    (example,) = re.findall(r"### In Python\n\n((?:    .*\n)+)", text)
    write_events(events, tmp_path / "events.json")
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(textwrap.dedent(example), names)  # noqa: S102 - our own documentation
    assert [event.id for event in names["reading"].events.events]
    assert names["frame"]["status"].dtype == "category"


def test_what_the_package_offers_is_there():
    assert all(callable(getattr(geo, name)) for name in geo.__all__)
    with pytest.raises(AttributeError):
        geo.nothing_of_that_name  # noqa: B018 - asking is the test
