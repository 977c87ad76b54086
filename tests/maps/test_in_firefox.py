"""The page in Firefox, driven by its own remote protocol: it draws, filters and is read without a script there, too."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from map_stories import story, story_routes

from maps import draw_map

WAIT_S = 60


class Firefox:
    """One Firefox without a window, told what to do over Marionette."""

    def __init__(self, command: str, profile: Path, *, script: bool) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"marionette.port": port, "javascript.enabled": script, "network.proxy.type": 1}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self.process = subprocess.Popen(
            [command, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            env={**os.environ, "HOME": str(profile)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.socket = self._connect(port)
        self.number = 0
        self._read()
        self.ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})

    def _connect(self, port: int) -> socket.socket:
        end = time.monotonic() + WAIT_S
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self.socket.recv(1)
        told = b""
        while len(told) < int(length[:-1]):
            told += self.socket.recv(65536)
        return json.loads(told)

    def ask(self, name: str, parameters: dict[str, Any]) -> Any:
        """Return what a command answers."""
        self.number += 1
        message = json.dumps([0, self.number, name, parameters])
        self.socket.sendall(f"{len(message)}:{message}".encode())
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def open(self, html: str, folder: Path, *, width: int) -> None:
        """Open a page from a file."""
        path = folder / "page.html"
        path.write_text(html, encoding="utf-8")
        self.ask("WebDriver:SetWindowRect", {"width": width, "height": 900})
        self.ask("WebDriver:Navigate", {"url": path.as_uri()})

    def run(self, script: str) -> Any:
        """Return what a script returns in the page."""
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def close(self) -> None:
        """End this Firefox."""
        self.socket.close()
        self.process.terminate()
        self.process.wait(WAIT_S)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def firefox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firefox]:
    command = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    if command is None:
        pytest.skip("no Firefox on the PATH; 'apt-get install firefox-esr' brings one")
    profile = tmp_path / "profile"
    profile.mkdir()
    browser = Firefox(command, profile, script=request.param)
    browser.script = request.param
    yield browser
    browser.close()


@pytest.mark.browser
def test_the_page_works_in_firefox(firefox, tmp_path):
    html = draw_map(story(), routes=story_routes(), language="fr")
    for width in (1280, 500):
        firefox.open(html, tmp_path, width=width)
        assert firefox.run("return document.documentElement.scrollWidth <= innerWidth")
        if not firefox.script:
            seen = (
                "return [...document.querySelectorAll('.still svg')].map((one) => one.getBoundingClientRect().height)"
            )
            assert [height > 150 for height in firefox.run(seen)] == [width > 640, *3 * [width <= 640]]
            continue
        assert firefox.run("return document.documentElement.classList.contains('drawn')")
        assert firefox.run("return document.querySelectorAll('.overview .mark').length") > 2
        assert firefox.run("return document.querySelectorAll('.overview .name').length") > 1
        slider = "const time = document.getElementById('time'); time.value = 0; time.dispatchEvent(new Event('input'));"
        firefox.run(slider)
        firefox.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert firefox.run("return armsatlas.story.visible.size < armsatlas.story.data.events.length")
        firefox.run("armsatlas.story.open([...armsatlas.story.visible].slice(0, 1))")
        assert firefox.run("return document.getElementById('panel').innerText.length") > 20
