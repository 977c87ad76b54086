"""A page inside an article: it grows to its content, several stand on one page, strict policies and sandboxes hold."""

import json
import re

import pytest

from maps.embed import draw_embed
from maps.errors import PageError

SITE = "https://news.example"
ARTICLE = """<!doctype html><html lang="en"><head><title>Article</title>
<meta http-equiv="Content-Security-Policy" content="{policy}"></head><body>
<article style="width: 650px; margin: auto"><p>Text before.</p>{snippet}<p>Text after.</p></article>
{script}</body></html>"""
STRICT = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; frame-src 'self'; img-src 'self'"


@pytest.fixture
def site(browser):
    """Open pages of a site that is answered from here; anything else it asks for fails."""
    contexts = []

    def opening(pages: dict[str, str], width: int = 1000):
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)

        def answer(route):
            path = route.request.url.removeprefix(SITE)
            kind = "text/javascript" if path.endswith(".js") else "text/html"
            if path in pages:
                route.fulfill(body=pages[path], content_type=f"{kind}; charset=utf-8")
            else:
                route.abort()

        context.route("**/*", answer)
        page = context.new_page()
        page.messages = []
        page.on("console", lambda message: page.messages.append(message.text))
        page.goto(f"{SITE}/article")
        return page

    yield opening
    for context in contexts:
        context.close()


def grown(page, number: int = 0) -> int:
    frame = page.locator("iframe").nth(number)
    frame.scroll_into_view_if_needed()
    for _ in range(100):
        height = int(frame.get_attribute("height"))
        if height != 900:
            return height
        page.wait_for_timeout(50)
    return 900


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
def test_a_frame_grows_to_the_page_under_a_strict_policy_of_the_article(site, story_page, width):
    snippet = draw_embed(story_page, url="/map.html")
    frame, script = snippet.split("<script>")
    pages = {
        "/map.html": story_page,
        "/embed.js": draw_embed(story_page, url="/map.html", form="script"),
        "/article": ARTICLE.format(policy=STRICT, snippet=frame, script='<script src="/embed.js"></script>'),
    }
    assert script.removesuffix("</script>\n") == pages["/embed.js"]
    page = site(pages, width)
    height = grown(page)
    inner = page.frames[1].evaluate("document.body.getBoundingClientRect().height")
    assert height == pytest.approx(inner, abs=2)
    assert height > 1000
    assert page.messages == []


@pytest.mark.browser
def test_several_maps_on_a_page_each_grow_alone(site, story_page):
    from map_stories import spot_event

    from geo.records import EventFile
    from maps import draw_map

    other = draw_map(EventFile(events=(spot_event(1, 50, 30),)), language="en")
    snippets = draw_embed(story_page, url="/map.html") + draw_embed(other, url="/other.html")
    article = ARTICLE.format(policy="frame-src 'self'", snippet=snippets, script="")
    page = site({"/map.html": story_page, "/other.html": other, "/article": article})
    first, second = grown(page, 0), grown(page, 1)
    assert first > second > 500


@pytest.mark.browser
def test_a_page_inside_the_snippet_draws_too(site, story_page):
    snippet = draw_embed(story_page, url="/map.html", form="srcdoc")
    page = site({"/article": ARTICLE.format(policy="frame-src 'self'", snippet=snippet, script="")})
    grown(page)
    assert page.frames[1].locator(".mark").count() > 0
    assert page.messages == []


def test_a_snippet_has_a_title_a_language_and_a_stand_in(story_page):
    snippet = draw_embed(story_page, url="https://a.example/m.html", picture="https://a.example/m.png")
    assert re.search(r'<iframe[^>]* title="Najin – Dounaï – Tikhoretsk[^"]+" lang="fr"', snippet)
    assert '<img src="https://a.example/m.png" alt="Najin' in snippet
    assert 'sandbox="allow-scripts' in snippet
    assert "allow-same-origin" not in snippet


def test_oembed_is_what_consumers_expect(story_page):
    told = json.loads(
        draw_embed(story_page, url="https://a.example/m.html", form="oembed", picture="https://a.example/m.png")
    )
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["html"].startswith("<iframe")
    assert {"width", "height", "title", "thumbnail_url", "thumbnail_width", "thumbnail_height"} <= set(told)


def test_amp_has_a_placeholder_and_may_grow(story_page):
    snippet = draw_embed(story_page, url="https://a.example/m.html", form="amp", picture="https://a.example/m.png")
    assert snippet.startswith("<amp-iframe")
    assert "placeholder" in snippet
    assert "overflow" in snippet


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/x", 'x" onload="1', "data:text/html,x"])
def test_an_address_that_is_none_is_refused(story_page, url):
    with pytest.raises(PageError, match="address"):
        draw_embed(story_page, url=url)


def test_a_page_that_is_not_ours_is_refused():
    with pytest.raises(PageError, match="armsatlas map"):
        draw_embed("<html><title>Something else</title></html>", url="x.html")
