"""Groups of what tells of one event, found again fast: an article's mentions, a corpus's articles."""

from collections.abc import Iterator, Sequence
from math import floor

from gazetteer.records import Precision
from geo.events.drafts import Draft, fold_mentions
from geo.events.likeness import Window, targets_told
from geo.language.lexicon import fold_word
from geo.reading.mentions import Mention

_LATEST = 60
"""How many groups are looked at, and how many mentions of one: no article of usual length has more."""
_LATEST_CLUSTERS = 400
"""Clusters of one province and week that an event is compared with, the latest of more."""
_COMPARED = 16
"""Members of a cluster that an event is compared with."""
_LONG_DAYS = 730
"""Longer than this an event is looked for in all weeks at once."""
_OPEN = "open"
_EVER = "ever"
_VAGUE = (Precision.SEA, Precision.REGION, Precision.COUNTRY, None)
_POINTS = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)
_BEYOND_DEG = 0.2
"""How far from each other points of one event lie at the most, a little over."""
_SENT = ("shipment", "deployment", "seizure")
"""Kinds that have a sender and a receiver."""


class Group:
    """Mentions of one event, and the draft that they fold into."""

    def __init__(self, mention: Mention) -> None:
        """Start with a first mention."""
        self.mentions = [mention]
        self._draft: Draft | None = None

    @property
    def draft(self) -> Draft:
        """What the mentions so far tell together, the first and the latest where there are very many."""
        if self._draft is None:
            shown = self.mentions if len(self.mentions) <= _LATEST else [*self.mentions[:1], *self.mentions[-_LATEST:]]
            self._draft = fold_mentions(shown)
        return self._draft

    @property
    def number(self) -> int:
        """Number of the sentence that told of it last."""
        return self.mentions[-1].sentence.number

    def add(self, mention: Mention) -> None:
        """Add a mention."""
        self.mentions.append(mention)
        self._draft = None


class Groups:
    """An article's groups by kind, by place and by count."""

    def __init__(self) -> None:
        """Start with none."""
        self.all: list[Group] = []
        self._by_kind: dict[str, list[Group]] = {}
        self._by_key: dict[object, list[Group]] = {}

    def of_kind(self, kind: str) -> list[Group]:
        """Return the groups of a kind, the earliest first."""
        return self._by_kind.get(kind, [])

    def near(self, mention: Mention) -> list[Group]:
        """Return the groups that a mention may belong to, the earliest first."""
        found = {id(group): group for group in self.of_kind(mention.kind)[-_LATEST:]}
        for key in _keys(mention):
            found |= {id(group): group for group in self._by_key.get(key, ())[-_LATEST:]}
        return sorted(found.values(), key=lambda group: group.mentions[0].sentence.start)

    def add(self, mention: Mention, group: Group | None = None) -> None:
        """Add a mention to a group, or to a new one."""
        if group is None:
            group = Group(mention)
            self.all.append(group)
            self._by_kind.setdefault(mention.kind, []).append(group)
        else:
            group.add(mention)
        for key in _keys(mention):
            known = self._by_key.setdefault(key, [])
            if not known or known[-1] is not group:
                known.append(group)


def _keys(mention: Mention) -> Iterator[object]:
    for place in mention.places:
        toponym = place.name.toponym
        yield mention.kind, toponym.country, toponym.place.admin1 if toponym.place else toponym.text
    for quantity in mention.quantities:
        if quantity.value:
            yield mention.kind, quantity.unit, quantity.value


class Cluster:
    """Events of several articles that are one, and the days on which it may have happened."""

    def __init__(self, draft: Draft, window: Window) -> None:
        """Start with one article's event."""
        self.members = [draft]
        self.window = window
        self.articles = set(draft.articles)
        self.keys: set[object] = set()
        self._distinct = {_what_is_told(draft): draft}
        self._shown: Draft | None = draft

    @property
    def looked_at(self) -> Sequence[Draft]:
        """The members that a further one is compared with: those that differ, of very many the first and the latest."""
        told, half = list(self._distinct.values()), _COMPARED // 2
        return told if len(told) <= _COMPARED else [*told[:half], *told[-half:]]

    @property
    def shown(self) -> Draft:
        """What the members tell together."""
        if self._shown is None:
            self._shown = fold_mentions([mention for member in self.looked_at for mention in member.mentions])
        return self._shown

    def add(self, draft: Draft, window: Window) -> None:
        """Add an article's event."""
        self.members.append(draft)
        self.articles |= draft.articles
        self.window = self.window.within(window)
        told = _what_is_told(draft)
        if told not in self._distinct:
            self._distinct[told] = draft
            self._shown = None


