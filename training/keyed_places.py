"""The rounds of first contact as a corpus of places: what their keys place teaches; of the rest, what no weights take.

A key lists the places that must be found, not every name of its text. A name that it lacks is taken for none where the
shipped weights take it for none, and is left out otherwise.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source

LARGEST_KM = 60.0
"""What a key gives wider bounds is an area, whose point says little about which of its places is meant."""


def keyed_documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the texts below a folder that lie beside a key, with the names that the key places."""
    for path in sorted(folder.rglob("key*.json")):
        for name, key in json.loads(path.read_text(encoding="utf-8")).items():
            yield _document(path.parent / name, key)


def _document(path: Path, key: Mapping[str, Any]) -> dict[str, Any]:
    particulars = Particulars(language=key["lang"], published=key.get("date"))
    source = make_source(path.read_text(encoding="utf-8"), path.name, particulars, path.name)
    named = [*key["places"], *(place for place in key.get("may_be_unresolved", ()) if isinstance(place, list))]
    return {
        "id": f"{path.parent.name}/{path.name}", "text": source.text, "language": source.article.language,
        "toponyms": [row for place in named for row in _rows(source.text, place)],
        "unsure": [name if isinstance(name, str) else name[0] for name in key.get("unmapped", ())],
    }  # fmt: skip


def _rows(text: str, place: Sequence[Any]) -> Iterator[dict[str, Any]]:
    name, lat, lon, km = place[:4]
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        known = {"lat": lat, "lon": lon} if km <= LARGEST_KM else {"lat": None}
        yield {"start": match.start(), "end": match.end(), "role": "literal", "placed": True, **known}
