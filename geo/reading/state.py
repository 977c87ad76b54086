"""What an article has told so far that later sentences lean on."""

from collections.abc import Mapping

from msgspec import Struct

from gazetteer.records import ResolvedToponym
from geo.language.sentence import Name
from geo.reading.attribution.claimants import Claimant
from geo.reading.mentions import Mention
from geo.records import EventDate


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
