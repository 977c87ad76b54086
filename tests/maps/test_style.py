"""House style: one file for colours, fonts, logo and credit, checked before anything is drawn."""

import base64

import pytest
from map_stories import story

from maps import draw_map, draw_still
from maps.errors import StyleError
from maps.style import contrast, default_style, load_style


@pytest.mark.parametrize("name", ["default", "daily", "agency", "thinktank"])
def test_the_styles_that_ship_can_be_read(name):
    assert contrast(load_style(name).light["ink"], load_style(name).light["paper"]) > 7


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[light]\nink = "#999999"', "ink on paper 2.8"),
        ('[light]\nsky = "#999999"', "no colour 'sky'"),
        ('[light]\nink = "url(x)"', "expected a colour"),
        ('[text]\nbody = "font.exe"', "font.exe"),
        ('[text]\nbody = "missing.woff2"', "missing.woff2"),
        ("[page]\nradius = 'wide'", "radius"),
        ("[pages]", "no section"),
        ("light = 3", "should be a section"),
        ("[", "not a TOML file"),
    ],
)
def test_a_style_that_cannot_be_used_says_what_to_mend(tmp_path, text, told):
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StyleError, match=told) as error:
        load_style(path)
    assert "\n" not in str(error.value)
    assert "desk.toml" in str(error.value)


def test_page_and_still_take_the_desks_colours(tmp_path):
    path = tmp_path / "desk.toml"
    path.write_text('[light]\nstrike = "#8a1111"\n[page]\ncredit = "The <desk>"', encoding="utf-8")
    style = load_style(path)
    page = draw_map(story(), language="en", style=style)
    assert "--strike:#8a1111" in page
    assert "The &lt;desk&gt;" in page
    assert "#8a1111" in draw_still(story(), language="en", style=style)
    assert "#8a1111" not in draw_still(story(), language="en")


@pytest.mark.browser
def test_fonts_and_logo_are_inside_and_nothing_is_asked_for(tmp_path, open_page):
    (tmp_path / "desk.woff2").write_bytes(b"wOF2" + bytes(100))
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    (tmp_path / "logo.png").write_bytes(base64.b64decode(pixel))
    path = tmp_path / "desk.toml"
    path.write_text('[text]\nheadings = "desk.woff2"\n[page]\nlogo = "logo.png"', encoding="utf-8")
    opened = open_page(draw_map(story(), language="en", style=load_style(path)))
    assert "desk-headings" in opened.page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert opened.page.evaluate("document.querySelector('.brand').naturalWidth") == 1
    assert not [address for address in opened.requests if not address.startswith(("file:", "data:"))]


@pytest.mark.browser
def test_a_theme_is_kept_whatever_the_reader_prefers(open_page):
    for theme, paper in (("light", default_style().light["paper"]), ("dark", default_style().dark["paper"])):
        page = open_page(draw_map(story(), language="en", theme=theme), color_scheme="dark").page
        told = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")
        assert told.strip() == paper


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_coast_is_drawn_in_its_colour(open_page, scheme):
    page = open_page(draw_map(story(), language="en"), color_scheme=scheme).page
    stroke = page.locator(".overview path.land").first.evaluate("path => getComputedStyle(path).stroke")
    colours = getattr(default_style(), scheme)
    assert stroke == f"rgb({', '.join(str(int(colours['coast'][at : at + 2], 16)) for at in (1, 3, 5))})"


@pytest.mark.parametrize("ground", ["land", "water"])
def test_a_coast_that_is_not_seen_is_refused(tmp_path, ground):
    """On newsprint and a beamer land and sea are one: 3:1 against both."""
    path = tmp_path / "desk.toml"
    path.write_text(f'[light]\ncoast = "{default_style().light[ground]}"', encoding="utf-8")
    with pytest.raises(StyleError, match=f"coast on {ground} 1"):
        load_style(path)


@pytest.mark.parametrize(("name", "ground"), [("country", "land"), ("sea-name", "water"), ("town", "land")])
def test_names_of_the_ground_that_cannot_be_read_are_refused(tmp_path, name, ground):
    path = tmp_path / "pale.toml"
    path.write_text(f'[light]\n{name} = "#a0a4a8"', encoding="utf-8")
    with pytest.raises(StyleError, match=f"{name} on {ground} "):
        load_style(str(path))
