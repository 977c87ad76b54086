"""How alike two spellings are, by the slips that people make when they type a name."""

from collections.abc import Iterator, Sequence

from gazetteer.match.fuzzy import sound_keys
from gazetteer.match.keys import name_key
from gazetteer.records import MatchKind

LEAST_SIMILAR = 0.5
"""Of two letters one may be wrong; more errors than one need `_FEWEST_SHARED`."""
_FEWEST_SHARED = 0.66
_SOUNDS_ALIKE = 0.95
_SOUNDS_ALIKE_IN_ANOTHER_SCRIPT = 0.85
_LONG_KEY = 7
"""Letters from which on one other letter makes a name no other."""
_SWAPPED = 0.6
"""Of one wrong letter: there are few ways to swap or double letters of a name, many to hit a wrong key."""
_MISSING = 0.8


def likenesses(asked: str, others: Sequence[str]) -> Iterator[tuple[str, float, MatchKind]]:
    """Yield each key with its likeness to the asked one, 0 to 1, and whether it sounds the same or is only similar."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    if not others:
        return
    asked_sound, *sounds = sound_keys([asked, *others])
    edits = cdist([asked], others, scorer=OSA.distance, score_cutoff=max(len(asked) // 3, 1))[0].tolist()
    sound_edits = cdist([asked_sound], sounds, scorer=OSA.distance, score_cutoff=max(len(asked_sound) // 3, 1))[0]
    for other, sound, distance, sound_distance in zip(others, sounds, edits, sound_edits.tolist(), strict=True):
        letters = _same_letters(asked, other, distance)
        sounding = 1 - sound_distance / max(len(asked_sound), len(sound), 1)
        weight = _SOUNDS_ALIKE if letters else _SOUNDS_ALIKE_IN_ANOTHER_SCRIPT
        best = max(letters, weight * sounding if sounding >= _FEWEST_SHARED else 0.0)
        kind = MatchKind.SOUND if sound_distance == 0 else MatchKind.FUZZY
        yield other, 0.9 * best + 0.1 * letters, kind


def _same_letters(asked: str, other: str, distance: int) -> float:
    longest = max(len(asked), len(other))
    if distance == 1:
        return 1 - _slip(asked, other) / longest
    share = 1 - distance / longest
    return share if share >= _FEWEST_SHARED else 0.0


def _slip(asked: str, other: str) -> float:
    """Return what the one error between two keys weighs: one for a wrong or added letter, less for likelier slips."""
    if len(asked) < len(other):
        return _MISSING
    at = next((number for number, (one, two) in enumerate(zip(asked, other, strict=False)) if one != two), len(other))
    if len(asked) > len(other):
        return _SWAPPED if at and asked[at] == asked[at - 1] else 1.0
    return _SWAPPED if asked[at + 1 : at + 2] == other[at] else 1.0


def is_spelling(name: str, key: str) -> bool:
    """Return whether a key is a place's first name, or that name in another romanisation ("Kupiansk", "Kupyansk")."""
    own = name_key(name)
    if own == key or len(key) < _LONG_KEY or own[:1] != key[:1]:
        return own == key
    from rapidfuzz.distance import OSA

    return OSA.distance(own, key, score_cutoff=1) <= 1
