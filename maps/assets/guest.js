// Layers as anybody may add them to a Leaflet map: each names what it draws and where its data stands in the document.

/** A map of somebody else's: its layers share one set of events; what is chosen opens in a popup. */
class Guest extends Drawing {
  constructor(map, data) {
    super(map, { ...data, details: [], basemap: { tiers: [], countries: [], waters: [], towns: [] } });
    this.cards = data.cards;
    this.maps = [map];
    this.marks = [[]];
    this.labels = [];
    this.atHome = false;
    map.on("moveend", () => this.arrange());
  }

  add(name) {
    this.layers.add(name);
    if (name === "labels") this.labels = [new Labels(this.map, this, this.marks[0], { overview: true, crowd: null })];
    else if (name === "timeline") new TimeControl(this).addTo(this.map);
    else this.marks[0].push(...drawMarks(this.map, this, new Set([name])));
    this.arrange();
  }

  arrange() {
    for (const mark of this.marks[0]) mark.refresh?.();
    spreadSpots(this.map, this.marks[0]);
    this.labels.forEach((one) => one.place());
  }

  title(i) {
    return this.cards[i].title;
  }

  date(i) {
    return this.cards[i].date;
  }

  show(day) {
    this.visible = new Set([...this.data.events.keys()].filter((i) => !this.data.events[i].days || this.data.events[i].days[0] <= day));
    for (const mark of this.marks[0]) this.toggle(this.map, mark);
    this.arrange();
  }

  open(indexes, origin, latlng) {
    const shown = indexes.filter((i) => this.visible.has(i));
    const at = latlng || this.map.layerPointToLatLng(L.DomUtil.getPosition(origin));
    L.popup({ maxWidth: 320, maxHeight: 320 }).setLatLng(at).setContent(make("div", { class: "armsatlas-cards" }, ...shown.map((i) => this.card(i)))).openOn(this.map);
  }

  card(i) {
    const { title, line, notes, quote, source, url } = this.cards[i];
    const name = url ? make("a", { href: url, ...NEW_TAB }, source) : source;
    const parts = [make("b", {}, title), make("p", {}, line), ...notes.map((note) => make("p", {}, note))];
    if (quote) parts.push(make("blockquote", {}, quote), make("cite", {}, name));
    return make("article", { class: `k-${this.glyphOf(this.data.events[i].kind)}` }, ...parts);
  }
}

/** A slider over a map of somebody else's. */
class TimeControl extends L.Control {
  constructor(guest) {
    super({ position: "bottomleft" });
    this.guest = guest;
  }

  onAdd() {
    const { timeline, texts } = this.guest.data;
    const steps = timeline ? timeline.steps : [];
    const slider = make("input", { type: "range", min: 0, max: steps.length, value: steps.length, "aria-label": texts.time });
    const label = make("output", {}, texts.all_time);
    slider.addEventListener("input", () => {
      const step = steps[Number(slider.value)];
      label.textContent = step ? step.label : texts.all_time;
      this.guest.show(step ? step.day : Infinity);
    });
    const box = make("div", { class: "armsatlas-time", hidden: !timeline }, slider, label);
    L.DomEvent.disableClickPropagation(box);
    return box;
  }
}

const guests = new WeakMap();

window.armsatlas = {
  /** Draw a layer on a map; layers of the same events share what is shown. */
  add(map, name, id) {
    const known = guests.get(map) || {};
    guests.set(map, known);
    known[id] ||= new Guest(map, JSON.parse(document.getElementById(id).textContent));
    known[id].add(name);
  },
};
