"""Networks that the user brings: the protocol, and routing servers over HTTP (OSRM, Valhalla), where one is named.

`graphfile` reads GraphML, node and edge tables, any lines. Whatever else has `find_path` works as well.
"""

import json
from enum import StrEnum
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import numpy as np
from msgspec import Struct

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.geodesics import geodesic_m
from geo.routes.records import LonLat


class FoundPath(Struct, frozen=True, kw_only=True):
    """A network's answer for one leg."""

    line: np.ndarray  # (n, 2) lon, lat from where the origin meets the network to where the destination does
    length_m: float  # as the network has it, without the snaps
    snap_from_m: float = 0.0
    snap_to_m: float = 0.0
    source: str | None = None  # whose data, with its licence, to be shown with the line
    licence: str | None = None


class Network(Protocol):
    """Something that joins two points."""

    def find_path(self, origin: LonLat, destination: LonLat, *, mode: Mode) -> FoundPath:
        """Return the path from origin to destination, or raise RouteError where there is none."""
        ...


_MAX_BYTES = 50_000_000
_POLYLINE_SCALE = 1e6


class ServerKind(StrEnum):
    """Which interface a server speaks."""

    OSRM = "osrm"
    VALHALLA = "valhalla"


class RoutingServer(Struct, frozen=True, kw_only=True):
    """A server of one's own choice. Where its events are is told to whoever runs it."""

    url: str
    """Base address, as `http://localhost:5000`."""
    kind: ServerKind = ServerKind.OSRM
    profile: str | None = None
    """OSRM's profile or Valhalla's costing; None for a car's."""
    timeout_s: float = 10.0
    source: str | None = None
    """Whose data the server has; None names OpenStreetMap, which these servers are built from."""

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in ("http", "https") or not urlsplit(self.url).hostname:
            raise RouteError(f"routing server {self.url!r}: expected an address such as http://localhost:5000")

    def find_path(self, origin: LonLat, destination: LonLat, *, mode: Mode) -> FoundPath:
        """Ask the server for a way by road.

        Raises:
            RouteError: Another mode than road or unknown, no answer in time, or none that can be used.
        """
        if mode not in (Mode.ROAD, Mode.UNKNOWN):
            raise RouteError(f"routing server {self.url}: serves roads; {mode.value} was asked for")
        ask = _ask_osrm if self.kind is ServerKind.OSRM else _ask_valhalla
        try:
            line, length = ask(self, origin, destination)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise RouteError(f"routing server {self.url}: its answer is not {self.kind.value}'s ({error})") from error
        return FoundPath(
            line=line,
            length_m=length,
            snap_from_m=geodesic_m(origin, (line[0, 0], line[0, 1])),
            snap_to_m=geodesic_m((line[-1, 0], line[-1, 1]), destination),
            source=self.source or f"© OpenStreetMap contributors, by way of {urlsplit(self.url).hostname}",
            licence=None if self.source else "ODbL-1.0",
        )


def _ask_osrm(server: RoutingServer, origin: LonLat, destination: LonLat) -> tuple[np.ndarray, float]:
    ends = f"{origin[0]:.6f},{origin[1]:.6f};{destination[0]:.6f},{destination[1]:.6f}"
    path = f"/route/v1/{server.profile or 'driving'}/{ends}?overview=full&geometries=geojson"
    answer = _fetch(server, path, None)
    if answer.get("code") != "Ok":
        raise RouteError(f"routing server {server.url}: {answer.get('message') or answer.get('code')}")
    route = answer["routes"][0]
    return _line(route["geometry"]["coordinates"]), float(route["distance"])


def _ask_valhalla(server: RoutingServer, origin: LonLat, destination: LonLat) -> tuple[np.ndarray, float]:
    locations = [{"lon": lon, "lat": lat} for lon, lat in (origin, destination)]
    asked = {"locations": locations, "costing": server.profile or "auto", "units": "kilometers"}
    answer = _fetch(server, "/route", json.dumps(asked).encode())
    if "trip" not in answer:
        raise RouteError(f"routing server {server.url}: {answer.get('error') or 'no trip in its answer'}")
    legs = answer["trip"]["legs"]
    line = np.concatenate([_line(_decode(leg["shape"])) for leg in legs])
    return line, float(answer["trip"]["summary"]["length"]) * 1000


def _fetch(server: RoutingServer, path: str, body: bytes | None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "User-Agent": "armsatlas"}
    request = Request(server.url.rstrip("/") + path, data=body, headers=headers)  # noqa: S310 - http and https only, checked
    try:
        with urlopen(request, timeout=server.timeout_s) as response:  # noqa: S310 - as above
            text = response.read(_MAX_BYTES)
    except (URLError, TimeoutError, OSError) as error:
        raise RouteError(f"routing server {server.url}: no answer ({getattr(error, 'reason', error)})") from error
    answer = json.loads(text)
    if not isinstance(answer, dict):
        raise TypeError("no JSON object")
    return answer


def _line(coordinates: Any) -> np.ndarray:  # noqa: ANN401 - JSON
    line = np.array(coordinates, dtype=float)
    if line.ndim != 2 or len(line) < 1 or not (np.abs(line[:, :2]) <= (180, 90)).all():  # noqa: PLR2004 - rows of lon, lat
        raise ValueError("coordinates out of range")
    return line[:, :2]


def _decode(shape: str) -> list[tuple[float, float]]:
    """Decode Valhalla's polyline of six decimals to lon, lat."""
    values, number, shift = [], 0, 0
    for letter in shape:
        bits = ord(letter) - 63
        number |= (bits & 31) << shift
        shift += 5
        if bits < 32:  # noqa: PLR2004 - the last five bits of a number
            values.append(~(number >> 1) if number & 1 else number >> 1)
            number, shift = 0, 0
    latitudes, longitudes = np.cumsum(values[::2]), np.cumsum(values[1::2])
    return [(lon / _POLYLINE_SCALE, lat / _POLYLINE_SCALE) for lon, lat in zip(longitudes, latitudes, strict=True)]
