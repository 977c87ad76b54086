"""Countries that share a name, and halves of parted ones by their short names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import Entry, EntryKind, Lexicon
from gazetteer.text.reading import Reading
from gazetteer.text.tokens import phrase_keys
from gazetteer.toponyms.recognition.mentions import Mention, make_mention

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_GOING_ON = frozenset({"relations.part"})


def with_halves(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """Add the halves of parted countries by their short names: "the North", where the text speaks of North Korea."""
    named = {mention.entry.country for mention in mentions if mention.entry is not None}
    halves = {
        (language, phrase_keys(form)): Entry(kind=EntryKind.COUNTRY, form=form, language=language, country=country)
        for language in set(reading.sentence_languages)
        for country, forms in language_table(language).halves.items()
        if named & {country}
        for form in forms
    }
    if not halves:
        return list(mentions)
    taken = {at for mention in mentions for at in range(mention.first, mention.last + 1)}
    found = [_half(reading, halves, at) for at in range(len(reading.tokens)) if at not in taken]
    return sorted([*mentions, *(mention for mention in found if mention is not None)], key=lambda one: one.first)


def _half(reading: Reading, halves: Mapping[tuple[str, tuple[str, ...]], Entry], at: int) -> Mention | None:
    tokens = reading.tokens
    before, after = reading.before(at), reading.after(at)
    if not tokens.capital[at] or before < 0:
        return None
    entry = halves.get((reading.language_at(at), (tokens.keys[before], tokens.keys[at])))
    alone = after < 0 or not (tokens.capital[after] or reading.starts(after) & _GOING_ON)
    placed = reading.ends(reading.before(before)) if reading.before(before) >= 0 else frozenset()
    if entry is None or not alone or "relations.locative" in placed or tokens.words[after : after + 1] == ["-"]:
        return None
    return make_mention(reading, at, at, entry=entry)


def one_country(mentions: Sequence[Mention], lexicon: Lexicon, gazetteer: "Gazetteer") -> Iterator[Mention]:
    """Tell apart countries that share a short name ("Congo") by what else of them the text names."""
    shared = {
        mention.entry.form: others
        for mention in mentions
        if mention.entry and (others := lexicon.namesakes(mention.entry))
    }
    if not shared:
        yield from mentions
        return
    named: Counter[str] = Counter()
    for mention in mentions:
        if mention.entry is not None and mention.entry.country and mention.entry.form not in shared:
            named[mention.entry.country] += 1
        elif mention.entry is None and mention.key:
            named.update(place.country for place in gazetteer.exact(mention.key)[:1] if place.country)
    for mention in mentions:
        entries = shared.get(mention.entry.form) if mention.entry else None
        yield replace(mention, entry=max(entries, key=lambda entry: named[entry.country or ""])) if entries else mention
