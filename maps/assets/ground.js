// The quiet ground: land, coast, lakes, rivers, roads, railways, borders, disputed lines.

/** A map shows the roads of a tier that was made for a view not much narrower than its own. */
const FARTHEST = 2.2;

/** On a map of a town a river has two banks. */
const BANKS_DEG = 1.6;

/** Draw the basemap's tiers on a map, in one pane that takes no clicks. */
function drawGround(map, basemap, box) {
  map.createPane("ground").style.zIndex = 210;
  map.getPane("ground").style.pointerEvents = "none";
  const renderer = L.svg({ pane: "ground", padding: 0.4 });
  map.getPane("ground").renderer = renderer;
  const options = { pane: "ground", renderer, interactive: false, smoothFactor: 0.6 };
  const bend = map.options.crs === L.CRS.EPSG3857 ? (line) => line : bent;
  const width = box.east - box.west, near = basemap.tiers.filter((tier) => width <= tier.width * FARTHEST);
  // Land and coast share their points: each is made and projected once.
  const placed = (points) => points.map(([lat, lon]) => L.latLng(lat, lon));
  const polygons = (tier, name) => tier[name].map((rings) => rings.map((ring) => placed(bend(decodeLine(ring, tier.digits)))));
  const lines = (tier, name) => tier[name].map((line) => decodeLine(line, tier.digits));
  const line = (points, className) => points.length && L.polyline(points.map(bend), { ...options, className }).addTo(map);
  const land = basemap.tiers.map((tier) => polygons(tier, "land"));
  for (const rings of land) L.polygon(rings, { ...options, className: "land" }).addTo(map);
  basemap.tiers.forEach((tier, i) => {
    const coast = coastOf(tier, land[i]);
    if (coast.length) L.polyline(coast, { ...options, className: "coast" }).addTo(map);
  });
  for (const tier of near) {
    L.polygon(polygons(tier, "lakes"), { ...options, className: width > 30 ? "lakes far" : "lakes" }).addTo(map);
    const wide = width < BANKS_DEG ? " wide" : "";
    for (const name of wide ? ["banks", "rivers"] : ["rivers"]) line(lines(tier, "rivers"), name + wide);
    for (const name of ["roads", "railways"]) line(lines(tier, name), name);
  }
  for (const tier of basemap.tiers) {
    for (const name of ["borders", "disputed"]) line(lines(tier, name), name);
  }
}

/** The outlines of land without the edges that it was cut along. */
function coastOf(tier, polygons) {
  const near = 1.5 * 10 ** -tier.digits, [across, up] = tier.cuts;
  const on = (a, b, edges) => edges.some((edge) => Math.abs(a - edge) < near && Math.abs(b - edge) < near);
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
