"""A sentence read for events: its words, cues, numbers, dates and names."""

import datetime as dt
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, structs

from gazetteer.records import ResolvedToponym, Role
from gazetteer.text.sentences import split_sentences
from geo.articles.blocks import Block, BlockKind
from geo.articles.reading import SourceText
from geo.language.dates.finding import FoundDate, after, count_on, find_dates, has_year
from geo.language.lexicon import Cue, Token, tokenise
from geo.language.quantities import CountedThing, Number, find_numbers, find_quantities
from geo.language.tables import EventTables, event_kinds, event_tables
from geo.records import EventDate

_SAME_STORY = 3  # So many sentences on, a day without a year follows one told with its year
_SHORT = 14  # Tokens of a line that may be but a place and a day ("Debre Tabor, 9 March 2025.")
_LONG_SENTENCE = 1500  # Code points; what a sentence costs to read grows with the square of its length
_SKIPPED = (BlockKind.TEASER, BlockKind.FURNITURE)

_WORDS = ("cue:", "noun:war")
_COMMON = frozenset({"noun:ship", "mode:rail", "mode:road", "mode:air", "mode:sea", "noun:remnant"})

_ROUND = 50
_ADJECTIVE = re.compile(r"\s[\w-]+\s")

_NAMED = ("vessel:", "weapon:")  # Things that bear names as towns do: "the Borkum", "a Barrett"
_COUNTED = ("unit:", "weapon:", "hurt:people", "noun:troops", "noun:arms")


class Name(Struct, frozen=True, kw_only=True):
    """A toponym in a sentence, with the words it covers."""

    toponym: ResolvedToponym
    first: int
    last: int

    @property
    def is_actor(self) -> bool:
        """Whether it stands for a country or government, or may."""
        return self.toponym.role in (Role.ACTOR, Role.METONYM) or self.is_country

    @property
    def is_country(self) -> bool:
        """Whether it names a country as a place."""
        return self.toponym.role is Role.LITERAL and self.toponym.precision == "country"

    @property
    def is_place(self) -> bool:
        """Whether something may have happened there: a literal place smaller than a country."""
        return self.toponym.role is Role.LITERAL and not self.is_country and not self.toponym.doubtful


class Sentence(Struct, frozen=True, kw_only=True):
    """One sentence. Spans of cues, dates and quantities are code points of the article's text."""

    number: int
    start: int
    end: int
    text: str
    kind: BlockKind
    block: int
    """Where its paragraph starts."""
    tables: EventTables
    tokens: Sequence[Token]
    cues: Sequence[Cue]
    numbers: Sequence[Number]
    quantities: Sequence[CountedThing]
    dates: Sequence[FoundDate]
    names: Sequence[Name]
    tags: Mapping[str, None]  # of its cues, in order
    tagged: Mapping[str, tuple[Cue, ...]]
    """Its cues by their tags, none for others: rules ask for them thousands of times an article."""
    groups: Mapping[str, tuple[Cue, ...]]
    """And by what stands before their tags' colon, as `weapon`."""
    worked_out: dict[str, Any]
    """What has been worked out from it once, by name; see `geo.language.grammar.clauses`."""

    def cued(self, *tags: str) -> Sequence[Cue]:
        """Return the cues with one of the tags, in order."""
        known = [tag for tag in tags if tag in self.tags]
        if len(known) > 1:
            return [cue for cue in self.cues if cue.tag in known]
        return self.tagged[known[0]] if known else ()

    def has(self, *tags: str) -> bool:
        """Return whether a cue has one of the tags."""
        return not self.tags.keys().isdisjoint(tags)

    def bare(self) -> "Sentence":
        """Return it without what was read in it: what an event keeps of it, and what travels between processes."""
        nothing: dict[str, Any] = dict.fromkeys(("tokens", "cues", "numbers", "quantities", "dates", "names"), ())
        return structs.replace(self, **nothing, tags={}, tagged={}, groups={}, worked_out={})

    def token_at(self, offset: int) -> int:
        """Return the index of the first word that starts at or after an offset."""
        return bisect_left(self.tokens, offset, key=lambda token: token.start)


