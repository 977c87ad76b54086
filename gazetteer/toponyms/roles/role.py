"""What a name does in its sentence: a place, a government, a people, a venue, a club, a ship, an institution."""

from collections.abc import Mapping, Sequence

from gazetteer.records import PRECISION_OF, Place, Precision, Role
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.neighbours import common_words
from gazetteer.toponyms.placehood.evidence import is_club, is_ship
from gazetteer.toponyms.recognition.kind_words import OPENING_QUOTES
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.resolution.names import shared_kind
from gazetteer.toponyms.roles.metonyms import GOVERNED, is_located, is_metonym, window

_WINDOW = 9
_NEAR_KM = 10.0
_AREA_KM = 75.0
_OFFSHORE_KM = 50.0
_DASHES = frozenset({"—", "–", "-"})
_DATED = 8
_SHOUTED = 3


def role_of(  # noqa: C901, PLR0911 (one return for each role, the surest first)
    reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context], place: Place | None, *,
    sport: Mapping[int, float] | None = None,
) -> Role:  # fmt: skip
    """Return the part that a mention plays."""
    mention, context = mentions[number], around[number]
    if mention.person:
        return Role.PERSON
    kind = mention.entry.kind if mention.entry else None
    if kind is EntryKind.ORGANISATION:
        return Role.VENUE if _is_dateline(reading, mention, context) else Role.ORGANISATION
    if sport is not None and is_street(reading, mention, context):
        return Role.ORGANISATION
    if kind is EntryKind.AREA_DEMONYM and _names_area(reading, mention, number, around):
        return Role.LITERAL
    if kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM):
        return Role.ORGANISATION if sport is not None and is_paper(reading, mention, context) else Role.DEMONYM
    dateline = _is_dateline(reading, mention, context)
    if sport is not None and not dateline and is_namesake(reading, mention, context, place, sport):
        return Role.ORGANISATION
    if place is not None and place.kind in GOVERNED:
        located = is_located(context) or _is_bound(context) or _contains(mentions, context)
        return Role.LITERAL if located else Role.ACTOR
    if dateline:
        return Role.VENUE
    if is_attribute(context) or _is_clock(reading, mention):
        return Role.ACTOR
    if _is_capital(mention, place) and is_metonym(reading, mentions, number, around):
        return Role.METONYM
    if is_institution(mention, context):
        return Role.ACTOR
    if _is_anchor(reading, mentions, number, around):
        return Role.VENUE
    return Role.VENUE if _is_venue(reading, mention) else Role.LITERAL


def precision_of(place: Place | None, context: Context, mention: Mention) -> tuple[Precision | None, float | None]:
    """Return how exactly the wording places something, and the radius of what is not a point."""
    if place is None:
        return (Precision.ADMIN1 if mention.kind == "admin1" else None), None
    precision = PRECISION_OF[place.kind]
    point = precision in (Precision.SETTLEMENT, Precision.SITE)
    if point and "relations.sea" in context.modified_left:
        return Precision.SEA, _OFFSHORE_KM
    if point and "relations.near" in context.modified_left:
        return Precision.NEAR, _NEAR_KM
    if precision is Precision.SETTLEMENT and mention.kind in ("admin1", "admin2"):
        return Precision.REGION, _AREA_KM  # "the province of X", where the gazetteer has but the town
    return precision, place.radius_km if precision in (Precision.REGION, Precision.SEA) else None


def _is_capital(mention: Mention, place: Place | None) -> bool:
    """Return whether a name is that of its country's capital, even where it was settled on the area around."""
    if place is None or mention.kind is not None:
        return False
    return any(other.feature_code == "PPLC" and other.country == place.country for other in mention.places[:4])


def _is_bound(context: Context) -> bool:
    """Return whether the words before a country speak of its ground ("bound for Chad", "the north of Mali")."""
    return "relations.bound" in context.modified_left


def _names_area(reading: Reading, mention: Mention, number: int, around: Sequence[Context]) -> bool:
    """Return whether an adjective and a kind word name an area ("Курської області"), also in a list of such."""
    if not language_table(reading.language_at[mention.first]).area_adjectives:
        return False
    return mention.kind in ("admin1", "admin2") or shared_kind(number, around) is not None


def _contains(mentions: Sequence[Mention], context: Context) -> bool:
    """Return whether a country only says where the place before it lies ("Kharkiv region, Ukraine")."""
    before = context.comma_before
    return before >= 0 and any(place.kind not in GOVERNED for place in mentions[before].places[:1])


