"""Places that head a section or a release: "JOS", "PORT DU CAP-HAÏTIEN", "Laredo Port of Entry - Media release"."""

from collections.abc import Sequence

from msgspec import structs

from gazetteer.records import Precision, Role
from geo.articles.blocks import BlockKind
from geo.language.grammar.clauses import find_triggers
from geo.language.sentence import Name, Sentence
from geo.reading.mentions import Mention, MentionPlace
from geo.records import PlaceRole

_SITED = ("seizure", "recovery")
_LONGEST = 10
_OFFICES = ("noun:customs", "noun:official", "noun:body", "noun:state_office")


def places_heading(sentences: Sequence[Sentence]) -> list[Name | None]:
    """Return for each sentence the place in the line that heads it: a section's head, or who issued the text."""
    alone = [
        s.block not in {o.block for o in sentences[max(0, i - 1) : i + 2] if o is not s}
        for i, s in enumerate(sentences)
    ]
    found: list[Name | None] = []
    place: Name | None = None
    for sentence, is_line in zip(sentences, alone, strict=True):
        if is_line and _is_head(sentence):
            named = [name for name in sentence.names if _is_spot(name)]
            place = named[0] if len({n.toponym.text for n in named}) == 1 else place
        found.append(place)
    return found


def _is_head(sentence: Sentence) -> bool:
    """Return whether a line only heads what follows: few words, no event; a headline only where it names an office."""
    if len(sentence.tokens) > _LONGEST or sentence.text.rstrip().endswith((".", "!", "?")) or find_triggers(sentence):
        return False
    if sentence.kind is BlockKind.CAPTION or sentence.dates:
        return False  # "Bamako, 6 November 2024" is where and when a text was filed
    return sentence.number > 0 or sentence.text.isupper() or sentence.has(*_OFFICES)


def _is_spot(name: Name) -> bool:
    place = name.toponym.place
    return place is not None and place.kind in ("settlement", "site") and name.toponym.role is not Role.PERSON


def at_head(mentions: Sequence[Mention], head: Name | None) -> list[Mention]:
    """Give a find or a seizure that names no place that of the line that heads it; not what is counted of a whole year.

    `head`: the place in the line that heads it.
    """
    if head is None:
        return list(mentions)
    return [structs.replace(m, places=(_site(head),)) if _lacks_place(m) else m for m in mentions]


def _lacks_place(mention: Mention) -> bool:
    if mention.kind not in _SITED or mention.places or mention.country or "cue:total" in mention.sentence.tags:
        return False
    date = mention.date
    return date is None or date.start is None or date.start[:7] == (date.end or date.start)[:7]


def _site(name: Name) -> MentionPlace:
    precision = name.toponym.precision or Precision.SETTLEMENT
    toponym = structs.replace(name.toponym, role=Role.LITERAL, precision=precision)
    return MentionPlace(role=PlaceRole.SITE, name=structs.replace(name, toponym=toponym))
