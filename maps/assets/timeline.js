// The strip of dates: each event where it lies, as long as its date is vague, and a slider that walks through.

class TimeStrip {
  constructor(story) {
    this.story = story;
    this.data = story.data.timeline;
    this.section = document.getElementById("timeline");
    if (!this.data || !this.section) return;
    this.section.hidden = false;
    this.slider = document.getElementById("time");
    this.label = document.getElementById("time-label");
    this.play = document.getElementById("play");
    this.slider.addEventListener("input", () => this.moved());
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    this.drawBars();
    this.drawTicks();
    this.moved();
  }

  part(day) {
    return (100 * (day - this.data.first)) / Math.max(1, this.data.last - this.data.first);
  }

  /** Bars in as few lanes as keep them apart. */
  drawBars() {
    if (this.story.bulk) return this.drawHistogram();
    const lanes = [];
    const order = this.story.data.events
      .map((event, i) => ({ event, i }))
      .filter(({ event }) => event.days)
      .sort((a, b) => a.event.days[0] - b.event.days[0] || a.i - b.i);
    const bars = document.getElementById("bars");
    for (const { event, i } of order) {
      const [left, right] = [this.part(event.days[0]), this.part(event.days[1] + 1)];
      let lane = lanes.findIndex((end) => end + 0.4 <= left);
      if (lane < 0) lane = lanes.length < 5 ? lanes.length : 4;
      lanes[lane] = Math.max(right, left + 0.9);
      const bar = make("i", { class: `bar k-${this.story.glyphOf(event.kind)} ${event.solid ? "solid" : "claimed"}`, "data-event": i });
      bar.style.left = `${left}%`;
      bar.style.width = `${right - left}%`;
      bar.style.bottom = `${lane * 11}px`;
      bar.addEventListener("click", () => this.story.open([i], this.slider));
      bars.append(bar);
    }
    bars.style.height = `${Math.max(1, lanes.length) * 11 + 2}px`;
  }

  /** For thousands of events: how many begin in each step. */
  drawHistogram() {
    const { steps, first } = this.data, counts = steps.map(() => 0);
    for (const { days } of this.story.data.events) {
      if (days) counts[Math.max(0, steps.findIndex((step) => days[0] <= step.day))]++;
    }
    const most = Math.max(...counts), bars = document.getElementById("bars");
    steps.forEach((step, i) => {
      const bar = make("i", { class: "column" }), left = this.part(i ? steps[i - 1].day + 1 : first);
      bar.style.left = `${left}%`;
      bar.style.width = `${this.part(step.day + 1) - left}%`;
      bar.style.height = `${(48 * counts[i]) / most}px`;
      bars.append(bar);
    });
    bars.style.height = "50px";
  }

  drawTicks() {
    const ticks = document.getElementById("ticks");
    for (const tick of this.data.ticks) {
      const element = make("span", {}, tick.label);
      element.style.left = `${this.part(tick.day)}%`;
      ticks.append(element);
    }
  }

  /** The last day shown; Infinity at the right end, where undated events show too. */
  get day() {
    if (!this.slider) return Infinity;
    const step = this.data.steps[Number(this.slider.value)];
    return step ? step.day : Infinity;
  }

  moved() {
    const step = this.data.steps[Number(this.slider.value)];
    const text = step ? step.label : this.story.data.texts.all_time;
    this.label.textContent = text;
    this.slider.setAttribute("aria-valuetext", text);
    this.story.refilter();
  }

  start() {
    if (Number(this.slider.value) >= this.data.steps.length) this.slider.value = 0;
    this.toggle(true);
    const pace = Math.max(90, Math.min(900, 9000 / this.data.steps.length));
    this.timer = setInterval(() => {
      this.slider.value = Number(this.slider.value) + 1;
      this.moved();
      if (Number(this.slider.value) >= this.data.steps.length) this.stop();
    }, pace);
    this.moved();
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
