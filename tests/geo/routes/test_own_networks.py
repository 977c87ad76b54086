import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes import Method, trace_leg
from geo.routes.own.graphfile import read_network
from geo.routes.own.server import RoutingServer, ServerKind

KYIV, BROVARY, BORYSPIL = (30.52, 50.45), (30.79, 50.51), (30.95, 50.35)


@pytest.fixture
def graphml(tmp_path):
    """A graph as osmnx writes it: directed, node x and y, edge length and WKT geometry."""
    nodes = "".join(
        f'<node id="{number}"><data key="d0">{lon}</data><data key="d1">{lat}</data></node>'
        for number, (lon, lat) in enumerate((KYIV, BROVARY, BORYSPIL), start=1)
    )
    shape = '<data key="d3">LINESTRING (30.52 50.45, 30.65 50.5, 30.79 50.51)</data>'
    edges = "".join(
        f'<edge source="{start}" target="{end}" id="0"><data key="d2">{length}</data>{more}</edge>'
        for start, end, length, more in ((1, 2, 21000.0, shape), (2, 3, 22500.0, ""), (3, 1, 35000.0, ""))
    )
    keys = (("d0", "node", "x"), ("d1", "node", "y"), ("d2", "edge", "length"), ("d3", "edge", "geometry"))
    declared = "".join(
        f'<key id="{key}" for="{what}" attr.name="{name}" attr.type="string"/>' for key, what, name in keys
    )
    path = tmp_path / "kyiv.graphml"
    path.write_text(
        "<?xml version='1.0' encoding='utf-8'?>"
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{declared}'
        f'<graph edgedefault="directed">{nodes}{edges}</graph></graphml>',
        encoding="utf-8",
    )
    return path


def test_graphml_is_followed_in_its_directions(graphml):
    network = read_network(graphml, source="own survey")
    there = trace_leg(KYIV, BORYSPIL, mode=Mode.ROAD, network=network)
    back = trace_leg(BORYSPIL, KYIV, mode=Mode.ROAD, network=network)
    assert there.length_m == pytest.approx(43_500)
    assert back.length_m == pytest.approx(35_000)
    assert (30.65, 50.5) in list(there.geometry.coords)
    assert there.method is Method.OWN_NETWORK
    assert there.source == "own survey"


def test_tables_of_nodes_and_edges_are_followed_both_ways(tmp_path):
    (tmp_path / "nodes.csv").write_text("osmid,x,y\n1,30.52,50.45\n2,30.79,50.51\n", encoding="utf-8")
    (tmp_path / "edges.csv").write_text("u,v,length\n1,2,21000\n", encoding="utf-8")
    network = read_network(tmp_path)
    for ends in ((KYIV, BROVARY), (BROVARY, KYIV)):
        assert trace_leg(*ends, mode=Mode.ROAD, network=network).length_m == pytest.approx(21_000)


def test_lines_of_geojson_meet_where_they_share_a_vertex(tmp_path):
    lines = [[KYIV, (30.65, 50.5)], [(30.65, 50.5), BROVARY]]
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": c}} for c in lines
    ]
    path = tmp_path / "lines.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    leg = trace_leg(KYIV, BROVARY, mode=Mode.RAIL, network=read_network(path))
    assert list(leg.geometry.coords) == [KYIV, (30.65, 50.5), BROVARY]
    assert leg.source == "lines.geojson"


