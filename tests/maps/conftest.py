"""A real browser, offline, that reports whatever a page asks for or complains about."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def _load_stories() -> Any:
    # importlib's import mode keeps test folders off sys.path, so the shared stories are loaded by path.
    spec = importlib.util.spec_from_file_location("map_stories", Path(__file__).parent / "stories.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["map_stories"] = module
    spec.loader.exec_module(module)
    return module


_load_stories()


def find_browser() -> str | None:
    wanted = os.environ.get("ARMSATLAS_BROWSER")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium on the PATH and none in ARMSATLAS_BROWSER; 'apt-get install chromium' brings one")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


class Opened:
    """A page in the browser with what it asked for and what its console said."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open HTML from a file with the network off and wait until it is drawn."""
    contexts = []

    def opening(html: str, *, width: int = 1280, height: int = 900, hash: str = "", **options: Any) -> Opened:  # noqa: A002 - the address's own word
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(offline=True, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.goto(path.as_uri() + hash)
        if options.get("java_script_enabled", True):
            # A script that failed would leave the test to wait for a drawing that never comes.
            opened.page.wait_for_load_state("load")
            assert opened.page.locator("html.drawn").count() == 1, opened.messages
            opened.page.wait_for_selector("html:not(.awaited)")
        return opened

    yield opening
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def story_page() -> str:
    """The hand-made story as a page in French."""
    from map_stories import story, story_routes

    from maps import draw_map

    return draw_map(story(), routes=story_routes(), language="fr")
