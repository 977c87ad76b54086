"""Scripts and style sheets that go into a page, as `make assets` made them short; the sources lie beside."""

import re
from functools import cache
from pathlib import Path

_ASSETS = Path(__file__).parents[1] / "assets"


@cache
def asset(name: str) -> str:
    """Return one of the package's own files, as `embed.js` or `built/page.js`."""
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def leaflet(name: str) -> str:
    """Return Leaflet's whole `leaflet.js` or `leaflet.css`, without what it would fetch."""
    from xstatic.pkg import leaflet as package

    text = (Path(package.BASE_DIR) / name).read_text(encoding="utf-8").split("//# sourceMappingURL")[0].strip()
    if name.endswith(".js"):
        return text
    return re.sub(r"(behavior: )?url\([^)]*\)", "none", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
