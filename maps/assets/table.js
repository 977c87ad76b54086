// The events' table: filters, search, sorting, cards or rows.

class EventTable {
  constructor(story) {
    this.story = story;
    this.table = document.getElementById("event-table");
    this.body = this.table.tBodies[0];
    this.rows = [...this.body.rows];
    this.words = this.rows.map((row) => fold(row.textContent));
    this.form = document.getElementById("filters");
    this.found = document.getElementById("found");
    const controls = document.getElementById("controls");
    if (controls) controls.hidden = false;
    this.form?.addEventListener("input", () => story.refilter());
    this.form?.addEventListener("submit", (event) => event.preventDefault());
    this.form?.addEventListener("reset", () => setTimeout(() => story.refilter()));
    for (const button of document.querySelectorAll("[data-shape]")) {
      button.addEventListener("click", () => this.shape(button.dataset.shape));
    }
    if (story.data.events.length > 24) this.shape("table");
    this.makeSortable();
    this.body.addEventListener("click", (event) => this.clicked(event));
  }

  /** Tell whether an event passes the filters. */
  allows(i) {
    if (!this.form) return true;
    const event = this.story.data.events[i];
    if (!this.checked("kind").has(event.kind) || !this.checked("status").has(event.status)) return false;
    const article = document.getElementById("article")?.value;
    if (article && !event.articles.includes(Number(article))) return false;
    return this.query().every((word) => this.words[i].includes(word));
  }

  checked(name) {
    return new Set([...this.form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));
  }

  query() {
    return fold(document.getElementById("search").value).split(/\s+/).filter(Boolean);
  }

  refresh(visible) {
    this.rows.forEach((row, i) => (row.hidden = !visible.has(i)));
    const all = visible.size === this.rows.length;
    if (this.found) this.found.textContent = all ? "" : visible.size ? this.story.fill("of", { i: visible.size, n: this.rows.length }) : this.story.data.texts.no_match;
  }

  shape(name) {
    this.table.className = `as-${name}`;
    for (const button of document.querySelectorAll("[data-shape]")) {
      button.setAttribute("aria-pressed", String(button.dataset.shape === name));
    }
  }

  makeSortable() {
    for (const head of this.table.tHead.rows[0].cells) {
      const button = make("button", { type: "button", "aria-label": this.story.data.texts.sort.replace("{column}", head.textContent) }, head.textContent);
      button.addEventListener("click", () => this.sort(head));
      head.replaceChildren(button);
    }
  }

  sort(head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of this.table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = this.rows.map((row, i) => [row.cells[head.cellIndex].dataset.sort ?? row.cells[head.cellIndex].textContent, i, row]);
    const compare = new Intl.Collator(this.story.data.language, { numeric: true }).compare;
    keyed.sort((a, b) => (a[0] === "") - (b[0] === "") || (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1]);
    this.body.append(...keyed.map(([, , row]) => row));
  }

  clicked(event) {
    const row = event.target.closest("tr[data-event]");
    if (!row || event.target.closest("a, button") || String(window.getSelection())) return;
    this.story.goToMap(Number(row.dataset.event));
  }
}

/** Lower case without accents, for searching. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
