"""What a name does in its sentence: a place, a government, a people, a venue, an institution."""

from collections.abc import Mapping, Sequence

from gazetteer.records import Place, PlaceKind, Precision, Role
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.is_place import is_chained, is_club, is_ship
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.resolve import shared_kind

_WINDOW = 9
_NOTHING: frozenset[str] = frozenset()
_DATIVE_WINDOW = 8
_NEXT_WORDS = 2
_GOVERNED = (PlaceKind.COUNTRY, PlaceKind.CONTINENT)
_PRECISIONS = {
    PlaceKind.SETTLEMENT: Precision.SETTLEMENT,
    PlaceKind.SITE: Precision.SITE,
    PlaceKind.ADMIN1: Precision.ADMIN1,
    PlaceKind.ADMIN2: Precision.ADMIN2,
    PlaceKind.COUNTRY: Precision.COUNTRY,
    PlaceKind.CONTINENT: Precision.REGION,
    PlaceKind.REGION: Precision.REGION,
    PlaceKind.WATER: Precision.SEA,
}
_NEAR_KM = 10.0
_OFFSHORE_KM = 50.0
_INSTITUTION_AFTER = frozenset(
    {"organisations.after", "organisations.media_after", "organisations.clubs_after", "organisations.inhabitants_after"}
)
_DASHES = frozenset({"—", "–", "-"})
_OPENING = frozenset('«„“"‚‘')
_NAMESAKES = frozenset({"organisations.companies_before", "organisations.media_before", "organisations.namesakes"})
_NAMESAKES_AFTER = frozenset({"organisations.media_after", "organisations.companies_after"})
_OFFICIAL_WINDOW = 3
_SENTENCE = 40
_SAYING_WINDOW = 3
_MOVING_WINDOW = 10


def role_of(  # noqa: C901, PLR0911 (one return for each role, the surest first)
    reading: Reading,
    mentions: Sequence[Mention],
    number: int,
    around: Sequence[Context],
    place: Place | None,
    *,
    sport: Mapping[int, float] | None = None,
) -> Role:
    """Return the part that a mention plays.

    Args:
        reading: The text.
        mentions: All its mentions.
        number: Which one.
        around: Their contexts.
        place: What it was settled on.
        sport: How much each sentence speaks of sport; without it every name is taken for a place.
    """
    mention, context = mentions[number], around[number]
    if mention.person:
        return Role.PERSON
    kind = mention.entry.kind if mention.entry else None
    if kind is EntryKind.ORGANISATION:
        return Role.VENUE if _is_dateline(reading, mention, context) else Role.ORGANISATION
    if kind is EntryKind.AREA_DEMONYM and _names_area(reading, mention, number, around):
        return Role.LITERAL
    if kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM):
        return Role.ORGANISATION if sport is not None and _is_paper(reading, mention, context) else Role.DEMONYM
    dateline = _is_dateline(reading, mention, context)
    if sport is not None and not dateline and _is_namesake(reading, mention, context, place, sport):
        return Role.ORGANISATION
    if place is not None and place.kind in _GOVERNED:
        located = _is_located(context) or _is_bound(context) or _contains(mentions, context)
        return Role.LITERAL if located else Role.ACTOR
    if dateline:
        return Role.VENUE
    if _is_capital(mention, place) and _is_metonym(reading, mentions, number, around):
        return Role.METONYM
    if _is_institution(mention, context):
        return Role.ACTOR
    if _is_anchor(reading, mentions, number, around):
        return Role.VENUE
    return Role.VENUE if _is_venue(reading, mention) else Role.LITERAL


def precision_of(place: Place | None, context: Context, mention: Mention) -> tuple[Precision | None, float | None]:
    """Return how exactly the wording places something, and the radius of what is not a point."""
    if place is None:
        return (Precision.ADMIN1 if mention.kind == "admin1" else None), None
    precision = _PRECISIONS[place.kind]
    point = precision in (Precision.SETTLEMENT, Precision.SITE)
    if point and "relations.sea" in context.modified_left:
        return Precision.SEA, _OFFSHORE_KM
    if point and "relations.near" in context.modified_left:
        return Precision.NEAR, _NEAR_KM
    return precision, place.radius_km if precision in (Precision.REGION, Precision.SEA) else None


def _is_capital(mention: Mention, place: Place | None) -> bool:
    """Tell whether a name is that of its country's capital, even where it was settled on the area around."""
    if place is None or mention.kind is not None:
        return False
    return any(other.feature_code == "PPLC" and other.country == place.country for other in mention.places[:4])