_HEADER = 6  # Sentences in which an article may give its day without naming an event: "Thursday 13 November, 8 a.m."


def read_sentences(source: SourceText, toponyms: Sequence[ResolvedToponym]) -> Iterator[Sentence]:
    """Read an article's sentences, leaving out teasers and furniture.

    Args:
        source: The article.
        toponyms: Names found in its text, in order.
    """
    published = _day(source)
    starts = [toponym.start for toponym in toponyms]
    number = told_at = 0
    told: EventDate | None = None
    day: tuple[EventDate, int] | None = None
    for block in source.blocks:
        if block.kind in _SKIPPED:
            continue
        tables = event_tables(_language(source, block))
        spans = split_sentences(source.text[block.start : block.end])
        for start, end in _pieces(source.text, block.start, [(span.start, span.end) for span in spans]):
            inside = toponyms[bisect_left(starts, start) : bisect_left(starts, end)]
            sentence = read_sentence(
                source.text, (start, end), block, tables, toponyms=inside, published=published, number=number
            )
            if told is not None and number - told_at <= _SAME_STORY:
                sentence = structs.replace(sentence, dates=[after(date, told) for date in sentence.dates])
            dates, last = count_on(
                sentence.dates, day[0] if day and number - day[1] <= _SAME_STORY else None, published
            )
            sentence, day = structs.replace(sentence, dates=dates), (last, number) if last else day
            if with_year := [date.date for date in sentence.dates if has_year(date)]:
                told, told_at = with_year[-1], number
            yield sentence
            number += 1


