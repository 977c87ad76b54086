// What every map of events knows, ours or another's: the events, which of them show, and their words.

/** A page in a frame must not be replaced by its source. */
const NEW_TAB = { target: "_blank", rel: "noopener noreferrer" };

/** Whether an event is drawn filled: somebody examined it, or who did it says so. */
const isSolid = ({ review, status }) => !review && (status === "documented" || status === "acknowledged");

/** Events as a map's layers know them, on our page and on any other. */
class Drawing {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    this.details = data.details;
    if (data.points) {
      data.columns = data.events;
      data.events = unpackColumns(data.columns);
      data.points.event = summed(data.points.event);
    }
    else {
      data.events = data.events.map(([id, kind, status, contested, days, articles, review]) => (
        { id, kind: data.kinds[kind], status: data.statuses[status], contested: Boolean(contested), days, articles, review: Boolean(review) }
      ));
      for (const event of data.events) event.solid = isSolid(event);
    }
    this.visible = this.all = new Set(data.events.keys());
    this.selected = new Set();
    data.marks.spots = data.marks.spots.map(([lon, lat, near_m, label, items, launch]) => ({ lon, lat, near_m, label, items, launch }));
    this.few = data.marks.spots.length <= 60;
    this.crowds = [];
    this.glyphs = {};
    this.numbers = new Intl.NumberFormat(data.language);
    this.layers = new Set();
  }

  lastStop(i) {
    return Math.max(...this.data.marks.spots.flatMap((spot) => spot.items.filter(([one]) => one === i).map(([, stop]) => stop)));
  }

  glyphOf(kind) {
    return (this.glyphs[kind] ||= document.getElementById(`g-${kind}`) ? kind : "other");
  }

  fill(key, values) {
    return this.data.texts[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  distinct(items) {
    return this.numbers.format(items.length);
  }

  toggle(map, mark) {
    const show = mark.items.some(([i]) => this.visible.has(i));
    for (const layer of mark.layers) {
      if (show && !map.hasLayer(layer)) layer.addTo(map);
      if (!show && map.hasLayer(layer)) layer.remove();
    }
  }
}
