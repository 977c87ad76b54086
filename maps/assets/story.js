// Joins map, detail maps, strip, table and panel: one selection, one set of filters, one address.

/** Return the number of a row's event. */
const indexOfRow = (row) => Number(row.id.replace("event-", ""));

/** Mercator ends at 85 degrees; what lies beyond stands on that edge, and needs room there. */
const atPole = ({ projection, overview: { north, south } }) => !projection && (north > 84.9 || south < -84.9);

/** Bounds on the map's width to height, which follows the story's own shape between them. */
const LEAST_ASPECT = 1.2, MOST_ASPECT = 3.2;

/** Of a story narrower than this, width to height, much of a wide map would be empty. */
const TALL = 1.15;

/** Pixels that a detail map has at least, however few places it holds. */
const LEAST_ROW = 112;

/** A detail map of so large a share of their height holds more places than half a phone's width has room for. */
const FULL = 3;

/** Pixels from a detail map's edge within which a symbol would be cut; its box stands clear of it. */
const EDGE = 11, WHOLE = { across: EDGE, above: EDGE, snap: false };

/** Leaflet's scale in the page's own language. */
class Scale extends L.Control.Scale {
  constructor(story, options) {
    super({ imperial: false, position: "bottomright", ...options });
    this.story = story;
  }

  _updateMetric(most) {
    const scale = /** @type {any} */ (this), metres = scale._getRoundNum(most), far = metres >= 1000;
    const n = new Intl.NumberFormat(this.story.data.language).format(far ? metres / 1000 : metres);
    scale._updateScale(scale._mScale, this.story.fill(far ? "km" : "m", { n }), metres / most);
  }
}

/** The page: one selection, one set of filters, one address for map, detail maps, strip, table and panel. */
class Story extends Drawing {
  constructor(map, data, layers) {
    super(map, data);
    this.layers = layers;
    this.held = null;
    this.ways = null;
    this.scales = [];
    this.atHome = true;
    this.bulk = Boolean(data.points);
    this.table = new EventTable(this);
    this.panel = new Panel(this);
    const beside = document.querySelector(".details");
    beside?.style.setProperty("--rows", this.details.map(({ share }) => `minmax(${LEAST_ROW}px, ${share}fr)`).join(" "));
    beside?.classList.toggle("full", this.details.some(({ share }) => share > FULL));
    this.maps = [this.startOverview(), ...[...document.querySelectorAll(".detail-map")].map((one) => this.startDetail(one))];
    const points = data.points || (this.few ? null : spotPoints(data.marks.spots));
    if (points) this.crowds = this.maps.map((one) => new BulkLayer(this, points).addTo(one));
    this.marks = this.maps.map((one) => drawMarks(one, this));
    this.labels = this.maps.map((one, i) => new Labels(one, this, this.marks[i], { overview: i === 0, crowd: this.crowds[i] }));
    this.strip = new TimeStrip(this);
    this.startButtons();
    this.openSourcesOutside();
    this.drawn = new Set([...this.marks[0].flatMap((mark) => mark.items.map(([i]) => i)), ...(this.crowds[0]?.points.event || [])]);
    this.maps.forEach((one, i) => {
      one.on("moveend", () => this.settle(i));
      for (const mark of this.marks[i]) mark.refresh?.();
    });
    // What is drawn as lines and areas is told by names, markers and the table.
    document.querySelectorAll(".leaflet-pane > svg").forEach((drawing) => drawing.setAttribute("aria-hidden", "true"));
    this.scales.forEach((scale, i) => this.clearScale(scale, this.maps[i + 1], this.marks[i + 1]));
    this.noteView();
    this.readAddress();
    this.watch();
    this.chapters = new Chapters(this);
  }

