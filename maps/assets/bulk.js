// Thousands of events: columns turned into events, points on a canvas, crowds as counts, rows made when asked for.

/** Pixels of the cells that points are first sorted into, and how near cells join a fuller one. */
const CELL = 14, NEAR = 33;

/** So few cells are places, not a heap: each keeps its ring where rings can be moved apart, by so many pixels at most. */
const FEW_CELLS = 60, NEAR_FEW = 20, MOVED = 12, ROUNDS = 10;
const ROWS_AT_ONCE = 100;

/** Each kind's own line, where its symbol has no room: dashes and gaps of its part of a ring or column. */
const DASHES = { shipment: [], strike: [4, 1.4], recovery: [1.6, 1.4], seizure: [5.5, 1.4, 1.6, 1.4], deployment: [2.8, 2.8], test: [1, 2.8], other: [7, 2.8] };

/** A kind's line as the stripes of a background. */
function stripes(glyph) {
  let at = 0;
  const steps = DASHES[glyph].map((long, i) => `${i % 2 ? "color-mix(in srgb, var(--k) 25%, var(--paper))" : "var(--k)"} ${at}px ${(at += long)}px`);
  return steps.length ? `repeating-linear-gradient(0deg, ${steps.join(", ")})` : "var(--k)";
}

/** In the legend, beside each symbol, its kind's line: told once something is counted. */
function tellStripes() {
  for (const sign of document.querySelectorAll(".legend li[class] > .glyph:not(.counted)")) {
    const glyph = sign.firstElementChild.getAttribute("href").slice(3), sample = make("i", { class: "column" });
    sample.style.background = stripes(glyph);
    sign.classList.add("counted");
    sign.after(sample);
  }
}

/** Numbers from differences, each from the last that is known. */
function summed(steps) {
  const values = steps.slice();
  let at = 0;
  for (let i = 0; i < steps.length; i++) if (steps[i] !== null) values[i] = at += steps[i];
  return values;
}

/** Turn columns into one small object an event, as the rest of the script knows them. */
function unpackColumns(columns) {
  const contested = new Set(columns.contested), review = new Set(columns.review);
  columns.first = summed(columns.first);
  columns.date = summed(columns.date);
  return columns.id.map((rest, i) => {
    const day = columns.first[i], article = columns.article[i];
    const event = { id: columns.prefix + rest, kind: columns.kinds[columns.kind[i]], status: columns.statuses[columns.status[i]], contested: contested.has(i), review: review.has(i), solid: false, days: day === null ? null : [day, day], articles: Array.isArray(article) ? article : [article] };
    event.solid = isSolid(event);
    return event;
  });
}

/** The points of spots without a stop's number, for a layer that draws crowds as counts. */
function spotPoints(spots) {
  const points = { event: [], lon: [], lat: [], near: [], name: [] };
  for (const spot of spots) {
    for (const [i, stop] of spot.items) {
      if (stop) continue;
      if (spot.near_m) points.near.push([points.event.length, spot.near_m]);
      points.event.push(i);
      points.lon.push(Math.round(spot.lon * 10000));
      points.lat.push(Math.round(spot.lat * 10000));
      points.name.push(spot.label);
    }
  }
  return points;
}

/** The points that lie farthest out, the ends of each row and column of degrees: all that a map's view is fitted to. */
function outermost({ lat, lon }) {
  const ends = new Map();
  const keep = (key, i, at) => {
    const held = ends.get(key);
    if (!held) ends.set(key, [i, i]);
    else if (at[i] < at[held[0]]) held[0] = i;
    else if (at[i] > at[held[1]]) held[1] = i;
  };
  for (let i = 0; i < lat.length; i++) {
    keep(Math.floor(lat[i] / 10000), i, lon);
    keep(1000 + Math.floor(lon[i] / 10000), i, lat);
  }
  return [...new Set([...ends.values()].flat())].map((i) => [lat[i] / 10000, lon[i] / 10000]);
}

/** A layer that draws points on a canvas: alone by their sign, crowds as a disc with a number. */
class BulkLayer extends L.Layer {
  constructor(story, points) {
    super();
    this.story = story;
    this.points = points;
    const count = points.event.length;
    this.x = new Float64Array(count);
    this.y = new Float64Array(count);
    this.near = new Map(points.near);
    this.cells = [];
  }

