"""GeoNames files from its server, by pooch: resumed where a connection broke, checked for size and content."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlparse
from urllib.request import Request, urlopen

from gazetteer.errors import GazetteerError, SourceError

SERVER = "https://download.geonames.org/export/dump"
_CHUNK_BYTES = 1 << 16
_TIMEOUT_S = 30
_PARTIAL = 206

Progress = Callable[[str, int, int], None]


class ResumingDownloader:
    """A pooch downloader that goes on where the last attempt stopped, and checks the size that the server states."""

    def __init__(self, *, attempts: int = 8, progress: Progress | None = None) -> None:
        self._attempts = attempts
        self._progress = progress

    def __call__(self, url: str, output_file: str | Path, _pooch: object) -> None:
        """Download `url` to `output_file`."""
        target = Path(output_file)
        target.unlink(missing_ok=True)
        partial = target.parent / f".{Path(urlparse(url).path).name}.part"
        reason = ""
        for _ in range(self._attempts):
            try:
                if self._go_on(url, partial):
                    partial.replace(target)
                    return
                reason = "the connection broke off"
            except HTTPError as error:
                raise GazetteerError(f"{url}: the server says {error.code} {error.reason}; check the name") from error
            except (URLError, TimeoutError, ConnectionError) as error:
                reason = str(getattr(error, "reason", error))
        raise GazetteerError(f"{url}: {reason}, {self._attempts} times; run the same command again to go on")

    def _go_on(self, url: str, partial: Path) -> bool:
        """Fetch what is missing; tell whether the file is whole."""
        have = partial.stat().st_size if partial.exists() else 0
        request = Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310 - see check_address
        with urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - see check_address
            resumed = answer.status == _PARTIAL
            have = have if resumed else 0
            length = answer.headers.get("Content-Length")
            total = have + int(length) if length else None
            with partial.open("ab" if resumed else "wb") as file:
                have = self._copy(answer, file, url, have, total)
        return total is None or have >= total

    def _copy(self, answer, file, url: str, have: int, total: int | None) -> int:  # type: ignore[no-untyped-def] # noqa: ANN001 - file objects
        from http.client import IncompleteRead

        while True:
            try:
                part = answer.read(_CHUNK_BYTES)
            except IncompleteRead as error:
                part = error.partial
            if not part:
                return have
            file.write(part)
            have += len(part)
            if self._progress is not None:
                self._progress(Path(urlparse(url).path).name, have, total or 0)


def check_address(server: str) -> str:
    """Return a server's address without its last slash."""
    if urlparse(server).scheme not in ("http", "https"):
        raise GazetteerError(f"{server}: expected an address that begins with https://")
    return server.rstrip("/")


def download_dump(
    name: str, folder: Path, *, server: str = SERVER, known_hash: str | None = None, progress: Progress | None = None
) -> Path:
    """Download a GeoNames file and check that it is whole."""
    import pooch

    if not name.isalnum():
        raise GazetteerError(f"{name!r}: expected a country's code such as UA, or a file such as allCountries")
    code = name.upper() if len(name) == 2 else name  # noqa: PLR2004 - ISO 3166-1 alpha-2
    url = f"{check_address(server)}/{code}.zip"
    _make_folder(folder)
    try:
        path = Path(
            pooch.retrieve(
                url,
                known_hash=known_hash,
                fname=f"{code}.zip",
                path=folder,
                downloader=ResumingDownloader(progress=progress),
            )
        )
    except ValueError as error:
        raise SourceError(f"{url}: another checksum than {known_hash}; it may have changed on the server") from error
    except OSError as error:
        raise GazetteerError(f"{folder}: can't be written ({error.strerror or error})") from error
    _check_zip(path, url)
    return path


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GazetteerError(f"{folder}: can't be made ({error.strerror})") from error
    if not os.access(folder, os.W_OK):
        raise GazetteerError(f"{folder}: can't be written; name another folder in ARMSATLAS_CACHE")


def _check_zip(path: Path, url: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except (zipfile.BadZipFile, OSError) as error:
        path.unlink(missing_ok=True)
        raise SourceError(f"{url}: what came is not a whole zip ({error}); run the same command again") from error
    if broken:
        path.unlink(missing_ok=True)
        raise SourceError(f"{url}: {broken} in it is damaged; run the same command again")
