"""A page inside an article: it grows to its content, several stand on one page, strict policies and sandboxes hold."""

import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from map_stories import story, story_routes

from maps import draw_map
from maps.errors import PageError
from maps.page.embed import draw_embed

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
        told = frame.evaluate("frame => frame.style.height")
        if re.fullmatch(r"\d+px", told):
            return int(told.removesuffix("px"))
        page.wait_for_timeout(50)
    raise AssertionError("the frame never grew")


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
    assert height <= (900 if width > 650 else 1100), "a frame shows the compact page"
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
    assert re.search(r'<iframe[^>]* title="Najin\u00a0– Dounaï\u00a0– Tikhoretsk[^"]+" lang="fr"', snippet)
    assert '<img src="https://a.example/m.png" alt="Najin' in snippet
    assert 'sandbox="allow-scripts' in snippet
    assert "allow-same-origin" not in snippet


def test_oembed_is_what_consumers_expect(story_page):
    told = json.loads(
        draw_embed(story_page, url="https://a.example/m.html", form="oembed", picture="https://a.example/m.png")
    )
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert [name for name, _ in Elements(told["html"]).found] == ["blockquote", "a", "iframe", "img"]
    assert {"width", "height", "title", "thumbnail_url", "thumbnail_width", "thumbnail_height"} <= set(told)


def test_wordpress_takes_a_block_without_a_script_and_keeps_a_linked_still_where_it_strips_frames(story_page):
    """Its filter for who may not publish frames takes the frame out and leaves what stands in it."""
    snippet = draw_embed(
        story_page, url="https://a.example/m.html", form="wordpress", picture="https://a.example/m.png"
    )
    assert snippet.startswith("<!-- wp:html -->")
    assert "<script" not in snippet
    left = Elements(re.sub(r"</?iframe[^>]*>", "", snippet)).found
    assert [name for name, _ in left] == ["figure", "a", "img"]
    assert left[1][1]["href"] == "https://a.example/m.html"
    assert left[2][1]["alt"]


class Elements(HTMLParser):
    """The elements of a snippet, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep an element."""
        self.found.append((tag, dict(attrs)))


AMP_IFRAME = {"width", "height", "layout", "resizable", "sandbox", "frameborder", "title", "src"}


def test_amp_keeps_the_rules_of_amp_iframe(story_page):
    """What the validator's rules for amp-iframe and amp-img ask: https, a layout, known attributes, an overflow."""
    snippet = draw_embed(story_page, url="https://a.example/m.html", form="amp", picture="https://a.example/m.png")
    (frame, asked), (image, shown), (overflow, button) = Elements(snippet).found
    assert (frame, image, overflow) == ("amp-iframe", "amp-img", "div")
    assert set(asked) == AMP_IFRAME
    assert (asked["layout"], asked["width"]) == ("fixed-height", "auto")
    assert asked["src"].startswith("https://")
    assert "allow-same-origin" not in asked["sandbox"]
    assert {"placeholder", "layout", "src", "alt"} == set(shown)
    assert {"overflow", "tabindex", "role", "aria-label"} == set(button)
    assert "amp-iframe-0.1.js" in snippet


AMP_PAGE = """<!doctype html><html amp lang="en"><head><meta charset="utf-8">
<script async src="https://cdn.ampproject.org/v0.js"></script>{script}<title>An article</title>
<link rel="canonical" href="https://a.example/article"><meta name="viewport" content="width=device-width">
<style amp-boilerplate>{hidden}{frames}</style><noscript><style amp-boilerplate>{shown}</style></noscript>
</head><body>{body}</body></html>"""
MAKERS = ("-webkit-", "-moz-", "-ms-", "")
VALIDATE = """const [folder, html] = process.argv.slice(1);
require(require.resolve("amphtml-validator", { paths: [folder] })).getInstance(`${folder}/validator_wasm.js`)
  .then((validator) => console.log(JSON.stringify(validator.validateString(html))));"""


