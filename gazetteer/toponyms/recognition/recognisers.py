"""Named-entity recognisers that a user may have installed, behind one protocol.

None is needed, and none is imported here. What one finds is resolved as given spans are, so the output is the same as
that of the reader's own rules.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, Protocol

from gazetteer.errors import GazetteerError

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC", "LOCATION", "PLACE", "CITY", "COUNTRY", "PLACENAME", "GEOGNAME"})
"""Labels, in capitals, by which models mark places: OntoNotes, WikiNER and those of the Polish and GLiNER models."""
_GLINER_LABELS = ("city", "country", "location")


class Recogniser(Protocol):
    """Whatever finds the spans of place names in a text."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Return (start, end) of each place name, in code points, in order and not overlapping."""


class SpacyRecogniser:
    """A spaCy pipeline, or anything that is called with a text and returns `ents` as spaCy does."""

    def __init__(self, pipeline: Callable[[str], Any]) -> None:
        self._pipeline = pipeline

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Return the spans of the entities that are places."""
        found = self._pipeline(text).ents
        return _apart((one.start_char, one.end_char) for one in found if one.label_.upper() in PLACE_LABELS)


class GlinerRecogniser:
    """A GLiNER model, or anything with its `predict_entities(text, labels)`."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 (the library's class, which is not imported)
        self._model = model

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Return the spans of cities, countries and other places."""
        return _apart((one["start"], one["end"]) for one in self._model.predict_entities(text, list(_GLINER_LABELS)))


_KINDS: dict[str, tuple[Callable[[Any, str], Recogniser], str]] = {
    "spacy": (
        lambda spacy, model: SpacyRecogniser(spacy.load(model)),
        "no such spaCy pipeline is installed; python -m spacy download {}",
    ),
    "gliner": (
        lambda gliner, model: GlinerRecogniser(gliner.GLiNER.from_pretrained(model)),
        "no such GLiNER model is at hand; give the folder of a downloaded one",
    ),
}


def open_recogniser(named: str) -> Recogniser:
    """Load what `KIND:MODEL` names, as `spacy:en_core_web_sm` or `gliner:FOLDER`.

    Raises:
        GazetteerError: The kind is unknown, or it or the model is not installed.
    """
    kind, _, model = named.partition(":")
    if kind not in _KINDS or not model:
        raise GazetteerError(f"{named}: no such recogniser; expected spacy:MODEL or gliner:MODEL")
    load, missing = _KINDS[kind]
    try:
        return load(import_module(kind), model)
    except ImportError as error:
        raise GazetteerError(f"{model}: {kind} is not installed; pip install {kind}, or do without it") from error
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{model}: {missing.format(model)}") from error


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order; of those that overlap, the first and longest."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept
