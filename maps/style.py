"""House style: colours, fonts, logo and credit of page, stills and embeds, from one TOML file checked when read."""

import re
import tomllib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert

from maps.errors import StyleError

_SHIPPED = files("maps") / "styles"
_FONTS = {".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf"}
_PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}
_MOST_BYTES = 400_000
FAMILIES = {
    "serif": 'Georgia, "Noto Serif", "Times New Roman", serif',
    "sans": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
}
_KINDS = ("ship", "strike", "find", "seize", "deploy", "test", "other")
_PAIRS = (
    [("ink", "paper", 4.5), ("soft", "paper", 4.5), ("ink", "land", 4.5), ("country", "land", 4.5)]
    + [("sea-name", "water", 4.5), ("town", "land", 4.5), ("contest", "contest-wash", 4.5)]
    + [(kind, "paper", 4.5) for kind in _KINDS]
    + [(kind, "land", 3.0) for kind in _KINDS]
    + [("coast", "land", 3.0), ("coast", "water", 3.0), ("border", "land", 3.0)]
)
"""Colour on colour, and the contrast that they need: 4.5 for text, 3 for what must be seen (WCAG 2.2)."""


_SECOND = 0.7  # of the ink is in the second colour of shipments


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fonts: `serif`, `sans`, or a font file beside the style."""

    headings: str = "serif"
    body: str = "sans"


class PageLook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corners, the desk's own credit line, and its logo."""

    radius: int = 3
    credit: str = ""
    logo: str = ""


class Style(Struct, frozen=True, kw_only=True):
    """A house style, whole: what a file leaves out is the page's own."""

    light: dict[str, str]
    dark: dict[str, str]
    text: Look
    page: PageLook
    fonts: dict[str, str]  # `data:` address of each font file by its part in the text
    logo: str | None  # `data:` address of the logo


@cache
def default_style() -> Style:
    """Return the page's own style."""
    return load_style("default")


def load_style(name: str | Path) -> Style:
    """Read a style: a TOML file, or one that ships: `daily`, `agency`, `thinktank`.

    Raises:
        StyleError: It can't be read, names a colour there is none of, or has too little contrast.
    """
    shipped = _SHIPPED / f"{name}.toml"
    known = str(name).isalnum() and shipped.is_file()
    path = Path(name)
    try:
        own = tomllib.loads(shipped.read_text("utf-8") if known else path.read_text("utf-8"))
        base = tomllib.loads((_SHIPPED / "default.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise StyleError(
            f"{name}: style can't be read ({error}); give a TOML file, or daily, agency, thinktank"
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise StyleError(f"{name}: not a TOML file ({error})") from error
    return _whole(own, base, name, path.parent)


def _whole(own: dict[str, Any], base: dict[str, Any], name: str | Path, folder: Path) -> Style:
    """Return a style with what it leaves out filled in, once its values are found sound."""
    for part in base:
        if not isinstance(own.get(part, {}), dict):
            raise StyleError(f"{name}: {part} should be a section, [{part}], with a line for each value")
    merged = {part: {**base[part], **own.get(part, {})} for part in base}
    unknown = sorted(set(own) - set(base))
    if unknown:
        raise StyleError(f"{name}: no section [{unknown[0]}]; there are {', '.join(f'[{part}]' for part in base)}")
    try:
        text, page = convert(merged["text"], Look), convert(merged["page"], PageLook)
    except ValidationError as error:
        raise StyleError(f"{name}: {error}") from error
    for part in ("light", "dark"):
        _check_colours(merged[part], set(base[part]), f"{name}: [{part}]")
        merged[part]["ship-second"] = mixed(merged[part]["ship"], merged[part]["ink"], _SECOND)
    fonts = {
        part: _inlined(folder / font, _FONTS, f"{name}: {part}")
        for part, font in (("headings", text.headings), ("body", text.body))
        if font not in FAMILIES
    }
    logo = _inlined(folder / page.logo, _PICTURES, f"{name}: logo") if page.logo else None
    return Style(light=merged["light"], dark=merged["dark"], text=text, page=page, fonts=fonts, logo=logo)


def _check_colours(colours: dict[str, Any], known: set[str], where: str) -> None:
    for key, value in colours.items():
        if key not in known:
            raise StyleError(f"{where} has no colour {key!r}; there are {', '.join(sorted(known))}")
        if not (isinstance(value, str) and re.fullmatch("#([0-9a-fA-F]{2}){3,4}", value)):
            raise StyleError(f"{where} {key} = {value!r}: expected a colour as '#rrggbb'")
    poor = [
        f"{front} on {back} {contrast(colours[front], colours[back]):.1f} (needs {least})"
        for front, back, least in _PAIRS
        if contrast(colours[front], colours[back]) < least
    ]
    if poor:
        raise StyleError(f"{where} has too little contrast: {'; '.join(poor)}; darken or lighten one of each pair")


def mixed(one: str, other: str, part: float) -> str:
    """Return a colour that so much of another is mixed into."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]  # noqa: PLR2004 - sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _inlined(path: Path, types: dict[str, str], where: str) -> str:
    """Return a file as a `data:` address: the page asks for nothing."""
    kind = types.get(path.suffix.lower())
    if kind is None:
        raise StyleError(f"{where}: {path.name!r} is none of {', '.join(types)}, nor 'serif' or 'sans'")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StyleError(f"{where}: {path} can't be read ({error.strerror})") from error
    if len(content) > _MOST_BYTES:
        raise StyleError(
            f"{where}: {path.name} has {len(content):,} bytes; every page carries it, so {_MOST_BYTES:,} at most"
        )
    return f"data:{kind};base64,{b64encode(content).decode()}"


def style_sheet(style: Style) -> str:
    """Return the style as CSS: variables for light and dark, and the fonts."""
    faces = "".join(
        f'@font-face{{font-family:"desk-{part}";src:url("{address}");font-display:swap}}'
        for part, address in style.fonts.items()
    )
    families = {
        name: f'"desk-{part}", {FAMILIES[name]}' if part in style.fonts else FAMILIES[font]
        for name, part, font in (("serif", "headings", style.text.headings), ("sans", "body", style.text.body))
    }
    names = "".join(f"--{name}:{family};" for name, family in families.items())
    schemes = (("light", style.light), ("dark", style.dark))
    light, dark = (f"color-scheme:{key};" + "".join(f"--{n}:{c};" for n, c in held.items()) for key, held in schemes)
    return (
        f"{faces}:root{{{names}--radius:{style.page.radius}px;{light}}}"
        f'@media (prefers-color-scheme: dark){{:root[data-theme="auto"]{{{dark}}}}}:root[data-theme="dark"]{{{dark}}}'
    )
