"""The `gazetteer` commands."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import structs

from geo.cli.messages import note, tell

if TYPE_CHECKING:
    from gazetteer import Gazetteer

    Progress = Callable[[str, int, int], None]

gazetteer_app = typer.Typer(
    help="The local gazetteer: build it, add places to it, see what it holds.", no_args_is_help=True
)


@contextmanager
def opened_gazetteer() -> "Iterator[Gazetteer]":
    """Open the default gazetteer, with a progress bar on standard error while it is built."""
    from gazetteer import Gazetteer

    with index_bar() as tell:
        gazetteer = Gazetteer.open(progress=tell)
    with gazetteer:
        yield gazetteer


@contextmanager
def index_bar() -> "Iterator[Progress]":
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
    *, force: Annotated[bool, typer.Option("--force", help="Build anew even if nothing has changed.")] = False
) -> None:
    """Build the default gazetteer in the user's cache folder; files added before are added again."""
    from gazetteer.index.building import build_default_index, is_current, is_whole
    from gazetteer.index.database import default_index_path

    path = default_index_path()
    if not force and is_current(path) and is_whole(path):
        note(f"{path}: up to date")
        return
    with index_bar() as tell:
        build_default_index(path, progress=tell)
    note(f"{path}: built")


@gazetteer_app.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="GeoNames dumps, its tables of codes or alternate names, Who's On First JSON Lines, "
            "CSV, TSV, JSONL, GeoJSON with name, lat, lon, or a pack.",
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
    with index_bar() as tell:
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
    with index_bar() as tell:
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
def pack(
    countries: Annotated[list[str], typer.Argument(metavar="CC...", help="Codes of countries, as UA SY.")],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file, as pack.armsatlas.")],
) -> None:
    """Write the gazetteer's places of countries to one file; 'gazetteer add' takes it in on another machine."""
    from gazetteer.index.packs import write_pack

    with opened_gazetteer() as gazetteer:
        count = write_pack(gazetteer.fetch, countries, output)
    note(f"{output}: {count:,} places, {output.stat().st_size / 1e6:,.1f} MB")


@gazetteer_app.command()
def check(
    *,
    source: Annotated[str | None, typer.Option("--source", help="Only rows of this source; 'info' lists them.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON line a finding.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="Lines of each kind, 0 for all.", min=0)] = 20,
) -> None:
    """List places outside their own country or area, doubled ones, and typed positions far from a namesake."""
    from gazetteer.index.checking import check_index, tell_finding

    with opened_gazetteer() as gazetteer:
        sources = [one["name"] for one in gazetteer.info()["sources"]]
        if source is not None and source not in sources:
            raise typer.BadParameter(f"{source}: no such source; expected one of {', '.join(sources)}")
        found = check_index(gazetteer.fetch, source=source)
    counts = Counter(one.fault for one in found)
    shown: Counter[str] = Counter()
    for one in found:
        shown[one.fault] += 1
        if as_json:
            typer.echo(json.dumps(structs.asdict(one), ensure_ascii=False))
        elif not limit or shown[one.fault] <= limit:
            tell(tell_finding(one))
    told = ", ".join(f"{count:,} {fault}" for fault, count in counts.items())
    note(f"{sum(counts.values()):,} findings{f': {told}' if told else ''}")


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
