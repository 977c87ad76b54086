"""Measure whether what a text says of where a place lies decides which place it is.

Places of GeoNames and Who's On First files are written with their region and country in generated sentences of eight
languages. Prints, for those that the index holds and for those that it lacks

  right       settled within 25 km of the truth; for a place that the index lacks, left unresolved within its container
  wrong       called resolved, and further off than that
  unresolved  kept without a place, or ambiguous, though the index holds it; for one that it lacks, without container
  lost        not found at all, or taken for no place

Names that several places of the index may mean where the text says are left out; with --strict they count: as right
where the place is settled or among the rivals told, as wrong where another is called resolved.

Usage: bench_contained.py GAZETTEERS [--names N] [--seed N] [--strict] [-v]; GAZETTEERS is the folder of
cities15000.txt and wof_*.jsonl; -v lists every fault
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.distance import distance_km
from gazetteer.gazetteer import Gazetteer
from gazetteer.match.keys import name_key
from gazetteer.match.romanisation import languages_of, romanisations
from gazetteer.records import Place, ResolvedToponym, Status
from gazetteer.toponyms.find import LOCATED_ROLES, find_toponyms

NAMES = 300
REACH_KM = 25
LANGUAGES = ("en", "fr", "de", "nl", "es", "pl", "uk", "ru")
INFLECTED = {"uk": "UA", "ru": "UA RU"}
"""Countries whose areas the templates of a language can inflect."""
SCRIPTS = ("ukr", "rus", "und")
"""Languages of Who's On First names that may be in Cyrillic."""
PROVINCE = {
    "en": "{} province", "fr": "province de {}", "de": "Provinz {}", "nl": "provincie {}", "es": "provincia de {}",
    "pl": "prowincja {}",
}  # fmt: skip
KIND_WORD = re.compile(
    r"oblast|region|région|gebiet|provin|krai|territor|regio|óblast|obwód|governorate|gouvern|district|county|state|"
    r"republi|prefect|departe|canton|län|voivod",
    re.IGNORECASE,
)
TEMPLATES: Mapping[str, Sequence[str]] = {
    "en": (
        "Shelling killed two people in {X}, {A}, {C}, the governor said.",
        "A drone hit a depot in {X} in {A} on Tuesday.",
        "{X} ({A}) was shelled overnight, officials said.",
        "The village of {X} in {A}, {C}, came under fire.",
        "Two missiles struck {X}, {C}, on Sunday.",
        "Debris fell near {X} in {C}, residents said.",
        "In {A}, the town of {X} was hit by three rockets.",
        "{A}'s {X} was hit by drones again, local media reported.",
        "A convoy left {X} in {C}'s {A} on Monday.",
        "Residents of {X}, {A}, {C}, were told to stay indoors.",
    ),
    "fr": (
        "Des tirs ont tué deux personnes à {X}, dans la {A}, selon le gouverneur.",
        "Un drone a frappé un dépôt à {X} ({A}, {C}) mardi.",
        "Le village de {X} ({C}) a été bombardé dans la nuit.",
        "Deux missiles sont tombés près de {X}, {A}, {C}.",
        "Un convoi a quitté {X} ({A}) lundi.",
    ),
    "de": (
        "In {X} in der {A} wurden zwei Menschen getötet.",
        "Eine Drohne traf ein Lager in {X} ({A}, {C}).",
        "Das Dorf {X} in {C} wurde in der Nacht beschossen.",
        "Zwei Raketen schlugen bei {X}, {A}, ein.",
        "In der Nähe von {X} ({A}, {C}) ging ein Marschflugkörper nieder.",
    ),
    "nl": (
        "In {X} in de {A} zijn twee mensen gedood.",
        "Een drone trof een depot in {X} ({A}, {C}).",
        "Het dorp {X} in {C} werd vannacht beschoten.",
        "Twee raketten kwamen neer bij {X}, {A}.",
        "Troepen werden naar {X} in de {A} gestuurd.",
    ),
    "es": (
        "Dos personas murieron en {X}, en la {A}, dijo el gobernador.",
        "Un dron alcanzó un depósito en {X} ({A}, {C}).",
        "El pueblo de {X}, en {C}, fue bombardeado anoche.",
        "Un convoy salió el lunes de {X}, {A}, {C}.",
    ),
    "pl": (
        "Dwie osoby zginęły w miejscowości {X} ({A}, {C}).",
        "Dron trafił w skład w miejscowości {X} ({C}) we wtorek.",
        "{X} ({A}) ostrzelano w nocy.",
    ),
    "uk": (
        "Унаслідок обстрілу села {X} {Agen} загинули двоє людей.",
        "Росіяни вдарили по селу {X} {Agen}, повідомив губернатор.",
        "Безпілотник упав у селі {X} ({A}).",
        "{X} ({A}, {C}) обстріляли вночі.",
        "{X}, {A}: у суботу безпілотник влучив у склад.",
    ),
    "ru": (
        "В результате обстрела села {X} {Agen} погибли два человека.",
        "Дрон упал в селе {X} ({A}), сообщил губернатор.",
        "Ракета попала в дом в поселке {X} {Agen}.",
        "{X} ({A}, {C}) обстреляли ночью.",
        "Дрон атаковал склад в деревне {X}, {A}.",
    ),
}  # fmt: skip
GENITIVES = (("ська область", "ської області"), ("цька область", "цької області"), ("зька область", "зької області"),
             ("ская область", "ской области"), ("цкая область", "цкой области"))  # fmt: skip


class Sample(NamedTuple):
    """A place with its names, and where it lies."""

    names: Mapping[str, str]
    lat: float
    lon: float
    area: Place
    country: Place


