"""The record of a name in a text, and of all that recognition finds."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gazetteer.records import Place
from gazetteer.text.lexicon import Entry
from gazetteer.text.people import Person

MOST_KEYS = 6  # Base forms that an inflected name is looked up under


class Mention(Struct, frozen=True, kw_only=True, gc=False):
    """A name in a text; word indices, `last` included.

    `kind` is what a kind word beside it says it is ("region of X"); `own_kind`
    tells that the kind word is part of the name ("Kyiv oblast").
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    entry: Entry | None = None
    places: tuple[Place, ...] = ()
    kind: str | None = None
    keys: tuple[str, ...] = ()
    """All keys that it is looked up under, where base forms of an inflected name differ; `key` is the first."""
    person: bool = False
    alike: bool = False
    """The places are but of names that sound alike."""
    named: bool = False
    """A kind word right before says that it is a place: "la ville de X"."""
    doubtful: bool = False
    """It stands where a place may, and nothing says that it is one."""


class Findings(Struct, frozen=True, kw_only=True):
    """What recognition finds: names in order, not overlapping, and the people."""

    mentions: Sequence[Mention]
    people: Sequence[Person]
    runs: Mapping[int, tuple[int, int]]  # the run of capitalised words that a word stands in
