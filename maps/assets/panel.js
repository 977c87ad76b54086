// The panel beside the map: one event, or several at one place, in the words of its row of the table.

class Panel {
  constructor(story) {
    this.story = story;
    this.element = document.getElementById("panel");
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  show(indexes, origin) {
    this.origin = origin || this.origin;
    this.indexes = indexes;
    this.turn(0);
    this.element.classList.toggle("at-left", this.isOnRight(origin));
    this.element.hidden = false;
  }

  /** Tell whether what was chosen lies in the right half, where the panel would cover it. */
  isOnRight(origin) {
    const maps = this.element.parentElement.getBoundingClientRect(), at = origin?.getBoundingClientRect?.();
    return Boolean(at && this.element.parentElement.contains(origin) && at.left + at.width / 2 > maps.left + maps.width / 2);
  }

  turn(at) {
    this.at = at;
    const index = this.indexes[at];
    const { texts } = this.story.data;
    const row = this.story.row(index);
    const close = make("button", { type: "button", class: "close", "aria-label": texts.close }, "×");
    close.addEventListener("click", () => this.close());
    const head = make("p", { class: "panel-head" }, ...cloned(row, ".kind"), " ", ...cloned(row, ".date"));
    const title = make("h2", { id: "panel-title" }, ...cloned(row, ".title"));
    const chips = make("p", { class: "chips" }, ...cloned(row, ".status"));
    const parts = [".who", ".reports", ".places"].map((cell) => make("div", { class: cell.slice(1) }, ...cloned(row, cell)));
    const toCard = make("a", { href: `#event-${index}`, class: "to-card" }, texts.to_card);
    toCard.addEventListener("click", (event) => {
      event.preventDefault();
      this.story.goToCard(index);
    });
    this.element.classList.remove(...[...this.element.classList].filter((name) => /^[ks]-/.test(name)));
    this.element.classList.add(...row.className.split(" ").filter((name) => /^[ks]-/.test(name)));
    this.element.replaceChildren(close, head, title, chips, ...parts, toCard, ...this.pager());
    this.element.scrollTop = 0;
    this.story.mark([index]);
  }

  pager() {
    if (this.indexes.length < 2) return [];
    const { texts } = this.story.data;
    const step = (name, by, sign) => {
      const button = make("button", { type: "button", "aria-label": texts[name] }, sign);
      button.addEventListener("click", () => {
        this.turn((this.at + by + this.indexes.length) % this.indexes.length);
        this.element.querySelector(`.pager [aria-label="${CSS.escape(texts[name])}"]`)?.focus();
      });
      return button;
    };
    const where = this.story.fill("of", { i: this.at + 1, n: this.indexes.length });
    return [make("p", { class: "pager" }, step("previous", -1, "‹"), make("span", { role: "status" }, where), step("next", 1, "›"))];
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.story.mark([]);
    this.origin?.isConnected && this.origin.focus?.();
  }
}

function cloned(row, cell) {
  return [...row.querySelector(cell).cloneNode(true).childNodes];
}
