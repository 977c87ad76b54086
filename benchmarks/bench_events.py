"""Score the reader on the annotated articles: event F1 and slot accuracy a language, and speed.

Usage: python benchmarks/bench_events.py [--language fr] [--show] [--articles FOLDER]

Each article is read alone. A found event answers a gold one of its kind when it
cites the gold quote, or lies at one of its places, or counts one of its
quantities. Events marked optional count neither way. Slots are scored on the
answered events; a slot that the gold leaves out is not scored.
"""

import argparse
import json
import math
import sys
import time
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1] / "data" / "annotated"
EARTH_KM = 6371.009
NEAR_KM = 25.0
Record = dict[str, Any]


def fold(text: object) -> str:
    """Return a text for comparing: no case, no marks."""
    decomposed = unicodedata.normalize("NFKD", str(text)).lower()
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def distance_km(one: Record, other: Record) -> float:
    """Return the distance of two places, far where one has no position."""
    if one.get("lat") is None or other.get("lat") is None:
        return math.inf
    lat1, lat2 = math.radians(one["lat"]), math.radians(other["lat"])
    dlon = math.radians(other["lon"] - one["lon"])
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def same_place(gold: Record, found: Record) -> bool:
    """Tell whether a found place is the gold one."""
    if gold.get("place_id") and gold["place_id"] == found.get("place_id"):
        return True
    radius = max(NEAR_KM, gold.get("radius_km") or 0)
    wide = 150.0 if gold.get("precision") in ("admin1", "region", "sea") else radius
    if gold.get("lat") is None:
        return gold.get("country") == found.get("country") and found.get("lat") is None
    return distance_km(gold, found) <= wide


def answers(gold: Record, found: Record) -> bool:
    """Tell whether a found event tells of the gold one."""
    if gold["kind"] != found["kind"]:
        return False
    quote = fold(gold.get("quote", ""))
    if quote and any(quote in fold(report["quote"]) for report in found["reports"]):
        return True
    places = gold.get("places") or []
    if any(same_place(g, f) for g in places for f in found["places"]):
        return True
    counts = {(q["value"], q["unit"]) for q in gold.get("quantities") or []}
    return any((q["value"], q["unit"]) in counts for q in found["quantities"])


def score_slots(gold: Record, found: Record) -> dict[str, tuple[float, float]]:
    """Return (right, asked) for each slot that the gold asserts."""
    slots: dict[str, tuple[float, float]] = {}
    _score_when_and_where(gold, found, slots)
    _score_what(gold, found, slots)
    _score_who(gold, found, slots)
    return slots


def _score_when_and_where(gold: Record, found: Record, slots: dict[str, tuple[float, float]]) -> None:
    if "date" in gold:
        date = found.get("date") or {}
        _add(slots, "date", all(date.get(key) == gold["date"][key] for key in ("start", "end") if key in gold["date"]))
    if gold.get("places") == []:
        _add(slots, "places", not any(p.get("lat") is not None for p in found["places"]))
    for place in gold.get("places") or []:
        match = [f for f in found["places"] if same_place(place, f)]
        _add(slots, "places", bool(match))
        _add(slots, "roles", any(f["role"] == place["role"] for f in match))
        if place.get("precision"):
            _add(slots, "precision", any(f.get("precision") == place["precision"] for f in match))
    for leg in gold.get("legs") or []:
        _add(slots, "legs", any(_same_leg(leg, gold, other, found) for other in found["legs"]))


def _score_what(gold: Record, found: Record, slots: dict[str, tuple[float, float]]) -> None:
    for quantity in gold.get("quantities") or []:
        units = quantity["unit"].split("|")
        have = [q for q in found["quantities"] if q["value"] == quantity["value"] and q["unit"] in units]
        _add(slots, "quantities", any(q["qualifier"] == quantity["qualifier"] for q in have))
    if "weapon" in gold:
        _add(slots, "weapon", any(fold(w) in fold(found.get("weapon") or "") for w in gold["weapon"].split("|")))
    for key, value in (gold.get("casualties") or {}).items():
        _add(slots, "casualties", (found.get("casualties") or {}).get(key) == value)
    if gold.get("marks"):
        _add(slots, "marks", gold["marks"][0]["text"] in {m["text"] for m in found["marks"]})
    if gold.get("vessel"):
        have_name = fold((found.get("vessel") or {}).get("name"))
        _add(slots, "vessel", any(fold(name) in have_name for name in gold["vessel"]["name"].split("|")))


def _score_who(gold: Record, found: Record, slots: dict[str, tuple[float, float]]) -> None:
    for key, value in (gold.get("actors") or {}).items():
        _add(slots, key, (found.get("actors") or {}).get(key) == value)
    for key in ("status", "disputed"):
        if key in gold:
            _add(slots, key, found.get(key) == gold[key])
    for key in ("claimed_by", "denied_by"):
        for name in gold.get(key) or []:
            have = fold(" | ".join(found.get(key) or []))
            _add(slots, key, any(fold(part) in have for part in name.split("|")))


def _same_leg(leg: Record, gold: Record, other: Record, found: Record) -> bool:
    ends = ((leg["from"], other["from"]), (leg["to"], other["to"]))
    return leg["mode"] == other["mode"] and all(same_place(gold["places"][a], found["places"][b]) for a, b in ends)


