"""Names of parties and weapons in a reader's language: the event file has English ones, or the articles' own."""

from functools import cache

from gazetteer.datafiles import read_toml
from gazetteer.text.language_tables import organisations
from geo.records.values import country_codes, country_name

_EVERYWHERE = "*"


def party_name(name: str, language: str) -> str:
    """Return a claimant's name in a language (BCP 47); as it stands where no table knows it, as with people.

    The event file lists a country's or organisation's English name, or an article's own words.
    """
    tongue = language.partition("-")[0]
    code = country_codes().get(name)
    if code is not None:
        return country_name(code, tongue)
    return _organisations(tongue).get(name, name)


def weapon_name(name: str, language: str) -> str:
    """Return what a language (BCP 47) calls a kind of weapon, as "ballistic missile"; a designation as it stands."""
    return _weapon_words().get(name, {}).get(language.partition("-")[0], name)


@cache
def _organisations(language: str) -> dict[str, str]:
    found = {}
    for row in organisations():
        if names := row.names.get(language) or row.names.get(_EVERYWHERE):
            found[row.canonical] = row.canonical if language == "en" else names[0]
    return found


@cache
def _weapon_words() -> dict[str, dict[str, str]]:
    return read_toml("arms/words.toml")
