"""What the whole text says about its words, gathered once: whether a town's name is a club's or a ship's, too."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from gazetteer.records import PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Findings, Mention


class Evidence(Struct, frozen=True, kw_only=True):
    """What the whole text says about its words."""

    lower: frozenset[str]  # Keys that the text also writes in lower case
    surnames: frozenset[str]
    located: Counter[str]  # how often each name stands after "in", beside a kind word or before its area
    countries: frozenset[str]  # Codes of the countries that the text names, or whose people
    home: frozenset[str]  # Codes of the countries where the text's language is written most
    sport: Mapping[int, float]  # how much a sentence speaks of sport, 0 to 1, by its index
    ships: frozenset[str]  # Keys that a ship bears somewhere in the text
    clubs: frozenset[str]  # Keys that a club bears somewhere in the text


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


PLACED = frozenset({"relations.locative", "relations.near", "organisations.residents_before"})
"""Before a name: something is there, or somebody lives there."""
_SCORE_SIGNS = frozenset({":", "-", "–"})
_POINTS = (70, 100)
_SHORT_SENTENCE = 4
_NUMERALS = frozenset({"II", "III", "IV", "V", "VI", "VII"})


def is_ship(context: Context) -> bool:
    """Return whether the words around say that a name is a ship's ("the freighter X", "X, a frigate")."""
    if "organisations.ships" in context.left | context.demonym_left | context.introduced | context.run_left:
        return True
    return "organisations.ships" in context.described and (context.article or not is_placed(context))


def is_club(reading: Reading, mention: Mention, context: Context, sport: Mapping[int, float]) -> bool:
    """Return whether a town stands for its club: amid words of sport, and nothing happens there."""
    if _CLUBS & (context.left | context.right):
        return True
    if "relations.origin" in context.left:
        return False
    if "sports.words" in context.described and not is_placed(context):
        return True
    if mention.kind is not None or is_placed(context) or context.comma_before >= 0:
        return False
    number = reading.tokens.sentence[mention.first]
    here = sport.get(number, 0.0)
    beside = sport_beside(reading, number, sport)
    plays = "sports.results" in context.right or "sports.results" in context.modified_left
    return here >= 1 or (plays and here + beside >= 0.5) or (here > 0 and beside >= 1)  # noqa: PLR2004 (one cue is half)


def sport_beside(reading: Reading, number: int, sport: Mapping[int, float]) -> float:
    """Return how much the sentences before and after speak of sport, within the paragraph."""
    found = 0.0
    for one, other in ((number - 1, number), (number, number + 1)) if sport else ():
        if one >= 0 and other < len(reading.sentences):
            gap = reading.tokens.text[reading.sentences[one].end : reading.sentences[other].start]
            if "\n" not in gap:
                found = max(found, sport.get(one if other == number else other, 0.0))
    return found


def is_placed(context: Context) -> bool:
    """Return whether the words around say that something is in or near a name's place."""
    return bool(context.modified_left & PLACED) or context.comma_after >= 0


_CLUBS = frozenset({"organisations.clubs_before", "organisations.clubs_after"})


def sport_by_sentence(reading: Reading) -> Mapping[int, float]:
    """Weigh the words of sport and the scores ("2:0", "34-20") of each sentence; results alone say nothing."""
    tokens = reading.tokens
    found: Counter[int] = Counter()
    results: set[int] = set()
    for classes, number in zip(reading.starts, tokens.sentence, strict=False):
        if "sports.words" in classes:
            found[number] += 1
        elif "sports.results" in classes:
            results.add(number)
    for at, word in enumerate(tokens.words):
        if word in _SCORE_SIGNS and _is_score(reading, at):
            found[tokens.sentence[at]] += 2 if word == ":" or _is_basketball(reading, at) else 1
    for number in results & found.keys():
        found[number] += 1
    for number, length in Counter(tokens.sentence).items():
        # "And Lübeck? Shot at goal three times."
        if length <= _SHORT_SENTENCE and not found[number]:
            found[number] = found.get(number + 1, 0)
    return {number: min(count, 2) / 2 for number, count in found.items() if count}


def _is_basketball(reading: Reading, sign: int) -> bool:
    """Return whether a score is as high as in basketball alone ("115-99"); votes have more, or sum up to a hundred."""
    one, other = (int(reading.tokens.words[at]) for at in (sign - 1, sign + 1))
    low, high = _POINTS
    return low <= min(one, other) and high <= max(one, other) < 2 * high


def _is_score(reading: Reading, sign: int) -> bool:
    """Return whether a sign parts two small numbers; a second one of two digits after a colon is a time of day."""
    tokens = reading.tokens
    if not 0 < sign < len(tokens.words) - 1:
        return False
    one, other = tokens.words[sign - 1], tokens.words[sign + 1]
    glued = tokens.ends[sign - 1] == tokens.starts[sign] and tokens.ends[sign] == tokens.starts[sign + 1]
    longest = 1 if tokens.words[sign] == ":" else 3
    return glued and one.isdecimal() and other.isdecimal() and len(one) <= 3 and len(other) <= longest  # noqa: PLR2004


def numbered(reading: Reading, mention: Mention) -> bool:
    """Return whether a number follows, as in names of ships and weapons ("Sparta II", "Agni-5")."""
    tokens, at = reading.tokens, mention.last + 1
    if at < len(tokens.words) and tokens.words[at] in _NUMERALS:
        return True
    glued = at + 1 < len(tokens.words) and tokens.words[at] == "-" and tokens.starts[at] == tokens.ends[mention.last]
    return glued and tokens.words[at + 1][0].isdecimal()
