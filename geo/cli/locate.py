"""The `locate` command."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.cli.gazetteer import opened_gazetteer
from geo.cli.messages import note, plain, tell

if TYPE_CHECKING:
    from gazetteer import Candidate, Gazetteer, Place

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


def _record(gazetteer: "Gazetteer", name: str, found: "list[Candidate]", language: str | None) -> dict[str, Any]:
    import msgspec

    from gazetteer.match.scoring import status_of

    status = status_of(found).value
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
    from gazetteer.match.scoring import status_of

    status = status_of(found)
    if status == "ambiguous":
        note(f"{name}: ambiguous; --country, --near or --kind may settle it")
    elif status == "unresolved":
        note(f"{name}: in no gazetteer under this name; these are similar ones")
