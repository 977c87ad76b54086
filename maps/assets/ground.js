// The quiet ground: land, borders, disputed lines.

/** Draw the basemap's tiers on a map, in one pane that takes no clicks. */
function drawGround(map, basemap) {
  map.createPane("ground").style.zIndex = 210;
  map.getPane("ground").style.pointerEvents = "none";
  const renderer = L.svg({ pane: "ground", padding: 0.4 });
  map.getPane("ground").renderer = renderer;
  const options = { pane: "ground", renderer, interactive: false, smoothFactor: 0.4 };
  for (const tier of basemap.tiers) {
    const polygons = tier.land.map((rings) => rings.map((ring) => decodeLine(ring, tier.digits)));
    L.polygon(polygons, { ...options, className: "land" }).addTo(map);
  }
  for (const tier of basemap.tiers) {
    for (const name of ["borders", "disputed"]) {
      const lines = tier[name].map((line) => decodeLine(line, tier.digits));
      if (lines.length) L.polyline(lines, { ...options, className: name }).addTo(map);
    }
  }
}

/** Draw a frame on the overview for each detail map, with its letter. */
function drawFrames(map, details) {
  map.createPane("frames").style.zIndex = 380;
  map.getPane("frames").style.pointerEvents = "none";
  for (const detail of details) {
    const bounds = boxBounds(detail.box);
    L.rectangle(bounds, { pane: "frames", renderer: L.svg({ pane: "frames", padding: 0.4 }), className: "frame", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: "frame-letter", html: make("span", {}, detail.letter), iconSize: [18, 18], iconAnchor: [19, 19] });
    L.marker(bounds.getNorthWest(), { icon, pane: "frames", interactive: false, keyboard: false }).addTo(map);
  }
}
