"""Where remnants were found that a text tells of after saying where a drone or missile came down."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.arms import closer_weapon, weapons_agree
from geo.reading.mentions import Mention, MentionPlace
from geo.records import PlaceRole

_REACH = 2
_HITS = ("strike:hit", "strike:noun", "strike:suffer", "strike:use", "strike:launch")


def found_where_it_fell(mentions: Sequence[Mention], last: Mention | None) -> list[Mention]:
    """Give a find without a place that of the crash told right before it: "Soldiers found the remains on Sunday".

    Args:
        mentions: What a sentence tells of.
        last: The event told last.
    """
    if last is None or not last.places or not _fell(last):
        return list(mentions)
    return [_placed(m, last) if _is_find_after(m, last) else m for m in mentions]


def is_only_crash(last: Mention, mentions: Sequence[Mention]) -> bool:
    """Return whether what was told last only came down and was then found: no strike, but a find."""
    return _fell(last) and any(m.kind == "recovery" and m.places == _sites(last) for m in mentions)


def _fell(last: Mention) -> bool:
    """Return whether something came down somewhere, and nothing was hit there and nobody hurt."""
    fell = last.sentence.has("strike:land") and not last.sentence.has(*_HITS)
    return last.kind == "strike" and fell and last.casualties is None


def _is_find_after(mention: Mention, last: Mention) -> bool:
    near = 0 < mention.sentence.number - last.sentence.number <= _REACH
    bare = mention.kind == "recovery" and not mention.places and mention.sentence.has("noun:remnant")
    agree = weapons_agree(last.weapon, mention.weapon)
    return near and bare and agree and mention.block is last.block


def _sites(last: Mention) -> tuple[MentionPlace, ...]:
    return tuple(place for place in last.places if place.role is PlaceRole.SITE)


def _placed(mention: Mention, last: Mention) -> Mention:
    weapon = closer_weapon(last.weapon, mention.weapon)
    return structs.replace(mention, places=_sites(last), weapon=weapon, date=mention.date or last.date)
