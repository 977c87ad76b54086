"""Whether a capital stands for its government, or is where somebody speaks."""

from collections.abc import Sequence

from gazetteer.records import PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.placehood.evidence import is_chained
from gazetteer.toponyms.recognition.mentions import Mention

GOVERNED = (PlaceKind.COUNTRY, PlaceKind.CONTINENT)
_DATIVE_WINDOW = 8
_NEXT_WORDS = 2
_SAYING_WINDOW = 3
_MOVING_WINDOW = 10


def is_located(context: Context) -> bool:
    """Return whether something is in, near or off a place."""
    return bool(context.modified_left & {"relations.locative", "relations.near", "relations.sea"})


def is_metonym(  # noqa: PLR0911 (one return for each cue, the surest first)
    reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context]
) -> bool:
    """Return whether a capital stands for its government."""
    mention, context = mentions[number], around[number]
    if mention.kind is not None or context.modified_left & {"relations.near", "relations.sea"}:
        return False
    if _is_given_to(reading, mention, context):
        return True
    if _is_seat_of_power(reading, mention, context):
        return True
    if is_located(context) or _is_moved(reading, mentions, number, around):
        return False
    if is_chained(reading, mentions, number):
        return True
    if context.run_after or _is_contained(mentions, context):
        return False
    if _listed_with_places(mentions, number, around):
        return False
    if "speech.verbs" in context.right or context.left & {"relations.weak", "speech.between_capitals"}:
        return True
    # "Kyiv under attack": what follows speaks of arms, and nothing of a government.
    return not any("venue.arms" in found for found in window(reading, mention.last, _NEXT_WORDS))


def _is_seat_of_power(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether those who govern speak from a capital ("the ministry in Kyiv", "In Brussels, officials said")."""
    if "relations.locative" not in context.left:
        return False
    preposition = reading.before[mention.first]
    before = reading.before[preposition] if preposition >= 0 else -1
    ending = reading.ends[before]
    if ending & {"speech.officials", "speech.impersonal"} and "venue.arms" not in ending:
        return True
    after = window(reading, mention.last, _SAYING_WINDOW)
    if any("venue.arms" in found for found in after):
        return False
    opens = before < 0 or not language_table(reading.language_at[mention.first]).nouns_capitalised
    return opens and any("speech.impersonal" in found for found in after)


def _is_moved(reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> bool:
    """Return whether something leaves a capital or goes there ("flown from Nairobi", "d'Abou Dhabi à Amdjarass")."""
    mention, context = mentions[number], around[number]
    if "relations.from_to" not in context.left:
        return False
    words = reading.tokens
    for other, gap in ((number + 1, words.keys[mention.last + 1 :][:1]), (number - 1, ())):
        if 0 <= other < len(mentions) and not mentions[other].person:
            one, two = sorted((mentions[number], mentions[other]), key=lambda found: found.first)
            between = two.first - one.last
            linked = "relations.from_to" in around[other].left or "relations.locative" in around[other].left
            if between == 2 and linked and mentions[other].places and (gap or other < number):  # noqa: PLR2004
                return True
    found = window(reading, mention.first, -_MOVING_WINDOW) + window(reading, mention.last, _MOVING_WINDOW)
    return any("relations.travel" in classes for classes in found)


def _is_contained(mentions: Sequence[Mention], context: Context) -> bool:
    """Return whether the area that a name lies in follows it ("Moscow, Idaho")."""
    after = context.comma_after
    return after >= 0 and any(
        place.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1) for place in mentions[after].places[:2]
    )


def _is_given_to(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether something is given to a government ("supply arms to Moscow"), not sent to a city."""
    if not context.left & {"relations.dative"}:
        return False
    classes = window(reading, mention.first, -_DATIVE_WINDOW)
    beyond = window(reading, mention.last, _DATIVE_WINDOW)
    travels = any("relations.travel" in found for found in classes + beyond)
    return any("relations.dative_verbs" in found for found in classes) and not travels


def _listed_with_places(mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> bool:
    """Return whether a capital stands in a list with towns that are no capitals."""
    for other in (around[number].joined_before, around[number].joined_after):
        if other >= 0 and mentions[other].places:
            place = mentions[other].places[0]
            if place.kind not in GOVERNED and place.feature_code != "PPLC":
                return True
    return False


def window(reading: Reading, at: int, reach: int) -> list[frozenset[str]]:
    """Return the cue classes of the words around, the nearest first, within the sentence."""
    step = 1 if reach > 0 else -1
    classes_at = reading.starts if reach > 0 else reading.ends
    numbers = reading.tokens.sentence
    found = []
    for other in range(at + step, at + reach + step, step):
        if not 0 <= other < len(numbers) or numbers[other] != numbers[at]:
            break
        found.append(classes_at[other])
    return found
