"""What names are in sentences as news writes them, by the table `tests/data/mentions/news.toml`."""

import tomllib
from pathlib import Path

import pytest

from gazetteer.toponyms.find import LOCATED_ROLES, find_toponyms

TABLE = Path(__file__).parents[1] / "data" / "mentions" / "news.toml"


def cases() -> list[tuple[str, str, dict[str, str]]]:
    """Return language, sentence, and what each name in it is."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [(language, text, names) for language, rows in table.items() for text, names in rows.items()]


@pytest.mark.parametrize(("language", "text", "names"), cases())
def test_names_are_what_the_sentence_makes_of_them(gazetteer, language, text, names):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    for name, wanted in names.items():
        start = text.index(name)
        over = [one for one in found if one.start < start + len(name) and start < one.end]
        if not wanted:
            assert not any(one.role in LOCATED_ROLES for one in over), over
            continue
        assert len(over) == 1, (name, over)
        said = {str(over[0].role), over[0].country, over[0].place.name if over[0].place else None}
        role, _, rest = wanted.partition(" ")
        parts = {role, *([rest] if rest else [])} if role in {"literal", "actor", "metonym", "person"} else {wanted}
        assert parts <= said, (name, over[0])
