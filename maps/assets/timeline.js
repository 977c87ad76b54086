// The strip of dates: each event where it lies, as long as its date is vague, and a window of time with two handles.

const LANE = 14, LANES = 5, LEAST = 13;

/** A column is at most so many pixels wide, however long its step. */
const WIDEST = 34;

/** The first of the steps, told by their last days, that holds a day. */
function stepOf(lasts, day) {
  let low = 0, high = lasts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day <= lasts[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

class TimeStrip {
  constructor(story) {
    this.story = story;
    this.data = story.data.timeline;
    this.section = document.getElementById("timeline");
    if (!this.data || !this.section) return;
    this.section.hidden = false;
    this.from = document.getElementById("time-from");
    this.slider = document.getElementById("time");
    this.label = document.getElementById("time-label");
    this.play = document.getElementById("play");
    this.period = document.getElementById("period");
    this.last = this.data.steps.length - 1;
    for (const handle of [this.from, this.slider]) handle.addEventListener("input", () => this.moved(handle));
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    this.period.append(...this.data.presets.map(({ label }, i) => new Option(label, String(i))));
    this.period.addEventListener("change", () => this.choose());
    this.drawBars();
    this.tell();
    new ResizeObserver(() => this.drawBars()).observe(document.getElementById("bars"));
  }

  /** Where a day begins, as a part of the strip, which ends with the end of the last day. */
  part(day) {
    return (day - this.data.first) / (this.data.last + 1 - this.data.first);
  }

  drawBars() {
    const bars = document.getElementById("bars"), across = bars.clientWidth;
    if (!across || across === this.across) return;
    this.across = across;
    this.drawTicks(across);
    const dated = this.story.data.events.map(({ days }, i) => ({ days, i })).filter(({ days }) => days);
    const placed = this.story.bulk ? null : this.inLanes(dated, across) || this.inLanes(dated, across, true);
    bars.replaceChildren(...(placed ? placed.map((one) => this.bar(one)) : this.columns(dated)));
    const lanes = placed ? 1 + Math.max(0, ...placed.map(({ lane }) => lane)) : 0;
    if (!placed) tellStripes();
    bars.style.height = placed ? `${lanes * LANE + 2}px` : "52px";
  }

  /**
   * Put events into as few lanes as keep them apart; null where they are too many, which are counted instead. `packed`,
   * those of one day stand as symbols side by side within it.
   */
  inLanes(dated, across, packed = false) {
    const ends = [], placed = [];
    for (const { days, i } of dated.sort((a, b) => a.days[0] - b.days[0] || a.i - b.i)) {
      const long = Math.min(across, Math.max(LEAST, (this.part(days[1] + 1) - this.part(days[0])) * across - 1));
      const from = Math.max(0, Math.min(across - long, this.part(days[0]) * across));
      const width = packed && days[0] === days[1] ? LEAST : long, last = from + long - width;
      let lane = ends.findIndex((end) => end + 1 <= last);
      if (lane < 0) lane = ends.length;
      if (lane >= LANES) return null;
      const left = Math.max(from, (ends[lane] ?? -1) + 1);
      ends[lane] = left + width;
      placed.push({ i, left, width, lane });
    }
    return placed;
  }

  bar({ i, left, width, lane }) {
    const event = this.story.data.events[i], glyph = this.story.glyphOf(event.kind);
    const bar = make("i", { class: `bar k-${glyph} s-${event.status} ${event.solid ? "solid" : "claimed"}`, "data-event": i }, glyphElement(glyph));
    Object.assign(bar.style, { left: `${left}px`, width: `${width}px`, bottom: `${lane * LANE}px` });
    bar.classList.toggle("off", !this.story.visible.has(i));
    bar.addEventListener("click", () => this.story.open([i], this.slider));
    return bar;
  }

  /** Too many to tell apart: how many begin in each step, by kind. */
  columns(dated) {
    const { steps, first } = this.data, counts = steps.map(() => new Map());
    const lasts = steps.map(({ day }) => day);
    for (const { days, i } of dated) {
      const at = stepOf(lasts, days[0]), glyph = this.story.glyphOf(this.story.data.events[i].kind);
      counts[at].set(glyph, (counts[at].get(glyph) || 0) + 1);
    }
    const order = [...new Set(counts.flatMap((kinds) => [...kinds.keys()]))].sort();
    const sum = (kinds) => [...kinds.values()].reduce((all, count) => all + count, 0), most = Math.max(...counts.map(sum));
    const began = (at) => this.part(at ? steps[at - 1].day + 1 : first), wide = (at) => this.part(steps[at].day + 1) - began(at);
    // Numbers stand on all columns or on none.
    const said = counts.map((kinds) => this.story.distinct({ length: sum(kinds) }));
    const room = counts.every((kinds, at) => !kinds.size || wide(at) * this.across >= 15 + 7.2 * said[at].length);
    return counts.flatMap((kinds, at) => {
      const middle = (began(at) + wide(at) / 2) * this.across, width = Math.min(WIDEST, wide(at) * this.across);
      let bottom = 0;
      const told = order.filter((glyph) => kinds.has(glyph)).map((glyph) => [glyph, kinds.get(glyph)]);
      const parts = told.map(([glyph, count]) => {
        const column = make("i", { class: `column k-${glyph}`, "data-kind": glyph }), height = (50 * count) / most;
        column.style.background = stripes(glyph);
        Object.assign(column.style, { left: `${middle - width / 2}px`, width: `${width}px`, height: `${height}px`, bottom: `${bottom}px` });
        bottom += height;
        return column;
      });
      if (!parts.length || !room) return parts;
      const number = make("b", {}, said[at]);
      Object.assign(number.style, { left: `${middle}px`, bottom: `${Math.min(Math.max(bottom - 16, 1), 36)}px` });
      return [...parts, number];
    });
  }

  /** Write as many dates below the strip, evenly, as have room beside each other. */
  drawTicks(across) {
    const ticks = document.getElementById("ticks"), told = this.data.ticks.map(({ day, label }) => [make("span", {}, label), day]);
    ticks.replaceChildren(...told.map(([element]) => element));
    const spans = told.map(([element, day]) => {
      const width = element.offsetWidth, left = Math.max(0, Math.min(across - width, this.part(day) * across));
      element.style.left = `${left}px`;
      return { element, left, right: left + width };
    });
    for (let step = 1; ; step++) {
      const kept = spans.filter((_, at) => at % step === 0);
      if (kept.some(({ left }, at) => at && left < kept[at - 1].right + 8)) continue;
      ticks.replaceChildren(...kept.map(({ element }) => element));
      return this.watchTicks(kept, across);
    }
  }

  /** Write the dates anew where a reader's own spacing makes them wider. */
  watchTicks(kept, across) {
    this.grown?.disconnect();
    this.grown = new ResizeObserver(() => {
      if (kept.some(({ element, left, right }) => element.isConnected && Math.abs(element.offsetWidth + left - right) > 1)) this.drawTicks(across);
    });
    kept.forEach(({ element }) => this.grown.observe(element));
  }

  get whole() {
    return !this.slider || (Number(this.from.value) === 0 && Number(this.slider.value) === this.last);
  }

  /** The first and last day shown; all that there is where the window is open, and undated events, too. */
  get window() {
    if (this.whole) return [-Infinity, Infinity];
    const { steps, first } = this.data, from = Number(this.from.value);
    return [from ? steps[from - 1].day + 1 : first, steps[Number(this.slider.value)].day];
  }

  /** Return a test that tells whether an event's days lie in the window as it stands; none where it is all open. */
  filter() {
    const [from, to] = this.window;
    return this.whole ? null : (days) => Boolean(days && days[0] <= to && days[1] >= from);
  }

  choose() {
    const chosen = this.period.value === "" ? null : this.data.presets[Number(this.period.value)];
    const { from, to } = chosen || { from: 0, to: this.last };
    this.set(from, to);
  }

  set(from, to) {
    this.from.value = from;
    this.slider.value = to;
    this.moved();
  }

  moved(handle) {
    if (Number(this.from.value) > Number(this.slider.value)) {
      if (handle === this.from) this.slider.value = this.from.value;
      else this.from.value = this.slider.value;
    }
    this.tell();
    this.story.refilterSoon();
  }

  tell() {
    const [from, to] = [Number(this.from.value), Number(this.slider.value)], { steps } = this.data;
    const names = [steps[from].label, steps[to].label];
    this.from.setAttribute("aria-valuetext", names[0]);
    this.slider.setAttribute("aria-valuetext", this.whole ? this.story.data.texts.all_time : names[1]);
    this.label.textContent = this.whole ? "" : from === to ? names[0] : names.join(" – ");
    const chosen = this.data.presets.findIndex((one) => one.from === from && one.to === to);
    this.period.value = this.whole ? "" : String(chosen);
    const range = this.section.querySelector(".range"), share = (step) => (this.last ? (100 * step) / this.last : 0);
    range.style.setProperty("--from", `${share(from)}%`);
    range.style.setProperty("--to", `${this.last ? share(to) : 100}%`);
  }

  start() {
    if (Number(this.slider.value) >= this.last) this.slider.value = this.from.value;
    this.toggle(true);
    const pace = Math.max(90, Math.min(900, 9000 / this.data.steps.length));
    this.timer = setInterval(() => {
      this.slider.value = Number(this.slider.value) + 1;
      this.moved(this.slider);
      if (Number(this.slider.value) >= this.last) this.stop();
    }, pace);
    this.moved(this.slider);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.toggle(false);
  }

  toggle(playing) {
    const { texts } = this.story.data;
    this.play.classList.toggle("playing", playing);
    this.play.setAttribute("aria-label", playing ? texts.pause : texts.play);
  }
}
