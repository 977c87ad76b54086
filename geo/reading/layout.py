"""What an article's layout gives to what is told without a day or a place of its own.

A headline, a dateline, the lead or a time stamp gives the day; what follows has it until another is told. A line that
heads a section or a release gives the place: "JOS", "PORT DU CAP-HAÏTIEN", "Laredo Port of Entry - Media release".
"""

import datetime as dt
import re
from collections.abc import Sequence

from msgspec import Struct, structs

from gazetteer.records import Precision, Role
from geo.articles.blocks import BlockKind
from geo.language.dates.comparing import span_days
from geo.language.dates.finding import published_day
from geo.language.grammar.clauses import find_triggers
from geo.language.sentence import Name, Sentence
from geo.reading.mentions import Mention, MentionPlace
from geo.reading.roles.timing import date_for
from geo.reading.scorer.features import Told
from geo.records import DatePrecision, EventDate, PlaceRole

_SHORT_DAYS = 2
"""A raid lasts a night, a bulletin tells of a day and a night."""
_STAMP = re.compile(
    r"^[ \t]*(?:[\[(•*\-–—]\s*|\++\s*)?(?:[01]?\d|2[0-3])[:.h][0-5]\d\b(?!\s*(?:million|milliard|%))", re.MULTILINE
)
_LEAD = 6
"""Sentences in which an article says what it is about."""
_BULLETIN = ("past_day", "last_night", "night_to_day", "night_before", "weekday_night")
_HEADER = 4
_OF_A_HEADER = ("day", "weekday", "today")
_REACH = 6
"""So many sentences back "that night" may point."""
_STAMPS = 3
"""So many paragraphs that open with a time of day make a running account of one day."""
_LONG_AGO = ("cue:history", "cue:back_then", "cue:earlier")
_NOT_NOW = (*_LONG_AGO, "cue:total")
_SITED = ("seizure", "recovery")
_LONGEST, _DASHES = 10, "-–—"
_OFFICES = ("noun:customs", "noun:official", "noun:body", "noun:state_office")


class Days(Struct, frozen=True, kw_only=True):
    """What an article says of when its events happened."""

    main: EventDate | None
    """The day told first of something that happened."""
    headed: bool
    """Whether only a line at the head gives it, as that of a release does."""
    running: int
    """Where a running account starts, whose paragraphs open with a time of day; past the end where there is none."""
    published: EventDate | None
    told: tuple[EventDate | None, ...]
    """For each sentence, the day that it tells."""


def find_days(article: Sequence[Told], text: str, published: str | None) -> Days:
    """Return the days that an article's own layout and lead give.

    Args:
        article: Its sentences, in order.
        text: Its whole text.
        published: Its day of publication, ISO.
    """
    day = published_day(published)
    told = _days_told(article, day)
    start, end = (article[0].sentence.start, article[-1].sentence.end) if article else (0, 0)
    main, headed = _main_day(article, told)
    stamps = [match.start() for match in _STAMP.finditer(text, start, end)]
    return Days(
        main=main,
        headed=headed,
        running=stamps[0] if len(stamps) >= _STAMPS else len(text) + 1,
        published=EventDate(start=day.isoformat(), end=day.isoformat(), precision=DatePrecision.DAY) if day else None,
        told=tuple(told),
    )


def _days_told(article: Sequence[Told], published: dt.date | None) -> list[EventDate | None]:
    """Return for each sentence the day that it gives for what it tells."""
    days: list[EventDate | None] = []
    for told in article:
        days.append(_day_told(told, next((day for day in reversed(days[-_REACH:]) if day), None), published))
    return days


def _day_told(told: Told, last: EventDate | None, published: dt.date | None) -> EventDate | None:
    """Return the day that a sentence gives; of several the one nearest to what happened."""
    date = date_for(told.sentence, tuple(told.happened), told.zones) or _beside(told, last)
    if date is None or date.start is None or span_days(date) >= _SHORT_DAYS:
        return None
    return date if published is None or date.start <= published.isoformat() else None


def day_around(days: Days, article: Sequence[Told], at: int) -> EventDate | None:
    """Return the day told before in the paragraph of a sentence, or the one that it points back to ("that night").

    Args:
        days: The article's days.
        article: Its sentences.
        at: The sentence's place among them.
    """
    told = article[at]
    sentence = told.sentence
    last = next((back for back in range(at - 1, max(at - _REACH, 0) - 1, -1) if days.told[back]), None)
    if beside := _beside(told, days.told[last] if last is not None else None):
        return beside
    if last is None:
        return None
    if "cue:same_time" in sentence.tags:
        return days.told[last]
    if sentence.dates or sentence.has(*_NOT_NOW) or article[last].sentence.block != sentence.block:
        return None
    return days.told[last]


def _beside(told: Told, last: EventDate | None) -> EventDate | None:
    """Return the day before or after the one that a sentence names for the saying, else the one told last."""
    sentence = told.sentence
    beside = [c for c in sentence.cued("cue:day_before", "cue:day_after") if c.first not in told.said]
    if not beside:
        return None
    said = [d.date for d in sentence.dates if is_short(d.date) and d.first < beside[0].first]
    return _day_beside(said[-1] if said else last, -1 if beside[0].tag == "cue:day_before" else 1)


def _day_beside(date: EventDate | None, days: int) -> EventDate | None:
    """Return the day before or after a day told before: "la veille"."""
    if date is None or date.start is None or date.start != date.end:
        return None
    day = (dt.date.fromisoformat(date.start) + dt.timedelta(days=days)).isoformat()
    return EventDate(start=day, end=day, precision=date.precision, text=date.text)


