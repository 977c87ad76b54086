"""What one sentence tells of one event, and what its article has told before it."""

from collections.abc import Mapping

from msgspec import Struct

from gazetteer.records import ResolvedToponym
from geo.articles.blocks import BlockKind
from geo.language.sentence import Name, Sentence
from geo.reading.attribution.claimants import Claimant
from geo.records import Casualties, EventDate, FoundBy, Mark, Mode, PlaceRole, Quantity, Report, StatedDistance, Vessel


class MentionPlace(Struct, frozen=True, kw_only=True):
    """A name in its part in an event, and where in the text it stands."""

    role: PlaceRole
    name: Name
    mode: Mode = Mode.UNKNOWN  # how it was reached, for places of a shipment
    told: bool = True  # whether a word of the sentence gives it its role; where it only lay "in A", the journey does


class Mention(Struct, frozen=True, kw_only=True):
    """One sentence's report of an event."""

    article: str
    published: str | None = None
    """Day its article was published: what has no date lies in the days before."""
    sentence: Sentence
    kind: str
    block: BlockKind
    places: tuple[MentionPlace, ...] = ()
    country: str | None = None
    """Country it happened in, where no smaller place is named."""
    date: EventDate | None = None
    day_told: bool = False
    """Whether its date is the day told around it: its own sentence has none."""
    quantities: tuple[Quantity, ...] = ()
    distances: tuple[tuple[StatedDistance, Name], ...] = ()
    weapon: str | None = None
    vessel: Vessel | None = None
    marks: tuple[Mark, ...] = ()
    casualties: Casualties | None = None
    supplier: str | None = None
    recipient: str | None = None
    claimants: tuple[Claimant, ...] = ()
    attacker: str | None = None
    """Country that struck, kept to tell who concerns a denial; the event file has no slot for it."""
    admitted_by: tuple[Claimant, ...] = ()
    """Who admits or confirms it, whether or not they are a party."""
    dates_study: bool = False
    """Whether its date is that of an examination, not of the find."""
    is_total: bool = False
    """Whether it counts everything so far, not one consignment."""
    owned: bool = False
    """Whether somebody takes responsibility for it."""
    examined: bool = False
    """Whether somebody is told to have examined evidence or imagery."""
    continues: bool = False
    """Whether it goes on about the event told just before."""
    goods: frozenset[str] = frozenset()
    """Units counted or named, for telling consignments apart."""

    found_by: FoundBy = FoundBy.RULES
    """Which decider found it; what the scorer alone finds is for review."""
    names_arms: bool = False
    """Whether its sentence names arms as what is sent."""
    journey: int = -1
    """The sentence that opens the way that it tells a part of, where the scorer found one."""
    also: tuple[Sentence, ...] = ()
    """Sentences after it that name its weapon or a mark."""

    @property
    def reports(self) -> tuple[Report, ...]:
        """The sentences as the article has them."""
        return tuple(
            Report(article=self.article, start=sentence.start, end=sentence.end, quote=sentence.text)
            for sentence in (self.sentence, *self.also)
        )


class DiscourseState(Struct, kw_only=True):
    """What an article has told so far that later sentences lean on."""

    article: str
    published_year: int | None = None
    calendars: tuple[str, ...] = ()
    has_war: bool = False
    war_at: frozenset[int] = frozenset()  # Sentences that name a weapon or an army
    has_test: bool = False
    areas: Mapping[str, ResolvedToponym] = {}  # First-level areas that the article names as such, by GeoNames code
    last: Mention | None = None
    day: EventDate | None = None  # the day that the sentences around the one at hand tell of
    old_at: int = -9  # the sentence that told of a year long past last
    past_block: int = -1  # a paragraph that tells of what happened decades ago
    last_claimants: tuple[Claimant, ...] = ()
    struck_block: int = -1  # the paragraph that told of a strike last
    claim_at: tuple[int, int] = (-9, -9)  # Sentence and paragraph in which somebody was last named as saying something
    last_group: Claimant | None = None  # the armed group named last, for "the movement said"
    issuer: tuple[Claimant, ...] = ()
    imagery_in: frozenset[int] = frozenset()  # Paragraphs that speak of satellite images
    imagery_at: frozenset[int] = frozenset()  # Sentences that do
    place: Name | None = None
    place_at: int = -99  # the place named last, and in which sentence
    finds_at: frozenset[int] = frozenset()  # Sentences in which arms are found
    arms_at: frozenset[int] = frozenset()  # Sentences that name arms