def test_an_end_far_from_the_network_and_a_way_that_is_not_there_are_refused(graphml, tmp_path):
    network = read_network(graphml)
    with pytest.raises(RouteError, match="from the network given"):
        trace_leg(KYIV, (36.23, 49.99), mode=Mode.ROAD, network=network)
    (tmp_path / "nodes.csv").write_text("id,lon,lat\na,30.52,50.45\nb,30.6,50.45\nc,30.79,50.51\n", encoding="utf-8")
    (tmp_path / "edges.csv").write_text("u,v\na,b\n", encoding="utf-8")
    with pytest.raises(RouteError, match="nothing joins"):
        trace_leg(KYIV, BROVARY, mode=Mode.ROAD, network=read_network(tmp_path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.graphml", "<not xml"),
        ("b.graphml", "<graphml/>"),
        ("c.geojson", "[]"),
        ("d.geojson", '{"type": "FeatureCollection", "features": []}'),
        ("e.shp", ""),
        ("f.geojson", '{"features": [{"geometry": {"type": "LineString", "coordinates": [[500, 1], [2, 2]]}}]}'),
    ],
)
def test_a_file_that_is_no_network_is_refused_by_name(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RouteError, match=name):
        read_network(path)


def test_graphml_expands_no_entities(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("30.52", encoding="utf-8")
    path = tmp_path / "evil.graphml"
    path.write_text(
        f'<!DOCTYPE g [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d0" for="node" attr.name="x"/>'
        '<graph edgedefault="directed"><node id="1"><data key="d0">&x;</data></node></graph></graphml>',
        encoding="utf-8",
    )
    with pytest.raises(RouteError, match=r"evil\.graphml"):
        read_network(path)


class _Answers(BaseHTTPRequestHandler):
    """Speaks as OSRM and as Valhalla do."""

    def do_GET(self):
        line = [[30.5201, 50.4502], [30.65, 50.5], [30.79, 50.51]]
        route = {"distance": 21_345.6, "geometry": {"type": "LineString", "coordinates": line}}
        asked = self.path.startswith("/route/v1/driving/30.520000,50.450000;30.790000,50.510000?")
        self._say({"code": "Ok", "routes": [route]} if asked else {"code": "NoRoute", "message": "Impossible route"})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        shape = "opff_Bgqxey@_`jBw`{CowH_brJ"  # 50.4502,30.5201 to 50.505,30.6 to 50.51,30.79
        answer = {"trip": {"legs": [{"shape": shape}], "summary": {"length": 21.3}}}
        self._say(answer if asked["costing"] == "truck" else {"error": "no such costing"})

    def _say(self, answer):
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent."""


@pytest.fixture
def server():
    served = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()
    thread.join()


def test_osrm_is_asked_and_its_length_reported(server):
    leg = trace_leg(KYIV, BROVARY, mode=Mode.ROAD, network=RoutingServer(url=server))
    assert leg.length_m == pytest.approx(21_345.6 + leg.snap_from_m)
    assert 0 < leg.snap_from_m < 50
    assert "OpenStreetMap" in leg.source


def test_osrms_refusal_is_passed_on(server):
    with pytest.raises(RouteError, match="Impossible route"):
        trace_leg(KYIV, BORYSPIL, mode=Mode.ROAD, network=RoutingServer(url=server))


def test_valhallas_polyline_is_decoded(server):
    network = RoutingServer(url=server, kind=ServerKind.VALHALLA, profile="truck")
    found = network.find_path(KYIV, BROVARY, mode=Mode.ROAD)
    assert found.length_m == pytest.approx(21_300)
    assert found.line.tolist() == [[30.5201, 50.4502], [30.6, 50.505], [30.79, 50.51]]


def test_a_server_that_is_not_there_or_not_one_is_told_in_one_line(server):
    with pytest.raises(RouteError, match="no answer"):
        trace_leg(KYIV, BROVARY, mode=Mode.ROAD, network=RoutingServer(url="http://127.0.0.1:9", timeout_s=2))
    with pytest.raises(RouteError, match="such as http"):
        RoutingServer(url="file:///etc/passwd")
    with pytest.raises(RouteError, match="rail was asked for"):
        trace_leg(KYIV, BROVARY, mode=Mode.RAIL, network=RoutingServer(url=server))
    with pytest.raises(RouteError, match="no such costing"):
        trace_leg(KYIV, BROVARY, mode=Mode.ROAD, network=RoutingServer(url=server, kind=ServerKind.VALHALLA))
