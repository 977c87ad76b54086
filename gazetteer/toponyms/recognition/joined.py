"""Joins the parts of a longer name that the gazetteer has: "Mala Pavlivka" in an area that holds it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import holds
from gazetteer.toponyms.recognition.mentions import Mention

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

LARGE_TOWN = 50_000
_HYPHENS = frozenset("-\u2011")
_AREA_KINDS = ("admin1", "admin2")


class Part(NamedTuple):
    """What a name may be that is but a part of a longer one."""

    largest: float = LARGE_TOWN  # so many people make a town one that is meant by its name
    areas: tuple[Place, ...] = ()  # those that are said to hold the whole name: a town elsewhere is not meant


def may_be_part(mention: Mention, part: Part = Part()) -> bool:  # noqa: B008 (frozen)
    """Return whether a name may be but a part of a longer one: no large town's that may be meant there."""
    if mention.entry is not None or mention.person or mention.kind in _AREA_KINDS:
        return False
    return all(
        (place.kind is PlaceKind.SETTLEMENT and place.population < part.largest)
        or (part.areas and not any(holds(area, place) for area in part.areas))
        for place in mention.places
    )


def is_opener(
    reading: Reading, by_first: Mapping[int, Mention], first: int, areas: Sequence[Place], gazetteer: "Gazetteer"
) -> bool:
    """Return whether a word has its capital from the sentence that it opens ("Yesterday Kupiansk (Kharkiv region)")."""
    following = by_first.get(first + 1)
    capitals = language_table(reading.language_at[first]).nouns_capitalised  # "Im Ort Tavares (Florida)"
    if following is None or first in by_first or (reading.before[first] >= 0 and not capitals):
        return False
    inside = any(holds(area, place) for area in areas for place in following.places)
    return inside and not gazetteer.first_words.contains([reading.tokens.keys[first]])[0]


def join(  # noqa: PLR0917 (what every step of one text passes on)
    reading: Reading, by_first: dict[int, Mention], first: int, last: int, gazetteer: "Gazetteer", part: Part
) -> None:  # fmt: skip
    """Join the words of a village's name that no table knows otherwise, and the names found among them."""
    end, inside = first - 1, []
    while end < last:
        mention = by_first.get(end + 1)
        if mention is not None:
            if not may_be_part(mention, part) or mention.last > last:
                break
            inside.append(mention)
            end = mention.last
        elif end >= first and reading.tokens.words[end + 1] in _HYPHENS and end + 1 < last:
            end += 2
        elif reading.starts[end + 1] or not reading.tokens.words[end + 1][0].isupper():
            break
        else:
            end += 1
    if end <= first or not inside or (len(inside) == 1 and inside[0].first == first and inside[0].last == end):
        return
    for mention in inside:
        del by_first[mention.first]
    kind = "site" if any(name.startswith("kinds.site") for name in reading.left[first]) else "settlement"
    joined = replace(inside[0], first=first, start=reading.tokens.starts[first], kind=kind, named=True)
    by_first[first] = renamed(reading, joined, end, gazetteer)


def renamed(reading: Reading, mention: Mention, last: int, gazetteer: "Gazetteer") -> Mention:
    """Return a mention that ends later, with the places of its longer name."""
    text = reading.tokens.slice(mention.first, last)
    key = name_key(text)
    places = gazetteer.exact(key)
    return replace(mention, last=last, end=reading.tokens.ends[last], text=text, key=key, keys=(key,), places=places)