def _add(slots: dict[str, tuple[float, float]], key: str, right: bool) -> None:  # noqa: FBT001 (a tally)
    have = slots.get(key, (0.0, 0.0))
    slots[key] = (have[0] + right, have[1] + 1)


def pair(gold: list[Record], found: list[Record]) -> list[tuple[Record, Record]]:
    """Pair gold and found events, the best fitting first, each once."""
    options = []
    for g, want in enumerate(gold):
        for f, have in enumerate(found):
            if answers(want, have):
                slots = score_slots(want, have)
                right, asked = (sum(v[i] for v in slots.values()) for i in (0, 1))
                options.append((right / max(asked, 1), -g, -f))
    pairs, used_g, used_f = [], set(), set()
    for _, g, f in sorted(options, reverse=True):
        if g not in used_g and f not in used_f:
            used_g.add(g)
            used_f.add(f)
            pairs.append((gold[-g], found[-f]))
    return pairs


def read_all(language: str | None) -> tuple[dict[str, list[Record]], float, int]:
    """Read each annotated article alone; return events by article, seconds and how many."""
    import msgspec

    from gazetteer.gazetteer import Gazetteer
    from geo.articles.particulars import Particulars
    from geo.articles.reading import make_source
    from geo.events.reader import read_events

    gazetteer = Gazetteer.open()
    rows = [json.loads(line) for line in (HERE / "toponyms.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if language in (None, row["language"])]
    sources = [
        make_source(
            row["text"],
            row["id"],
            Particulars(id=row["id"], language=row["language"], title=row["title"], published=row["published"]),
            row["id"],
        )
        for row in rows
    ]
    found = {}
    if sources:
        read_events(sources[:1], gazetteer=gazetteer)
    start = time.perf_counter()
    for source in sources:
        events = read_events([source], gazetteer=gazetteer).events
        found[source.article.id] = msgspec.to_builtins(events)
    return found, time.perf_counter() - start, len(sources)


def main() -> int:
    """Print the scores; exit 1 when a language falls short of 0.85."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language")
    parser.add_argument("--show", action="store_true", help="list what is missed, wrong or too much")
    options = parser.parse_args()
    found, seconds, articles = read_all(options.language)
    gold = [json.loads(line) for line in (HERE / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    tally: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    slots: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for row in gold:
        if row["article"] in found:
            _score_article(
                row, found[row["article"]], tally[row["language"]], slots[row["language"]], show=options.show
            )
    worst = 1.0
    for language in sorted(tally):
        counts = tally[language]
        f1 = 2 * counts["hit"] / max(1.0, 2 * counts["hit"] + counts["miss"] + counts["extra"])
        right = sum(v[0] for v in slots[language].values())
        asked = sum(v[1] for v in slots[language].values())
        worst = min(worst, f1, right / max(asked, 1.0))
        print(
            f"{language}  events F1 {f1:.3f} (hit {counts['hit']:.0f}, missed {counts['miss']:.0f}, extra "
            f"{counts['extra']:.0f})  slots {right / max(asked, 1):.3f} of {asked:.0f}"
        )
        print("    " + "  ".join(f"{k} {v[0]:.0f}/{v[1]:.0f}" for k, v in sorted(slots[language].items())))
    print(f"{articles} articles in {seconds:.2f} s: {60 * articles / max(seconds, 1e-9):.0f} a minute on one core")
    return 0 if worst >= 0.85 else 1  # noqa: PLR2004


def _score_article(
    row: Record, found: list[Record], tally: dict[str, float], slots: dict[str, list[float]], *, show: bool
) -> None:
    pairs = pair(row["events"], found)
    hit = [(g, f) for g, f in pairs if not g.get("optional")]
    missed = [g for g in row["events"] if not g.get("optional") and all(g is not p[0] for p in pairs)]
    extra = [f for f in found if all(f is not p[1] for p in pairs)]
    tally["hit"] += len(hit)
    tally["miss"] += len(missed)
    tally["extra"] += len(extra)
    wrong = []
    for want, have in hit:
        for key, (right, asked) in score_slots(want, have).items():
            slots[key][0] += right
            slots[key][1] += asked
            if right < asked:
                wrong.append(f"{key}: {_brief(want, key)} not {_brief(have, key)}")
    if show and (missed or extra or wrong):
        print(f"== {row['article']} ({row['published']})")
        for event in missed:
            print("   MISSED", event["kind"], event.get("quote"))
        for event in extra:
            places = [place["name"] for place in event["places"]]
            print("   EXTRA", event["kind"], places, [report["quote"][:160] for report in event["reports"]])
        for line in wrong:
            print("   ", line)


def _brief(event: Record, key: str) -> str:
    slot = {"roles": "places", "precision": "places", "supplier": "actors", "recipient": "actors"}.get(key, key)
    value = event.get(slot)
    if slot == "places":
        value = [(p["role"], p["name"], p.get("precision")) for p in value or []]
    if slot == "quantities":
        value = [(q["value"], q["qualifier"], q["unit"]) for q in value or []]
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
