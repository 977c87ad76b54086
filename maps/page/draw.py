"""The page: one HTML file, everything inside, by whose policy only its own script runs; the page for review."""

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any, Unpack

from geo.records import EventFile
from maps.cleaning import web_link
from maps.encoding import script_json
from maps.errors import PageError
from maps.layout.bulk import FULL_LIMIT, ROWS_IN_PAGE
from maps.layout.lay_out import Options, lay_out
from maps.layout.legend import legend
from maps.layout.story import tally_events
from maps.page.folium_page import MapParts, draw_folium_map
from maps.page.rendering import asset, leaflet, render
from maps.page.rows import Telling, event_table
from maps.page.sections import filters, foot, off_map
from maps.records import Correction, PageData
from maps.stills.draw import draw_maps
from maps.stills.locator import draw_locator
from maps.stills.text import coloured
from maps.style import Style, default_style, style_sheet
from maps.texts import Texts, language_table

THEMES = ("light", "dark", "auto")
PARTS = ("full", "compact", "story", "auto")


def draw_map(
    event_file: EventFile, *, corrections: Sequence[Correction] = (), tiles: str | None = None, theme: str = "auto",
    parts: str = "auto", url: str | None = None, picture: str | None = None, **options: Unpack[Options],
) -> str:  # fmt: skip
    """Draw events as one HTML page that asks nothing of any server.

    Args:
        event_file: Articles and events. Events without a place on the map are listed beside it.
        corrections: Log of corrections, shown in the foot.
        tiles: Name of an online basemap; by default the page makes no request at all.
        theme: `light`, `dark`, or `auto`: the reader's own choice, and light in a frame.
        parts: `full`, `compact` (headline, map, dates, legend, and the rest behind a button), `story` (so, and told
            event by event in the file's order), or `auto`: compact in a frame.
        url: Where the page will be served, for those who share or cite it.
        picture: Address of a still to be shown where somebody shares the page.
        **options: As `maps.layout.lay_out.Options` tells: routes, language, kind, title, style, view and others.

    Returns:
        HTML in UTF-8, the same for the same input.

    Raises:
        LanguageError: The page has no texts in that language.
        PageError: `tiles`, `theme` or `parts` is not known.
    """
    if theme not in THEMES or parts not in PARTS:
        raise PageError(f"theme {theme!r}, parts {parts!r}: expected one of {THEMES} and one of {PARTS}")
    layout = lay_out(event_file, tiles=tiles is not None, **options)
    events, texts, data = layout.events, layout.texts, layout.data
    routes, measured = options.get("routes") or {}, options.get("measured") or {}
    telling = Telling(texts, layout.articles, events, routes, measured, tongue=options.get("tongue"))
    tally = tally_events(events)
    # How many of thousands the table lists, for a reader without a script.
    listed = texts.word("words", "of", i=texts.number(ROWS_IN_PAGE), n=texts.number(len(events)))
    chart = draw_folium_map(tiles=tiles)
    return _document(
        data,
        chart,
        options.get("style") or default_style(),
        texts=texts,
        theme=theme,
        show=parts,
        url=web_link(url),
        picture=web_link(picture),
        count=len(events),
        locator=coloured(draw_locator(layout), {name: f"var(--{name})" for name in default_style().light}),
        still=draw_maps(data, events, texts.word("page", "map")) if not layout.nowhere else "",
        heading=layout.heading,
        lead=layout.lead,
        hide=" ".join(layout.view.hide),
        years=tally.years,
        legend=legend(events, tally, data, texts),
        off_map=off_map(layout.off_map, telling),
        filters=filters(tally, telling),
        table=event_table(telling, most=ROWS_IN_PAGE if len(events) > FULL_LIMIT else len(events)),
        unlisted=listed if len(events) > FULL_LIMIT else "",
        nowhere=layout.nowhere,
        foot=foot(telling, corrections, chart, data),
    )


def _document(data: PageData, chart: MapParts, style: Style, **told: Any) -> str:  # noqa: ANN401 - what the templates tell
    early = asset("built/theme.js")
    ours = leaflet("leaflet.js") if chart.tiles_name else asset("built/leaflet.js")
    scripts = [ours, asset("built/page.js"), chart.script]
    no_script = asset("built/noscript.css")
    styles = [asset("built/leaflet.css"), style_sheet(style) + asset("built/page.css")]
    policy = content_policy(
        scripts=[early, *scripts], styles=[*styles, no_script], image_hosts=chart.tiles_hosts, fonts=bool(style.fonts)
    )
    return render(
        "page",
        policy=policy,
        early=early,
        no_script=no_script,
        styles=styles,
        scripts=scripts,
        chart=chart.html,
        details=data.details,
        timeline=data.timeline,
        data=script_json(data),
        logo=style.logo,
        credit=style.page.credit,
        **told,
    )


FOLDER = "languages/review"
_KINDS = ("shipment", "strike", "recovery", "seizure", "deployment", "test")
_STATUSES = ("claimed", "documented", "acknowledged", "reported")


def draw_review(
    event_file: EventFile,
    findings: Mapping[str, Sequence[tuple[str, str, int | None]]],
    *,
    language: str = "fr",
    made: Collection[str] = (),
) -> str:
    """Draw an event file as one HTML page of forms that asks nothing of any server and saves all of the file.

    Args:
        event_file: Articles and events.
        findings: What is to be decided, by event id: name of the question, the sources' words on it,
            and the index of the place that it concerns, if any.
        language: The page's language.
        made: Ids of the events whose titles nobody wrote; one that is written now is kept for this language alone.
    """
    texts = Texts(language)
    words = language_table(FOLDER, texts.language)
    data = {
        "words": words,
        "kinds": {kind: texts.kind(kind) for kind in _KINDS},
        "statuses": {status: texts.word("status", status) for status in _STATUSES},
        "findings": [findings.get(event.id, ()) for event in event_file.events],
        "made": [int(event.id in made) for event in event_file.events],
    }
    script, style = asset("built/review.js"), asset("built/review.css")
    policy = content_policy(scripts=[script], styles=[style])
    held = {"event_file": script_json(event_file), "data": script_json(data)}
    return render("review", language=texts.language, policy=policy, word=words, style=style, script=script, **held)


def content_hash(content: str) -> str:
    """Return the source expression that allows exactly this inline content."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def content_policy(
    *, scripts: Sequence[str], styles: Sequence[str], image_hosts: Sequence[str] = (), fonts: bool = False
) -> str:
    """Return a policy that allows the given inline scripts and styles, images of the hosts, and fonts."""
    images = " ".join(["data:", *image_hosts])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(content_hash, scripts)),
            "style-src " + " ".join(map(content_hash, styles)),
            f"img-src {images}",
            *(["font-src data:"] if fonts else []),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
