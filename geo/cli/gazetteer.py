"""The `locate` command and the `gazetteer` commands."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.cli.messages import note, plain, tell

if TYPE_CHECKING:
    from gazetteer import Candidate, Gazetteer, Place

    Progress = Callable[[str, int, int], None]

gazetteer_app = typer.Typer(
    help="The local gazetteer: build it, add places to it, see what it holds.", no_args_is_help=True
)

_Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Most candidates for a name.")]
_Country = Annotated[str | None, typer.Option("--country", help="Only places of this country: UA, KP, ...")]
_Kind = Annotated[
    str | None,
    typer.Option("--kind", help="Only settlement, site, admin1, admin2, country, continent, region or water."),
]
_Near = Annotated[str | None, typer.Option("--near", help='Nearer to this rank higher: a name, or "lat,lon".')]
_Radius = Annotated[float | None, typer.Option("--radius", min=0, help="With --near: only places within so many km.")]
_Language = Annotated[
    str | None, typer.Option("--lang", "--language", help="Language of the names, and of the answer: fr, uk, ...")
]


def locate(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help='Names of places; "-" reads one a line from standard input.')
    ],
    *,
    country: _Country = None,
    kind: _Kind = None,
    near: _Near = None,
    radius: _Radius = None,
    language: _Language = None,
    limit: _Limit = 5,
    exact: Annotated[bool, typer.Option("--exact", help="No names that are only similar.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each candidate ranks where it does.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one name a line.")] = False,
) -> None:
    """Find places by name, in any spelling, the likeliest first; offline."""
    if radius is not None and near is None:
        raise typer.BadParameter("--radius needs --near", param_hint="--radius")
    with opened_gazetteer() as gazetteer:
        around = _near(gazetteer, near)
        missing = 0
        for name in _names(names):
            found = gazetteer.lookup(
                name,
                country=country,
                kind=kind,
                near=around,
                radius_km=radius,
                language=language,
                limit=limit,
                fuzzy=not exact,
            )
            missing += not found
            if as_json:
                tell(json.dumps(_record(gazetteer, name, found, language), ensure_ascii=False))
            else:
                _print_table(gazetteer, name, found, language, explain=explain)
    if missing:
        raise typer.Exit(1)


def _names(given: list[str]) -> Iterator[str]:
    for name in given:
        if name == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield name


def _near(gazetteer: "Gazetteer", text: str | None) -> "tuple[float, float] | Place | None":
    from gazetteer.errors import GazetteerError

    if text is None:
        return None
    parts = text.split(",")
    if len(parts) == 2:  # noqa: PLR2004 - latitude and longitude
        try:
            return float(parts[1]), float(parts[0])
        except ValueError:
            pass
    found = gazetteer.lookup(text, limit=1)
    if not found:
        raise GazetteerError(f'--near {text}: no such place; give a name, or "lat,lon"')
    return found[0].place


def _where(gazetteer: "Gazetteer", place: "Place", language: str | None) -> str:
    parts = [gazetteer.area(place.admin1), gazetteer.country(place.country)]
    labels = [gazetteer.label(part, language or "en") for part in parts if part and part.place_id != place.place_id]
    district = gazetteer.code_name(place.admin2, "admin2") if place.admin2 else None
    return ", ".join([district, *labels] if district else labels)


def _is_ambiguous(found: "list[Candidate]") -> bool:
    from gazetteer.match.scoring import tied_for_lead

    return len(tied_for_lead(found)) > 1 if found else False


def _record(gazetteer: "Gazetteer", name: str, found: "list[Candidate]", language: str | None) -> dict[str, Any]:
    import msgspec

    status = "unresolved" if not found else "ambiguous" if _is_ambiguous(found) else "resolved"
    candidates = [
        {
            "label": gazetteer.label(one.place, language or "en"),
            **msgspec.to_builtins(one.place),
            "score": one.score,
            "match": one.match.value,
            "matched_name": one.matched_name,
            "reasons": list(one.reasons),
        }
        for one in found
    ]
    return {"name": name, "status": status, "candidates": candidates}


def _label(gazetteer: "Gazetteer", one: "Candidate", language: str | None) -> str:
    """Return the place's label, and the name asked for where that is one of the past."""
    label = gazetteer.label(one.place, language or "en")
    past = next((reason for reason in one.reasons if reason.startswith("a former name")), None)
    return f"{label} ({one.matched_name}: {past})" if past else label


