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
    let [south, west, north, east] = [90, Infinity, -90, -Infinity];
    for (const [lat, lon] of rings[0] || []) [south, west, north, east] = [Math.min(south, lat), Math.min(west, lon), Math.max(north, lat), Math.max(east, lon)];
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
  // Land and coast share their points: each is made and projected once.
  const polygons = (tier, name) => seen(tier, name).map((rings) => rings.map((ring) => bend(ring).map(([lat, lon]) => L.latLng(lat, lon))));
  const line = (tier, name, className = name) => {
    const lines = seen(tier, name).flat();
    if (lines.length) L.polyline(lines.map(bend), { ...options, className }).addTo(map);
  };
  const land = basemap.tiers.map((tier) => polygons(tier, "land"));
  for (const rings of land.filter(({ length }) => length)) L.polygon(rings, { ...options, className: "land" }).addTo(map);
  basemap.tiers.forEach((tier, i) => {
    const coast = coastOf(tier, land[i]);
    if (coast.length) L.polyline(coast, { ...options, className: "coast" }).addTo(map);
  });
  for (const tier of near) {
    for (const [name, className] of [["built", "built"], ["lakes", width > 30 ? "lakes far" : "lakes"]]) {
      const areas = polygons(tier, name);
      if (areas.length) L.polygon(areas, { ...options, className }).addTo(map);
    }
    const wide = width < BANKS_DEG ? " wide" : "";
    for (const name of wide ? ["banks", "rivers"] : ["rivers"]) line(tier, "rivers", name + wide);
    for (const name of ["roads", "railways"]) line(tier, name);
  }
  for (const tier of basemap.tiers) {
    for (const name of ["borders", "disputed"]) line(tier, name);
  }
}

/** The outlines of land without the edges that it was cut along. */
function coastOf(tier, polygons) {
  const near = 1.5 * 10 ** -tier.digits, [across, up] = tier.cuts;
  const on = (a, b, edges) => Math.abs(a - b) < 2 * near && edges.some((edge) => Math.abs(a - edge) < near && Math.abs(b - edge) < near);
  const coast = [];
  for (const ring of polygons.flat()) {
    let run = [];
    ring.forEach((point, i) => {
      const last = ring[i - 1];
      if (last && (on(last.lng, point.lng, across) || on(last.lat, point.lat, up))) {
        if (run.length > 1) coast.push(run);
        run = [];
      }
      run.push(point);
    });
    if (run.length > 1) coast.push(run);
  }
  return coast;
}

/** Draw a frame on the overview for each detail map, with its letter. */
function drawFrames(map, details) {
  map.createPane("frames").style.zIndex = 380;
  map.getPane("frames").style.pointerEvents = "none";
  for (const detail of details) {
    L.polygon(boxOutline(detail.box), { pane: "frames", renderer: L.svg({ pane: "frames", padding: 0.4 }), className: "frame", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: "frame-letter", html: make("span", {}, detail.letter), iconSize: [18, 18], iconAnchor: [19, 19] });
    L.marker([detail.box.north, detail.box.west], { icon, pane: "frames", interactive: false, keyboard: false }).addTo(map);
  }
}
