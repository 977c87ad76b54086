"""Country codes and names, from CLDR by way of babel."""

from functools import cache

from babel import Locale, UnknownLocaleError

_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        names = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        names = Locale("en").territories
    return {code: str(name) for code, name in names.items() if len(code) == 2 and code not in _NOT_COUNTRIES}  # noqa: PLR2004


def is_country_code(code: str) -> bool:
    """Return whether `code` is an ISO 3166-1 alpha-2 code in use (Kosovo's XK, as GeoNames has it, too)."""
    return code in _territories("en")


def country_name(code: str, language: str = "en") -> str:
    """Return a country's name in a language, or the code itself where CLDR has none.

    Args:
        code: ISO 3166-1 alpha-2.
        language: BCP 47 tag; English where CLDR lacks it.
    """
    return _territories(language).get(code, code)


@cache
def country_codes() -> dict[str, str]:
    """Return the code of each country by its English name."""
    return {name: code for code, name in _territories("en").items()}
