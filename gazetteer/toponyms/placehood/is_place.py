"""Whether a name stands for a place at all: features of its context, weighed by a learned linear model."""

import math
from collections.abc import Mapping
from functools import cache

from gazetteer.datafiles import read_toml
from gazetteer.match.morphology import is_common_noun
from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import FOLDER, language_table
from gazetteer.text.lexicon import EntryKind, Lexicon
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.stated import Container
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.resolution.candidates import is_reviewed

_AREA_KINDS = ("admin1", "admin2")
_RANKER = "ranker.toml"
_EXTENDED = frozenset({PlaceKind.WATER, PlaceKind.REGION, PlaceKind.SITE})
_LONG_NAME = 6
_SHORT_NAME = 4
_LARGE_TOWN = 100_000
_PLACING = frozenset(
    {"relations.locative", "relations.near", "relations.sea", "relations.shelled", "relations.from_to"}
)
_NO_PLACES = frozenset(
    {
        *("given_name", "given_before", "person_here", "title_before", "kin_before", "media_before"),
        *("company_before", "club_before", "club_here", "ship_here", "ship_before", "all_capitals"),
    }
)
_NO_CITYS = frozenset(
    {
        *("given_name", "given_before", "surname", "family_name", "person_here", "ship_here", "club_here"),
        *("capital_before", "capital_after", "hyphen_before", "all_capitals", "stop_word", "quoted"),
    }
)


@cache
def placehood_weights() -> Mapping[str, float]:
    """Return the shipped weights."""
    weights: Mapping[str, float] = read_toml(f"{FOLDER}/{_RANKER}")["placehood"]
    return weights


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return how probably a name with these features is a place."""
    score = weights.get("constant", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


def is_certain(  # noqa: PLR0911 (one return a reason)
    mention: Mention, context: Context, lexicon: Lexicon, container: Container | None = None
) -> bool:
    """Return whether tables settle what a name is, so that nothing is to be weighed."""
    if mention.person:
        return True
    if mention.entry is not None and _is_plain_country(mention, context, lexicon):
        return True
    if mention.entry is not None:
        return mention.entry.kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM, EntryKind.ORGANISATION)
    if container is not None and container.firm and _is_placed_in(container, context):
        return True
    if container is not None and not mention.places and _is_unknown_inside(context, container):
        return True
    if context.foreign and mention.places and context.modified_left & {"relations.locative", "relations.near"}:
        return True
    if mention.kind in _AREA_KINDS and not mention.places and "relations.inside" in context.modified_left:
        return True  # "in Maoxian county"
    return mention.named or (
        not context.quoted and (_is_reviewed(mention, lexicon) or _is_struck(mention, context, lexicon))
    )


def _is_placed_in(container: Container, context: Context) -> bool:
    """Return whether what holds a name is said to be an area, or something is said to be at the name."""
    if context.run_before or context.run_after or context.quoted:
        return False
    said = context.modified_left & {"relations.locative", "relations.near", "relations.sea", "relations.shelled"}
    return container.said or bool(said) or "relations.suffers" in context.right


def _is_unknown_inside(context: Context, container: Container) -> bool:
    """Return whether a name that no gazetteer has is in, near or from what is told, or heads a line before it."""
    alone = not (context.run_before or context.run_after or context.quoted)
    told = container.firm and (context.opens or "relations.from_to" in context.left)
    return alone and (told or bool(context.left & {"relations.inside", "relations.near"}))


def is_common_word(reading: Reading, mention: Mention, context: Context, *, certain: bool = False) -> bool:
    """Return whether a name is a common noun with a capital, and but a small town abroad is written so.

    "Сили оборони" are forces, and not Sealy in Texas, where nothing says that something is there.
    """
    if reading.tokens.words[mention.last + 1 : mention.last + 2] == ["$"]:
        return True  # "US$ 20"
    language = reading.language_at[mention.first]
    if mention.first != mention.last or mention.entry is not None or not mention.places:
        return False
    if certain or context.modified_left & {"relations.locative", "relations.near"} or context.comma_after >= 0:
        return False
    if mention.kind or context.people & {place.country for place in mention.places}:
        return False
    table = language_table(language)
    home = table.home
    if table.nouns_capitalised and context.article and all(_is_small_town(place) for place in mention.places):
        return True  # "eine Bombe": no village of Ethiopia
    known = any(
        place.kind is not PlaceKind.SETTLEMENT or place.country in home or place.population >= _LARGE_TOWN
        for place in mention.places
    )
    return not known and is_common_noun(mention.text, language)


def is_owner(mention: Mention, features: Mapping[str, float], home: tuple[str, ...]) -> bool:
    """Return whether what owns something is a city abroad whose name is nobody's: "Lashio's garrison", no Houston's."""
    if not features.get("possessive") or not features.get("own_name") or not _NO_CITYS.isdisjoint(features):
        return False
    city = mention.places[0]
    return city.population >= _LARGE_TOWN and city.country not in home


def may_be_place(features: Mapping[str, float], context: Context) -> bool:
    """Return whether a name stands where a place does, and nothing says that it is somebody's or something else's."""
    if context.quoted or context.run_before or context.run_after or not _NO_PLACES.isdisjoint(features):
        return False
    return bool(context.modified_left & _PLACING) or "relations.suffers" in context.right


def _is_small_town(place: Place) -> bool:
    return place.kind is PlaceKind.SETTLEMENT and place.population < _LARGE_TOWN


def _is_struck(mention: Mention, context: Context, lexicon: Lexicon) -> bool:
    """Return whether what only towns suffer is said of a name: "Stepanakert came under fire", "обстріл Слов'янська"."""
    said = "relations.suffers" in context.right or "relations.shelled" in context.left
    if not said or not mention.places or context.run_before or context.run_after or len(mention.key) < _SHORT_NAME:
        return False
    return not mention.key.isdecimal() and mention.key not in lexicon.other_words


def _is_plain_country(mention: Mention, context: Context, lexicon: Lexicon) -> bool:
    """Return whether a name is a country's and nothing else's: no given name, surname or part of a longer name."""
    if mention.entry is None or mention.entry.kind is not EntryKind.COUNTRY or len(mention.text) < _LONG_NAME - 1:
        return False
    alone = not (context.run_before or context.run_after)
    return alone and mention.key not in lexicon.other_words


def _is_reviewed(mention: Mention, lexicon: Lexicon) -> bool:
    """Return whether a name of several words is one of the project's own places: "Cape of Good Hope"."""
    own = {place.kind for place in mention.places if place.kind in _EXTENDED and is_reviewed(place)}
    if " " in mention.key:
        return bool(own)
    # A region of one word ("Baltikum"), if the word is nothing else.
    alone = PlaceKind.REGION in own and len(mention.key) >= _LONG_NAME
    return alone and mention.key not in lexicon.other_words
