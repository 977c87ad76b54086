"""The `route` and `measure` commands."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.messages import note

if TYPE_CHECKING:
    from geo.measures import Distance
    from geo.routes import LonLat, Network, Passage, TracedLeg


class _Mode(StrEnum):
    SEA = "sea"
    RAIL = "rail"
    ROAD = "road"
    AIR = "air"
    UNKNOWN = "unknown"


_PLACE_HELP = 'a name, "Name, CC" with a country\'s code, or "lat,lon" (after -- where it begins with a minus)'


def route(
    start: Annotated[str, typer.Argument(metavar="FROM", help=f"Where the leg begins: {_PLACE_HELP}.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Where it ends.")],
    via: Annotated[list[str] | None, typer.Argument(metavar="[VIA]...", help="Places to pass, in order.")] = None,
    *,
    mode: Annotated[_Mode, typer.Option("--mode", help="How it is travelled.")] = _Mode.SEA,
    avoid: Annotated[
        list[str] | None,
        typer.Option("--avoid", help="Country code (rail, road) or passage (sea: suez, kerch, ...) to keep out of."),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            "--allow", help="Passage to take though ships mostly don't: northeast, northwest, corinth, first-kuril."
        ),
    ] = None,
    stay_in: Annotated[
        list[str] | None, typer.Option("--stay-in", help="Country code not to leave; may be repeated (rail, road).")
    ] = None,
    network: Annotated[
        str | None,
        typer.Option("--network", help="One's own: .graphml, .geojson, a folder of tables, an OSRM server's address."),
    ] = None,
    valhalla: Annotated[bool, typer.Option("--valhalla", help="The address given is a Valhalla server's.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", help="Date, or two with a slash between: what was closed then is kept out of.")
    ] = None,
    alternatives: Annotated[
        bool, typer.Option("--alternatives", help="Tell other ways beside it: the Cape, the Arctic, round China.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything but the line as JSON.")] = False,
    as_geojson: Annotated[bool, typer.Option("--geojson", help="Print the leg as a GeoJSON Feature.")] = False,
) -> None:
    """Trace a leg: its line, its length, how far its ends were moved, whose data it rests on."""
    from geo.records import Mode
    from geo.routes import trace_route
    from geo.routes.events import find_alternatives
    from geo.routes.records import leg_feature, leg_properties

    countries, passages = _avoided(avoid or [], allow or [])
    own = _own_network(network, valhalla=valhalla)
    stops = _find_places([start, *(via or []), end], mode.value)
    leg = trace_route(
        stops,
        mode=Mode(mode.value),
        avoid_countries=countries,
        stay_in=None if stay_in is None else [code.upper() for code in stay_in],
        avoid_passages=passages if mode is _Mode.SEA else None,
        network=own,
        on=on,
    )
    others = find_alternatives(leg, stops[0], stops[-1], on=on) if alternatives else []
    for told in [leg, *(other for _, other in others)] if as_json or as_geojson else []:
        typer.echo(json.dumps(leg_feature(told) if as_geojson else leg_properties(told), ensure_ascii=False))
    if not (as_json or as_geojson):
        typer.echo("\n".join([_describe(leg), *(f"\n{name}:\n{_describe(other)}" for name, other in others)]))


def _avoided(avoid: list[str], allow: list[str]) -> "tuple[tuple[str, ...], list[Passage] | None]":
    """Sort what to avoid into countries and passages; None for the passages where nothing is said of them."""
    from geo.records.errors import RouteError
    from geo.routes import UNUSUAL
    from geo.routes.legs import sort_avoided

    try:
        countries, shut = sort_avoided(avoid)
        not_passages, opened = sort_avoided(allow)
    except RouteError as error:
        raise typer.BadParameter(str(error), param_hint="--avoid or --allow") from error
    if not_passages:
        raise typer.BadParameter(f"{not_passages[0]!r} is a country; passages are allowed", param_hint="--allow")
    usual = [passage for passage in UNUSUAL if passage not in opened]
    return countries, [*shut, *usual] if shut or opened else None


def _own_network(network: str | None, *, valhalla: bool) -> "Network | None":
    if network is None:
        return None
    if network.startswith(("http://", "https://")):
        from geo.routes.own.server import RoutingServer, ServerKind

        return RoutingServer(url=network, kind=ServerKind.VALHALLA if valhalla else ServerKind.OSRM)
    from geo.routes.own.graphfile import read_network

    return read_network(Path(network))


def _find_places(names: list[str], mode: str = "unknown") -> "list[LonLat]":
    """Return where each place lies, and say what was taken."""
    from geo.records import Mode
    from geo.routes.stops import find_stops

    return find_stops(names, mode=Mode(mode), say=note)


def _describe(leg: "TracedLeg") -> str:
    schematic = ", schematic: no source traces it" if leg.schematic else ""
    lines = [
        f"{leg.length_m / 1000:,.0f} km by {leg.mode.value} ({leg.method.value}{schematic})",
        f"great circle {leg.great_circle_m / 1000:,.0f} km, line drawn {leg.drawn_m / 1000:,.0f} km",
        f"ends moved by {leg.snap_from_m / 1000:.1f} and {leg.snap_to_m / 1000:.1f} km",
    ]
    lines += [f"passes {', '.join(leg.passages)}"] * bool(leg.passages)
    lines += [f"crosses {', '.join(leg.countries)}"] * bool(leg.countries)
    lines += [f"{told.kind.value}: {told.text}" for told in leg.notes] + [f"source: {leg.source}"] * bool(leg.source)
    return "\n".join(lines)


def track(
    events: Annotated[Path, typer.Argument(help="Event file; - for standard input.")],
    file: Annotated[Path, typer.Argument(help="The line: .gpx, .geojson, or .csv with lat, lon and time of one ship.")],
    *,
    source: Annotated[str, typer.Option("--source", help="Whose line it is; shown wherever it is drawn.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Event file to write; - for standard output.")],
    event: Annotated[str | None, typer.Option("--event", help="The event's id, where several have legs.")] = None,
    leg: Annotated[int, typer.Option("--leg", min=1, help="Which of its legs, from 1.")] = 1,
) -> None:
    """Give a leg the line that a source traced: drawn solid, in place of any that is computed."""
    from geo.records.file import dump_event_file, load_event_file, write_output
    from geo.routes.own.tracks import attach_track, read_track

    recorded = read_track(file, source=source)
    changed = attach_track(load_event_file(events), recorded, event_id=event, leg_number=leg)
    write_output(output, dump_event_file(changed))
    calls = f"; called at {'; '.join(recorded.calls)}" if recorded.calls else ""
    note(f"{file}: {recorded.points} positions{calls}")


def measure(
    start: Annotated[str, typer.Argument(metavar="FROM", help=f"Where to measure from: {_PLACE_HELP}.")],
    *,
    to: Annotated[str | None, typer.Option("--to", help="Place to measure to.")] = None,
    border: Annotated[
        str | None, typer.Option("--border", help="Country code: measure to the nearest point of its land border.")
    ] = None,
    coast: Annotated[bool, typer.Option("--coast", help="Measure to the nearest coast.")] = False,
    de_facto: Annotated[
        bool, typer.Option("--de-facto", help="With --border: count lines of separate control as well.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Measure the geodesic distance from a place to another, to a country's recognised border or to a coast."""
    from msgspec import to_builtins

    from geo.measures import distance_between, distance_to_border, distance_to_coast

    if (to is not None) + (border is not None) + coast != 1:
        raise typer.BadParameter("give one of --to PLACE, --border COUNTRY, --coast", param_hint="--to")
    places = _find_places([start] if to is None else [start, to])
    if border is not None:
        distance = distance_to_border(places[0], border.upper(), de_facto=de_facto)
    else:
        distance = distance_to_coast(places[0]) if coast else distance_between(*places)
    typer.echo(json.dumps(to_builtins(distance), ensure_ascii=False) if as_json else _tell(distance))


def _tell(distance: "Distance") -> str:
    lon, lat = distance.nearest
    inside = ", measured from inside" if distance.inside else ""
    line = f" ({distance.line})" if distance.line else ""
    return f"{distance.km:,.1f} km {distance.compass} to {lat:.4f},{lon:.4f}{line}{inside}"
