"""Measure the toponym reader: recognition, roles, resolution, speed and memory.

Each corpus is JSONL: {"id", "text", "toponyms": [{"start", "end", "lat", "lon", ...}]}. Without any, the project's
own annotated articles are measured. Prints for each corpus

  found       exact-span precision, recall, F1 of the names that denote places
  end to end  2 x (span right and within 161 km) / (predicted + gold); besides, with areas that hold the gold's point
              right, and names of peoples that the gold lacks not counted
  given       share of ALL gold spans settled within 161, 25, 10 km when the spans are given; besides, with areas that
              hold the gold's point right
  coverage    share of gold spans of which the index has a place within 161 km, and the share right of those
  populous    share of ALL gold spans when the most populous place of the name is taken
  speed       documents a second on one core, resolution included

and for annotated articles, by language, names said to be literal or a venue that the gold has as such, literal
places within 10 km (or within the radius that the gold gives a sea, a river or a region), fitting roles, pins on
people, organisations and demonyms, and the misses by cause:

  no place    the gazetteer has no place of the name within reach
  not found   it has, and the text's name was not recognised
  no role     recognised, and taken for a person, an organisation or the like
  candidate   settled on another place of the name

With --cross-validate the annotated articles are read with weights learned without them: five folds by document, the
CORPORA named learned from besides.

With --rounds the names that the keys of `data/annotated/rounds/` list are looked at: of those taken for places where
something is, the share that the keys map, and the keys' places that are found so, and near enough.

Usage: bench_toponyms.py [-v] [--rounds | --cross-validate] [CORPUS.jsonl...]; -v lists every fault
"""

import json
import math
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from gazetteer.gazetteer import Gazetteer
from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind, Precision, ResolvedToponym, Role
from gazetteer.toponyms.find import Model, denotes_place, find_toponyms

ANNOTATED = Path(__file__).resolve().parents[1] / "data" / "annotated" / "toponyms.jsonl"
ROUNDS = ANNOTATED.parent / "rounds"
CORPORA = Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
"""Corpora that are measured too where they are; none ships."""
REACHES_KM = (161, 25, 10)
EARTH_RADIUS_KM = 6371.009
NEAR_KM = 10
DISTRICT_KM = 30
CAUSES = ("no place", "not found", "no role", "candidate")
LITERAL = ("literal", "venue")
PINLESS = ("person", "organisation", "demonym")
PINS = frozenset({Precision.SITE, Precision.SETTLEMENT, Precision.NEAR})
FITTING: Mapping[str, AbstractSet[Role | None]] = {
    "literal": {Role.LITERAL, Role.VENUE},
    "venue": {Role.VENUE, Role.LITERAL},
    "metonym": {Role.METONYM, Role.ACTOR},
    "actor": {Role.ACTOR, Role.LITERAL},
    "demonym": {Role.DEMONYM},
    "person": {Role.PERSON, Role.ORGANISATION, None},
    "organisation": {Role.ORGANISATION, Role.PERSON, Role.ACTOR, None},
}
Gold = dict[str, Any]


