// The quiet ground: land, coast, lakes, rivers, roads, railways, borders, disputed lines.

/** A map shows the roads of a tier that was made for a view not much narrower than its own. */
const FARTHEST = 2.2;

/** On a map of a town a river has two banks. */
const BANKS_DEG = 1.6;

/** A tier's lines, or the rings of its areas, with the boxes they lie in: decoded once for all maps. */
function readTier(tier, name) {
  tier.read ||= {};
  return (tier.read[name] ||= tier[name].map((told) => {
    const rings = [told].flat().map((ring) => decodeLine(ring, tier.digits));
    let south = 90, west = Infinity, north = -90, east = -Infinity;
    for (const [lat, lon] of rings[0] || []) {
      if (lat < south) south = lat;
      if (lat > north) north = lat;
      if (lon < west) west = lon;
      if (lon > east) east = lon;
    }
    return { rings, box: boxBounds({ south, west, north, east }) };
  }));
}

/** Draw the basemap's tiers on a map, in one pane that takes no clicks. */
function drawGround(map, basemap, box, still = false) {
  map.createPane("ground").style.zIndex = 210;
  map.getPane("ground").style.pointerEvents = "none";
  const renderer = L.svg({ pane: "ground", padding: 0.4 });
  map.getPane("ground").renderer = renderer;
  const options = { pane: "ground", renderer, interactive: false, smoothFactor: 0.6 };
  const bend = map.options.crs === L.CRS.EPSG3857 ? (line) => line : bent;
  const width = box.east - box.west, near = basemap.tiers.filter((tier) => width <= tier.width * FARTHEST);
  // What a detail map, which stands still, never shows need not be drawn there, nor what lies around a tier that fills it.
  const reach = still ? map.getBounds().pad(0.5) : null;
  const filled = reach ? basemap.tiers.findLastIndex(({ cuts: [[west, east], [south, north]] }) => boxBounds({ west, south, east, north }).contains(reach)) : 0;
  const seen = (tier, name) => (basemap.tiers.indexOf(tier) < filled ? [] : readTier(tier, name)).filter(({ box }) => !reach || reach.intersects(box)).map(({ rings }) => rings);
  const polygons = (tier, name) => seen(tier, name).map((rings) => rings.map(bend));
  const line = (tier, name, className = name) => {
    const lines = seen(tier, name).flat();
    if (lines.length) L.polyline(lines.map(bend), { ...options, className }).addTo(map);
  };
  for (const tier of basemap.tiers) {
    const land = seen(tier, "land"), seams = seamsOf(tier, land.flat());
    if (land.length) L.polygon(land.map((rings) => rings.map(bend)), { ...options, className: "land" }).addTo(map);
    if (seams.length) L.polyline(seams.map(bend), { ...options, className: "seam" }).addTo(map);
  }
  for (const tier of near) {
    for (const [name, className] of [["built", "built"], ["lakes", width > 30 ? "lakes far" : "lakes"]]) {
      const areas = polygons(tier, name);
      if (areas.length) L.polygon(areas, { ...options, className }).addTo(map);
    }
    const wide = width < BANKS_DEG ? " wide" : "";
    for (const name of wide ? ["banks", "rivers"] : ["rivers"]) line(tier, "rivers", name + wide);
    line(tier, "roads");
    for (const part of ["railways", "railways ties"]) line(tier, "railways", part);
  }
  for (const tier of basemap.tiers) {
    for (const name of ["borders", "disputed"]) line(tier, name);
  }
}

/** The edges that land was cut along: no coast runs there. */
function seamsOf({ digits, cuts }, rings) {
  const near = 1.5 * 10 ** -digits, seams = [], edges = [...cuts[0].map((at) => [1, at]), ...cuts[1].map((at) => [0, at])];
  for (const ring of rings) {
    for (let i = 0, before = 0; i < ring.length; i++) {
      // Which edges a point lies on, one bit each.
      let on = 0;
      for (let edge = 0; edge < edges.length; edge++) if (Math.abs(ring[i][edges[edge][0]] - edges[edge][1]) < near) on |= 1 << edge;
      if (on & before) seams.push([ring[i - 1], ring[i]]);
      before = on;
    }
  }
  return seams;
}

/** Draw a frame on the overview for each detail map, with its letter. */
function drawFrames(map, details) {
  // A letter may lie on small symbols: its detail map shows them whole.
  for (const [name, height] of [["frames", 380], ["letters", 610]]) {
    map.createPane(name).style.zIndex = height;
    map.getPane(name).style.pointerEvents = "none";
  }
  for (const detail of details) {
    L.polygon(boxOutline(detail.box), { pane: "frames", renderer: L.svg({ pane: "frames", padding: 0.4 }), className: "frame", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: "frame-letter", html: make("span", {}, detail.letter), iconSize: [18, 18], iconAnchor: [9, 9] });
    detail.sign = L.marker([detail.box.north, detail.box.west], { icon, pane: "letters", interactive: false, keyboard: false }).addTo(map);
  }
}

/** Pixels from a letter's middle to a symbol's so that it hides none. */
const CLEAR = 21;

/** Put each frame's letter beside the first of its corners in view where it hides no symbol, given in pixels of the layer. */
function placeLetters(map, details, symbols) {
  const from = map.containerPointToLayerPoint([LETTER, LETTER]), to = map.containerPointToLayerPoint(map.getSize().subtract([LETTER, LETTER]));
  for (const { box, sign } of details) {
    const corners = [[box.north, box.west, -1, -1], [box.north, box.east, 1, -1], [box.south, box.west, -1, 1], [box.south, box.east, 1, 1]];
    const places = corners.map(([lat, lon, across, down]) => map.latLngToLayerPoint([lat, lon]).add([across * LETTER, down * LETTER]));
    const inside = ({ x, y }) => x >= from.x && y >= from.y && x <= to.x && y <= to.y;
    const apart = ({ x, y }) => (inside({ x, y }) ? 0 : -CLEAR) + Math.min(CLEAR, ...symbols.map((at) => Math.max(Math.abs(at.x - x), Math.abs(at.y - y))));
    sign.setLatLng(map.layerPointToLatLng(places.reduce((best, place) => (apart(place) > apart(best) ? place : best))));
  }
}