  startOverview() {
    const { map } = this, container = map.getContainer();
    map.options.crs = projectionOf(this.data.projection);
    container.setAttribute("role", "group");
    container.setAttribute("aria-label", container.closest("section").getAttribute("aria-label"));
    this.shape();
    document.querySelector(".map-buttons").hidden = false;
    if (!this.data.tiles) drawGround(map, this.data.basemap, this.data.overview);
    drawFrames(map, this.details);
    this.home();
    new Scale(this, {}).addTo(map);
    map.scrollWheelZoom.disable();
    map.getContainer().addEventListener("wheel", (event) => {
      if (event.ctrlKey || event.metaKey) map.scrollWheelZoom.enable();
      else map.scrollWheelZoom.disable();
    }, { capture: true, passive: true });
    const box = this.data.overview, middle = (box.west + box.east) / 2;
    if (!this.data.projection && !atPole(this.data)) map.setMaxBounds([[-85.06, middle - 180], [85.06, middle + 180]]);
    map.setMinZoom(Math.min(map.getZoom(), 2) - 1);
    return map;
  }

  startDetail(element) {
    const off = ["dragging", "scrollWheelZoom", "doubleClickZoom", "keyboard", "touchZoom", "zoomControl", "attributionControl"];
    const { box, projection } = this.details[Number(element.dataset.detail)];
    const detail = L.map(element, { crs: projectionOf(projection), ...Object.fromEntries(off.map((name) => [name, false])), zoomSnap: 0 });
    fitPoints(detail, boxOutline(box), WHOLE);
    drawGround(detail, this.data.basemap, box, true);
    this.scales.push(new Scale(this, { maxWidth: 70 }).addTo(detail));
    return detail;
  }

  /** In a small map the scale gives way to symbols: it stands on the left where it would lie on one. */
  clearScale(scale, detail, marks) {
    const frame = detail.getContainer().getBoundingClientRect(), bar = scale.getContainer().getBoundingClientRect();
    const hidden = marks.some(({ spot }) => {
      const { x, y } = spot ? detail.latLngToContainerPoint([spot.lat, spot.lon]) : { x: 0, y: 0 };
      return x > bar.left - frame.left - 14 && y > bar.top - frame.top - 14;
    });
    if (hidden) scale.setPosition("bottomleft");
  }

  /** Give the map the story's own shape, as far as the page has room for it. */
  shape() {
    const element = this.map.getContainer(), { width, height } = reach(this.map, this.homePoints());
    // In a column a story taller than wide stands beside its detail maps, which have the more room.
    const beside = this.details.length > 1 && width < TALL * height && matchMedia("(min-width: 560px) and (max-width: 899px)").matches;
    element.closest(".maps").classList.toggle("beside", beside);
    const across = element.clientWidth, aspect = Math.max(LEAST_ASPECT, Math.min(MOST_ASPECT, width / (height || 1e-9)));
    const stacked = window.innerWidth < 900 || document.documentElement.classList.contains("printing");
    const least = beside ? 430 : stacked ? (this.details.length ? 260 : 190) : this.details.length > 1 ? 480 : 380;
    const compact = document.documentElement.classList.contains("compact"), full = document.querySelector(".details.full") && across < 560;
    const most = !compact ? 640 : beside ? 430 : full ? 236 : this.details.length > 1 ? 288 : 420;
    element.style.height = `${Math.round(Math.max(Math.min(least, most), Math.min(across / aspect, most, 0.78 * Math.max(window.innerHeight, 640))))}px`;
    this.map.invalidateSize({ pan: false, debounceMoveend: true });
  }

  home() {
    this.homeView = null;
    this.atHome = true;
    this.fitHome();
    this.clearButtons();
    this.homeView = { centre: this.map.getCenter(), zoom: this.map.getZoom() };
  }

  /** What the home view holds: a box, or where its sides would bend all that is drawn. */
  homePoints() {
    const { overview, projection, fit, points, marks } = this.data;
    if (!projection || fit) return boxOutline(overview);
    this.held ||= [
      ...marks.spots.map(({ lat, lon }) => [lat, lon]),
      ...marks.legs.flatMap(({ parts }) => parts.flatMap((part) => bent(decodeLine(part, 3)))),
      ...[...marks.areas, ...(points || marks.spots.length || marks.areas.length ? [] : marks.countries)].flatMap(({ box }) => boxOutline(box)),
      ...(points ? outermost(points) : []),
    ];
    const { width, height } = this.held.length ? reach(this.map, this.held) : { width: 0, height: 0 };
    return width || height ? this.held : boxOutline(overview);
  }

