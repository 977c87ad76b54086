"""Which parts of an article are its body, and which are headlines, captions, teasers or adverts."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

from msgspec import Struct

from geo.articles.languages import is_foreign
from geo.language.tables import known_languages, layout_table


class BlockKind(StrEnum):
    """What a paragraph is to its article."""

    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    TEASER = "teaser"
    FOREIGN = "foreign"
    FURNITURE = "furniture"


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph's span, in Unicode code points, and what it is."""

    start: int
    end: int
    kind: BlockKind


_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_ENDS = re.compile(r"[.!?…:;»”\"')\]]\s*$")
_SHORT = 90
_CAPTION = 260
_CREDIT = re.compile(r"^[^.!?]{3,60}/[\w .-]{2,30}(?:/[\w .-]{2,30})*\.?$")
_SITE_TAG = re.compile(r"^[a-z]{2,5}(?:-[a-z]{2})?-\d+$", re.IGNORECASE)


def find_blocks(text: str, language: str | None) -> list[Block]:
    """Cut an article into paragraphs and tell what each is; passages clearly in another language are `foreign`."""
    lines = list(_lines(text))
    kinds = [_kind_alone(text[start:end], language) for start, end in lines]
    _mark_title(text, lines, kinds)
    _mark_after_teasers(text, lines, kinds)
    _mark_captions(text, lines, kinds)
    return [Block(start=s, end=e, kind=kind) for (s, e), kind in zip(lines, kinds, strict=True)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


@cache
def _layout_words(group: str) -> tuple[str, ...]:
    words = {word for language in known_languages() for word in layout_table(language)[group]}
    return tuple(sorted(words, key=len, reverse=True))


def _starts_with(line: str, group: str) -> str | None:
    folded = line.lower().replace("’", "'").lstrip("•*-–—>» \t\u00a0")
    words = _layout_words(group)
    for word in words if folded.startswith(words) else ():
        if folded.startswith(word) and not folded[len(word) : len(word) + 1].isalpha():
            return word
    return None


def _kind_alone(line: str, language: str | None) -> BlockKind:
    if _SITE_TAG.match(line) or (len(line) < _CAPTION and _starts_with(line, "advert")):
        return BlockKind.FURNITURE
    teaser = _starts_with(line, "teaser")
    if teaser and len(line) < _CAPTION and _is_label(line, teaser):
        return BlockKind.TEASER
    if len(line) < _CAPTION and (_is_credit(line) or _has_caption_word(line)):
        return BlockKind.CAPTION
    if language and is_foreign(line, language):
        return BlockKind.FOREIGN
    if len(line) <= _SHORT and not _ENDS.search(line):
        return BlockKind.HEADING
    return BlockKind.BODY


def _is_label(line: str, word: str) -> bool:
    """Return whether the words stand apart ("Lire aussi : ...") and don't open a sentence ("Direct hits...")."""
    bare = line.lower().replace("’", "'").lstrip("•*-–—>» \t\u00a0")
    rest = bare[len(word) :].lstrip(" \u00a0")
    return not rest or rest[0] in ":–—-|>«" or not _ENDS.search(line)


def _is_credit(line: str) -> bool:
    return bool(_starts_with(line, "credit") and len(line) < 2 * _SHORT) or bool(_CREDIT.match(line))


def _has_caption_word(line: str) -> bool:
    folded = line.lower()
    return any(word in folded for word in _layout_words("caption"))


def _mark_title(text: str, lines: Sequence[tuple[int, int]], kinds: list[BlockKind]) -> None:
    """The first line is a headline when it does not end like a sentence."""
    if kinds and kinds[0] is BlockKind.BODY and len(lines) > 1:
        start, end = lines[0]
        if end - start <= _CAPTION and text[end - 1] not in ".!…":
            kinds[0] = BlockKind.HEADING


def _mark_after_teasers(text: str, lines: Sequence[tuple[int, int]], kinds: list[BlockKind]) -> None:
    """After a bare "Lire aussi" the next line is the other article's headline, a lone sentence after it its caption."""
    for at, kind in enumerate(list(kinds)):
        if kind is not BlockKind.TEASER or not _is_bare(text[slice(*lines[at])]):
            continue
        if at + 1 < len(lines) and lines[at + 1][1] - lines[at + 1][0] < _CAPTION:
            kinds[at + 1] = BlockKind.TEASER
            if at + 2 < len(lines) and _is_lone_sentence(text[slice(*lines[at + 2])]):
                kinds[at + 2] = BlockKind.CAPTION


def _is_bare(line: str) -> bool:
    word = _starts_with(line, "teaser") or ""
    return len(line.strip("•*-–—>»:. \t\u00a0")) <= len(word) + 2


def _is_lone_sentence(line: str) -> bool:
    return len(line) < _CAPTION and len(re.findall(r"[.!?](?:\s|$)", line)) <= 1


def _mark_captions(text: str, lines: Sequence[tuple[int, int]], kinds: list[BlockKind]) -> None:
    """A lone sentence right above a photographer's credit is that photo's caption."""
    for at in range(1, len(lines)):
        gap = text[lines[at - 1][1] : lines[at][0]]
        above = text[slice(*lines[at - 1])]
        if gap.count("\n") <= 1 and _is_credit(text[slice(*lines[at])]) and _is_lone_sentence(above):
            kinds[at - 1] = BlockKind.CAPTION