def read_cities(folder: Path, gazetteer: Gazetteer) -> Iterator[Sample]:
    """Yield the towns of GeoNames with their first-level areas."""
    with (folder / "cities15000.txt").open(encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            area, country = gazetteer.area(f"{row[8]}.{row[10]}"), gazetteer.country(row[8])
            place = gazetteer.place(f"geonames:{row[0]}")
            if area and country and row[7] != "PPLC" and place and name_key(area.name) != name_key(row[1]):
                names = {language: gazetteer.label(place, language) for language in LANGUAGES}
                yield Sample(names, float(row[4]), float(row[5]), area, country)


def read_villages(path: Path, gazetteer: Gazetteer) -> Iterator[Sample]:
    """Yield the localities of a Who's On First file with the areas that hold their points."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row["placetype"] != "locality" or not row["current"] or row["superseded"]:
            continue
        names = names_of(row)
        area, country = gazetteer.containing(row["lon"], row["lat"]) if names else (None, None)
        if area and country:
            yield Sample(names, row["lat"], row["lon"], area, country)


def names_of(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a locality's names by language: as spelt in Cyrillic, and as each language's press romanises that."""
    written = [name for key, found in row["names"].items() if key[:3] in SCRIPTS for name in found]
    names = {language: name for name in reversed(written) for language in languages_of(name) if language != "ko"}
    for source in ("ru", "uk"):
        if source in names and row["country"] == source.upper().replace("UK", "UA"):
            found = romanisations(names[source], (source,))
            names |= {system.written_in: name for system, name in found if system.written_in in LANGUAGES}
    return names or {"en": row["name"]}


def write_sentence(sample: Sample, gazetteer: Gazetteer, rng: random.Random) -> tuple[str, str, int, bool] | None:
    """Return the language, a sentence, where the name starts, and whether the region is named; None if none can."""
    code = sample.country.country or ""
    can = [one for one in LANGUAGES if one in sample.names and (one not in ("uk", "ru") or code in INFLECTED[one])]
    if not can:
        return None
    language = rng.choice(can)
    template = rng.choice(TEMPLATES[language])
    area = gazetteer.label(sample.area, language)
    if language not in ("uk", "ru") and not KIND_WORD.search(area) and code != "US":
        area = PROVINCE[language].format(area)
    genitive = area
    for ending, other in GENITIVES:
        genitive = genitive.replace(ending, other)
    name, country = sample.names[language], gazetteer.label(sample.country, language)
    if ("{Agen}" in template and genitive == area) or name_key(name) == name_key(area):
        return None
    start = len(template.split("{X}")[0].format(A=area, C=country, Agen=genitive))
    return language, template.format(X=name, A=area, C=country, Agen=genitive), start, "{A" in template


def judge(sample: Sample, found: Sequence[ResolvedToponym], span: tuple[int, int], *, held: bool | None) -> str:
    """Return what became of a name."""
    over = [one for one in found if one.start < span[1] and span[0] < one.end and one.role in LOCATED_ROLES]
    if not over:
        return "lost"
    one = over[0]
    if one.status is Status.RESOLVED and one.place is not None and one.place.kind not in ("admin1", "country"):
        return "right" if _away_km(one.place, sample) <= REACH_KM else "wrong"
    told = (rival.place for rival in one.rivals)
    if held is None and any(_away_km(place, sample) <= REACH_KM for place in told):
        return "right"
    if held:
        return "unresolved"
    inside = one.within is not None and sample.country.country == one.within.country
    return "right" if inside and one.place is None else "unresolved"


def _away_km(place: Place, sample: Sample) -> float:
    return distance_km(place.lon, place.lat, sample.lon, sample.lat)


def is_held(sample: Sample, name: str, gazetteer: Gazetteer, *, area_named: bool) -> bool | None:
    """Return whether the index has a place of the name there; None where the text leaves several or another."""
    places = gazetteer.exact(name_key(name))
    code = sample.area.admin1 if area_named else sample.country.country
    inside = [place for place in places if code in (place.admin1, place.country) and place.kind == "settlement"]
    near = [place for place in inside if _away_km(place, sample) <= REACH_KM]
    return None if len(inside) > len(near) else bool(near)


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--names", type=int, default=NAMES)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--strict", action="store_true")
    asked.add_argument("-v", dest="verbose", action="store_true")
    options = asked.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 (a sample)
    gazetteer = Gazetteer.open()
    files = sorted(options.folder.glob("wof_*.jsonl"))
    samples = rng.sample(list(read_cities(options.folder, gazetteer)), options.names)
    villages = [sample for path in files for sample in read_villages(path, gazetteer)]
    samples += rng.sample(villages, min(2 * options.names, len(villages)))
    counts: dict[bool | None, Counter[str]] = {True: Counter(), False: Counter(), None: Counter()}
    rng.shuffle(samples)
    for sample in samples:
        written = write_sentence(sample, gazetteer, rng)
        if written is None or sum(map(Counter.total, counts.values())) >= options.names:
            continue
        language, text, start, area_named = written
        name = sample.names[language]
        held = is_held(sample, name, gazetteer, area_named=area_named)
        if held is None and not options.strict:
            continue
        outcome = judge(sample, find_toponyms(text, gazetteer=gazetteer), (start, start + len(name)), held=held)
        counts[held][outcome] += 1
        if options.verbose and outcome != "right":
            print(outcome, "held" if held else "not held", language, sample.area.admin1, "|", text)
    for held, label in ((True, "held by the index"), (False, "not in the index"), (None, "several may be meant")):
        total = max(counts[held].total(), 1)
        shares = "  ".join(
            f"{what} {counts[held][what] / total:.3f}" for what in ("right", "wrong", "unresolved", "lost")
        )
        print(f"{label}: {counts[held].total()} names  {shares}")


if __name__ == "__main__":
    main()
