// Events drawn on a map: legs, areas, discs, spots, countries.

const PANES = { context: 290, areas: 300, discs: 320, legs: 340, arrows: 360 };

/** Draw what the layers asked for on one map and return what filters and labels need to know of it. */
function drawMarks(map, story, layers = story.layers) {
  const drawn = [];
  for (const [name, z] of Object.entries(PANES)) {
    if (map.getPane(name)) continue;
    map.createPane(name).style.zIndex = z;
    map.getPane(name).renderer = L.svg({ pane: name, padding: 0.4 });
  }
  story.data.context.forEach((layer) => drawContext(map, layer));
  const { areas, legs, measures, spots, countries } = story.data.marks;
  if (layers.has("areas")) areas.forEach((area) => drawn.push(drawArea(map, story, area)));
  if (layers.has("routes")) {
    legs.forEach((leg) => drawn.push(drawLeg(map, story, leg)));
    measures.forEach((measure) => drawn.push(drawMeasure(map, story, measure)));
  }
  const isStop = (spot) => spot.items.some(([, stop]) => stop);
  const alone = spots.filter((spot) => (isStop(spot) ? layers.has("routes") : layers.has("impacts") && !story.crowds.length));
  // A detail map stands still: a symbol out of its view would only pull it away when the keyboard reaches it.
  const fixed = map !== story.map;
  const inView = alone.filter((spot) => !fixed || isSeen(map, [spot.lat, spot.lon]));
  inView.forEach((spot) => drawn.push(drawSpot(map, story, spot)));
  if (layers.has("areas")) countries.forEach((country) => drawn.push(drawCountry(map, story, country)));
  return drawn;
}

function shapeOptions(map, pane, classes) {
  return { pane, renderer: map.getPane(pane).renderer, className: classes, smoothFactor: 0.6 };
}

/** The classes that give a mark its colour, its strength and its badge, from the first of its events. */
function markClasses(story, items) {
  const event = story.data.events[items[0][0]];
  const contested = items.some(([i]) => story.data.events[i].contested) ? " contested" : "";
  const review = event.review ? " for-review" : "";
  return `k-${story.glyphOf(event.kind)} s-${event.status}${review} ${event.solid ? "solid" : "claimed"}${contested}`;
}

/** What a screen reader says of a mark: its place, then the event with its date and status, or how many there are. */
function markName(story, label, items) {
  if (items.length > 1) return `${label}: ${story.fill("several", { n: items.length })}`;
  const [[i]] = items, event = story.data.events[i], { statuses } = story.data.texts;
  const told = [statuses[event.status], event.contested && statuses.contested, event.review && statuses.for_review, story.date(i)];
  return `${label}: ${story.title(i)} (${told.filter(Boolean).join(", ")})`;
}

function selectOn(story, layer, items) {
  layer.on("click", (event) => {
    L.DomEvent.stop(event);
    story.open(items.map(([i]) => i), event.originalEvent.target, event.latlng);
  });
}

/** A layer of areas and lines under the events: it answers to nothing, its name stands in the legend. */
function drawContext(map, layer) {
  const areas = layer.rings.map((polygon) => polygon.map((ring) => decodeLine(ring, 3)));
  const options = (classes) => ({ ...shapeOptions(map, "context", classes), interactive: false });
  if (areas.length) L.polygon(areas, options("context area")).addTo(map);
  if (layer.lines.length) L.polyline(layer.lines.map((line) => decodeLine(line, 3)), options("context line")).addTo(map);
}

function drawArea(map, story, area) {
  const classes = `area ${area.extent} ${markClasses(story, area.items)}${area.launch ? " launch" : ""}`;
  const rings = area.radius_m
    ? [circlePoints(area.lat, area.lon, area.radius_m)]
    : area.rings.map((polygon) => polygon.map((ring) => decodeLine(ring, 3)));
  const shape = L.polygon(rings, shapeOptions(map, "areas", classes)).addTo(map);
  selectOn(story, shape, area.items);
  return { items: area.items, layers: [shape], label: { ...areaLabel(area, story), bounds: shape.getBounds() } };
}

function areaLabel(area, story) {
  const point = L.latLng(area.lat, area.lon);
  const glyph = story.glyphOf(story.data.events[area.items[0][0]].kind);
  return { kind: "area", glyph, text: area.label, point, items: area.items, button: true, name: markName(story, area.label, area.items) };
}

