"""What a page carries is made from what lies beside it: sources changed without `make assets` are told here."""

import json
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASSETS, MAKERS = ROOT / "maps" / "assets", ROOT / "dev" / "javascript"


def test_the_built_scripts_and_style_sheets_are_of_these_sources():
    known = json.loads((ASSETS / "built" / "sources.json").read_text("utf-8"))
    files = [*ASSETS.glob("*.js"), *ASSETS.glob("*.css"), MAKERS / "build.mjs", MAKERS / "leaflet.mjs"]
    found = {file.name: sha256(file.read_bytes()).hexdigest()[:16] for file in files}
    assert found == known, "run `make assets`"
