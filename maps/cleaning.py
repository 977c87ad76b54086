"""Text from outside, made fit to show: no control characters, no endless names, no links but web links."""

import re
from urllib.parse import urlsplit

LABEL_LENGTH = 60
TITLE_LENGTH = 300
QUOTE_LENGTH = 2000

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_ODD = re.compile(_CONTROLS.pattern[:-1] + r"\t\n\u2028\u2029]|^ | $|  ")
_SPACES = re.compile(r"[ \t\n\u2028\u2029]+")


def shown(text: str, limit: int = TITLE_LENGTH) -> str:
    """Return a text in one line without controls or direction overrides, cut with an ellipsis at `limit` characters."""
    if len(text) <= limit and (_is_plain(text) or not _ODD.search(text)):
        return text
    cut = text[: 4 * limit]
    clean = _SPACES.sub(" ", _CONTROLS.sub("", cut)).strip()
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def _is_plain(text: str) -> bool:
    """Return whether a text is what most are: nothing but printable characters with single spaces between them."""
    return text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "


def source_name(publisher: str | None, title: str | None, url: str | None, key: str) -> str:
    """Return what a source is called: its publisher, title or host, and its id where it has none of them."""
    host = urlsplit(url).hostname if url and web_link(url) else None
    return shown(publisher or title or (host or "").removeprefix("www.") or key, LABEL_LENGTH)


def web_link(url: str | None) -> str | None:
    """Return a URL if it is plain http or https with a host, else None."""
    if not url or len(url) > 2000 or _CONTROLS.search(url) or _SPACES.search(url):  # noqa: PLR2004 - browsers' own limit
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None
