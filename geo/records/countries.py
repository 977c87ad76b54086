"""Country names, from CLDR by way of babel."""

from functools import cache

from geo.records.values import is_country_code, territories

__all__ = ["country_codes", "country_name", "is_country_code"]


def country_name(code: str, language: str = "en") -> str:
    """Return a country's name in a language, or the code itself where CLDR has none.

    Args:
        code: ISO 3166-1 alpha-2.
        language: BCP 47 tag; English where CLDR lacks it.
    """
    return territories(language).get(code, code)


@cache
def country_codes() -> dict[str, str]:
    """Return the code of each country by its English name."""
    return {name: code for code, name in territories("en").items()}