  fitHome(above = 0) {
    const size = this.map.getSize(), loose = this.data.projection && !this.data.fit ? 0.08 : 0, least = atPole(this.data) ? 26 : 0;
    fitPoints(this.map, this.homePoints(), { across: loose * size.x, above: Math.max(above, least, loose * size.y), below: Math.max(least, loose * size.y), lean: this.data.lean });
  }

  /** Tell whether something that stands on the map, so near to points of it, would hide one of them. */
  hides(element, points, near) {
    const frame = this.map.getContainer().getBoundingClientRect(), { left, top, right, bottom } = element.getBoundingClientRect();
    return points.some(({ x, y }) => x > Math.max(0, left - frame.left - near) && x < Math.min(frame.width, right - frame.left + near) &&
      y > Math.max(0, top - frame.top - near) && y < bottom - frame.top + near);
  }

  /** The buttons hide no symbol and, where the panel leaves them the other corner, no way; or the map moves down. */
  clearButtons() {
    const { spots, legs } = this.data.marks, box = document.querySelector(".map-buttons");
    if (box.hidden || !(spots.length || legs.length)) return;
    this.ways ||= legs.flatMap(({ parts }) => parts.flatMap((part) => bent(decodeLine(part, 3))));
    const inPixels = (point) => this.map.latLngToContainerPoint(point);
    const symbols = spots.map(({ lat, lon }) => inPixels([lat, lon])), ways = this.ways.map(inPixels);
    const free = [false, true].find((right) => {
      box.classList.toggle("at-right", right);
      return !this.hides(box, symbols, 14) && !(window.innerWidth < 900 && this.hides(box, ways, 4));
    });
    box.classList.toggle("at-right", Boolean(free) && window.innerWidth < 900);
    if (!this.hides(box, symbols, 14)) return;
    const frame = this.map.getContainer().getBoundingClientRect();
    this.fitHome(Math.min(box.getBoundingClientRect().bottom - frame.top + 14, frame.height / 3));
  }

  /** The small map that tells where the home view lies stands in a corner that holds no symbol, or not at all. */
  placeLocator() {
    const box = document.querySelector(".locator");
    if (!box) return;
    const at = [...this.data.marks.spots.map(({ lat, lon }) => this.map.latLngToContainerPoint([lat, lon])), ...(this.crowds[0]?.cells || [])];
    for (const name of document.querySelector(".at-right") ? ["low", "gone"] : ["", "low", "gone"]) {
      box.setAttribute("class", `locator ${this.atHome ? name : "gone"}`);
      if (!this.hides(box, at, 14)) return;
    }
  }

  /** Tell whether the overview shows the whole story; there a finger scrolls the page, elsewhere it moves the map. */
  noteView() {
    const { homeView: home, map } = this;
    if (home) this.atHome = map.getZoom() === home.zoom && map.latLngToLayerPoint(map.getCenter()).distanceTo(map.latLngToLayerPoint(home.centre)) < 2;
    if (matchMedia("(pointer: coarse)").matches) map.dragging[this.atHome ? "disable" : "enable"]();
  }

  /** After a move: arrowheads, discs' badges and names anew. */
  settle(i) {
    for (const mark of this.marks[i]) mark.refresh?.();
    this.arrange(i);
  }