function drawLeg(map, story, leg) {
  const items = [[leg.event, 0]];
  const event = story.data.events[leg.event];
  const straight = leg.direct || map.options.crs === L.CRS.EPSG3857;
  const way = leg.parts.map((part) => decodeLine(part, 3)).map((line) => (straight ? line : bent(line)));
  // Legs of the same way lie beside each other, by pixels: anew whenever the map has another scale.
  const inLane = () => way.map((line) => (leg.lane ? beside(line.map((point) => map.latLngToLayerPoint(point)), leg.lane * BESIDE).map((point) => map.layerPointToLatLng(point)) : line));
  const lines = inLane();
  const second = tintOf(story, items), classes = `leg${second} ${leg.direct ? "direct" : leg.schematic ? leg.mode : "track"} ${event.solid ? "solid" : "claimed"}`;
  const layers = ["under", "over"].map((layer) => {
    const options = { ...shapeOptions(map, "legs", `${classes} ${layer}`), interactive: false };
    return L.polyline(lines, options).addTo(map);
  });
  const touch = L.polyline(lines, shapeOptions(map, "legs", "leg-touch")).addTo(map);
  selectOn(story, touch, items);
  const arrows = L.layerGroup().addTo(map);
  const drawn = { items, layers: [...layers, touch, arrows], lines, label: leg.label ? { kind: "leg", look: second, text: leg.label, lines, items, room: 9 + 2 * Math.abs(leg.lane) } : null };
  drawn.refresh = () => {
    if (leg.lane) {
      drawn.lines = inLane();
      for (const layer of [...layers, touch]) layer.setLatLngs(drawn.lines);
    }
    if (!leg.direct) drawArrows(map, arrows, drawn.lines, second);
  };
  return drawn;
}

/** A measured distance: a thin line, told by its label where it is long enough to hold one. */
function drawMeasure(map, story, measure) {
  const items = [[measure.event, 0]];
  const line = L.polyline(measure.line, { ...shapeOptions(map, "legs", "measure"), interactive: false }).addTo(map);
  return { items, layers: [line], lines: [measure.line], label: { kind: "measure", text: measure.label, lines: [measure.line], items } };
}

/** Put arrowheads along the part of a leg that is in view. */
function drawArrows(map, group, lines, second) {
  group.clearLayers();
  const view = map.getBounds().pad(0.2);
  for (const line of lines) {
    const pixels = line.map((point) => map.latLngToLayerPoint(point));
    for (const { x, y, angle } of pointsAlong(pixels, 130)) {
      if (!view.contains(map.layerPointToLatLng([x, y]))) continue;
      const at = (along, across) =>
        map.layerPointToLatLng([
          x + along * Math.cos(angle) - across * Math.sin(angle),
          y + along * Math.sin(angle) + across * Math.cos(angle),
        ]);
      const head = [at(7, 0), at(-5.5, 5.6), at(-2.6, 0), at(-5.5, -5.6)];
      group.addLayer(L.polygon(head, { ...shapeOptions(map, "arrows", `arrow${second}`), interactive: false, smoothFactor: 0 }));
    }
  }
}

function drawSpot(map, story, spot) {
  const drawn = { items: spot.items, layers: [], spot };
  if (spot.near_m) {
    const disc = L.polygon(circlePoints(spot.lat, spot.lon, spot.near_m), {
      ...shapeOptions(map, "discs", `near-disc ${markClasses(story, spot.items)}`),
      smoothFactor: 0,
    }).addTo(map);
    selectOn(story, disc, spot.items);
    drawn.layers.push(disc);
  }
  const icon = L.divIcon({ className: "mark", html: spotElement(story, spot), iconSize: [28, 28], iconAnchor: [14, 14] });
  const marker = L.marker([spot.lat, spot.lon], { icon, keyboard: true, riseOnHover: true }).addTo(map);
  const element = marker.getElement();
  element.setAttribute("aria-label", markName(story, spot.label, spot.items));
  element.dataset.events = spot.items.map(([i]) => i).join(" ");
  marker.on("click keypress", (event) => {
    const { type, originalEvent } = /** @type {any} */ (event);
    if (type === "keypress" && originalEvent.key !== "Enter") return;
    story.open(spot.items.map(([i]) => i), element);
  });
  drawn.layers.push(marker);
  drawn.marker = marker;
  drawn.label = { kind: "spot", text: spot.label, point: L.latLng(spot.lat, spot.lon), items: spot.items, spot };
  drawn.refresh = () => settleSpot(map, drawn);
  return drawn;
}

