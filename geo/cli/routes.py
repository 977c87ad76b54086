"""The `route` and `measure` commands."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.messages import note

if TYPE_CHECKING:
    from gazetteer import Gazetteer
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
        typer.Option("--allow", help="Passage to take though ships mostly don't: northeast, northwest, corinth."),
    ] = None,
    stay_in: Annotated[
        list[str] | None, typer.Option("--stay-in", help="Country code not to leave; may be repeated (rail, road).")
    ] = None,
    network: Annotated[
        str | None,
        typer.Option("--network", help="One's own: .graphml, .geojson, a folder of tables, an OSRM server's address."),
    ] = None,
    valhalla: Annotated[bool, typer.Option("--valhalla", help="The address given is a Valhalla server's.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything but the line as JSON.")] = False,
    as_geojson: Annotated[bool, typer.Option("--geojson", help="Print the leg as a GeoJSON Feature.")] = False,
) -> None:
    """Trace a leg: its line, its length, how far its ends were moved, whose data it rests on."""
    from geo.records import Mode
    from geo.routes import trace_route
    from geo.routes.features import leg_feature, leg_properties

    countries, passages = _avoided(avoid or [], allow or [])
    own = _own_network(network, valhalla=valhalla)
    stops = _find_places([start, *(via or []), end])
    leg = trace_route(
        stops,
        mode=Mode(mode.value),
        avoid_countries=countries,
        stay_in=None if stay_in is None else [code.upper() for code in stay_in],
        avoid_passages=passages if mode is _Mode.SEA else None,
        network=own,
    )
    if as_json or as_geojson:
        typer.echo(json.dumps(leg_feature(leg) if as_geojson else leg_properties(leg), ensure_ascii=False))
    else:
        typer.echo(_describe(leg))


def _avoided(avoid: list[str], allow: list[str]) -> "tuple[list[str], list[Passage] | None]":
    """Sort what to avoid into countries and passages; None for the passages where nothing is said of them."""
    from geo.records.countries import is_country_code
    from geo.routes import UNUSUAL, Passage

    known = {passage.value: passage for passage in Passage}
    unknown = [name for name in (*avoid, *allow) if name.lower() not in known]
    countries = [name.upper() for name in unknown if name not in allow and is_country_code(name.upper())]
    wrong = [name for name in unknown if name.upper() not in countries or name in allow]
    if wrong:
        raise typer.BadParameter(
            f"{wrong[0]!r} is neither a country code nor a passage ({', '.join(known)})",
            param_hint="--avoid or --allow",
        )
    shut = [known[name.lower()] for name in avoid if name.lower() in known]
    opened = {known[name.lower()] for name in allow}
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


def _find_places(names: list[str]) -> "list[LonLat]":
    """Return where each place lies, opening the gazetteer only where a name needs it, and say what was taken."""
    parsed = [_parse_point(name) for name in names]
    if all(point is not None for point in parsed):
        return [point for point in parsed if point is not None]
    from gazetteer import Gazetteer

    with Gazetteer.open() as gazetteer:
        return [point or _look_up(gazetteer, name) for point, name in zip(parsed, names, strict=True)]


def _parse_point(text: str) -> "LonLat | None":
    """Return lon, lat of "lat,lon", or None where the text is a name."""
    from geo.records.errors import RouteError
    from geo.routes.geodesics import check_lonlat

    parts = text.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None
    try:
        return check_lonlat((lon, lat))
    except RouteError as error:
        raise RouteError(f"{text!r}: expected latitude,longitude within ±90 and ±180 degrees") from error


def _look_up(gazetteer: "Gazetteer", text: str) -> "LonLat":
    from gazetteer.match.scoring import TIE_MARGIN
    from geo.records.countries import is_country_code
    from geo.records.errors import RouteError

    name, _, code = text.rpartition(",")
    bound = code.strip().upper()
    candidates = gazetteer.lookup(name if name and is_country_code(bound) else text, country=bound if name else None)
    if not candidates:
        raise RouteError(f"{text!r} is not in the gazetteer: check the spelling, or give lat,lon")
    best = candidates[0].place
    others = [other.place for other in candidates[1:] if other.score > candidates[0].score - TIE_MARGIN]
    if others:
        listed = "; ".join(
            f"{place.lat:.4f},{place.lon:.4f} ({place.name}, {place.country})" for place in (best, *others[:4])
        )
        raise RouteError(f"{text!r} may mean several places: give one of {listed}")
    note(f"{text}: {best.name}, {best.country}, {best.lat:.4f},{best.lon:.4f}")
    return best.lon, best.lat


def _describe(leg: "TracedLeg") -> str:
    schematic = ", schematic: no source traces it" if leg.schematic else ""
    lines = [
        f"{leg.length_m / 1000:,.0f} km by {leg.mode.value} ({leg.method.value}{schematic})",
        f"great circle {leg.great_circle_m / 1000:,.0f} km, line drawn {leg.drawn_m / 1000:,.0f} km",
        f"ends moved by {leg.snap_from_m / 1000:.1f} and {leg.snap_to_m / 1000:.1f} km",
    ]
    lines += [f"passes {', '.join(leg.passages)}"] * bool(leg.passages)
    lines += [f"crosses {', '.join(leg.countries)}"] * bool(leg.countries)
    lines += [f"note: {leg.note}"] * bool(leg.note) + [f"source: {leg.source}"] * bool(leg.source)
    return "\n".join(lines)


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
