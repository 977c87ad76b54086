"""Which of a sentence's dates is the event's."""

import datetime as dt
from collections.abc import Sequence

from msgspec import structs

from geo.language.casualties import tolls_reached
from geo.language.dates.comparing import span_days
from geo.language.dates.finding import FoundDate
from geo.language.grammar.clauses import Trigger, clause_of, dateline_end
from geo.language.grammar.heads import TRIGGERS
from geo.language.sentence import Sentence
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.records import DatePrecision, EventDate

_HISTORY_YEARS = 9
_OLD = 2000
_LONG = 10  # Days; beside a longer time, a day is the event's
_DAYS = frozenset(
    {"day", "day_of_last_year", "weekday", "weekday_last", "weekday_of_last_week", "yesterday", "today", "numeric"}
)
_COUNTED = frozenset({"days_after", "day_alone"})
_SPANS = frozenset({"day_range", "day_range_after", "month_range", "since_month"})
_VAGUE = frozenset({"recent_weeks", "recent_months", "recent_days", "this_year", "this_month", "this_week"})


def date_for(sentence: Sentence, triggers: Sequence[Trigger], zones: Sequence[AttributionSpan]) -> EventDate | None:
    """Return the date nearest to the triggers, its own clause first; dates of statements don't count.

    `zones`: its attributions; "a déclaré jeudi que" dates the saying.
    """
    filed = dateline_end(sentence)
    dates = [date for date in sentence.dates if date.first >= filed]
    free = [date for date in dates if not _dates_a_saying(sentence, date, zones)]
    free = [date for date in free if not _dates_a_toll(sentence, date, triggers)]
    if not free:
        return None
    if not triggers:
        return free[0].date
    best = min(free, key=lambda date: _distance(sentence, date, triggers))
    return _voyage(free, triggers) or _night_before_saying(best, dates) or _of_night(sentence, best, free).date


def _of_night(sentence: Sentence, date: FoundDate, dates: Sequence[FoundDate]) -> FoundDate:
    """Return the day that a night is of where its clause tells one: "the overnight attack on the port on 6 May"."""
    if date.means != "last_night":
        return date
    first, last = clause_of(sentence, date.first)
    return next((d for d in dates if d.means in ("day", "numeric") and d.date and first <= d.first < last), date)


def _night_before_saying(date: FoundDate, dates: Sequence[FoundDate]) -> EventDate | None:
    """Return the night that is told on a day named for the saying: "said on Monday that it had hit X overnight"."""
    if date.means != "last_night" or date.date is None:
        return None
    said = [d.date for d in dates if d is not date and d.means in _DAYS and d.end < date.start and d.date]
    if not said or said[-1].end is None or said[-1].start != said[-1].end:
        return None
    end = dt.date.fromisoformat(said[-1].end)
    return structs.replace(date.date, start=(end - dt.timedelta(days=1)).isoformat(), end=end.isoformat())


def _voyage(dates: Sequence[FoundDate], triggers: Sequence[Trigger]) -> EventDate | None:
    """Return the days from departure to arrival where a sentence gives both."""
    left = [t for t in triggers if t.frame in ("depart", "sail", "load")]
    came = [t for t in triggers if t.frame in ("arrive", "unload") and t.cue.first not in {x.cue.first for x in left}]
    days = [d for d in dates if d.means in _DAYS | _COUNTED and d.date is not None and d.date.start is not None]
    if not left or not came or len(days) < 2:  # noqa: PLR2004
        return None
    first = min(days, key=lambda d: abs(d.first - left[0].cue.first))
    last = min(days, key=lambda d: abs(d.first - came[-1].cue.first))
    if first is last or first.date is None or last.date is None:
        return None
    start, end = first.date.start, last.date.end
    if start is None or end is None or start > end:
        return None
    text = " / ".join(t for t in (first.date.text, last.date.text) if t)
    return EventDate(start=start, end=end, precision=DatePrecision.RANGE, text=text)


def _dates_a_saying(sentence: Sentence, date: FoundDate, zones: Sequence[AttributionSpan]) -> bool:
    index = date.first
    if date.means in _SPANS:
        return False  # "Between March and May the monitors documented": nothing is said for so long
    if is_attributed(index, zones):
        return True
    for zone in zones:
        # "said Friday", the verb right before the date, nothing else between.
        close = zone.last <= index <= zone.last + 1 and zone.last == zone.cue.last
        opens = index > zone.last and sentence.tokens[zone.last]  # "said: on 25 June" opens what is said
        if opens and (opens.text == ":" or (sentence.tables.verb_second and opens.is_mark)):
            continue
        if zone.cue.tag == "cue:speech" and close and not _is_determined(sentence, index):
            return True
    return False


def _dates_a_toll(sentence: Sentence, date: FoundDate, triggers: Sequence[Trigger]) -> bool:
    """Return whether a day is that of a count and not of the blow: "the toll of the strike rose to 7 on Saturday"."""
    tolls = tolls_reached(sentence)
    if not tolls or not triggers:
        return False
    walls = [c.first for c in (*tolls, *sentence.cued("hurt:killed", "hurt:wounded", "cue:speech"))]
    spans = [sorted((date.first, trigger.cue.first)) for trigger in triggers]
    return all(any(low <= wall < high for wall in walls) for low, high in spans)


def _is_determined(sentence: Sentence, index: int) -> bool:
    """Return whether a date belongs to the noun after it: "confirmed the November 2023 test", "вчорашній удар"."""
    last = next((date.last for date in sentence.dates if date.first == index), index)
    before = any(cue.last == index for cue in sentence.tagged["noun:determiner"])
    return before or any(cue.first == last for group in TRIGGERS for cue in sentence.groups[group])


def _distance(sentence: Sentence, date: FoundDate, triggers: Sequence[Trigger]) -> tuple[bool, bool, bool, int]:
    index = date.first
    bounds = clause_of(sentence, index)
    gaps = [abs(trigger.cue.first - index) for trigger in triggers]
    same = any(bounds[0] <= trigger.cue.first < bounds[1] for trigger in triggers)
    long = date.means.startswith("since") or date.date is None or span_days(date.date) > _LONG
    return date.means == "year_bare" or date.means in _VAGUE, long, not same, min(gaps)


def is_history(date: EventDate | None, published_year: int | None) -> bool:
    """Return whether an event is told as history: ten years and more before the article, or before 2000."""
    if date is None or date.end is None:
        return False
    year = int(date.end[:4])
    return year < _OLD or (published_year is not None and published_year - year > _HISTORY_YEARS)