def _print_table(
    gazetteer: "Gazetteer", name: str, found: "list[Candidate]", language: str | None, *, explain: bool
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not found:
        note(f"{name}: not in the gazetteer; 'armsatlas gazetteer download' and 'add' bring more places")
        return
    table = Table(box=None, pad_edge=False, title=Text(plain(name)), title_justify="left", title_style="bold")
    for column in ("score", "place", "where", "kind", "lat", "lon", "people", "id"):
        table.add_column(
            column, justify="right" if column in ("score", "lat", "lon", "people") else "left", overflow="fold"
        )
    for one in found:
        place = one.place
        cells = (
            f"{one.score:.2f}", _label(gazetteer, one, language), _where(gazetteer, place, language),
            gazetteer.code_name(place.feature_code, "feature") or place.kind.value,
            f"{place.lat:.4f}", f"{place.lon:.4f}",
            f"{place.population:,}" if place.population else "",
            place.place_id,
        )  # fmt: skip
        table.add_row(*map(Text, cells))
        if explain:
            table.add_row("", *map(Text, ("", "; ".join(one.reasons))))
    console = Console(soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)
    console.print(table)
    if _is_ambiguous(found):
        note(f"{name}: ambiguous; --country, --near or --kind may settle it")


@contextmanager
def opened_gazetteer() -> "Iterator[Gazetteer]":
    """Open the default gazetteer, with a progress bar on standard error while it is built."""
    from gazetteer import Gazetteer

    with _progress() as tell:
        gazetteer = Gazetteer.open(progress=tell)
    with gazetteer:
        yield gazetteer


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Show a bar on standard error, from the first report on; lines that are no stage as messages."""
    from rich.console import Console
    from rich.progress import Progress as Bars

    tasks: dict[str, Any] = {}
    console = Console(stderr=True)
    with Bars(console=console, transient=True, disable=not console.is_terminal) as bars:

        def tell(stage: str, done: int, total: int) -> None:
            if stage.startswith("left out"):
                bars.console.print(stage, markup=False, highlight=False)
                return
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield tell


@gazetteer_app.command()
def build(
    *,
    force: Annotated[bool, typer.Option("--force", help="Build anew even if nothing has changed.")] = False,
) -> None:
    """Build the default gazetteer in the user's cache folder; files added before are added again."""
    from gazetteer.index.building import build_default_index, is_current
    from gazetteer.index.database import default_index_path

    path = default_index_path()
    if not force and is_current(path):
        note(f"{path}: up to date")
        return
    with _progress() as tell:
        build_default_index(path, progress=tell)
    note(f"{path}: built")


@gazetteer_app.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="GeoNames dumps, its tables of codes or alternate names, Who's On First JSON Lines, "
            "or CSV, TSV, JSONL, GeoJSON with name, lat, lon.",
        ),
    ],
    *,
    alternate_names: Annotated[
        Path | None, typer.Option("--alternate-names", help="GeoNames' alternateNamesV2 for a dump (.txt or .zip).")
    ] = None,
) -> None:
    """Add places from files to the gazetteer; the same place from two sources stays one."""
    from gazetteer.index.building import add_to_index, build_default_index, is_current
    from gazetteer.index.database import default_index_path
    from gazetteer.index.sources.files import source_for_file
    from gazetteer.index.sources.geonames_dump import GeonamesDumpSource

    sources = [source_for_file(file) for file in files]
    if alternate_names is not None:
        sources = [
            GeonamesDumpSource(one.path, alternate_names=alternate_names)
            if isinstance(one, GeonamesDumpSource)
            else one
            for one in sources
        ]
    path = default_index_path()
    with _progress() as tell:
        if not is_current(path):
            build_default_index(path, progress=tell)
        add_to_index(path, sources, progress=tell)
    for source in sources:
        _say_problems(source.name, [f"line {problem.line}: {problem.reason}" for problem in source.problems])
    note(f"{path}: added {', '.join(source.name for source in sources)}")


def _say_problems(name: str, problems: list[str]) -> None:
    for line in problems[:10]:
        note(f"{name}, {line}")
    if problems:
        note(f"{name}: {len(problems)} rows left out; 'armsatlas gazetteer info --problems' lists them")


@gazetteer_app.command()
def download(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="CC...", help="Country codes (UA RU KP), or files: allCountries, cities500, alternateNamesV2."
        ),
    ],
    *,
    server: Annotated[str | None, typer.Option("--server", help="Another server with GeoNames' files.")] = None,
    sha256: Annotated[str | None, typer.Option("--sha256", help="Checksum that the file must have.")] = None,
    only_download: Annotated[bool, typer.Option("--no-add", help="Do not add them to the gazetteer.")] = False,
) -> None:
    """Download GeoNames files (network) and add their places to the gazetteer."""
    from gazetteer.index.database import cache_folder
    from gazetteer.index.downloads import SERVER, download_dump

    folder = cache_folder() / "geonames"
    with _progress() as tell:
        paths = [
            download_dump(
                name, folder, server=server or SERVER, known_hash=f"sha256:{sha256}" if sha256 else None, progress=tell
            )
            for name in names
        ]
    for path in paths:
        note(f"{path}: {path.stat().st_size:,} bytes")
    dumps = [path for path in paths if path.stem != "alternateNamesV2"]
    if dumps and not only_download:
        alternates = folder / "alternateNamesV2.zip"
        add(dumps, alternate_names=alternates if alternates in paths else None)


@gazetteer_app.command()
def info(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    problems: Annotated[bool, typer.Option("--problems", help="List the rows that were left out.")] = False,
) -> None:
    """Say what the gazetteer holds, from which sources, under which licences."""
    with opened_gazetteer() as gazetteer:
        facts = gazetteer.info()
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{facts['path']}\n{facts['places']:,} places, {facts['names']:,} names, {facts['bytes'] / 1e6:,.0f} MB")
    for source in facts["sources"]:
        left_out = f", {source['problems']} rows left out" if source["problems"] else ""
        typer.echo(f"  {source['name']} {source['version']}: {source['rows']:,} rows{left_out}. {source['licence']}")
    if problems:
        for problem in facts["problems"]:
            tell(f"{problem['source']}, line {problem['line']}: {problem['reason']}")


@gazetteer_app.command()
def where() -> None:
    """Print where the index lies."""
    from gazetteer.index.database import default_index_path

    typer.echo(default_index_path())