  onAdd(map) {
    for (let i = 0; i < this.x.length; i++) {
      const { x, y } = map.options.crs.latLngToPoint({ lat: this.points.lat[i] / 10000, lng: this.points.lon[i] / 10000 }, 0);
      this.x[i] = x;
      this.y[i] = y;
    }
    this.canvas = L.DomUtil.create("canvas", "bulk leaflet-zoom-hide", map.getPane("overlayPane"));
    this.canvas.setAttribute("aria-hidden", "true");
    map.on("moveend zoomend resize", this.redraw, this);
    map.on("click", this.clicked, this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours = null;
      this.redraw();
    });
    this.redraw();
    return this;
  }

  redraw() {
    const map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    this.canvas.width = size.x * ratio;
    this.canvas.height = size.y * ratio;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    this.colours ||= coloursOf(document.documentElement);
    this.cells = this.gather(size);
    if (this.cells.some((cell) => cell.points.length > 1)) tellStripes();
    this.most = Math.max(2, ...this.cells.map((cell) => cell.points.length));
    this.cells = this.apart(this.cells);
    for (const cell of this.cells) this.drawCell(pen, cell);
  }

  /** Pixels of a point or of a crowd's ring, which holds its number and what parts the thousands. */
  radiusOf(cell) {
    const digits = String(cell.points.length).length;
    return cell.points.length === 1 ? 9 : Math.max(7 + 3.4 * (digits + Math.floor((digits - 1) / 3)), 9 + 12 * Math.sqrt(cell.points.length / this.most));
  }

  /** Sort the points in view into the cells of a grid that is fixed to the ground, so that panning moves nothing. */
  gather(size) {
    const { _map: map, story, points } = this;
    const scale = 2 ** map.getZoom(), corner = map.getPixelBounds().min;
    const grid = new Map();
    const { visible } = story, all = visible.size === story.data.events.length;
    for (let i = 0; i < this.x.length; i++) {
      const px = this.x[i] * scale, x = px - corner.x;
      if (x < -20 || x > size.x + 20) continue;
      const py = this.y[i] * scale, y = py - corner.y;
      if (y < -20 || y > size.y + 20 || !(all || visible.has(points.event[i]))) continue;
      const key = Math.floor(py / CELL) * 4e7 + Math.floor(px / CELL);
      const cell = grid.get(key);
      if (cell) {
        cell.x += x;
        cell.y += y;
        cell.points.push(i);
      } else grid.set(key, { x, y, points: [i] });
    }
    const cells = [...grid.values()].map(({ x, y, points: held }) => ({ x: x / held.length, y: y / held.length, points: held }));
    // Crowds gather where most are, not along a grid.
    const crowds = [], close = cells.length > FEW_CELLS ? NEAR : NEAR_FEW;
    for (const { x, y, points: held } of cells.sort((a, b) => b.points.length - a.points.length)) {
      const crowd = crowds.find((one) => Math.abs(one.x - x) < close && Math.hypot(one.x - x, one.y - y) < close);
      if (!crowd) crowds.push({ x, y, held: [held], sum: [x * held.length, y * held.length, held.length] });
      else {
        crowd.held.push(held);
        [x * held.length, y * held.length, held.length].forEach((part, i) => (crowd.sum[i] += part));
      }
    }
    return crowds.map(({ held, sum: [x, y, count] }) => ({ x: x / count, y: y / count, points: held.flat() }));
  }

  /** Move rings that would cover each other apart; join those that can't be, and try again with what they are then. */
  apart(cells) {
    for (const cell of cells) Object.assign(cell, { home: [cell.x, cell.y] });
    for (;;) {
      this.spread(cells.filter(({ points }) => points.length > 1));
      const kept = this.joined(cells);
      if (kept.length === cells.length) return kept;
      cells = kept;
    }
  }

  /** Move rings by less than their own radius. */
  spread(rings) {
    if (rings.length > FEW_CELLS) return;
    const radii = rings.map((ring) => this.radiusOf(ring));
    for (let round = 0; round < ROUNDS; round++) {
      const pushed = rings.map((ring, i) => {
        let [x, y] = [ring.x - ring.home[0], ring.y - ring.home[1]];
        rings.forEach((other, j) => {
          const far = Math.hypot(ring.x - other.x, ring.y - other.y), push = (radii[i] + radii[j] + 2 - far) / 2;
          if (far && push > 0) [x, y] = [x + ((ring.x - other.x) * push) / far, y + ((ring.y - other.y) * push) / far];
        });
        const less = Math.min(1, MOVED / (Math.hypot(x, y) || 1));
        return [ring.home[0] + x * less, ring.home[1] + y * less];
      });
      rings.forEach((ring, i) => ([ring.x, ring.y] = pushed[i]));
    }
  }

  /** Join crowds whose rings cover each other, the larger one first. */
  joined(cells) {
    const kept = [];
    for (const cell of cells.sort((a, b) => b.points.length - a.points.length)) {
      const into = kept.find((other) => {
        const least = cell.points.length === 1 && other.points.length === 1 ? 8 : this.radiusOf(cell) + this.radiusOf(other) - 4;
        return Math.hypot(other.x - cell.x, other.y - cell.y) < least;
      });
      if (!into) kept.push(cell);
      else {
        const all = into.points.length + cell.points.length, part = cell.points.length / all;
        const home = into.home.map((at, i) => at + (cell.home[i] - at) * part);
        Object.assign(into, { home, x: home[0], y: home[1], points: [...into.points, ...cell.points] });
      }
    }
    return kept;
  }

  drawCell(pen, cell) {
    const first = this.story.data.events[this.points.event[cell.points[0]]];
    const colour = this.colours[this.story.glyphOf(first.kind)];
    const selected = cell.points.some((i) => this.story.selected.has(this.points.event[i]));
    if (cell.points.length === 1) drawSign(pen, this, cell, first, colour, selected);
    else drawCrowd(pen, this, cell, selected);
  }

  clicked(event) {
    const { x, y } = event.containerPoint;
    const hit = this.cells.find((cell) => Math.hypot(cell.x - x, cell.y - y) < Math.max(14, this.radiusOf(cell)));
    if (!hit) return;
    const indexes = [...new Set(hit.points.map((i) => this.points.event[i]))].sort((a, b) => a - b);
    setTimeout(() => this.story.open(indexes, this._map.getContainer()));
  }

  /** Names of the points that stand alone, while they are few enough to be read. */
  names() {
    const alone = this.cells.filter((cell) => cell.points.length === 1);
    if (alone.length > 60) return [];
    return alone.map(({ points: [i] }) => {
      const event = this.points.event[i], { columns } = this.story.data;
      const text = this.points.name ? this.points.name[i] : columns.places[columns.place[event]];
      return { kind: "spot", text, items: [[event, 0]], point: L.latLng(this.points.lat[i] / 10000, this.points.lon[i] / 10000), light: true };
    });
  }

  /** Where an event's points lie. */
  pointsOf(index) {
    const found = [];
    this.points.event.forEach((event, i) => event === index && found.push(L.latLng(this.points.lat[i] / 10000, this.points.lon[i] / 10000)));
    return found;
  }
}