def _is_located(context: Context) -> bool:
    return bool(context.modified_left & {"relations.locative", "relations.near", "relations.sea"})


def _is_bound(context: Context) -> bool:
    """Tell whether the words before a country speak of its ground ("bound for Chad", "the north of Mali")."""
    return "relations.bound" in context.modified_left


def _is_paper(reading: Reading, mention: Mention, context: Context) -> bool:
    """Tell whether a demonym opens a paper's or station's name ("Wiener Kurier", «Московские новости»)."""
    after = reading.after(mention.last)
    if after < 0 or not mention.text[:1].isupper() or "organisations.media_after" not in context.right:
        return False
    quoted = reading.tokens.words[mention.first - 1] in _OPENING if mention.first else False
    return quoted or reading.tokens.capital[after]


def _is_namesake(
    reading: Reading, mention: Mention, context: Context, place: Place | None, sport: Mapping[int, float]
) -> bool:
    """Tell whether a town's or area's name is that of a club, a ship, a paper or a company."""
    if mention.kind is not None or (place is not None and place.kind in _GOVERNED and not sport):
        return False
    after = reading.after(mention.last)
    titled = after >= 0 and reading.tokens.capital[after] and bool(context.right & _NAMESAKES_AFTER)
    inside = "organisations.media_after" in reading.starting.get(mention.first, frozenset())
    governed = any(found.startswith("relations.") for found in context.left)
    if inside and mention.first and reading.tokens.capital[mention.first - 1] and not governed:
        return True  # "Суспільне Харків"; "В Одесі" only opens a sentence
    named_so = context.left | context.demonym_left
    if is_ship(context) or named_so & _NAMESAKES or titled or "organisations.products_after" in context.right:
        return True
    if place is not None and place.kind in _GOVERNED and _speaks_of_arms(reading, mention):
        return False
    return is_club(reading, mention, context, sport)


def _speaks_of_arms(reading: Reading, mention: Mention) -> bool:
    """Tell whether a country's sentence speaks of arms, so that "tests", "team" and "against" mean no match."""
    return any(
        "venue.arms" in found for reach in (_SENTENCE, -_SENTENCE) for found in _window(reading, mention.last, reach)
    )


def _names_area(reading: Reading, mention: Mention, number: int, around: Sequence[Context]) -> bool:
    """Tell whether an adjective and a kind word name an area ("Курської області"), also in a list of such."""
    if not language_table(reading.language_at(mention.first)).area_adjectives:
        return False
    return mention.kind in ("admin1", "admin2") or shared_kind(number, around) is not None


def _contains(mentions: Sequence[Mention], context: Context) -> bool:
    """Tell whether a country only says where the place before it lies ("Kharkiv region, Ukraine")."""
    before = context.comma_before
    return before >= 0 and any(place.kind not in _GOVERNED for place in mentions[before].places[:1])


def _is_dateline(reading: Reading, mention: Mention, context: Context) -> bool:
    """Tell whether a name opens a paragraph and a dash follows ("KYIV — ", "KYIV (Reuters) - ")."""
    if not context.opens and not (context.article and reading.before(reading.before(mention.first)) < 0):
        return False
    sentence = reading.sentences[reading.tokens.sentence[mention.first]]
    starts_line = sentence.start == 0 or reading.tokens.text[sentence.start - 1] in "\n\r"
    words = reading.tokens.words[mention.last + 1 : mention.last + 9]
    dash = next((at for at, word in enumerate(words) if word in _DASHES), -1)
    if not starts_line or dash < 0:
        return False
    glued = (
        words[dash] == "-"
        and reading.tokens.starts[mention.last + 1 + dash] == reading.tokens.ends[mention.last + dash]
    )
    return not glued and (dash == 0 or words[0] in "(,")


def _is_metonym(  # noqa: PLR0911 (one return for each cue, the surest first)
    reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context]
) -> bool:
    """Tell whether a capital stands for its government."""
    mention, context = mentions[number], around[number]
    if mention.kind is not None or context.modified_left & {"relations.near", "relations.sea"}:
        return False
    if _is_given_to(reading, mention, context):
        return True
    if _is_seat_of_power(reading, mention, context):
        return True
    if _is_located(context) or _is_moved(reading, mentions, number, around):
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
    return not any("venue.arms" in found for found in _window(reading, mention.last, _NEXT_WORDS))