/** The symbol at a point: a stop's number, or the sign of what happened; with a count where several did. */
function spotElement(story, spot) {
  const element = make("span", { class: `spot ${markClasses(story, spot.items)}${tintOf(story, spot.items)}${spot.near_m ? " near" : ""}` });
  const stop = stopText(story.data.marks.letters, spot.items);
  const others = story.distinct(spot.items);
  if (stop) element.append(make("b", { class: stop.length > 2 ? "stop long" : "stop" }, stop));
  else if (spot.launch) element.append(make("i", { class: "launch" }));
  else element.append(glyphElement(story.glyphOf(story.data.events[spot.items[0][0]].kind)));
  if (spot.items.length > Math.max(1, stop.length - 1)) element.append(make("span", { class: "count" }, others));
  if (spot.items.some((item) => wearsBadge(story, item))) element.append(make("span", { class: "badge" }));
  return element;
}

/** The second colour, for every other shipment that has a letter: two are told apart. */
function tintOf(story, items) {
  const letters = new Set(items.map(([i]) => story.data.marks.letters[i]).filter(Boolean));
  return letters.size === 1 && /^[bdfhjlnprtvxz]$/.test([...letters][0]) ? " second" : "";
}

/** A stop's number after the letters of the shipments whose stop it is; of many, or of other numbers, the first alone. */
function stopText(letters, items) {
  const stops = items.filter(([, number]) => number), [first] = stops;
  if (!first) return "";
  const alike = stops.filter(([, number]) => number === first[1]).map(([i]) => letters[i] || "");
  return `${alike.length === stops.length && alike.length <= 3 ? alike.join("") : alike[0]}${first[1]}`;
}

/** A contested shipment wears its mark once, at its last stop. */
function wearsBadge(story, [i, stop]) {
  return story.data.events[i].contested && (!stop || stop === story.lastStop(i));
}

function glyphElement(name) {
  const use = draw("use");
  use.setAttribute("href", `#g-${name}`);
  return draw("svg", { class: "glyph", viewBox: "0 0 24 24", "aria-hidden": "true" }, use);
}

/** Keep a "near" symbol honest: a badge as wide as its disc, or at the disc's rim once the disc is wider. */
function settleSpot(map, drawn) {
  const { spot, marker } = drawn;
  if (!spot.near_m) return;
  const centre = map.latLngToLayerPoint([spot.lat, spot.lon]);
  const [[lat, lon]] = circlePoints(spot.lat, spot.lon, spot.near_m, 4), rim = L.latLng(lat, lon);
  const radius = centre.distanceTo(map.latLngToLayerPoint(rim));
  drawn.radius = radius;
  const wide = radius > 15;
  marker.getElement()?.classList.toggle("at-rim", wide);
  marker.setLatLng(wide ? rim : [spot.lat, spot.lon]);
}

const APART = 20, REACH = 10;

/** Move symbols that would cover each other apart: by less than their own radius, so that each still lies on its place. */
function spreadSpots(map, marks) {
  const shown = marks.filter((mark) => mark.marker && map.hasLayer(mark.marker) && !(mark.radius > 15));
  const spots = shown.map(({ spot, marker, items }) => {
    const home = map.latLngToLayerPoint([spot.lat, spot.lon]), small = marker.getElement().classList.contains("small");
    return { marker, home, x: home.x, y: home.y, size: small ? 0.6 : 1, fixed: Boolean(spot.near_m), turn: items[0][0] };
  });
  for (let round = 0; round < 10; round++) {
    spots.forEach((a, i) => spots.slice(i + 1).forEach((b) => pushApart(a, b)));
  }
  for (const { marker, x, y } of spots) marker.setLatLng(map.layerPointToLatLng([x, y]));
}

function pushApart(a, b) {
  const apart = (APART * (a.size + b.size)) / 2, far = Math.hypot(b.x - a.x, b.y - a.y);
  if (far >= apart || (a.fixed && b.fixed)) return;
  const angle = far ? Math.atan2(b.y - a.y, b.x - a.x) : a.turn - b.turn;
  for (const [spot, sign] of [[a, -1], [b, 1]]) {
    if (spot.fixed) continue;
    const x = spot.x + (sign * (apart - far) * Math.cos(angle)) / 2 - spot.home.x;
    const y = spot.y + (sign * (apart - far) * Math.sin(angle)) / 2 - spot.home.y;
    const part = Math.min(1, (REACH * spot.size) / Math.hypot(x, y));
    spot.x = spot.home.x + x * part;
    spot.y = spot.home.y + y * part;
  }
}

/** A country is a label: it says how many events name it, and opens them; it never becomes a point. */
function drawCountry(map, story, country) {
  const label = { kind: "named-country", code: country.code, text: country.label, point: L.latLng(country.lat, country.lon), items: country.items };
  return { items: country.items, layers: [], label: { ...label, button: true, name: markName(story, country.label, country.items) } };
}