  /** Place symbols and names so that none covers another; what a phone shows below in a detail map is small above. */
  arrange(i) {
    const narrow = i === 0 && this.atHome && (this.map.getSize().x < NARROW || this.data.marks.spots.length > 12);
    const at = this.marks[i].map(({ marker }) => marker && this.maps[i].latLngToLayerPoint(marker.getLatLng()));
    const crowded = ({ spot }, number) => spot?.items.some(([, stop]) => stop) && at.some((one, other) => one && other !== number && one.distanceTo(at[number]) < 24);
    // In a detail map with heaps all symbols are small: sizes that differ would tell something.
    const touching = at.filter((one, number) => one && at.some((other, n) => other && n !== number && one.distanceTo(other) < 15));
    const heaped = i > 0 && touching.length > 0.6 * at.filter(Boolean).length;
    this.marks[i].forEach((mark, number) => {
      const { marker, label } = mark, small = i === 0 && this.atHome && label && this.labels[0].inDetail(label) && (narrow || crowded(mark, number));
      marker?.getElement()?.classList.toggle("small", Boolean(small || heaped));
    });
    if (i) this.leaveOut(i);
    else this.placeLocator();
    spreadSpots(this.maps[i], this.marks[i]);
    if (!i) placeLetters(this.map, this.details, this.marks[0].filter((mark) => mark.marker && !isSmall(mark)).map(({ marker }) => this.map.latLngToLayerPoint(marker.getLatLng())));
    this.labels[i].place();
  }

  /** A detail map's edge cuts no symbol of what lies beyond its box: the overview shows that whole. */
  leaveOut(i) {
    const size = this.maps[i].getSize(), box = boxBounds(this.details[i - 1].box);
    for (const mark of this.marks[i].filter(({ marker }) => marker)) {
      const at = mark.marker.getLatLng(), { x, y } = this.maps[i].latLngToContainerPoint(at);
      mark.beyond = !box.contains(at) && Math.min(x, y, size.x - x, size.y - y) < EDGE;
      mark.marker.getElement()?.classList.toggle("beyond", mark.beyond);
    }
  }

  openSourcesOutside() {
    document.addEventListener("click", ({ target }) => {
      const link = target.closest?.('a[href^="http" i]');
      if (link) Object.assign(link, NEW_TAB);
    }, true);
  }

