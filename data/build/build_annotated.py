"""Turn the annotated articles in data/annotated into toponyms.jsonl and events.jsonl.

Usage: python data/build/build_annotated.py [--check]

The articles are written by hand in the markup that data/annotated/README.md
explains. With --check nothing is written; exit status 1 says that the files on
disk differ from what the articles yield. Output depends on the articles and
places.toml alone, so the same input gives the same bytes.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from delivery import deliver

HERE = Path(__file__).resolve().parent.parent / "annotated"
ROLES = ("literal", "metonym", "actor", "demonym", "venue", "person", "organisation")
LOCATED = ("literal", "venue")
UNLOCATED = ("person", "organisation")
PRECISIONS = ("site", "settlement", "near", "admin2", "admin1", "region", "sea", "country")
NOT_ASSERTED = "?"
MARK = re.compile(r"\[(?P<text>[^\[\]|]+)\|(?P<role>[a-z]+)(?:\|(?P<ref>[^\[\]|]*))?(?:\|(?P<precision>[^\[\]|]*))?\]")

Record = dict[str, Any]


class AnnotationError(ValueError):
    """An annotated article that does not follow the markup."""


def read_places(path: Path = HERE / "places.toml") -> dict[str, Record]:
    """Return the places that articles refer to, by key; countries by ISO code."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def split_article(source: str, name: str) -> tuple[Record, str, list[Record]]:
    """Split a source file into its front matter, marked-up text and events.

    Raises:
        AnnotationError: The file is not front matter, text and events between `+++` lines.
    """
    parts = re.split(r"^\+\+\+[ \t]*$", source, flags=re.MULTILINE)
    if len(parts) != 5 or parts[0].strip() or parts[4].strip():  # noqa: PLR2004 - nothing, front, text, events, nothing
        raise AnnotationError(f"{name}: expected front matter, text and events, each closed by a line `+++`")
    events = tomllib.loads(parts[3]).get("events", [])
    return tomllib.loads(parts[1]), parts[2].strip(), events


def _toponym(mark: re.Match[str], start: int, places: dict[str, Record], name: str) -> Record:
    text, role, ref = mark["text"], mark["role"], mark["ref"] or None
    if role not in ROLES:
        raise AnnotationError(f"{name}: [{mark[0]}] has role {role!r}; expected one of {', '.join(ROLES)}")
    if ref is None and role not in UNLOCATED:
        raise AnnotationError(f"{name}: {mark[0]} names no place; add a key of places.toml or a country code")
    if ref is not None and ref not in places:
        raise AnnotationError(f"{name}: {mark[0]} refers to {ref!r}, which places.toml lacks; add it there")
    place = places[ref] if ref else {}
    located = {} if role in UNLOCATED else place
    return {
        "start": start,
        "end": start + len(text),
        "text": text,
        "role": role,
        "place_id": located.get("place_id"),
        "lat": located.get("lat"),
        "lon": located.get("lon"),
        "country": place.get("country"),
        "precision": _precision(mark["precision"], place, name) if role in LOCATED else None,
        "radius_km": located.get("radius_km"),
    }


def _precision(stated: str | None, place: Record, name: str) -> str | None:
    precision = stated or place["precision"]
    if precision == NOT_ASSERTED:
        return None
    if precision not in PRECISIONS:
        raise AnnotationError(f"{name}: precision {precision!r}; expected one of {', '.join(PRECISIONS)} or ?")
    return str(precision)


def read_marks(marked: str, places: dict[str, Record], name: str) -> tuple[str, list[Record]]:
    """Return the plain text and the toponyms marked in it.

    Offsets are Unicode code points in the plain text.

    Raises:
        AnnotationError: A mark has an unknown role, place or precision, or a bracket is left over.
    """
    text, end, toponyms = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[end : mark.start()]
        toponyms.append(_toponym(mark, len(text), places, name))
        text += mark["text"]
        end = mark.end()
    text += marked[end:]
    left_over = re.search(r".{0,30}[\[\]|].{0,30}", text)
    if left_over:
        raise AnnotationError(f"{name}: a mark is not closed or lacks its role near {left_over[0]!r}")
    return text, toponyms


def read_event(event: Record, text: str, places: dict[str, Record], name: str) -> Record:
    """Return a gold event with the positions of its places filled in.

    Raises:
        AnnotationError: A place's name or the quote is not in the text, or a key is unknown.
    """
    filled = []
    for place in event.get("places", []):
        known = places.get(place["ref"])
        if known is None:
            raise AnnotationError(f"{name}: event place {place['ref']!r} is not in places.toml; add it there")
        if place["name"] not in text:
            raise AnnotationError(f"{name}: event place {place['name']!r} does not occur in the text")
        precision = place.get("precision", known["precision"])
        filled.append(
            {
                "role": place["role"],
                "name": place["name"],
                "place_id": known.get("place_id"),
                "lat": known.get("lat"),
                "lon": known.get("lon"),
                "country": known.get("country"),
                "precision": _precision(precision, known, name),
                "radius_km": place.get("radius_km", known.get("radius_km")),
            }
        )
    if event.get("quote") and event["quote"] not in text:
        raise AnnotationError(f"{name}: quote {event['quote']!r} does not occur in the text")
    return {**event, "places": filled} if "places" in event else dict(event)


def read_article(path: Path, places: dict[str, Record]) -> tuple[Record, Record]:
    """Return one article's lines for toponyms.jsonl and events.jsonl.

    Raises:
        AnnotationError: The file does not follow the markup.
    """
    name = f"{path.parent.name}/{path.stem}"
    front, marked, events = split_article(path.read_text(encoding="utf-8"), name)
    if front["language"] != path.parent.name:
        raise AnnotationError(f"{name}: language {front['language']!r} is not its folder's")
    if bool(events) == bool(front.get("none")):
        raise AnnotationError(f"{name}: give events, or `none = true` where the article reports none")
    text, toponyms = read_marks(marked, places, name)
    head = {key: front[key] for key in ("language", "title")} | {"published": front["published"].isoformat()}
    found = [read_event(event, text, places, name) for event in events]
    gold = {"article": name, **head, "events": found} | ({"none": True} if front.get("none") else {})
    return {"id": name, **head, "text": text, "toponyms": toponyms}, gold


def build(folder: Path = HERE) -> dict[str, str]:
    """Return the contents of both output files by name, from all articles of `folder`."""
    places = read_places(folder / "places.toml")
    articles = [read_article(path, places) for path in sorted(folder.glob("??/*.md"))]
    lines = ("toponyms.jsonl", [one for one, _ in articles]), ("events.jsonl", [other for _, other in articles])
    return {name: "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records) for name, records in lines}


def main(arguments: list[str]) -> int:
    """Write both files, or with --check compare them; return the exit status."""
    try:
        built = build()
    except (AnnotationError, tomllib.TOMLDecodeError) as error:
        print(error, file=sys.stderr)
        return 1

    def write(into: Path) -> None:
        for name, content in built.items():
            (into / name).write_text(content, encoding="utf-8")

    return deliver(write, HERE, check="--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
