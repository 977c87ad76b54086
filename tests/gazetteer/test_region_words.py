"""A word for regions makes the names after it regions, over an adjective and for a whole list."""

import pytest

from gazetteer.records import Precision
from gazetteer.toponyms.find import find_toponyms


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("es", "Hubo ataques contra las regiones ucranianas de Odesa y Poltava.", ["Odesa", "Poltava"]),
        ("fr", "Des drones ont frappé les régions ukrainiennes d'Odessa et de Poltava.", ["Odessa", "Poltava"]),
        ("de", "In der Grenzregion Brjansk traf eine Drohne einen Traktor.", ["Brjansk"]),
        ("nl", "Een drone trof de grensregio Brjansk.", ["Brjansk"]),
    ],
)
def test_regions_are_no_towns(gazetteer, language, text, names):
    found = {one.text: one.precision for one in find_toponyms(text, gazetteer=gazetteer, language=language)}
    assert [found[name] for name in names] == [Precision.ADMIN1] * len(names)