@pytest.mark.parametrize(("layout", "status"), [("fixed-height", "PASS"), ("responsive", "FAIL")])
def test_the_amp_validator_passes_the_snippet(story_page, layout, status):
    """ARMSATLAS_AMP_VALIDATOR is a folder where npm put amphtml-validator, with the validator_wasm.js it asks for."""
    folder = os.environ.get("ARMSATLAS_AMP_VALIDATOR")
    if not folder or not shutil.which("node"):
        pytest.skip("this system has no AMP validator in ARMSATLAS_AMP_VALIDATOR")
    snippet = draw_embed(story_page, url="https://a.example/m.html", form="amp", picture="https://a.example/m.png")
    keys = "".join(f"@{maker}keyframes -amp-start{{from{{visibility:hidden}}to{{visibility:visible}}}}"
                   for maker in ("-webkit-", "-moz-", "-ms-", "-o-", ""))  # fmt: skip
    page = AMP_PAGE.format(
        script=re.search(r"<script async.*?</script>", snippet)[0],
        hidden="body{" + ";".join(f"{m}animation:-amp-start 8s steps(1,end) 0s 1 normal both" for m in MAKERS) + "}",
        frames=keys,
        shown="body{" + ";".join(f"{maker}animation:none" for maker in MAKERS) + "}",
        body=re.sub(r"<!--.*?-->", "", snippet, flags=re.DOTALL).replace("fixed-height", layout),
    )
    found = subprocess.run(["node", "-e", VALIDATE, folder, page], capture_output=True, text=True, check=True)
    assert json.loads(found.stdout)["status"] == status, found.stdout


@pytest.mark.parametrize("url", ["map.html", "http://a.example/m.html"])
def test_amp_takes_no_address_that_it_would_refuse(story_page, url):
    with pytest.raises(PageError, match="https"):
        draw_embed(story_page, url=url, form="amp")


@pytest.mark.browser
def test_a_framed_page_tells_its_height_to_amp_too(site, story_page):
    listen = "<script>window.told = []; addEventListener('message', e => told.push(e.data))</script>"
    article = f'<!doctype html>{listen}<iframe src="/map.html" width="600" height="900"></iframe>'
    page = site({"/map.html": story_page, "/article": article})
    page.frames[1].wait_for_selector("html.drawn")
    page.wait_for_timeout(300)
    told = [one for one in page.evaluate("told") if one.get("sentinel") == "amp"]
    assert told[0]["type"] == "embed-size"
    assert told[0]["height"] > 500


@pytest.mark.browser
def test_wordpress_finds_a_frame_of_full_width_that_tells_it_its_height(site, story_page):
    """Of a site that it discovers it keeps source, title, width and height, and gives the address a secret."""
    told = json.loads(draw_embed(story_page, url="https://a.example/map.html", form="oembed"))
    (quote, hidden), (_, link), (_, asked) = Elements(told["html"]).found
    assert (quote, hidden, link) == ("blockquote", {"style": "display:none"}, {"href": "https://a.example/map.html"})
    assert asked["width"] == str(told["width"])
    listen = "<script>window.told = []; addEventListener('message', e => told.push(e.data))</script>"
    frame = '<iframe sandbox="allow-scripts" src="/map.html#?secret=a1b2c3" width="600" height="900"></iframe>'
    page = site({"/map.html": story_page, "/article": f"<!doctype html>{listen}{frame}"})
    page.frames[1].wait_for_selector("html.drawn")
    page.wait_for_timeout(300)
    heights = [one for one in page.evaluate("told") if one.get("secret")]
    assert (heights[0]["message"], heights[0]["secret"]) == ("height", "a1b2c3")
    assert 200 < heights[0]["value"] <= 1000


@pytest.mark.parametrize("form", ["iframe", "srcdoc", "amp", "oembed"])
def test_a_hostile_title_stays_text_in_every_snippet(form):
    from geo.records import EventFile
    from maps import draw_map

    title = '"><script>window.intruder = 1</script><img src=x onerror="1"> ${1} `\\u202e'
    html = draw_map(EventFile(), language="en", title=title, lead=title)
    snippet = draw_embed(html, url="https://a.example/m.html", form=form, picture="https://a.example/m.png")
    markup = json.loads(snippet)["html"] if form == "oembed" else snippet
    elements = Elements(markup).found
    assert {name for name, _ in elements} <= {
        "iframe",
        "img",
        "script",
        "amp-iframe",
        "amp-img",
        "div",
        "blockquote",
        "a",
    }
    assert not any(key.startswith("on") for _, attributes in elements for key in attributes)
    assert sum(name == "script" for name, _ in elements) == (form in ("iframe", "srcdoc"))
    assert "<script>window.intruder" in next(attributes["title"] for _, attributes in elements if "title" in attributes)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/x", 'x" onload="1', "data:text/html,x"])