def km(lat: float, lon: float, place: Place) -> float:
    """Return the great-circle distance to a place."""
    one, other = math.radians(lat), math.radians(place.lat)
    half = math.sin((other - one) / 2) ** 2
    half += math.cos(one) * math.cos(other) * math.sin(math.radians(place.lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def miss_km(gold: Gold, place: Place | None) -> float:
    """Return how far off a place is; 0 where the ids agree, infinite where there is no place."""
    if place is None:
        return math.inf
    geonames = gold.get("geonameid")
    own = gold.get("place_id") or (f"geonames:{int(float(geonames))}" if geonames else None)
    return 0.0 if own == place.place_id else km(gold["lat"], gold["lon"], place)


def covers(gold: Gold, place: Place | None, gazetteer: Gazetteer) -> bool:
    """Return whether a gold point is within 161 km of a place, or inside the country, region or water that it is."""
    if place is not None and place.kind is PlaceKind.COUNTRY:
        country = gazetteer.containing(gold["lon"], gold["lat"])[1]
        if country is not None and country.country == place.country:
            return True
    return miss_km(gold, place) <= REACHES_KM[0] + ((place.radius_km or 0) if place is not None else 0)


def read_corpus(path: Path) -> list[dict[str, Any]]:
    """Return a corpus's documents."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def located(document: Mapping[str, Any], found: Sequence[ResolvedToponym]) -> dict[tuple[int, int], ResolvedToponym]:
    """Return what was found and denotes a place, by span; what the gold leaves without a place does not count."""
    unplaced = {(gold["start"], gold["end"]) for gold in document["toponyms"] if gold.get("lat") is None}
    spans = {(one.start, one.end): one for one in found if denotes_place(one)}
    return {span: one for span, one in spans.items() if span not in unplaced}


def measure_corpus(documents: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> None:
    """Print one corpus's figures."""
    counts: Counter[str] = Counter()
    begun = time.process_time()
    free = [find_toponyms(document["text"], gazetteer=gazetteer) for document in documents]
    seconds = time.process_time() - begun
    for document, names in zip(documents, free, strict=True):
        gold = {(row["start"], row["end"]): row for row in document["toponyms"] if row.get("lat") is not None}
        have = located(document, names)
        counts["gold"] += len(gold)
        counts["predicted"] += len(have)
        counts["spans"] += len(gold.keys() & have.keys())
        counts["ends"] += sum(
            miss_km(gold[span], have[span].place) <= REACHES_KM[0] for span in gold.keys() & have.keys()
        )
        peoples = {span for span, one in have.items() if one.role is Role.DEMONYM and span not in gold}
        counts["own terms"] += len(have) - len(peoples)
        counts["own ends"] += sum(covers(gold[span], have[span].place, gazetteer) for span in gold.keys() & have.keys())
        _count_given(document, gold, gazetteer, counts)
    print_corpus(counts, len(documents) / max(seconds, 1e-9))


def _count_given(
    document: Mapping[str, Any], gold: Mapping[tuple[int, int], Gold], gazetteer: Gazetteer, counts: Counter[str]
) -> None:
    settled = find_toponyms(document["text"], gazetteer=gazetteer, given_spans=list(gold))
    for one in settled:
        row = gold[one.start, one.end]
        off = miss_km(row, one.place)
        counts["given own"] += covers(row, one.place, gazetteer)
        for reach in REACHES_KM:
            counts[f"within {reach}"] += off <= reach
        exact = gazetteer.exact(name_key(one.text))
        known = [*exact, *([one.place] if one.place else []), *(rival.place for rival in one.rivals)]
        counts["covered"] += any(miss_km(row, place) <= REACHES_KM[0] for place in known)
        counts["populous"] += bool(exact) and miss_km(row, exact[0]) <= REACHES_KM[0]


def print_corpus(counts: Counter[str], speed: float) -> None:
    """Print the figures gathered."""
    gold, predicted = max(counts["gold"], 1), max(counts["predicted"], 1)
    precision, recall = counts["spans"] / predicted, counts["spans"] / gold
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    given = "  ".join(f"{reach} km {counts[f'within {reach}'] / gold:.3f}" for reach in REACHES_KM)
    print(f"  found       P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({counts['gold']} gold)")
    own = 2 * counts["own ends"] / max(counts["own terms"] + gold, 1)
    print(
        f"  end to end  F1@161 {2 * counts['ends'] / (predicted + gold):.3f}  (areas by extent, no peoples: {own:.3f})"
    )
    print(f"  given       {given}  (areas by extent: {counts['given own'] / gold:.3f})")
    right = counts["within 161"] / max(counts["covered"], 1)
    print(f"  coverage    found in the index {counts['covered'] / gold:.3f}, right when found {right:.3f}")
    print(f"  populous    161 km {counts['populous'] / gold:.3f}")
    print(f"  speed       {speed:.0f} documents/s")


def cross_validate(paths: Sequence[Path], gazetteer: Gazetteer, *, verbose: bool = False) -> None:
    """Print the figures of the annotated articles, each read with weights learned without it."""
    from training.train_toponyms import FOLDS, gather, learn

    documents = read_corpus(ANNOTATED)
    own = gather([str(ANNOTATED)], gazetteer)
    others = gather([str(path) for path in paths], gazetteer)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for fold in range(FOLDS):
        model = learn([*others, *(sample for number, sample in enumerate(own) if number % FOLDS != fold)])
        count_annotated(documents[fold::FOLDS], gazetteer, counts, model=model, verbose=verbose)
    print(f"{ANNOTATED.name}: {len(documents)} documents, out of fold ({FOLDS} folds by document)")
    print_annotated(counts)


def measure_annotated(documents: Sequence[Mapping[str, Any]], gazetteer: Gazetteer, *, verbose: bool = False) -> None:
    """Print the figures of annotated articles, by language."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    count_annotated(documents, gazetteer, counts, verbose=verbose)
    print_annotated(counts)


def count_annotated(
    documents: Sequence[Mapping[str, Any]],
    gazetteer: Gazetteer,
    counts: dict[str, Counter[str]],
    *,
    model: Model | None = None,
    verbose: bool = False,
) -> None:
    """Count what is right and wrong in annotated articles, by language."""
    for document in documents:
        names = find_toponyms(
            document["text"],
            gazetteer=gazetteer,
            language=document.get("language"),
            title=document.get("title"),
            model=model,
        )
        _count_literal(document, names, counts[document["language"]])
        for row in document["toponyms"]:
            over = [one for one in names if one.start < row["end"] and row["start"] < one.end]
            language = document["language"]
            faults = _count_annotated(row, over, counts[language])
            if "place" in faults:
                cause = miss_cause(row, over, gazetteer, language)
                counts[language][cause] += 1
                faults.append(cause)
            if verbose and faults:
                text = document["text"][max(0, row["start"] - 50) : row["end"] + 40].replace("\n", " ")
                got = [
                    (str(one.role), one.text, one.place.name if one.place else None, str(one.precision)) for one in over
                ]
                print(document["id"], faults, row["text"], row["role"], row.get("precision"), got, "|", text)


def print_annotated(counts: Mapping[str, Counter[str]]) -> None:
    """Print what was counted, a line for each language and its misses below."""
    for language, found in sorted(counts.items()):
        near = found["near"] / max(found["literal"], 1)
        print(
            f"  {language}  literal places within 10 km {found['near']}/{found['literal']} {near:.3f}  "
            f"fitting roles {found['fitting']}/{found['all']} {found['fitting'] / found['all']:.3f}  "
            f"precision {found['precision']}/{found['precise']}"
        )
        pins = ", ".join(f"{role} {found[f'pins {role}']}" for role in PINLESS)
        print(f"      false pins {found['pins']} ({pins})")
        right, said = found["rightly literal"], max(found["said literal"], 1)
        print(
            f"      literal or venue: precision {right}/{said} {right / said:.3f}  recall "
            f"{found['found literal']}/{found['gold literal']} {found['found literal'] / found['gold literal']:.3f}"
        )
        print("      misses: " + ", ".join(f"{cause} {found[cause]}" for cause in CAUSES))


def _count_literal(document: Mapping[str, Any], names: Sequence[ResolvedToponym], counts: Counter[str]) -> None:
    """Count the names taken for places where something is, and those that the gold has as such."""
    gold = [(row["start"], row["end"]) for row in document["toponyms"] if row["role"] in LITERAL]
    said = [(one.start, one.end) for one in names if one.role in LITERAL]
    counts["said literal"] += len(said)
    counts["rightly literal"] += sum(any(a < d and c < b for c, d in gold) for a, b in said)
    counts["gold literal"] += len(gold)
    counts["found literal"] += sum(any(a < d and c < b for c, d in said) for a, b in gold)


def measure_rounds(gazetteer: Gazetteer, *, verbose: bool = False) -> None:
    """Print by language how the names in the keys of the rounds are taken: those mapped, and those that are not."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(ROUNDS.glob("*/key-*.json")):
        for name, key in json.loads(path.read_text(encoding="utf-8")).items():
            text = (path.parent / name).read_text(encoding="utf-8")
            _count_round(
                key, find_toponyms(text, gazetteer=gazetteer, language=key["lang"]), counts[key["lang"]], verbose
            )
    print(f"{ROUNDS.name}: names of the keys")
    for language, found in sorted(counts.items()):
        said, right = found["right"] + found["unmapped"], found["right"]
        print(
            f"  {language}  literal or venue: precision {right}/{said} {right / max(said, 1):.3f}  "
            f"places found so {found['found']}/{found['places']} {found['found'] / max(found['places'], 1):.3f}  "
            f"near enough {found['near']}  in no list {found['neither']}"
        )


def _count_round(key: Mapping[str, Any], names: Sequence[ResolvedToponym], counts: Counter[str], verbose: bool) -> None:  # noqa: FBT001
    places = [*key["places"], *key.get("may_be_unresolved", ())]
    mapped = {name_key(row[0]) for row in places}
    others = {name_key(name) for name in key.get("unmapped", ())} - mapped
    literal = [one for one in names if one.role in LITERAL and one.place is not None]
    for one in literal:
        own = name_key(one.text)
        kind = "right" if own in mapped else "unmapped" if own in others else "neither"
        counts[kind] += 1
        if verbose and kind == "unmapped":
            print(key["lang"], one.text, one.role)
    for name, lat, lon, reach, *_ in key["places"]:
        over = [one for one in names if name_key(one.text) == name_key(name) and one.role in LITERAL]
        counts["places"] += 1
        counts["found"] += bool(over)
        near = any(one.place and km(lat, lon, one.place) <= max(reach, one.place.radius_km or 0) for one in over)
        counts["near"] += near
        if verbose and not near:
            kinds = [
                (str(one.role), one.place and one.place.name) for one in names if name_key(one.text) == name_key(name)
            ]
            print(key["lang"], "MISSED", name, kinds)


def is_within(row: Gold, place: Place | None) -> bool:
    """Tell whether a place is where the gold has it: within 10 km, or within the radius of what is no point.

    A river's or a district's one point in the gazetteer says little: gold's must lie within the water's or region's own
    extent, or 30 km from a district's middle.
    """
    reach = max(NEAR_KM, row.get("radius_km") or 0)
    if place is not None and place.kind in (PlaceKind.WATER, PlaceKind.REGION):
        reach = max(reach, place.radius_km or 0)
    if place is not None and place.kind is PlaceKind.ADMIN2 and row.get("precision") == "admin2":
        reach = max(reach, DISTRICT_KM)
    return miss_km(row, place) <= reach


def miss_cause(row: Gold, over: Sequence[ResolvedToponym], gazetteer: Gazetteer, language: str) -> str:
    """Return why a literal place was missed, one of `CAUSES`."""
    known = [one.place for one in gazetteer.lookup(row["text"], language=language, fuzzy=False, limit=200)]
    known += gazetteer.exact(name_key(row["text"]))
    known += [rival.place for one in over for rival in one.rivals]
    if not any(is_within(row, place) for place in known):
        return "no place"
    if not over:
        return "not found"
    return "candidate" if any(one.place for one in over) else "no role"


def _count_annotated(row: Gold, over: Sequence[ResolvedToponym], counts: Counter[str]) -> list[str]:
    faults = []
    roles: set[Role | None] = {one.role for one in over} or {None}
    counts["all"] += 1
    fitting = bool(roles & FITTING[row["role"]])
    counts["fitting"] += fitting
    if not fitting:
        faults.append("role")
    if row["role"] == "literal" and row.get("lat") is not None:
        counts["literal"] += 1
        near = any(is_within(row, one.place) for one in over)
        counts["near"] += near
        if not near:
            faults.append("place")
        if row.get("precision"):
            counts["precise"] += 1
            counts["precision"] += any(one.precision == row["precision"] for one in over)
    if row["role"] in PINLESS:
        pinned = any(one.role is Role.LITERAL and one.precision in PINS for one in over)
        counts["pins"] += pinned
        counts[f"pins {row['role']}"] += pinned
        if pinned:
            faults.append("pin")
    return faults


def main(arguments: Sequence[str]) -> None:
    """Measure the corpora named, or the annotated articles."""
    gazetteer = Gazetteer.open()
    verbose = "-v" in arguments
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    if not arguments:
        paths = [ANNOTATED, *sorted(CORPORA.glob("*.jsonl"))]
    if "--rounds" in arguments:
        measure_rounds(gazetteer, verbose=verbose)
        return
    if "--cross-validate" in arguments:
        cross_validate(paths, gazetteer, verbose=verbose)
        return
    for path in paths or [ANNOTATED]:
        documents = read_corpus(path)
        print(f"{path.name}: {len(documents)} documents")
        measure_corpus(documents, gazetteer)
        if any("role" in row for document in documents for row in document["toponyms"]):
            measure_annotated(documents, gazetteer, verbose=verbose)
    if not arguments:
        measure_rounds(gazetteer)
        cross_validate(paths[1:], gazetteer)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
