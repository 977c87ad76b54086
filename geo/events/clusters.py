"""Groups of an article's mentions that tell of one event, found again fast in texts of any length."""

from collections.abc import Iterator

from geo.events.drafts import Draft, fold_mentions
from geo.reading.mentions import Mention

_LATEST = 60
"""How many groups are looked at, and how many mentions of one: no article of usual length has more."""


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
