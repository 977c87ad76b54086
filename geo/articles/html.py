"""Articles saved from news sites: main text and metadata, by way of trafilatura."""

import re
from typing import Any

from geo.articles.particulars import Particulars
from geo.records.errors import ArticleError

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_HEAVY = re.compile(r"<(script|style|svg|noscript|template)\b([^<>]*)>", re.IGNORECASE)
_CLOSING = {
    tag: re.compile(rf"</{tag}\s{{0,99}}>", re.IGNORECASE) for tag in ("script", "style", "svg", "noscript", "template")
}
_TAG = re.compile(r"<(/?[A-Za-z][\w:-]{0,40})[^<>]*>")
_LONGEST_TAG = 20_000
"""An article's tags are shorter once pictures are taken out; parsers take minutes for thousands of attributes."""
_DATA_URL = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]{200,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_html(data: bytes, name: str) -> tuple[Particulars, str]:
    """Return what a page says of its article (JSON-LD, Open Graph, meta tags), and its main text, one paragraph a line.

    A wrong declaration of the charset is survived; `name` is what messages call the file.

    Raises:
        ArticleError: The page holds no article text.
    """
    from trafilatura import bare_extraction

    page = _with_short_tags(_DATA_URL.sub("", without_heavy(decode_html(data))))
    found: Any = bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=False, favor_recall=True, deduplicate=False
    )
    text = (found.text or "").strip() if found else ""
    if not text:
        raise ArticleError(f"{name}: no article text found in this HTML; save the article's own page or its text")
    return _particulars(found), text


def without_heavy(page: str) -> str:
    """Return a page without its scripts, styles and drawings, but for the metadata in JSON-LD.

    One pass: an element that is never closed stays, and no other of its kind is looked for.
    """
    kept, at, unclosed = [], 0, set()
    while found := _HEAVY.search(page, at):
        tag = found[1].lower()
        end = None
        if tag not in unclosed and "ld+json" not in found[2].lower():
            end = _CLOSING[tag].search(page, found.end())
            unclosed |= {tag} if end is None else set()
        kept.append(page[at : found.start() if end else found.end()] + " " * bool(end))
        at = end.end() if end else found.end()
    return "".join([*kept, page[at:]])


def _with_short_tags(page: str) -> str:
    return _TAG.sub(lambda found: found[0] if len(found[0]) <= _LONGEST_TAG else f"<{found[1]}>", page)


def decode_html(data: bytes) -> str:
    """Decode a page: as UTF-8 wherever that fits, then as it declares, then by guess."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    if declared:
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:500_000]).best()
    return data.decode(best.encoding if best else "utf-8", errors="replace")


def _particulars(found: Any) -> Particulars:  # noqa: ANN401 (trafilatura's Document is untyped)
    language = found.language if isinstance(found.language, str) and len(found.language) >= 2 else None  # noqa: PLR2004
    date = found.date if isinstance(found.date, str) and _DAY.match(found.date) else None
    return Particulars(
        title=found.title or None,
        language=language,
        published=date,
        publisher=found.sitename or found.hostname or None,
        url=found.url or None,
    )