def _pieces(text: str, offset: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sentences' spans in the whole text; a stretch without full stops as long as a page in several pieces."""
    for low, high in spans:
        start, end = offset + low, offset + high
        while end - start > _LONG_SENTENCE:
            limit = start + _LONG_SENTENCE
            cut = max(text.rfind(mark, start + _LONG_SENTENCE // 2, limit) for mark in (";", ",", " ", "\n")) + 1
            cut = cut if cut > start else limit
            yield start, cut
            start = cut
        yield start, end


def _day(source: SourceText) -> dt.date | None:
    from geo.language.dates.finding import published_day

    return published_day(source.article.published)


def _language(source: SourceText, block: Block) -> str | None:
    if block.kind is BlockKind.FOREIGN:
        from geo.articles.languages import find_language

        return find_language(source.text[block.start : block.end])
    return source.article.language


def read_sentence(
    text: str,
    span: tuple[int, int],
    block: Block,
    tables: EventTables,
    *,
    toponyms: Sequence[ResolvedToponym],
    published: dt.date | None,
    number: int = 0,
) -> Sentence:
    """Read one sentence of a text.

    Args:
        text: The article's whole text.
        span: The sentence's first code point, and the one after its last.
        block: The paragraph it stands in.
        tables: Its language's tables.
        toponyms: The names in it.
        published: Day of publication.
        number: Its place among the article's sentences.
    """
    start, end = span
    tokens = _without_ordinal_stops(tokenise(text, start, end))
    cues = tables.lexicon.find(tokens)
    relevant = _is_relevant(cues)
    numbers = find_numbers(text, tokens, tables) if relevant else []
    dated = relevant or number < _HEADER or len(tokens) <= _SHORT or block.kind is BlockKind.HEADING
    dates = find_dates(text[start:end], tables, published=published) if dated else []
    dates = [_placed(date, start, tokens) for date in dates]
    dates = [date for date in dates if not _counts_things(text, date, cues)]
    arms = {at for cue in cues if cue.tag.startswith(_NAMED) for at in range(cue.first, cue.last)}
    names = [name for toponym in toponyms if (name := _name(toponym, tokens)).first not in arms]
    common = [cue for cue in cues if cue.tag in _COMMON or cue.tag.startswith("mode:")]
    names = [name for name in names if not _is_in_phrase(name, common)] if common else names
    cues = [cue for cue in cues if not (cue.tag.startswith(_WORDS) and _is_no_word(cue, dates, names))]
    numbers = [n for n in numbers if not any(d.start <= n.start and n.end <= d.end for d in dates)]
    quantities = find_quantities(text, tokens, cues, numbers, tables) if relevant else []
    tagged: defaultdict[str, tuple[Cue, ...]] = defaultdict(tuple)
    groups: defaultdict[str, tuple[Cue, ...]] = defaultdict(tuple)
    for cue in cues:
        tagged[cue.tag] += (cue,)
        groups[cue.tag.partition(":")[0]] += (cue,)
    return Sentence(
        number=number,
        start=start,
        end=end,
        text=text[start:end],
        kind=block.kind,
        block=block.start,
        tables=tables,
        tokens=tokens,
        cues=cues,
        numbers=numbers,
        quantities=quantities,
        dates=dates,
        names=names,
        tags=dict.fromkeys(tagged),
        tagged=tagged,
        groups=groups,
        worked_out={},
    )


def _placed(date: FoundDate, start: int, tokens: Sequence[Token]) -> FoundDate:
    """Return a date where it stands in the text, with the words that it covers."""
    span = date.start + start, date.end + start
    first, last = (bisect_left(tokens, offset, key=lambda token: token.start) for offset in span)
    return date._replace(start=span[0], end=span[1], first=first, last=last)


def _without_ordinal_stops(tokens: Sequence[Token]) -> list[Token]:
    """Drop the stop of "am 15. Januar": inside a sentence it ends nothing."""
    last = len(tokens) - 1
    return [
        token
        for i, token in enumerate(tokens)
        if not (
            token.text == "." and 0 < i < last and tokens[i - 1].text.isdigit() and tokens[i - 1].end == token.start
        )
    ]


def _is_relevant(cues: Sequence[Cue]) -> bool:
    """Return whether dates and numbers of a sentence can matter; most sentences name no event."""
    return any(cue.tag.partition(":")[0] in _event_groups() or cue.tag == "cue:took_place" for cue in cues)


def _counts_things(text: str, date: FoundDate, cues: Sequence[Cue]) -> bool:
    """Return whether a bare number read as a year counts what follows it: "2000 rifles", "2000 Russian soldiers"."""
    written = text[date.start : date.end]
    if not written.isdecimal():
        return False
    between = (text[date.end : cue.start] for cue in cues if cue.tag.startswith(_COUNTED) and cue.start > date.end)
    # A round number may have an adjective after it; "2022 russische Truppen" may well be a year.
    is_round = int(written) % _ROUND == 0
    return any(gap in (" ", "\u00a0") or (is_round and _ADJECTIVE.fullmatch(gap)) for gap in between)


def _is_in_phrase(name: Name, cues: Sequence[Cue]) -> bool:
    """Return whether a name is but a word of a longer phrase: "an Bord", or a common noun: "ein Boot", "Train"."""
    plain = any(c.first == name.first and c.last == name.last and c.tag in _COMMON for c in cues)
    if plain and name.last - name.first == 1 and name.is_place:
        return True
    return any(
        c.first <= name.first and name.last <= c.last and c.last - c.first > name.last - name.first
        for c in cues
        if c.tag.startswith(("mode:", "noun:outdoors"))
    )


def _is_no_word(cue: Cue, dates: Sequence[FoundDate], names: Sequence[Name]) -> bool:
    """Return whether a cue is part of a date or a name: "in May", "the United States"."""
    if any(date.start <= cue.start and cue.end <= date.end for date in dates):
        return True
    return any(name.first <= cue.first and cue.last <= name.last for name in names)


def _event_groups() -> frozenset[str]:
    return frozenset({*event_kinds(), "hurt", "unit", "weapon"})


def _name(toponym: ResolvedToponym, tokens: Sequence[Token]) -> Name:
    first = bisect_left(tokens, toponym.start, key=lambda token: token.start)
    last = bisect_left(tokens, toponym.end, key=lambda token: token.start)
    return Name(toponym=toponym, first=first, last=max(last, first))
