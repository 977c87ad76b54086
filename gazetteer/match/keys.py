"""The matching key: what two spellings of one name have in common.

`name_key` is the only key that names are stored and looked up under. It
keeps the script and drops what writers vary without meaning another place:

1. Unicode compatibility decomposition, case folding;
2. accents and points of Latin, Cyrillic, Greek, Arabic and Hebrew letters (й is и, ё is е, ä is a); vowel signs of
   other scripts stay;
3. letters that Unicode does not take apart: ł l, ø o, đ d, æ ae, œ oe, þ th, ı i; Persian and Urdu forms of Arabic
   letters;
4. apostrophes, primes, full stops, invisible characters: dropped ("W.Va." is "wva", "Кам'янець" is "камянець");
5. hyphens, dashes, commas, brackets and all other signs: one space; "&" is "and";
6. an English leading "the"; "st", "ste", "mt", "ft" before another word written out ("St. Petersburg" is
   "saint petersburg").

Articles of other languages are part of many names (Le Havre, La Paz), so the
key keeps them; `bare_key` drops them, and the look-up tries it after the key.
"""

import re
import unicodedata
from collections.abc import Sequence

_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t",
    "ĸ": "k", "ə": "a", "ɛ": "e", "ɔ": "o", "ɗ": "d", "ɓ": "b", "ƙ": "k", "ƴ": "y", "&": " and ",
    "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه",
    "ھ": "ه", "ە": "ه", "ة": "ه", "ۆ": "و", "ٱ": "ا", "ـ": "",
    "ς": "σ", "ӏ": "", "־": " ",
}  # fmt: skip
_DROPPED = frozenset("'’‘‛`´ʹʺʻʼʽʾʿˈˊˋ′″‵＇ꞌꞋ՚״׳.·‧・")
_STRIPPED_MARKS = (
    (0x300, 0x36F), (0x483, 0x487), (0x591, 0x5BD), (0x5BF, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670),
    (0x6D6, 0x6DC), (0x6DF, 0x6E8), (0x6EA, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0),
    (0xFE20, 0xFE2F),
)  # fmt: skip
"""Blocks of marks on Latin, Cyrillic, Greek, Hebrew and Arabic letters."""
_SEPARATOR = "\n"  # Stays, so that many names can be folded in one text
_WORDS = {"st": "saint", "ste": "sainte"}
_FIRST_WORDS = {"mt": "mount", "ft": "fort"}
_WRITTEN_OUT = frozenset({"the", *_WORDS, *_FIRST_WORDS})
_ARTICLES = frozenset(
    (
        *("the", "le", "la", "les", "los", "las", "el", "il", "lo", "gli", "i"),  # English, French, Spanish, Italian
        *("der", "die", "das", "den", "dem", "de", "het", "o", "a", "os", "as"),  # German, Dutch, Portuguese
        *("al", "an", "ad", "ar", "at", "ash", "ed"),  # Arabic
        *("аль", "эль", "ель"),
    )
)
_ELIDED = re.compile(r"^(?:l|d|dell|all)['’ʼ]", re.IGNORECASE)


class _CharTable(dict[int, str | None]):
    """What becomes of each character; filled as characters turn up."""

    def __missing__(self, code: int) -> str | None:
        self[code] = value = _fold_char(chr(code)) or None
        return value


def _fold_char(char: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return unicodedata.normalize("NFC", "".join(map(_fold_part, decomposed)))


def _fold_part(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if char in _DROPPED or category == "Cf" or any(first <= ord(char) <= last for first, last in _STRIPPED_MARKS):
        return ""
    return char if category[0] in "LMN" or char == _SEPARATOR else " "


_TABLE = _CharTable()
_ASCII = str.maketrans({chr(code): _fold_char(chr(code)) or None for code in range(128)})
"""None, not an empty text, for what is dropped: only so does Python translate ASCII at full speed."""


def _folded(text: str) -> str:
    if text.isascii():
        return text.translate(_ASCII)
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def name_key(text: str) -> str:
    """Return the key that a name is stored and looked up under.

    Equal for "Najin" and "NAJIN", "Korea-Strait" and "Korea Strait", "Kyïv" and "Kyiv", "Харків" in either Unicode
    form. Idempotent: the key of a key is itself. Empty for a text without letters or digits.
    """
    return _key(_folded(text))


def name_keys(texts: Sequence[str]) -> list[str]:
    """Return `name_key` of each text; several times as fast for many."""
    plain = [text for text in texts if text.isascii()]
    if len(plain) == len(texts):
        return _keys_together(plain)
    others = iter(_keys_together([text for text in texts if not text.isascii()]))
    plain_keys = iter(_keys_together(plain))
    return [next(plain_keys if text.isascii() else others) for text in texts]


def _keys_together(texts: Sequence[str]) -> list[str]:
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts):  # a name with a line break in it, or no name at all
        return [name_key(text) for text in texts]
    return [_key(part) if " " in part else part for part in _folded(joined).split("\n")]


def _key(folded: str) -> str:
    words = folded.split()
    if len(words) < 2:  # noqa: PLR2004 - one word has no leading article to lose
        return words[0] if words else ""
    if not _WRITTEN_OUT.isdisjoint(words):
        words = _without_abbreviations(words)
    return " ".join(words)


def _without_abbreviations(words: list[str]) -> list[str]:
    while words[0] == "the" and len(words) > 1:
        words = words[1:]
    written = [_WORDS.get(word, word) for word in words[:-1]]
    return [*(_FIRST_WORDS.get(word, word) for word in written[:1]), *written[1:], words[-1]]


def bare_key(text: str) -> str:
    """Return the key of a name without a leading article ("La Haye", "l'Ukraine", "al-Hudaydah").

    The same as `name_key` where there is none, or nothing else.
    """
    if "'" in text or "’" in text or "ʼ" in text:
        text = _ELIDED.sub("", text.strip(), count=1)
    key = name_key(text)
    first, _, rest = key.partition(" ")
    return rest if rest and first in _ARTICLES else key
