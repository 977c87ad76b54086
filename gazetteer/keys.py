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

_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t",
    "ĸ": "k", "ə": "a", "ɛ": "e", "ɔ": "o", "ɗ": "d", "ɓ": "b", "ƙ": "k", "ƴ": "y", "&": " and ",
    "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ة": "ه", "ۆ": "و", "ٱ": "ا", "ـ": "",
    "ς": "σ", "ӏ": "", "־": " ",
}  # fmt: skip
_DROPPED = frozenset("'’‘‛`´ʹʺʻʼʽʾʿˈˊˋ′″‵＇ꞌꞋ՚״׳.·‧・")
_MARKS_TO_STRIP = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
)
_WORDS = {"st": "saint", "ste": "sainte"}
_FIRST_WORDS = {"mt": "mount", "ft": "fort"}
_ARTICLES = frozenset("the le la les los las el il lo gli i der die das den dem de het o a os as al an ad ar".split())
_ELIDED = re.compile(r"^(?:l|d|dell|all)['’ʼ]", re.IGNORECASE)


class _CharTable(dict[int, str | None]):
    """What becomes of each character; filled as characters turn up."""

    def __missing__(self, code: int) -> str | None:
        self[code] = value = _fold_char(chr(code))
        return value


def _fold_char(char: str) -> str | None:
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if char in _DROPPED or category == "Cf":
        return None
    return char if category[0] in "LMN" else " "


_TABLE = _CharTable()
_ASCII = str.maketrans({chr(code): _fold_char(chr(code).lower()) for code in range(128)})


def _folded(text: str) -> str:
    if text.isascii():
        return text.translate(_ASCII)
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = _MARKS_TO_STRIP.sub("", text).translate(_TABLE)
    return unicodedata.normalize("NFC", text)


def name_key(text: str) -> str:
    """Return the key that a name is stored and looked up under.

    Equal for "Najin" and "NAJIN", "Korea-Strait" and "Korea Strait", "Kyïv" and "Kyiv", "Харків" in either Unicode
    form. Idempotent: the key of a key is itself. Empty for a text without letters or digits.

    Args:
        text: A name, in any script.
    """
    words = _folded(text).split()
    if len(words) < 2:  # noqa: PLR2004 - one word has no leading article to lose
        return words[0] if words else ""
    while words[0] == "the" and len(words) > 1:
        del words[0]
    last = len(words) - 1
    for place, word in enumerate(words):
        if len(word) <= 3 and place < last:  # noqa: PLR2004 - every abbreviation below is shorter
            word = _WORDS.get(word, word)  # noqa: PLW2901
            words[place] = _FIRST_WORDS.get(word, word) if place == 0 else word
    return " ".join(words)


def bare_key(text: str) -> str:
    """Return the key of a name without a leading article ("La Haye", "l'Ukraine", "al-Hudaydah").

    The same as `name_key` where there is none, or nothing else.
    """
    key = name_key(_ELIDED.sub("", text.strip(), count=1))
    words = key.split()
    if len(words) > 1 and words[0] in _ARTICLES:
        return name_key(" ".join(words[1:]))
    return key