  startButtons() {
    const box = document.querySelector(".map-buttons");
    L.DomEvent.disableClickPropagation(box);
    box.addEventListener("click", (event) => {
      const { zoom, view } = event.target.closest("button")?.dataset || {};
      if (zoom) this.map.zoomIn(Number(zoom) * 0.75);
      if (view === "all") this.home();
      else if (view) fitPoints(this.map, boxOutline(this.details[view].box), { animate: this.animate });
      this.writeAddress();
    });
    document.querySelectorAll("[data-go]").forEach((link) =>
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.goToCard(Number(link.dataset.go));
      }),
    );
    const unfold = document.getElementById("unfold");
    unfold.addEventListener("click", () => this.unfold(unfold.getAttribute("aria-expanded") !== "true"));
    document.getElementById("link")?.addEventListener("click", (event) => this.copyLink(event.target));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.panel.close());
    this.map.on("click", () => this.panel.close());
    this.map.on("moveend", () => {
      this.noteView();
      this.writeAddress();
    });
  }

  get animate() {
    return !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  row(i) {
    return this.table.row(i);
  }

  title(i) {
    if (this.bulk) {
      const { title, places, place } = this.data.columns;
      return title[i] || [this.data.texts.kinds[this.data.events[i].kind] || this.data.texts.kinds.other, places[place[i]]].filter(Boolean).join(", ");
    }
    return this.table.rows[i].cells[3].firstChild.textContent;
  }

  /** When an event happened, in words. */
  date(i) {
    return this.bulk ? this.data.columns.dates[this.data.columns.date[i]] : this.table.rows[i].cells[1].textContent;
  }

  /** Open the panel on events; `origin` gets the focus back when it closes. */
  open(indexes, origin) {
    const shown = indexes.filter((i) => this.visible.has(i));
    if (!shown.length) return;
    this.panel.show(shown, origin);
    this.panel.element.focus({ preventScroll: true });
    this.panel.element.scrollIntoView({ block: "nearest", behavior: this.animate ? "smooth" : "auto" });
  }

  /** Make events the selection of map, table and strip alike. */
  mark(indexes) {
    this.selected = new Set(indexes);
    document.querySelectorAll(".on").forEach((element) => element.classList.remove("on"));
    for (const i of indexes) {
      this.row(i).classList.add("on");
      document.querySelectorAll(`.bar[data-event="${i}"]`).forEach((bar) => bar.classList.add("on"));
    }
    for (const mark of this.marks.flat()) {
      const on = mark.items.some(([i]) => this.selected.has(i));
      for (const layer of mark.layers) layer.getElement?.()?.classList.toggle("on", on);
    }
    this.labels.forEach((one) => one.place());
    this.crowds.forEach((crowd) => crowd.redraw());
    this.writeAddress();
  }

  /** In a frame the list stands behind a button. */
  unfold(open = true) {
    document.documentElement.classList.toggle("unfolded", open);
    document.getElementById("unfold").setAttribute("aria-expanded", String(open));
  }

  goToCard(i) {
    if (/\btable\b/.test(document.documentElement.dataset.hide || "")) return this.open([i]);
    this.unfold();
    this.mark([i]);
    const row = this.row(i);
    if (!row.isConnected) this.table.body.prepend(row);
    row.scrollIntoView({ block: "center", behavior: this.animate ? "smooth" : "auto" });
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  }

  /** Where on the map an event lies: points of its marks; none where it is not on it. */
  pointsOf(i) {
    const drawn = this.marks[0].filter((mark) => mark.items.some(([one]) => one === i));
    const corners = (bounds) => [bounds.getSouthWest(), bounds.getNorthWest(), bounds.getNorthEast(), bounds.getSouthEast()];
    const points = drawn.flatMap((mark) => mark.lines?.flat() || (mark.label?.bounds ? corners(mark.label.bounds) : [mark.label?.point]));
    return points.concat(this.crowds[0]?.pointsOf(i) || []).filter(Boolean);
  }

  /** Move the map to an event, as near as its surroundings are still seen; home where it is not on the map. */
  see(i, animate = true) {
    const points = this.pointsOf(i);
    if (!points.length) return this.home();
    fitPoints(this.map, points, { across: 60, above: 60, nearest: Math.max(7, this.homeView?.zoom || 0), animate: animate && this.animate });
  }

  goToMap(i) {
    const points = this.pointsOf(i);
    if (!points.length) return this.mark([i]);
    if (!points.every((point) => isSeen(this.map, point))) this.see(i);
    this.open([i], this.row(i).querySelector(".to-map") || this.row(i));
  }

  /** Filter once before the next picture, however often a handle moves until then. */
  refilterSoon() {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.refilter();
    });
  }

  /** Show what filters and the strip leave, on every map and in the table. */
  refilter() {
    if (!this.strip) return;
    const inTime = this.strip.filter(), allows = this.table.filter();
    const { size } = this.visible, all = this.data.events.length;
    this.visible = inTime || allows ? new Set([...this.all].filter((i) => (!inTime || inTime(this.data.events[i].days)) && (!allows || allows(i)))) : this.all;
    if (this.started) this.table.refresh(this.visible);
    document.querySelectorAll(".bar").forEach((bar) => bar.classList.toggle("off", !this.visible.has(Number(bar.dataset.event))));
    if (size < all || this.visible.size < all) this.crowds.forEach((crowd) => crowd.redraw());
    this.marks.forEach((marks, i) => {
      for (const mark of marks) this.toggle(this.maps[i], mark);
      this.arrange(i);
    });
    this.writeAddress();
  }

  /** Keep the home view fitting when the page changes width. */
  watch() {
    let across = this.map.getContainer().clientWidth;
    window.addEventListener("resize", () => {
      if (this.map.getContainer().clientWidth === across) return;
      across = this.map.getContainer().clientWidth;
      this.shape();
    });
    this.map.on("resize", () => this.atHome && this.home());
    this.maps.slice(1).forEach((detail, i) => detail.on("resize", () => fitPoints(detail, boxOutline(this.details[i].box), WHOLE)));
    window.addEventListener("beforeprint", () => this.fitPaper(true));
    window.addEventListener("afterprint", () => this.fitPaper(false));
    this.tellHeight();
    this.started = true;
  }

  /** Give the maps the width of a sheet while the page is printed: what is drawn for a screen would be cut off. */
  fitPaper(printing) {
    document.documentElement.classList.toggle("printing", printing);
    // What is folded on a screen, or not listed yet, is printed, and folded again afterwards.
    for (const fold of this.table.rows.flatMap((row) => [...row.querySelectorAll("details")])) {
      if (printing && !fold.open) fold.dataset.printed = "1";
      if (fold.dataset.printed) fold.open = printing;
      if (!printing) delete fold.dataset.printed;
    }
    if (!this.bulk) {
      this.table.limit = printing ? Infinity : ROWS_AT_ONCE;
      this.table.fill(this.visible);
    }
    this.shape();
    this.maps.forEach((one, i) => {
      one.invalidateSize({ pan: false });
      this.settle(i);
    });
  }

  /** In a frame, tell the page around it how high this one is, and tell again when that changes. */
  tellHeight() {
    if (window.parent === window) return;
    let told = 0;
    const secret = new URLSearchParams(location.hash.slice(1)).get("secret");
    const tell = () => {
      const height = Math.ceil(document.body.getBoundingClientRect().height);
      if (Math.abs(height - told) < 2) return;
      told = height;
      window.parent.postMessage({ armsatlas: { height } }, "*");
      window.parent.postMessage({ sentinel: "amp", type: "embed-size", height }, "*");
      if (secret) window.parent.postMessage({ message: "height", value: height, secret }, "*");  // WordPress
    };
    new ResizeObserver(tell).observe(document.body);
    tell();
  }

  /** The address of this view: position, selection, date, filters. */
  address() {
    const parts = new URLSearchParams();
    if (!this.atHome) {
      const { lat, lng } = this.map.getCenter();
      parts.set("v", [lat.toFixed(3), lng.toFixed(3), this.map.getZoom().toFixed(2)].join(","));
    }
    if (this.selected.size) parts.set("e", this.data.events[[...this.selected][0]].id);
    if (!this.strip.whole) parts.set("t", `${this.strip.from.value}-${this.strip.slider.value}`);
    if (this.table.form) {
      for (const name of ["kind", "status"]) {
        const boxes = [...this.table.form.querySelectorAll(`[name=${name}]`)];
        if (boxes.some((box) => !box.checked)) parts.set(name, boxes.filter((box) => box.checked).map((box) => box.value).join(","));
      }
      for (const name of ["search", "article"]) {
        const value = document.getElementById(name)?.value;
        if (value) parts.set(name, value);
      }
    }
    return String(parts);
  }

  writeAddress() {
    if (!this.started) return;
    const hash = this.address();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : "#");
    } catch {
      // A page inside a snippet (srcdoc) has no address of its own to keep the view in.
    }
  }

  readAddress() {
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const name of ["kind", "status"]) {
      if (!parts.has(name) || !this.table.form) continue;
      const kept = parts.get(name).split(",");
      this.table.form.querySelectorAll(`[name=${name}]`).forEach((box) => (box.checked = kept.includes(box.value)));
    }
    for (const name of ["search", "article"]) {
      const field = document.getElementById(name);
      if (field && parts.has(name)) field.value = parts.get(name);
    }
    if (parts.has("t") && this.strip.slider) {
      const [first, second] = parts.get("t").split("-").map(Number);
      this.strip.set(second === undefined ? 0 : first, second ?? first);
    }
    this.refilter();
    const [lat, lng, zoom] = (parts.get("v") || "").split(",").map(Number);
    if ([lat, lng, zoom].every(Number.isFinite) && parts.has("v")) {
      this.map.setView([lat, lng], zoom, { animate: false });
    }
    const selected = this.data.events.findIndex((event) => event.id === parts.get("e"));
    if (selected >= 0 && this.visible.has(selected) && !document.documentElement.classList.contains("telling")) this.panel.show([selected]);
  }

  /** Copy the address of this view; where a frame may not, show it to be copied by hand. */
  async copyLink(button) {
    const page = document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
    const address = `${page}#${this.address()}`;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = this.data.texts.link_copied;
    } catch {
      const field = document.getElementById("address") || make("input", { id: "address", readonly: true, "aria-label": this.data.texts.link_address });
      field.value = address;
      button.after(field);
      field.select();
    }
  }
}
