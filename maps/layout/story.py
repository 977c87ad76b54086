"""Headline and sentence made from the events, and what they, the legend and the filters count."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from operator import attrgetter

from msgspec import Struct

from gazetteer.datafiles import read_csv
from geo.records import Article, DatePrecision, Event, EventDate, EventPlace, EventStatus
from maps.cleaning import LABEL_LENGTH, TITLE_LENGTH, shown
from maps.layout.symbols import extent_of, is_contested, is_for_review, is_launch
from maps.records import Extent
from maps.texts import Texts, last_day, parse_iso

_ORDER = ("shipment", "seizure", "deployment", "strike", "recovery", "test")


class Tally(Struct, frozen=True, kw_only=True):
    """Counts over all events of a map."""

    kinds: list[tuple[str, int]]  # kinds in the order in which a story tells them
    statuses: list[tuple[str, int]]
    contested: int  # how many are denied or in conflict
    review: int  # how many wait for somebody to look at them
    years: str  # First and last year of the events, or nothing
    span: EventDate | None  # First and last day, month or year of the events


def tally_events(events: Sequence[Event]) -> Tally:
    """Count events by kind and status."""
    statuses = Counter(map(attrgetter("status"), events))
    span = _span(events)
    years = [] if span is None else [parse_iso(str(span.start))[0].year, last_day(str(span.end)).year]
    return Tally(
        kinds=_counted_kinds(events),
        statuses=[(status.value, statuses[status]) for status in EventStatus if status in statuses],
        contested=sum(map(is_contested, events)),
        review=sum(map(is_for_review, events)),
        years="–".join(map(str, dict.fromkeys(years))),
        span=span,
    )


def _counted_kinds(events: Sequence[Event]) -> list[tuple[str, int]]:
    counts = Counter(map(attrgetter("kind"), events))
    known = [(kind, counts.pop(kind)) for kind in _ORDER if kind in counts]
    return known + sorted(counts.items())


def _span(events: Sequence[Event]) -> EventDate | None:
    dates = [date for date in map(attrgetter("date"), events) if date]
    starts = {iso for date in dates if (iso := date.start or date.end)}
    ends = {iso for date in dates if (iso := date.end or date.start)}
    if not starts:
        return None
    # Of several that begin or end on one day the shortest name, that of the year, stands for all.
    first = min(sorted(starts), key=lambda iso: parse_iso(iso)[0])
    last = max(sorted(ends), key=last_day)
    return EventDate(start=first, end=last, precision=DatePrecision.DAY if first == last else DatePrecision.RANGE)


_MOST_PLACES, _MOST_STOPS = 3, 4
_MOST_THEIRS = 2
_OTHER = "other"
_MOST_TOLD = 40  # Above this many events the first three places say nothing of the story


def event_title(event: Event, texts: Texts) -> str:
    """Return an event's title, or its kind and places where it has none."""
    if title := event.titled(texts.language):
        return shown(title, TITLE_LENGTH)
    names = [shown(place.called(texts.language), LABEL_LENGTH) for place in event.places]
    kind = texts.kind(event.kind)
    if not names:
        return kind
    route = len(event.legs) > 0
    joined = texts.word("words", "route_arrow").join(names) if route else texts.join(names)
    return texts.word("sentence", "headline_impacts", kinds=kind, places=joined)


def headline(events: Sequence[Event], tally: Tally, texts: Texts) -> str:
    """Return a plain headline: the longest route, the first places, or the area that holds them all, and the kinds."""
    if not events:
        return texts.word("page", "empty")
    kinds = texts.join([_kind_words(kind, count, texts) for kind, count in _chief_kinds(tally, texts)])
    route = _route(events, texts)
    if route:
        return texts.word("sentence", "headline_route", route=route, kinds=kinds)
    if len(events) == 1:
        return event_title(events[0], texts)
    return _headline_of_places(events, kinds[:1].upper() + kinds[1:], tally, texts)


def _kind_words(kind: str, count: int, texts: Texts) -> str:
    """Return what events of a kind are called: one alone in the singular, written as the language writes several."""
    several, one = texts.kind(kind, "some"), texts.kind(kind)
    if count > 1:
        return several
    return one[:1].lower() + one[1:] if several[:1].islower() else one


def _headline_of_places(events: Sequence[Event], kinds: str, tally: Tally, texts: Texts) -> str:
    told = [place for event in events for place in event.places if _tells(event, place)]
    places = list(dict.fromkeys(shown(place.called(texts.language), 30) for place in told))
    named = texts.join(places[:_MOST_PLACES]) if len(events) <= _MOST_TOLD else ""
    if len(places) > _MOST_PLACES:
        area = common_area(told, texts)
        if area and len(_chief_kinds(tally, texts)) == len(tally.kinds):
            return _headline_of_area(area, tally, texts)
        named = area or named or _few_countries(events, texts)
    if named:
        return texts.word("sentence", "headline_impacts", kinds=kinds, places=named)
    return texts.word("words", "list_sep").join(texts.count("kinds", *each) for each in _chief_kinds(tally, texts))


def _chief_kinds(tally: Tally, texts: Texts) -> list[tuple[str, int]]:
    """Return the kinds that a headline has room for: ours, and of several that are not ours the most frequent."""
    theirs = [each for each in tally.kinds if texts.is_foreign(each[0])]
    if len(theirs) <= _MOST_THEIRS:
        return tally.kinds
    chief = max(theirs, key=lambda each: each[1])
    ours = [each for each in tally.kinds if each not in theirs]
    return [*ours, chief, (_OTHER, sum(count for _, count in theirs) - chief[1])]


