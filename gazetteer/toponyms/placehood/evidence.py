"""What the whole text says about its words, gathered once."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from gazetteer.records import PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.placehood.clubs_and_ships import is_club, is_ship, numbered, sport_by_sentence
from gazetteer.toponyms.recognition.mentions import Findings, Mention


class Evidence(Struct, frozen=True, kw_only=True):
    """What the whole text says about its words."""

    lower: frozenset[str]
    """Keys that the text also writes in lower case."""
    surnames: frozenset[str]
    located: Counter[str]
    """How often each name stands after "in", beside a kind word or before its area."""
    countries: frozenset[str]
    """Codes of the countries that the text names, or whose people."""
    home: frozenset[str]
    """Codes of the countries where the text's language is written most."""
    sport: Mapping[int, float]
    """How much a sentence speaks of sport, 0 to 1, by its index."""
    ships: frozenset[str]
    """Keys that a ship bears somewhere in the text."""
    clubs: frozenset[str]
    """Keys that a club bears somewhere in the text."""


def gather_evidence(reading: Reading, findings: Findings, around: Sequence[Context]) -> Evidence:
    """Read the whole text for what decides about its single names."""
    tokens = reading.tokens
    lower = frozenset(key for key, word in zip(tokens.keys, tokens.words, strict=True) if word[0].islower())
    located: Counter[str] = Counter()
    for mention, context in zip(findings.mentions, around, strict=True):
        if not mention.person and (is_located(context) or mention.kind):
            located[mention.key] += 1
    surnames = frozenset(name for person in findings.people for name in person.surnames)
    countries = frozenset(
        mention.entry.country for mention in findings.mentions if mention.entry and mention.entry.country
    )
    sport = sport_by_sentence(reading)
    pairs = list(zip(findings.mentions, around, strict=True))
    return Evidence(
        lower=lower,
        surnames=surnames,
        located=located,
        countries=countries,
        home=frozenset(language_table(reading.language).home),
        sport=sport,
        ships=frozenset(
            mention.key
            for mention, context in pairs
            if mention.key and (is_ship(context) or numbered(reading, mention))
        ),
        clubs=frozenset(
            mention.key for mention, context in pairs if mention.key and is_club(reading, mention, context, sport)
        ),
    )


def is_chained(reading: Reading, mentions: Sequence[Mention], number: int) -> bool:
    """Return whether a capital or country is linked to another by a hyphen ("the Seoul-Washington-Tokyo statement")."""
    if not _is_seat(mentions[number]):
        return False
    words = reading.tokens.words
    for other in (number - 1, number + 1):
        if 0 <= other < len(mentions) and _is_seat(mentions[other]):
            one, two = sorted((mentions[number], mentions[other]), key=lambda mention: mention.first)
            if two.first - one.last == 2 and words[one.last + 1] in ("-", "–"):  # noqa: PLR2004 (the hyphen between)
                return True
    return False


def _is_seat(mention: Mention) -> bool:
    return any(place.feature_code == "PPLC" or place.kind is PlaceKind.COUNTRY for place in mention.places[:4])


def is_located(context: Context) -> bool:
    """Return whether something is in a name's place, or the area that holds it follows."""
    return "relations.locative" in context.modified_left or context.comma_after >= 0