function coloursOf(element) {
  const style = getComputedStyle(element);
  const names = { shipment: "ship", strike: "strike", recovery: "find", seizure: "seize", deployment: "deploy", test: "test", other: "other", ink: "ink", raised: "raised", paper: "paper" };
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, style.getPropertyValue(`--${name}`).trim()]));
}

/** A crowd: how many, in a ring that tells the kinds by their colours. */
function drawCrowd(pen, layer, cell, selected) {
  const radius = layer.radiusOf(cell), { events } = layer.story.data, kinds = new Map();
  for (const i of cell.points) {
    const glyph = layer.story.glyphOf(events[layer.points.event[i]].kind);
    kinds.set(glyph, (kinds.get(glyph) || 0) + 1);
  }
  pen.beginPath();
  pen.arc(cell.x, cell.y, radius + (selected ? 3 : 1), 0, 2 * Math.PI);
  pen.fillStyle = selected ? layer.colours.ink : layer.colours.paper;
  pen.fill();
  let from = -Math.PI / 2;
  for (const [glyph, count] of [...kinds].sort((a, b) => b[1] - a[1])) {
    const to = from + (2 * Math.PI * count) / cell.points.length;
    pen.beginPath();
    pen.arc(cell.x, cell.y, radius - 1.75, from, to);
    pen.lineWidth = 4;
    pen.strokeStyle = layer.colours[glyph];
    pen.setLineDash(DASHES[glyph]);
    pen.stroke();
    pen.setLineDash([]);
    from = to;
  }
  pen.beginPath();
  pen.arc(cell.x, cell.y, radius - 3.5, 0, 2 * Math.PI);
  pen.fillStyle = layer.colours.raised;
  pen.fill();
  pen.fillStyle = layer.colours.ink;
  pen.font = `600 ${radius > 14 ? 11.5 : 9.5}px ${FAMILY}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(layer.story.distinct(cell.points), cell.x, cell.y + 0.5);
}

const SIGNS = new Map();

function drawSign(pen, layer, cell, event, colour, selected) {
  const name = layer.story.glyphOf(event.kind), near = layer.near.get(cell.points[0]);
  if (near) {
    const at = layer._map.containerPointToLatLng([cell.x, cell.y]), [rim] = circlePoints(at.lat, at.lng, near, 4);
    const radius = Math.max(11, layer._map.latLngToContainerPoint(rim).distanceTo([cell.x, cell.y]));
    pen.beginPath();
    pen.arc(cell.x, cell.y, radius, 0, 2 * Math.PI);
    pen.globalAlpha = 0.2;
    pen.fillStyle = colour;
    pen.fill();
    pen.globalAlpha = 1;
    pen.setLineDash([2, 3]);
    pen.lineWidth = selected ? 3 : 1.3;
    pen.strokeStyle = colour;
    pen.stroke();
    pen.setLineDash([]);
    return;
  }
  if (!SIGNS.has(name)) SIGNS.set(name, new Path2D(document.querySelector(`#g-${name} path`).getAttribute("d")));
  pen.save();
  pen.translate(cell.x - 8, cell.y - 8);
  pen.scale(16 / 24, 16 / 24);
  pen.fillStyle = event.solid ? colour : layer.colours.raised;
  pen.strokeStyle = selected ? layer.colours.ink : event.solid ? layer.colours.raised : colour;
  pen.lineWidth = selected ? 5 : 2.4;
  if (event.status === "claimed") pen.setLineDash([3.4, 1.8]);
  pen.stroke(SIGNS.get(name));
  pen.fill(SIGNS.get(name));
  pen.restore();
}