def _main_day(article: Sequence[Told], days: Sequence[EventDate | None]) -> tuple[EventDate | None, bool]:
    """Return the day of the event told first, in the lead or the upper half; and whether only a head gives it."""
    first = article[0].sentence.number if article else 0
    body = [told for told in article if told.sentence.kind in (BlockKind.BODY, BlockKind.HEADING)]
    for told in body[: max(_LEAD, len(body) // 2)]:
        date = days[told.sentence.number - first] if told.happened and not told.sentence.has(*_LONG_AGO) else None
        if is_short(date):
            return date, False
    for told in body[:_LEAD]:  # "Situation over the past day", told of before any event
        dates = [found.date for found in told.sentence.dates if found.means in _BULLETIN]
        if dates and is_short(dates[0]):
            return dates[0], False
    for told in body[:_HEADER]:  # "Thursday 13 November, 8 a.m."
        dates = [found.date for found in told.sentence.dates if found.means in _OF_A_HEADER]
        if dates and is_short(dates[0]) and not told.triggers:
            return dates[0], True
    return None, False


def is_short(date: EventDate | None) -> bool:
    """Return whether a date is that of a day, a night or a day and a night."""
    return date is not None and date.start is not None and span_days(date) < _SHORT_DAYS


def inherited(days: Days, told: Told) -> EventDate | None:
    """Return the day of what a sentence tells without a date of its own; None where it may be another's."""
    sentence = told.sentence
    if sentence.dates:
        past = sentence.has(*_LONG_AGO[:2], "cue:total")  # "said that it had fired" is no earlier day
        if past or date_for(sentence, (), told.zones) is not None:
            return None
        if days.main is None:
            return next((found.date for found in sentence.dates if _is_fresh(found.date, days.published)), None)
        return days.main if _is_said_of(days.main, told) else None
    if sentence.has(*_NOT_NOW):
        return None
    if sentence.start >= days.running:
        return days.published
    return days.main


def _is_fresh(date: EventDate | None, published: EventDate | None) -> bool:
    """Return whether a date is the day of publication or the one before: what is new is told on its day."""
    if date is None or published is None or date.start is None or published.start is None or not is_short(date):
        return False
    return 0 <= (dt.date.fromisoformat(published.start) - dt.date.fromisoformat(date.start)).days <= 1


def _is_said_of(main: EventDate | None, told: Told) -> bool:
    """Return whether a sentence tells only when something was said, that day or the next: "said on Tuesday that"."""
    if main is None or main.end is None:
        return False
    said = [found.date for found in told.sentence.dates]
    gaps = [
        (dt.date.fromisoformat(date.start) - dt.date.fromisoformat(main.end)).days
        for date in said
        if date and date.start
    ]
    return bool(gaps) and all(0 <= gap <= 1 for gap in gaps)


class Head(Struct, frozen=True, kw_only=True):
    """A place that heads what follows, and the kinds of event that happen there without being told so."""

    name: Name
    kinds: tuple[str, ...] = _SITED


def places_heading(sentences: Sequence[Sentence]) -> list[Head | None]:
    """Return for each sentence the place that heads it: a section's head, a paragraph's, or who issued the text."""
    alone = [
        s.block not in {o.block for o in sentences[max(0, i - 1) : i + 2] if o is not s}
        for i, s in enumerate(sentences)
    ]
    opened = _paragraph_heads(sentences)
    found: list[Head | None] = []
    head: Head | None = None
    for sentence, is_line in zip(sentences, alone, strict=True):
        if is_line and _is_head(sentence):
            named = [name for name in sentence.names if _is_spot(name)]
            head = Head(name=named[0]) if len({n.toponym.text for n in named}) == 1 else head
        found.append(opened.get(sentence.block, head))
    return found


def _paragraph_heads(sentences: Sequence[Sentence]) -> dict[int, Head]:
    """Return the places that open paragraphs, by block, where several do: "KASSALA – Drones came over", "Sumy. Two".

    One alone is where the text was filed.
    """
    first = {sentence.block: sentence for sentence in reversed(sentences)}
    opened = {block: _opening(sentence) for block, sentence in first.items() if sentence.kind is BlockKind.BODY}
    heads = {block: Head(name=name, kinds=("strike", *_SITED)) for block, name in opened.items() if name}
    several = len({head.name.toponym.text for head in heads.values()}) > 1
    return heads if several else {}


def _opening(sentence: Sentence) -> Name | None:
    """Return the town that a sentence opens with and parts from what it tells, or is all that it names."""
    tokens = sentence.tokens
    name = next((name for name in sentence.names if name.first == 0 and _is_spot(name)), None)
    if name is None or name.last >= len(tokens):
        return None
    parted = tokens[name.last].text
    return name if parted in _DASHES or (parted == "." and name.last + 1 == len(tokens)) else None


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


def at_head(mentions: Sequence[Mention], head: Head | None) -> list[Mention]:
    """Give an event that names no place that of the line that heads it; not what is counted of a whole year."""
    if head is None:
        return list(mentions)
    return [structs.replace(m, places=(_site(head.name),)) if _lacks_place(m, head.kinds) else m for m in mentions]


def _lacks_place(mention: Mention, kinds: Sequence[str]) -> bool:
    if mention.kind not in kinds or mention.places or mention.country or "cue:total" in mention.sentence.tags:
        return False
    date = mention.date
    return date is None or date.start is None or date.start[:7] == (date.end or date.start)[:7]


def _site(name: Name) -> MentionPlace:
    precision = name.toponym.precision or Precision.SETTLEMENT
    toponym = structs.replace(name.toponym, role=Role.LITERAL, precision=precision)
    return MentionPlace(role=PlaceRole.SITE, name=structs.replace(name, toponym=toponym))