def _what_is_told(draft: Draft) -> object:
    """Return all that events are compared by: agency copy in a hundred papers is compared once."""
    published = draft.mentions[0].published if draft.casualties else None
    names = [(place.role, place.name.toponym) for place in draft.places]
    places = [(role, n.place.place_id if n.place else n.text, n.precision) for role, n in names]
    dates = [(date.start, date.end) if date else None for date in (draft.date, draft.firm_date)]
    counts = [(quantity.unit, quantity.value, quantity.qualifier) for quantity in draft.quantities]
    parties = (draft.supplier, draft.recipient, draft.country, draft.weapon)
    return draft.claimants, parties, draft.casualties, published, targets_told(draft), *places, *dates, *counts


class Blocks:
    """Clusters of a corpus by kind, place and week, so that few pairs are compared."""

    def __init__(self) -> None:
        """Start with none."""
        self._clusters: dict[object, list[Cluster]] = {}

    def near(self, draft: Draft, window: Window) -> list[Cluster]:
        """Return the clusters that an event may belong to, in a fixed order."""
        weeks = [*_weeks(window), _OPEN] if _is_bounded(window) else [_EVER]
        keys = [(week, *key) for key in _asked(draft) for week in weeks]
        return list(dict.fromkeys(c for key in keys for c in self._clusters.get(key, ())[-_LATEST_CLUSTERS:]))

    def add(self, cluster: Cluster, draft: Draft, window: Window) -> None:
        """Have a cluster found by what an event of it tells."""
        weeks = [*_weeks(window), _EVER] if _is_bounded(window) else [_OPEN, _EVER]
        for place in _told(draft):
            for week in weeks:
                key = (week, *place)
                if key not in cluster.keys:
                    cluster.keys.add(key)
                    self._clusters.setdefault(key, []).append(cluster)


def _is_bounded(window: Window) -> bool:
    return window.days <= _LONG_DAYS


def _weeks(window: Window) -> range:
    return range(window.first // 7, window.last // 7 + 1)


def _asked(draft: Draft) -> list[tuple[object, ...]]:
    """Return where an event's like is looked for: in its provinces and over their borders, or by country."""
    if _is_vague(draft):
        return [*_provinces(draft), *((draft.kind, country) for country in _countries(draft)), *_tolls(draft, "any")]
    vague = [(draft.kind, "vague", country) for country in _countries(draft)]
    return [*_provinces(draft), *_squares(draft, _BEYOND_DEG), *vague, *_tolls(draft, "placeless")]


def _told(draft: Draft) -> list[tuple[object, ...]]:
    """Return where an event is found again."""
    found = [*_provinces(draft), *_squares(draft, 0), *((draft.kind, country) for country in _countries(draft))]
    found += _tolls(draft, "any")
    if _is_vague(draft):
        found += [*((draft.kind, "vague", country) for country in _countries(draft)), *_tolls(draft, "placeless")]
    return found


def _is_vague(draft: Draft) -> bool:
    return not draft.places or any(place.name.toponym.precision in _VAGUE for place in draft.places)


def _tolls(draft: Draft, among: str) -> list[tuple[object, ...]]:
    """Return where events with as many dead are found; without a place it is all that they may have in common."""
    told = draft.casualties.killed if draft.casualties else None
    return [(draft.kind, among, told)] if told and told > 1 else []


def _provinces(draft: Draft) -> list[tuple[object, ...]]:
    names = [place.name.toponym for place in draft.places]
    return list(dict.fromkeys((draft.kind, n.country, n.place.admin1 if n.place else fold_word(n.text)) for n in names))


def _squares(draft: Draft, beyond_deg: float) -> list[tuple[object, ...]]:
    """Return the square degrees of an event's points, and those so near: an airfield lies over its city's border."""
    points = (place.name.toponym.place for place in draft.places if place.name.toponym.precision in _POINTS)
    around = ((p.lon + dx, p.lat + dy) for p in points if p for dx in _sides(beyond_deg) for dy in _sides(beyond_deg))
    return list(dict.fromkeys((draft.kind, floor(lon), floor(lat)) for lon, lat in around))


def _sides(beyond_deg: float) -> tuple[float, ...]:
    return (-beyond_deg, beyond_deg) if beyond_deg else (0.0,)


def _countries(draft: Draft) -> list[str | None]:
    names = [draft.country, *(place.name.toponym.country for place in draft.places)]
    if draft.kind in _SENT:
        names += [draft.supplier, draft.recipient]
    return list(dict.fromkeys(name for name in names if name)) or [None]