/** Make the row of one event from the columns; every text becomes a text node. */
function makeRow(story, i) {
  const { columns, texts } = story.data, event = story.data.events[i];
  const glyph = story.glyphOf(event.kind);
  const cell = (...children) => make("td", {}, ...children);
  const chip = (name) => make("b", { class: `chip ${name}` }, texts.statuses[name]);
  const sign = glyphElement(glyph);
  sign.setAttribute("class", `glyph k-${glyph} s-${event.status}`);
  const quote = columns.quote[i] ? [make("blockquote", { lang: story.data.articles[event.articles[0]]?.language || null }, isolated(texts.quote.replace("{text}", () => columns.quote[i]))), sourceLine(story, event)] : [];
  return make(
    "tr",
    { id: `event-${i}`, class: `k-${glyph} s-${event.status}` },
    cell(sign, texts.kinds[event.kind] || texts.kinds.other),
    cell(columns.dates[columns.date[i]]),
    cell(chip(event.status), ...(event.contested ? [chip("contested")] : []), ...(event.review ? [chip("for_review")] : [])),
    make("th", { scope: "row" }, isolated(story.title(i))),
    cell(isolated(columns.places[columns.place[i]])),
    cell(isolated(columns.whos[columns.who[i]])),
    cell(...quote),
  );
}

function isolated(text) {
  return make("bdi", {}, text);
}

function sourceLine(story, event) {
  const caption = make("cite");
  event.articles.forEach((number, n) => {
    const article = story.data.articles[number];
    if (n) caption.append("; ");
    caption.append(article.url ? make("a", { href: article.url }, isolated(article.name)) : isolated(article.name));
    if (article.date) caption.append(`, ${article.date}`);
  });
  return caption;
}