def _few_countries(events: Sequence[Event], texts: Texts) -> str:
    """Return the one to three countries that hold all places, the fuller first; nothing where there are more."""
    counts = Counter(place.country for event in events for place in event.places if _tells(event, place))
    few = None not in counts and 0 < len(counts) <= _MOST_PLACES
    return texts.join([texts.country(str(code)) for code, _ in counts.most_common()]) if few else ""


def _headline_of_area(area: str, tally: Tally, texts: Texts) -> str:
    counts = texts.word("words", "list_sep").join(texts.count("kinds", kind, number) for kind, number in tally.kinds)
    area = area[:1].upper() + area[1:]
    if tally.span is None:
        return texts.word("sentence", "headline_route", route=area, kinds=counts)
    return texts.word("sentence", "headline_place", place=area, counts=counts, date=texts.date(tally.span))


def lead(
    tally: Tally, articles: int, texts: Texts, *, unplaced: int = 0, told_by: str = "articles", heading: str = ""
) -> str:
    """Return a few words on what the map draws: how many of each kind, of each status, and how many it can't place.

    What the headline counts isn't counted again; a single event is told by its day and status.
    """
    if not tally.kinds:
        return ""
    number = sum(count for _, count in tally.kinds)
    counts = texts.word("words", "list_sep").join(texts.count("kinds", *each) for each in tally.kinds)
    mixed = len(tally.statuses) > 1
    if number == 1 and tally.span and not unplaced:
        counts = texts.date(tally.span)
    elif counts in heading or (mixed and len(tally.kinds) == 1):
        counts = ""
    parts = [
        counts,
        _statuses(tally, texts.count("sentence", "events", number) if mixed else "", texts),
        texts.count("sentence", "unplaced", unplaced) if unplaced else "",
        texts.count("sentence", told_by, articles) if articles else "",
    ]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts if part).replace("..", ".")


def _statuses(tally: Tally, events: str, texts: Texts) -> str:
    """Return what is said of the events: how many of all are of which status, or the status that all of them have."""
    more = [(key, n) for key, n in (("contested", tally.contested), ("for_review", tally.review)) if n]
    also = [texts.count("status_counts", *each) for each in more]
    if not events:
        status, number = tally.statuses[0]
        many = status == EventStatus.REPORTED and number > _MOST_TOLD  # A table's rows, which name nobody
        first = [] if many else [texts.word("status", status)]
        also = [texts.word("status", key) for key, _ in more] if number == 1 else also
        return texts.word("words", "list_sep").join([*first, *also])
    counted = [texts.count("status_counts", *each) for each in tally.statuses]
    told = texts.word("words", "list_sep").join([*counted, *also])
    return texts.word("words", "events_of", events=events, statuses=told)


def lead_of(
    events: Sequence[Event], missing: Sequence[int], articles: Sequence[Article], texts: Texts, heading: str
) -> str:
    """Return the sentence under the headline: it counts what is drawn. What a table only names is no article.

    A table whose rows all name their own sources is no source beside them.
    """
    gone = set(missing)
    alone = {event.reports[0].article for event in events if len({report.article for report in event.reports}) == 1}
    articles = [one for one in articles if one.publisher or one.url or one.sha256 or one.id in alone]
    drawn = [event for index, event in enumerate(events) if index not in gone]
    told_by = "articles" if any(article.url or article.sha256 for article in articles) else "sources"
    unplaced = len(gone) if drawn else 0
    return lead(
        tally_events(drawn or events), len(articles), texts, unplaced=unplaced, told_by=told_by, heading=heading
    )


def common_area(places: Sequence[EventPlace], texts: Texts) -> str:
    """Return the name of the area, else the country, that holds all the places; nothing where there is none."""
    areas = {place.admin1 for place in places}
    if len(areas) == 1 and None not in areas:
        name = _area_names(texts.language).get(str(areas.pop()))
        if name:
            return name
    states = {place.country for place in places}
    return texts.country(str(states.pop())) if len(states) == 1 and None not in states else ""


@cache
def _area_names(language: str) -> dict[str, str]:
    rows = read_csv("places/admin1_names.csv")
    return {row["code"]: name for row in rows if (name := (row.get(language) or "").split("|")[0])}


def _route(events: Sequence[Event], texts: Texts) -> str:
    """Return the stops of the longest way, or the ends of both where there are two."""
    points = (Extent.DOT, Extent.DISC)
    stops = [
        tuple(shown(place.called(texts.language), 30) for place in event.places if extent_of(place) in points)
        for event in events
        if event.legs
    ]
    ways = sorted({way: None for way in stops if len(way) > 1}, key=len, reverse=True)
    if len(ways) == 2:  # noqa: PLR2004 - more would fill a headline
        return ", ".join(f"{way[0]}\u00a0– {way[-1]}" for way in ways)
    longest = ways[0] if ways else ()
    return "\u00a0– ".join(longest if len(longest) <= _MOST_STOPS else (longest[0], longest[-1]))


def _tells(event: Event, place: EventPlace) -> bool:
    return extent_of(place) not in (Extent.NONE, Extent.COUNTRY) and not is_launch(event, place)