def _is_seat_of_power(reading: Reading, mention: Mention, context: Context) -> bool:
    """Tell whether those who govern speak from a capital ("the ministry in Kyiv", "In Brussels, officials said")."""
    if "relations.locative" not in context.left:
        return False
    preposition = reading.before(mention.first)
    before = reading.before(preposition) if preposition >= 0 else -1
    ending = reading.ending.get(before, frozenset()) if before >= 0 else frozenset()
    if ending & {"speech.officials", "speech.impersonal"} and "venue.arms" not in ending:
        return True
    after = _window(reading, mention.last, _SAYING_WINDOW)
    if any("venue.arms" in found for found in after):
        return False
    opens = before < 0 or not language_table(reading.language_at(mention.first)).nouns_capitalised
    return opens and any("speech.impersonal" in found for found in after)


def _is_moved(reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> bool:
    """Tell whether something leaves a capital or goes there ("flown from Nairobi", "d'Abou Dhabi à Amdjarass")."""
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
    found = _window(reading, mention.first, -_MOVING_WINDOW) + _window(reading, mention.last, _MOVING_WINDOW)
    return any("relations.travel" in classes for classes in found)


def _is_contained(mentions: Sequence[Mention], context: Context) -> bool:
    """Tell whether the area that a name lies in follows it ("Moscow, Idaho")."""
    after = context.comma_after
    return after >= 0 and any(
        place.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1) for place in mentions[after].places[:2]
    )


def _is_given_to(reading: Reading, mention: Mention, context: Context) -> bool:
    """Tell whether something is given to a government ("supply arms to Moscow"), not sent to a city."""
    if not context.left & {"relations.dative"}:
        return False
    classes = _window(reading, mention.first, -_DATIVE_WINDOW)
    beyond = _window(reading, mention.last, _DATIVE_WINDOW)
    travels = any("relations.travel" in found for found in classes + beyond)
    return any("relations.dative_verbs" in found for found in classes) and not travels


def _listed_with_places(mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> bool:
    """Tell whether a capital stands in a list with towns that are no capitals."""
    for other in (around[number].joined_before, around[number].joined_after):
        if other >= 0 and mentions[other].places:
            place = mentions[other].places[0]
            if place.kind not in _GOVERNED and place.feature_code != "PPLC":
                return True
    return False


def _is_institution(mention: Mention, context: Context) -> bool:
    """Tell whether a place is part of an institution's name ("Berlin police", "université de Kharkiv")."""
    if mention.kind is not None:
        return False
    return bool(
        context.right & _INSTITUTION_AFTER
        or context.after_run & _INSTITUTION_AFTER
        or "organisations.before" in context.left
    )


def _is_anchor(reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> bool:
    """Tell whether a place only says where another one lies ("Rozhivka, just north of Kyiv")."""
    if "relations.near" not in around[number].modified_left or number == 0:
        return False
    before = mentions[number - 1]
    between = reading.tokens.words[before.last + 1 : mentions[number].first]
    near = (
        len(between) <= _WINDOW
        and reading.tokens.sentence[before.last] == reading.tokens.sentence[mentions[number].first]
    )
    return near and bool(between) and between[0] in ",(" and bool(before.places) and not before.person


def _is_venue(reading: Reading, mention: Mention) -> bool:
    """Tell whether the nearest cue speaks of a visit or a statement, not of arms."""
    if mention.kind == "admin1":
        return False
    visit = _nearest(reading, mention, "venue.cues")
    arms = _nearest(reading, mention, "venue.arms")
    if visit is None:
        return False
    return arms is None or visit < arms


def _nearest(reading: Reading, mention: Mention, name: str) -> int | None:
    """Return how many words away the nearest phrase of a class stands, within the sentence's window."""
    best: int | None = None
    for distance, found in enumerate(_window(reading, mention.first, -_WINDOW), start=1):
        if name in found:
            best = distance
            break
    for distance, found in enumerate(_window(reading, mention.last, _WINDOW), start=1):
        if name in found and (best is None or distance < best):
            return distance
    return best


def _window(reading: Reading, at: int, reach: int) -> list[frozenset[str]]:
    """Return the cue classes of the words around, the nearest first, within the sentence."""
    step = 1 if reach > 0 else -1
    table = reading.starting if reach > 0 else reading.ending
    numbers = reading.tokens.sentence
    sentence, end = numbers[at], len(numbers)
    found = []
    for other in range(at + step, at + reach + step, step):
        if not 0 <= other < end or numbers[other] != sentence:
            break
        found.append(table.get(other, _NOTHING))
    return found
