// Names on the map, placed one after the other, the most important first, so that none covers another.

/** An overview as narrow as a phone or a column tells the countries and the crowded places in its detail maps alone. */
const NARROW = 660;

/** Pixels from the middle of a frame's letter to its sides, and to the corner that it stands beside. */
const LETTER = 10;

const STYLES = {
  spot: { size: 13, weight: 600, pad: 2 },
  light: { size: 11.5, weight: 500, pad: 2 },
  area: { size: 12, weight: 500, italic: true, pad: 3 },
  leg: { size: 12, weight: 600, italic: true, pad: 3 },
  measure: { size: 11.5, weight: 500, italic: true, pad: 3 },
  "named-country": { size: 13, weight: 700, spacing: 1.2, pad: 4, upper: true },
  country: { size: 11, weight: 600, spacing: 2, pad: 4, upper: true },
  town: { size: 11.5, weight: 400, pad: 2 },
  city: { size: 12.5, weight: 600, pad: 2 },
  water: { size: 12, weight: 400, italic: true, spacing: 0.6, pad: 4 },
};
const ORDER = ["spot", "area", "leg", "measure", "named-country", "city", "town", "country", "water"];

/** A town of so many people is a city. */
const CITY = 200000;

/** Farther off than this, in degrees across the map, no towns are named but those that events are about. */
const TOWNS_DEG = 10;
const FAMILY = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** Pixels by which a leg's words should lie nearer to it than to any other line, and how far off they still are its own. */
const ALONE = 30, FAR = 20;

