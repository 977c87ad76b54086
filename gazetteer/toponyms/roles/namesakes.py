"""Whether a place's name is that of a club, a ship, a paper or an institution."""

from collections.abc import Mapping

from gazetteer.records import Place
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.placehood.clubs_and_ships import is_club, is_ship
from gazetteer.toponyms.recognition.kind_words import OPENING_QUOTES
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.roles.metonyms import GOVERNED, window

_SENTENCE = 40
_INSTITUTION_AFTER = frozenset(
    {"organisations.after", "organisations.media_after", "organisations.clubs_after", "organisations.inhabitants_after"}
)
_NAMESAKES = frozenset({"organisations.companies_before", "organisations.media_before", "organisations.namesakes"})
_NAMESAKES_AFTER = frozenset({"organisations.media_after", "organisations.companies_after"})


def is_paper(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether a demonym opens a paper's or station's name ("Wiener Kurier", «Московские новости»)."""
    after = reading.after(mention.last)
    if after < 0 or not mention.text[:1].isupper() or "organisations.media_after" not in context.right:
        return False
    quoted = reading.tokens.words[mention.first - 1] in OPENING_QUOTES if mention.first else False
    return quoted or reading.tokens.capital[after]


def is_street(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether a name is a street's ("Dublin Road", "la rue de Kiev", "на улице Харьковской")."""
    after = reading.after(mention.last)
    adjective = mention.entry is not None and mention.entry.kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM)
    inflected = language_table(reading.language_at(mention.first)).area_adjectives
    if inflected and not adjective:
        return False  # "на улицах Харькова" is in Kharkiv
    if "organisations.streets_before" in context.left:
        return True
    named = after >= 0 and (inflected or reading.tokens.capital[after])
    return named and mention.text[:1].isupper() and "organisations.streets_after" in context.right


def is_namesake(
    reading: Reading, mention: Mention, context: Context, place: Place | None, sport: Mapping[int, float]
) -> bool:
    """Return whether a town's or area's name is that of a club, a ship, a paper or a company."""
    if mention.kind is not None or (place is not None and place.kind in GOVERNED and not sport):
        return False
    if _owns_institution(reading, mention):
        return True
    after = reading.after(mention.last)
    titled = after >= 0 and reading.tokens.capital[after] and bool(context.right & _NAMESAKES_AFTER)
    inside = "organisations.media_after" in reading.starts(mention.first)
    governed = any(found.startswith("relations.") for found in context.left)
    if inside and mention.first and reading.tokens.capital[mention.first - 1] and not governed:
        return True  # "Суспільне Харків"; "В Одесі" only opens a sentence
    named_so = context.left | context.demonym_left
    if is_ship(context) or named_so & _NAMESAKES or titled or "organisations.products_after" in context.right:
        return True
    if place is not None and place.kind in GOVERNED and _speaks_of_arms(reading, mention):
        return False
    return is_club(reading, mention, context, sport)


def _owns_institution(reading: Reading, mention: Mention) -> bool:
    """Return whether a name in the possessive opens an institution's ("St. Paul's Hospital")."""
    words, last = reading.tokens.words, mention.last
    if words[last + 1 : last + 3] not in (["'", "s"], ["’", "s"]) or last + 3 >= len(words):
        return False
    return reading.tokens.capital[last + 3] and "organisations.after" in reading.starts(last + 3)


def _speaks_of_arms(reading: Reading, mention: Mention) -> bool:
    """Return whether a country's sentence speaks of arms, so that "tests", "team" and "against" mean no match."""
    return any(
        "venue.arms" in found for reach in (_SENTENCE, -_SENTENCE) for found in window(reading, mention.last, reach)
    )


def is_attribute(context: Context) -> bool:
    """Return whether a place lends its name to a time or a flag ("Moscow time", "heure de Moscou")."""
    return "organisations.attributes_after" in context.right or "organisations.attributes_before" in context.left


def is_institution(mention: Mention, context: Context) -> bool:
    """Return whether a place is part of an institution's name ("Berlin police", "université de Kharkiv")."""
    if mention.kind is not None:
        return False
    return bool(
        context.right & _INSTITUTION_AFTER
        or context.after_run & _INSTITUTION_AFTER
        or "organisations.before" in context.left
    )
