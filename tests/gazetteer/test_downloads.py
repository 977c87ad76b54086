"""Downloads from a server on this machine that breaks off."""

import hashlib
import io
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from gazetteer.errors import GazetteerError, SourceError
from gazetteer.index.downloads import download_dump

PACKED = io.BytesIO()
with zipfile.ZipFile(PACKED, "w", zipfile.ZIP_STORED) as archive:
    archive.writestr("KP.txt", "\n".join(f"{number}\tplace {number}" for number in range(20_000)))
CONTENT = PACKED.getvalue()


class Handler(BaseHTTPRequestHandler):
    """Sends at most 100 kB an answer, then closes; tells ranges unless asked not to."""

    asked: list = []  # noqa: RUF012 - shared by the answers of one server

    def do_GET(self):  # noqa: D102 - the standard library's name
        if self.path == "/NO.zip":
            self.send_error(404)
            return
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        self.asked.append(start)
        body = b"not a zip" if self.path == "/XX.zip" else CONTENT
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start : start + 100_000])

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    Handler.asked.clear()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=httpd.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}/"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_broken_connections_are_taken_up_again(server, tmp_path):
    told = []
    path = download_dump(
        "kp",
        tmp_path,
        server=server,
        known_hash=f"sha256:{hashlib.sha256(CONTENT).hexdigest()}",
        progress=lambda *step: told.append(step),
    )
    assert path.read_bytes() == CONTENT
    assert Handler.asked == list(range(0, len(CONTENT), 100_000))
    assert told[-1] == ("KP.zip", len(CONTENT), len(CONTENT))


def test_wrong_checksum_missing_file_and_rubbish_are_said(server, tmp_path):
    with pytest.raises(SourceError, match="another checksum"):
        download_dump("KP", tmp_path, server=server, known_hash="sha256:" + "0" * 64)
    with pytest.raises(GazetteerError, match="404"):
        download_dump("NO", tmp_path, server=server)
    with pytest.raises(SourceError, match="not a whole zip"):
        download_dump("XX", tmp_path, server=server)
    with pytest.raises(GazetteerError, match="https"):
        download_dump("KP", tmp_path, server="ftp://example.org")
    with pytest.raises(GazetteerError, match="country's code"):
        download_dump("../etc", tmp_path, server=server)


def test_server_that_is_not_there_is_said(tmp_path):
    with pytest.raises(GazetteerError, match="8 times"):
        download_dump("KP", tmp_path, server="http://127.0.0.1:9/")
