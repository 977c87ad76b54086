"""Snippets that put a page into an article: an iframe that grows with its content, and its kin."""

import json
import re
from html import escape, unescape
from urllib.parse import urlsplit

from maps.cleaning import web_link
from maps.errors import PageError
from maps.page.rendering import asset

WIDTH = 1200
_HEIGHT = 900
_GENERATOR = '<meta name="generator" content="armsatlas">'
_STYLE = "width:100%;border:0;display:block"
_BY_WIDTH = "height:clamp(850px,calc(1290px - 55vw),1090px)"
"""As high as a compact page is at any width, where no script says it exactly."""
_AMP_REMARK = (
    "<!-- Once in the page's head: "
    '<script async custom-element="amp-iframe" src="https://cdn.ampproject.org/v0/amp-iframe-0.1.js"></script> -->\n'
)
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


def draw_embed(
    html: str, *, url: str, form: str = "iframe", picture: str | None = None, height: int | None = None
) -> str:
    """Return a snippet for a CMS.

    Args:
        html: The page.
        url: Where the page will be served, absolute or beside the article.
        form: `iframe`, `srcdoc` (the page inside the snippet), `amp`, `wordpress` (a block of HTML without a script;
            who may not publish frames there keeps the still and a link), `oembed` (JSON), or `script` (what makes
            frames grow, to be put once into a site's own scripts where its policy forbids inline ones).
        picture: Address of a still, shown where frames are not.
        height: Pixels before the page has told its own height; what suits the width by default.

    Returns:
        The snippet, ending in a newline.

    Raises:
        PageError: The page is none of ours, or an address is not a web address or a file's name; AMP takes https alone.
    """
    if _GENERATOR not in html:
        raise PageError("not a page that `armsatlas map` wrote; embed prints the snippet for such a page alone")
    address, image = _address(url), _address(picture) if picture else None
    title = unescape(_first(r"<title>(.*?)</title>", html))
    language = _first(r'<html lang="([a-z-]+)"', html)
    if form == "script":
        return asset("embed.js")
    if form == "oembed":
        return _oembed(title, address, image, height, language)
    if form == "amp":
        return _amp(title, address, image, height)
    if form == "wordpress":
        frame = _frame(title, f'src="{escape(address)}" loading="lazy"', image, height, language, link=address)
        return f"<!-- wp:html -->\n<figure>{frame.strip()}</figure>\n<!-- /wp:html -->\n"
    source = f'srcdoc="{escape(html)}"' if form == "srcdoc" else f'src="{escape(address)}" loading="lazy"'
    return _frame(title, source, image, height, language) + f"<script>{asset('embed.js')}</script>\n"


def _frame(title: str, source: str, image: str | None, height: int | None, language: str, *, link: str = "") -> str:
    tall = f"height:{height}px" if height else _BY_WIDTH
    fallback = f'<img src="{escape(image)}" alt="{escape(title)}" style="{_STYLE}">' if image else escape(title)
    fallback = f'<a href="{escape(link)}">{fallback}</a>' if link else fallback
    return (
        f'<iframe class="armsatlas-map" {source} title="{escape(title)}" lang="{language}" '
        f'height="{height or _HEIGHT}" style="{_STYLE};{tall}" sandbox="{_SANDBOX}" allow="clipboard-write" '
        f'referrerpolicy="no-referrer">{fallback}</iframe>\n'
    )


def _amp(title: str, address: str, image: str | None, height: int | None) -> str:
    """Return an amp-iframe: https alone, a placeholder, and an overflow element, without which it may not grow."""
    if not address.lower().startswith("https://"):
        raise PageError(f"address {address!r}: AMP shows frames from an https address alone; give --url https://...")
    alt = escape(title)
    shown = f'<amp-img layout="fill" src="{escape(image)}" alt="{alt}" placeholder></amp-img>' if image else ""
    return _AMP_REMARK + (
        f'<amp-iframe width="auto" height="{height or _HEIGHT}" layout="fixed-height" resizable sandbox="{_SANDBOX}" '
        f'frameborder="0" title="{escape(title)}" src="{escape(address)}">{shown}'
        f'<div overflow tabindex="0" role="button" aria-label="{escape(title)}">+</div></amp-iframe>\n'
    )


_WORDPRESS = '<blockquote style="display:none"><a href="{address}">{title}</a></blockquote>'
"""WordPress listens for a frame's height where such a quote stands before it, which it takes the style from and shows
until the frame has told."""


def _oembed(title: str, address: str, image: str | None, height: int | None, language: str) -> str:
    site = urlsplit(address)
    # Who takes styles away, as WordPress does, would show a frame of 300 pixels without a width of its own.
    source = f'src="{escape(address)}" loading="lazy" width="{WIDTH}"'
    record = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "armsatlas",
        **({"provider_url": f"{site.scheme}://{site.netloc}/"} if site.netloc else {}),
        "width": WIDTH,
        "height": height or _HEIGHT,
        "html": _WORDPRESS.format(address=escape(address), title=escape(title))
        + _frame(title, source, image, height, language).strip(),
    }
    if image:
        record |= {"thumbnail_url": image, "thumbnail_width": 1200, "thumbnail_height": 630}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _address(url: str) -> str:
    """Return an address that a page may be fetched from: http or https, or a path beside the article."""
    relative = re.fullmatch(r"[\w./~%-]+", url) is not None and not url.startswith("//")
    if web_link(url) is None and not relative:
        raise PageError(f"address {url!r}: expected an http or https address, or a file's name beside the article")
    return url


def _first(pattern: str, html: str) -> str:
    found = re.search(pattern, html, re.DOTALL)
    return found[1] if found else ""