/** Where a name may go within its room, nearest first, in parts of the room's radius. */
const SHIFTS = [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]
  .flatMap((dx) => [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8].map((dy) => [dx, dy]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

/** Whether a mark is drawn small, without badge and count. */
const isSmall = ({ marker }) => Boolean(marker?.getElement()?.classList.contains("small"));

const measurer = document.createElement("canvas").getContext("2d");

const widths = new Map();

/** The width of a text, measured once: the same names are placed again at every step of the dates. */
function textWidth(text, style) {
  const font = `${style.italic ? "italic " : ""}${style.weight} ${style.size}px ${FAMILY}`, key = font + text;
  if (!widths.has(key)) {
    measurer.font = font;
    widths.set(key, measurer.measureText(text).width);
  }
  return widths.get(key) + (style.spacing || 0) * text.length;
}

/** The names of one map. `drawn` are its marks; names of countries and waters come from the basemap. */
class Labels {
  constructor(map, story, drawn, { overview, crowd }) {
    this.map = map;
    this.story = story;
    this.drawn = drawn;
    this.overview = overview;
    this.crowd = crowd;
    this.pane = map.createPane("names");
    this.pane.style.zIndex = 620;
    if (story.few) this.note = document.querySelector(".names-left") || map.getContainer().appendChild(make("p", { class: "over names-left" }));
    map.on("zoomstart", () => this.pane.classList.add("moving"));
    map.on("resize", () => story.arrange(story.maps.indexOf(map)));
  }

  place() {
    this.left = 0;
    this.taken = [];
    this.hits = [];
    this.size = this.map.getSize();
    this.origin = this.map.containerPointToLayerPoint([0, 0]);
    const focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset?.name;
    const elements = [];
    this.markObstacles();
    for (const labels of this.candidates()) {
      const most = labels.length > 1 ? this.findMost(labels) : new Map();
      for (const label of labels) {
        const at = most.get(label) || (labels.length < 2 && this.find(label)) || (label.glyph && this.bare(label));
        if (at) elements.push(this.element(label, at));
        else if (label.kind === "spot" && !this.inDetail(label) && this.inView(label)) this.left++;
        if (at && label.people !== undefined) elements.push(this.dot(label));
      }
    }
    this.pane.replaceChildren(...elements);
    if (this.note) {
      const had = this.note.textContent, left = (this.story.labels || [this]).reduce((all, labels) => all + (labels.left || 0), 0);
      this.note.textContent = left ? this.leftText(left) : "";
      if (!had && this.left && this.taken.some((other) => other.text && overlaps(this.placeOf(this.note), other))) return this.place();  // once more, around these words
    }
    this.pane.classList.remove("moving");
    if (focused) elements.find((element) => element.dataset.name === focused)?.focus();
  }

  /** Where an element over the map stands. */
  placeOf(element) {
    const from = this.map.getContainer().getBoundingClientRect(), { left, top, width, height } = element.getBoundingClientRect();
    return { x: left - from.left, y: top - from.top, w: width, h: height };
  }

  inView({ point }) {
    const { x, y } = this.map.latLngToContainerPoint(point);
    return x > 0 && y > 0 && x < this.size.x && y < this.size.y;
  }

  /** How many names found no room: nothing is left out in silence. */
  leftText(left) {
    const { language, texts } = this.story.data, forms = texts.names_left;
    return (forms[new Intl.PluralRules(language).select(left)] || forms.other).replace("{n}", String(left));
  }

  visible(mark) {
    return !mark.beyond && mark.items.some(([i]) => this.story.visible.has(i));
  }

  markObstacles() {
    for (const detail of this.overview ? this.story.details : []) {
      const { x, y } = this.map.latLngToContainerPoint(detail.sign.getLatLng());
      this.taken.push({ x: x - LETTER, y: y - LETTER, w: 2 * LETTER, h: 2 * LETTER });
    }
    for (const element of this.map.getContainer().parentElement.querySelectorAll("figcaption, .zoom, .views, .leaflet-control-scale, .names-left, .locator")) {
      const box = this.placeOf(element);
      if (box.w) this.taken.push(box);
    }
    for (const cell of this.crowd?.cells || []) {
      const radius = this.crowd.radiusOf(cell);
      this.taken.push({ x: cell.x - radius, y: cell.y - radius, w: 2 * radius, h: 2 * radius });
    }
    for (const mark of this.drawn.filter((one) => this.visible(one))) {
      if (mark.marker) {
        const { x, y } = this.map.latLngToContainerPoint(mark.marker.getLatLng());
        const half = isSmall(mark) ? 8 : 12;
        this.taken.push({ x: x - half, y: y - half, w: 2 * half, h: 2 * half, of: mark.label });
        if (half < 12) continue;
        if (mark.items.length > 1) this.taken.push({ x: x + 2, y: y - 18, w: 17, h: 16 });
        if (mark.items.some((item) => wearsBadge(this.story, item))) this.taken.push({ x: x + 3, y: y + 3, w: 13, h: 13 });
      }
      if (mark.label?.kind === "area" && !(this.inDetail(mark.label) && this.extent(mark.label) < 40)) {
        const { x, y } = this.map.latLngToContainerPoint(mark.label.point);
        this.taken.push({ x: x - 7, y: y - 7, w: 14, h: 14, of: mark.label });
      }
      for (const line of mark.lines || []) {
        const pixels = line.map((point) => this.map.latLngToContainerPoint(point));
        for (const { x, y } of pointsAlong(pixels, 9)) {
          if (x > -20 && y > -20 && x < this.size.x + 20 && y < this.size.y + 20) this.hits.push({ x: x - 4, y: y - 4, w: 8, h: 8, of: mark.label });
        }
      }
    }
  }

  /** What is to be named, the most important first; points that are as important as each other together. */
  candidates() {
    const marks = this.drawn.filter((mark) => this.visible(mark)).map((mark) => mark.label).filter(Boolean);
    marks.push(...(this.crowd?.names() || []));
    const named = new Set(marks.map((label) => label.code));
    const { countries } = this.story.data.basemap, names = countries.filter(([code]) => !named.has(code)).map(([code, text, anchors]) => ({ kind: "country", text, anchors, city: !code }));
    const waters = this.story.data.basemap.waters.map(([text, anchors]) => ({ kind: "water", text, anchors }));
    const bounds = this.map.getBounds(), near = bounds.getEast() - bounds.getWest() < TOWNS_DEG;
    const towns = near ? this.story.data.basemap.towns.filter(([, lon, lat]) => bounds.contains([lat, lon])) : [];
    marks.push(...towns.map(([text, lon, lat, people]) => ({ kind: people < CITY ? "town" : "city", text, point: L.latLng(lat, lon), people })));
    const selected = this.story.selected;
    const rank = (label) => ORDER.indexOf(label.city ? "named-country" : label.kind) - (label.items?.some(([i]) => selected.has(i)) ? 10 : 0);
    const order = [...marks, ...names, ...waters].map((label) => [rank(label), this.weight(label), label]);
    const groups = [];
    let last = null;
    for (const one of order.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      if (last && one[2].kind === "spot" && last[2].kind === "spot" && one[0] === last[0] && one[1] === last[1]) groups.at(-1).push(one[2]);
      else groups.push([one[2]]);
      last = one;
    }
    return groups;
  }

  /** Within a kind: spots outside the detail maps first, then by number of events; countries by room. */
  weight(label) {
    if (label.people !== undefined) return label.people;
    if (label.anchors) return Math.max(...label.anchors.map((anchor) => anchor[2]));
    return (this.inDetail(label) ? 0 : 1000) + (label.items?.length || 0);
  }

  inDetail(label) {
    return this.overview && label.point && this.story.details.some((detail) => boxBounds(detail.box).contains(label.point));
  }

  get narrow() {
    return this.overview && this.size.x < NARROW;
  }

  /** Whether a detail map alone names a place. */
  isLeft(label) {
    return (this.narrow || this.story.data.marks.spots.length > 12) && this.inDetail(label) && this.story.atHome;
  }

  find(label) {
    const style = { ...STYLES[label.light ? "light" : label.kind] }, { narrow } = this;
    if (this.isLeft(label)) return null;
    if (label.kind === "area" && this.inDetail(label) && this.extent(label) < 40) return null;
    if (label.kind === "country") {
      if (narrow && !label.city) return null;
      return this.findInRoom(label, style);
    }
    if (label.kind === "water") return narrow ? null : this.findInRoom(label, style);
    if (label.kind === "leg") return this.findAlong(label, style, 14);
    if (label.kind === "measure") return this.overview && this.story.details.length && this.story.atHome ? null : this.findAlong(label, style, 6);
    if (label.kind === "spot") return this.findBeside(label, style);
    if (label.kind === "town" || label.kind === "city") return this.findBeside(label, style, 7);
    return this.findAround(label, style);
  }

  /** The width, in pixels, of an area on this map. */
  extent(label) {
    const { _northEast: a, _southWest: b } = label.bounds;
    return this.map.latLngToContainerPoint(a).x - this.map.latLngToContainerPoint(b).x;
  }

  box(label, style) {
    const text = style.upper ? label.text.toLocaleUpperCase(this.story.data.language) : label.text;
    return { text, w: Math.min(textWidth(text, style) + 2 * style.pad + (label.glyph ? 15 : 0), label.lines ? this.size.x - 12 : 240), h: style.size * 1.25 + style.pad };
  }

  free(rect, { label, edge = 4, lines = 0 }) {
    if (rect.x < edge || rect.y < edge || rect.x + rect.w > this.size.x - edge || rect.y + rect.h > this.size.y - edge) return false;
    if (this.taken.some((other) => other.of !== label && overlaps(rect, other))) return false;
    return lines === Infinity || this.hits.filter((hit) => overlaps(rect, hit)).length <= lines;
  }

  settle(label, style, rect, text, side = "centre") {
    this.taken.push({ ...rect, text, of: label });
    return { ...rect, text, style, side };
  }

  /** Beside a point, where no line crosses or the fewest do. */
  findBeside(label, style, gap) {
    const open = this.openBeside(label, style, gap), crossed = open.map(({ lines }) => lines);
    const best = open[crossed.findIndex((count) => count <= 2)] || open[crossed.indexOf(Math.min(...crossed))];
    return best ? this.settle(label, best.style, best, best.text, best.side) : null;
  }

  /** Names of points placed so that as many as can find room: whose place is in the way of the fewest others goes first. */
  findMost(labels) {
    const places = (label) => this.openBeside(label, STYLES[label.light ? "light" : "spot"]).map((rect, i) => ({ ...rect, label, cost: i / 4 + 2 * Math.max(0, rect.lines - 2) }));
    let open = labels.filter((label) => !this.isLeft(label)).flatMap(places);
    const meet = (a, b) => a.label !== b.label && overlaps(a, b), found = new Map();
    for (const one of open) for (const other of open) if (meet(one, other)) one.cost++;
    while (open.length) {
      const best = open.reduce((a, b) => (b.cost < a.cost ? b : a)), gone = open.filter((one) => one.label === best.label || overlaps(one, best));
      found.set(best.label, this.settle(best.label, best.style, best, best.text, best.side));
      open = open.filter((one) => !gone.includes(one));
      for (const one of open) for (const other of gone) if (meet(one, other)) one.cost--;
    }
    return found;
  }

  /** Twelve places beside a point, the best first, as far as they are free, with how many lines cross them. */
  openBeside(label, style, gap = 14) {
    const mark = this.drawn.find((one) => one.label === label);
    if (mark && isSmall(mark)) [gap, style] = [10, STYLES.light];
    const { text, w, h } = this.box(label, style);
    const { x, y } = this.map.latLngToContainerPoint(mark?.marker ? mark.marker.getLatLng() : label.point);
    const places = [
      [x + gap, y - h / 2, "right"], [x - gap - w, y - h / 2, "left"],
      [x + gap - 4, y - h - 4, "right"], [x + gap - 4, y + 4, "right"],
      [x - gap + 4 - w, y - h - 4, "left"], [x - gap + 4 - w, y + 4, "left"],
      [x - w / 2, y - h - gap, "centre"], [x - w / 2, y + gap, "centre"],
      [x + gap + 7, y - h / 2, "right"], [x - gap - 7 - w, y - h / 2, "left"],
      [x + gap - 4, y + gap + 3, "right"], [x - w / 2, y + gap + 3, "centre"],
    ];
    // A town that no event is about gives way to everything.
    const town = label.people !== undefined;
    if (town && !this.free({ x: x - 4, y: y - 4, w: 8, h: 8 }, { label })) return [];
    const open = places.map(([x, y, side]) => ({ x, y, w, h, side, text, style })).filter((rect) => this.free(rect, { label, lines: town ? 0 : Infinity }));
    return open.map((rect) => ({ ...rect, lines: this.hits.filter((hit) => overlaps(rect, hit)).length }));
  }

  /** An area whose name finds no room still wears its kind's sign. */
  bare(label) {
    if (this.inDetail(label) && this.story.atHome) return null;
    const { x, y } = this.map.latLngToContainerPoint(label.point), style = STYLES[label.kind], rect = { x: x - 9, y: y - 9, w: 18, h: 18 };
    return x > 0 && y > 0 && x < this.size.x && y < this.size.y ? this.settle(label, style, rect, "") : null;
  }

  /** On a point or near it: areas and named countries. */
  findAround(label, style) {
    const { text, w, h } = this.box(label, style);
    const { x, y } = this.map.latLngToContainerPoint(label.point);
    // The sign of an area narrower than its name stands at the point, which lies inside.
    const signed = label.bounds && this.extent(label) < w ? [[w / 2 - 9, 0], [w / 2 - 9, 12], [w / 2 - 9, -12]] : [];
    for (const lines of [0, 3]) {
      for (const [dx, dy] of [...signed, [0, 0], [0, 14], [0, -14], [w / 3, 0], [-w / 3, 0], [0, 28], [0, -28], [w / 2, 16], [-w / 2, 16], [w / 2, -16], [-w / 2, -16]]) {
        const rect = { x: x - w / 2 + dx, y: y - h / 2 + dy, w, h };
        if (this.free(rect, { label, lines })) return this.settle(label, style, rect, text);
      }
    }
    return null;
  }

  /** Inside a country or a sea, where its room is in view and wide enough. */
  findInRoom(label, style) {
    const spots = label.anchors
      .map(([lon, lat, room]) => {
        const point = this.map.latLngToContainerPoint([lat, lon]);
        return { point, room: point.distanceTo(this.map.latLngToContainerPoint([lat, lon + room])) };
      })
      .sort((a, b) => b.room - a.room);
    for (const { point, room } of spots) {
      if (point.x + room < 0 || point.y + room < 0 || point.x - room > this.size.x || point.y - room > this.size.y) continue;
      const big = room > 55 && label.kind === "country" ? { size: 15, spacing: Math.min(9, room / 14) } : {};
      const used = { ...style, ...big };
      const { text, w, h } = this.box(label, used);
      if (w > room * (label.kind === "water" ? 2.4 : 3) + 14) continue;
      for (const [dx, dy] of SHIFTS) {
        const rect = { x: point.x - w / 2 + dx * room, y: point.y - h / 2 + dy * room, w, h };
        if (this.free(rect, { label, edge: 8 })) return this.settle(label, used, rect, text);
      }
    }
    return null;
  }

  /** Beside a leg, where enough of it is in view to be told by its length. */
  findAlong(label, style, least) {
    const pixels = label.lines.flat().map((point) => this.map.latLngToContainerPoint(point));
    const spots = pointsAlong(pixels, 6);
    const inView = spots.filter(({ x, y }) => x > 0 && y > 0 && x < this.size.x && y < this.size.y);
    if (inView.length < least || inView.length < spots.length * 0.5) return null;
    const { text, w, h } = this.box(label, style);
    if (label.kind === "measure") {
      const { x, y } = pixels.at(-1);
      const atEnd = [[x - w - 3, y - h / 2], [x - w - 3, y + 2], [x - w / 2, y - h - 3], [x + 3, y - h / 2], [x - w, y - h - 2], [x, y - h - 2]];
      const found = atEnd.map(([left, top]) => ({ x: left, y: top, w, h })).find((rect) => this.free(rect, { label, lines: 2 }));
      if (found) return this.settle(label, style, found, text);
    }
    const others = this.hits.filter(({ of }) => of !== label), line = inView.map(({ x, y }) => ({ x, y, w: 0, h: 0 }));
    // The words go where they come nearest to the line, near its middle, and rather where no other line is as near.
    const places = inView.slice(Math.floor(inView.length * 0.12), Math.ceil(inView.length * 0.88)).flatMap(({ x, y, angle }, i, all) => {
      const across = Math.sin(angle) || 1e-9, down = Math.cos(angle) || 1e-9;
      // At right angles to the line, else straight beside it or straight above and below.
      const reach = Math.abs(across) * (w / 2) + Math.abs(down) * (h / 2) + (label.room || 9);
      const ways = [[reach * across, -reach * down], [reach / across, 0], [0, reach / down]].flatMap(([dx, dy]) => [[dx, dy], [-dx, -dy]]);
      return ways.map(([dx, dy]) => ({ rect: { x: x + dx - w / 2, y: y + dy - h / 2, w, h }, cost: Math.hypot(dx, dy) / 2 + 30 * Math.abs(i / all.length - 0.5) }));
    });
    let best = null;
    for (const { rect, cost } of places.sort((a, b) => a.cost - b.cost)) {
      if (best && cost >= best.cost) break;
      if (!this.free(rect, { label })) continue;
      const own = distance(rect, line), alone = cost + own + 2 * Math.max(0, ALONE - distance(rect, others) + own);
      if (own < FAR && (!best || alone < best.cost)) best = { rect, cost: alone };
    }
    return best ? this.settle(label, style, best.rect, text) : null;
  }

  dot(label) {
    const element = make("i", { class: `town-dot ${label.kind}`, "aria-hidden": "true" });
    L.DomUtil.setPosition(element, this.map.latLngToLayerPoint(label.point).round());
    return element;
  }

  element(label, at) {
    const tag = label.button ? "button" : "span";
    const sign = label.glyph ? [glyphElement(label.glyph)] : [];
    const element = make(tag, { class: `name ${label.kind}${label.look || ""}${label.glyph ? ` k-${label.glyph}` : ""}` }, ...sign, at.text);
    element.style.fontSize = `${at.style.size}px`;
    element.style.fontWeight = at.style.weight;
    if (at.style.spacing) element.style.letterSpacing = `${at.style.spacing}px`;
    element.style.minWidth = `${Math.ceil(at.w)}px`;
    element.style.textAlign = at.side === "centre" ? "center" : at.side === "left" ? "right" : "left";
    if (label.button) {
      element.type = "button";
      element.dataset.name = label.text;
      element.setAttribute("aria-label", label.name);
      L.DomEvent.disableClickPropagation(element);
      element.addEventListener("click", () => this.story.open(label.items.map(([i]) => i), element));
    } else element.setAttribute("aria-hidden", "true");
    if (label.items?.some(([i]) => this.story.selected.has(i))) element.classList.add("on");
    L.DomUtil.setPosition(element, L.point(at.x, at.y).add(this.origin).round());
    return element;
  }
}

/** Pixels from a box to the nearest of others. */
function distance(box, others) {
  const apart = (a, b, long, wide) => Math.max(0, b - a - long, a - b - wide);
  return Math.min(...others.map(({ x, y, w, h }) => Math.hypot(apart(box.x, x, box.w, w), apart(box.y, y, box.h, h))));
}

function overlaps(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