def test_an_address_that_is_none_is_refused(story_page, url):
    with pytest.raises(PageError, match="address"):
        draw_embed(story_page, url=url)


def test_a_page_that_is_not_ours_is_refused():
    with pytest.raises(PageError, match="armsatlas map"):
        draw_embed("<html><title>Something else</title></html>", url="x.html")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "most"), [(680, 900), (375, 1100)])
def test_a_compact_page_is_short_and_unfolds_in_place(open_page, width, most):
    html = draw_map(story(), routes=story_routes(), language="fr", parts="compact")
    page = open_page(html, width=width).page
    body = "document.body.getBoundingClientRect().height"
    folded = page.evaluate(body)
    assert folded <= most
    assert not page.locator("#events").is_visible()
    page.locator("#unfold").click()
    assert page.locator("#event-1").is_visible()
    assert page.locator("footer .sources").is_visible()
    assert page.evaluate(body) > folded + 500
    page.locator("#unfold").click()
    assert page.evaluate(body) == folded


@pytest.mark.browser
def test_a_frame_without_our_script_has_a_height_that_suits_its_width(site, story_page):
    frame = draw_embed(story_page, url="/map.html").split("<script>")[0]
    for width, most in ((1000, 1000), (375, 1110)):
        page = site(
            {"/map.html": story_page, "/article": ARTICLE.format(policy=STRICT, snippet=frame, script="")}, width
        )
        page.locator("iframe").scroll_into_view_if_needed()
        assert 800 <= page.locator("iframe").bounding_box()["height"] <= most


@pytest.mark.browser
@pytest.mark.parametrize(("query", "ground"), [("", "light"), ("?theme=dark", "dark"), ("?theme=auto", "dark")])
def test_a_frame_is_light_unless_the_address_asks_otherwise(browser, story_page, query, ground):
    context = browser.new_context(color_scheme="dark")
    answers = {f"{SITE}/article": f'<iframe src="/map.html{query}"></iframe>', f"{SITE}/map.html{query}": story_page}
    context.route("**/*", lambda route: route.fulfill(body=answers[route.request.url], content_type="text/html"))
    page = context.new_page()
    page.goto(f"{SITE}/article")
    paper = page.frames[1].evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (ground == "light")
    context.close()


@pytest.mark.browser
def test_where_a_frame_may_not_copy_it_shows_the_address(site, story_page):
    frame = draw_embed(story_page, url="/map.html").split("<script>")[0]
    assert 'allow="clipboard-write"' in frame
    frame = frame.replace('allow="clipboard-write"', "")
    page = site({"/map.html": story_page, "/article": ARTICLE.format(policy=STRICT, snippet=frame, script="")})
    inner = page.frame_locator("iframe")
    inner.locator("#unfold").click()
    inner.locator("#link").click()
    assert "/map.html" in inner.locator("#address").input_value()


@pytest.mark.browser
def test_where_a_frame_may_copy_it_copies_the_address_that_the_desk_gave(browser):
    html = draw_map(story(), language="en", parts="compact", url="https://a.example/m.html")
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    frame = draw_embed(html, url="/map.html").split("<script>")[0]
    answers = {f"{SITE}/article": f"<!doctype html>{frame}", f"{SITE}/map.html": html}
    context.route("**/*", lambda route: route.fulfill(body=answers[route.request.url], content_type="text/html"))
    page = context.new_page()
    page.goto(f"{SITE}/article")
    inner = page.frame_locator("iframe")
    inner.locator("#unfold").click()
    inner.locator("#link").click()
    inner.get_by_text("copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("https://a.example/m.html#")
    context.close()


def test_what_is_shared_has_a_card_and_says_where_it_can_be_embedded_from():
    html = draw_map(story(), language="en", url="https://a.example/m.html", picture="https://a.example/m.png")
    assert '<meta property="og:image" content="https://a.example/m.png">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert '<meta name="twitter:image" content="https://a.example/m.png">' in html
    assert '<link rel="canonical" href="https://a.example/m.html">' in html
    assert 'type="application/json+oembed" href="https://a.example/m.html.oembed.json"' in html
    assert 'rel="canonical"' not in draw_map(story(), language="en", url="javascript:alert(1)")