def _is_dateline(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether a name opens a paragraph and a dash follows ("KYIV — ", "KYIV (Reuters) - ", "Kiev.- ")."""
    if not context.opens and not (context.article and reading.before[reading.before[mention.first]] < 0):
        return False
    sentence = reading.sentences[reading.tokens.sentence[mention.first]]
    shouted = mention.text.isupper() and len(mention.text) > _SHOUTED
    starts_line = sentence.start == 0 or reading.tokens.text[sentence.start - 1] in "\n\r" or shouted
    words = reading.tokens.words[mention.last + 1 : mention.last + 13]
    # "Kiev, 8 de julio de 2025 (EFE).- ": a stop before the dash lets a longer day stand between.
    dash = next((at for at, w in enumerate(words) if w in _DASHES and (at < _DATED or words[at - 1] == ".")), -1)
    if not starts_line or dash < 0:
        return False
    glued = (
        words[dash] == "-"
        and reading.tokens.text[reading.tokens.ends[mention.last + dash] - 1] != "."
        and reading.tokens.starts[mention.last + 1 + dash] == reading.tokens.ends[mention.last + dash]
    )
    return not glued and (dash == 0 or words[0] in "(," or (dash == 1 and words[0] == "."))


def _is_anchor(reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> bool:
    """Return whether a place only says where another one lies ("Rozhivka, just north of Kyiv")."""
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
    """Return whether the nearest cue speaks of a visit or a statement, not of arms."""
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
    for distance, found in enumerate(window(reading, mention.first, -_WINDOW), start=1):
        if name in found:
            best = distance
            break
    for distance, found in enumerate(window(reading, mention.last, _WINDOW), start=1):
        if name in found and (best is None or distance < best):
            return distance
    return best


_SENTENCE = 40
_INSTITUTION_AFTER = frozenset(
    {"organisations.after", "organisations.media_after", "organisations.clubs_after", "organisations.inhabitants_after"}
)
_NAMESAKES = frozenset({"organisations.companies_before", "organisations.media_before", "organisations.namesakes"})
_NAMESAKES_AFTER = frozenset({"organisations.media_after", "organisations.companies_after"})


def is_paper(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether a demonym opens a paper's or station's name ("Wiener Kurier", «Московские новости»)."""
    after = reading.after[mention.last]
    if after < 0 or not mention.text[:1].isupper() or "organisations.media_after" not in context.right:
        return False
    quoted = reading.tokens.words[mention.first - 1] in OPENING_QUOTES if mention.first else False
    return quoted or reading.tokens.capital[after]


def is_street(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether a name is a street's ("Dublin Road", "la rue de Kiev", "на улице Харьковской")."""
    after = reading.after[mention.last]
    adjective = mention.entry is not None and mention.entry.kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM)
    inflected = language_table(reading.language_at[mention.first]).area_adjectives
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
    after = reading.after[mention.last]
    titled = after >= 0 and reading.tokens.capital[after] and bool(context.right & _NAMESAKES_AFTER)
    inside = "organisations.media_after" in reading.starts[mention.first]
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
    return reading.tokens.capital[last + 3] and "organisations.after" in reading.starts[last + 3]


def _speaks_of_arms(reading: Reading, mention: Mention) -> bool:
    """Return whether a country's sentence speaks of arms, so that "tests", "team" and "against" mean no match."""
    return any(
        "venue.arms" in found for reach in (_SENTENCE, -_SENTENCE) for found in window(reading, mention.last, reach)
    )


def is_attribute(context: Context) -> bool:
    """Return whether a place lends its name to a time or a flag ("Moscow time", "heure de Moscou")."""
    return "organisations.attributes_after" in context.right or "organisations.attributes_before" in context.left


def _is_clock(reading: Reading, mention: Mention) -> bool:
    """Return whether a place says by whose clock an hour is told ("о 15:10 за Києвом", "в 14:00 по Москве")."""
    before = reading.before[mention.first]
    if before < 1 or "organisations.clock_before" not in reading.ends[before]:
        return False
    hour = reading.tokens.words[max(0, before - 3) : before]
    return hour[-1].isdecimal() and any(":" in word for word in hour)


def is_institution(mention: Mention, context: Context) -> bool:
    """Return whether a place is part of an institution's name ("Berlin police", "université de Kharkiv")."""
    if mention.kind is not None:
        return False
    return bool(
        context.right & _INSTITUTION_AFTER
        or context.after_run & _INSTITUTION_AFTER
        or "organisations.before" in context.left
    )


def is_of_people(reading: Reading, mention: Mention) -> bool:
    """Return whether a demonym denotes people or their language: "Russians", "the French are", "in English".

    "Russian troops" are Russia's.
    """
    entry = mention.entry
    if entry is None or entry.kind not in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM):
        return False
    table = language_table(reading.language_at[mention.first])
    if entry.language != table.language:
        return False
    if table.people_endings and entry.form.endswith(table.people_endings):
        return True
    if not table.adjectives_first:
        return False
    after = reading.after[mention.last]
    word = reading.tokens.words[after] if after >= 0 else ""
    if not word[:1].isalnum():
        return word not in ("-", "‑", "'", "’")
    return reading.tokens.keys[after] in common_words(table.language)
