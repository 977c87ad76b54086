// The story told chapter by chapter: each event of the file in its order, with buttons, arrow keys and an address.

class Chapters {
  constructor(story) {
    this.story = story;
    this.section = document.getElementById("chapters");
    if (!this.section || story.bulk || !document.documentElement.classList.contains("telling")) return;
    this.section.hidden = false;
    this.told = this.section.querySelector(".chapter");
    this.where = this.section.querySelector(".where");
    this.buttons = [...this.section.querySelectorAll("[data-step]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.go(this.at + Number(button.dataset.step)));
    document.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && !event.altKey && !event.ctrlKey && !event.metaKey && !event.target.closest("input, select, .leaflet-container, .panel")) this.go(this.at + step);
    });
    const first = story.data.events.findIndex(({ id }) => id === new URLSearchParams(location.hash.slice(1)).get("e"));
    this.go(Math.max(0, first), true);
  }

  go(to, first = false) {
    const { story } = this, count = story.data.events.length;
    if (to < 0 || to >= count) return;
    this.at = to;
    const row = story.row(to), head = make("p", { class: "panel-head" }, ...cloned(row, ".kind"), " ", ...cloned(row, ".date"), " ", ...cloned(row, ".status"));
    const parts = [".who", ".reports"].map((cell) => make("div", { class: cell.slice(1) }, ...cloned(row, cell)));
    this.told.className = `chapter ${row.className.split(" ").filter((name) => /^[ks]-/.test(name)).join(" ")}`;
    this.told.replaceChildren(head, make("h2", {}, row.querySelector(".title").firstChild.cloneNode(true)), ...parts);
    this.where.textContent = story.fill("of", { i: to + 1, n: count });
    this.buttons.forEach((button) => (button.disabled = to + Number(button.dataset.step) < 0 || to + Number(button.dataset.step) >= count));
    story.panel.element.hidden = true;
    story.see(to, !first);
    story.mark([to]);
  }
}
