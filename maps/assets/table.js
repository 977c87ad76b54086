// The events' table: filters, search, sorting, cards or rows.

const CELLS = ["kind", "date", "status", "title", "places", "who", "reports"];

class EventTable {
  constructor(story) {
    this.story = story;
    this.table = document.getElementById("event-table");
    this.body = this.table.tBodies[0];
    this.rows = [...this.body.rows];
    this.words = [];
    this.limit = ROWS_AT_ONCE;
    this.order = [...story.data.events.keys()];
    this.form = document.getElementById("filters");
    this.found = document.getElementById("found");
    const sources = document.querySelectorAll(".sources cite");
    document.getElementById("article")?.append(...[...sources].map((source, i) => new Option(source.textContent, String(i))));
    const controls = document.getElementById("controls");
    if (controls) controls.hidden = false;
    if (controls && window.innerWidth < 640) controls.querySelector("details").open = false;
    this.form?.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => story.refilter(), story.bulk ? 200 : 0);
    });
    this.form?.addEventListener("submit", (event) => event.preventDefault());
    this.form?.addEventListener("reset", () => setTimeout(() => story.refilter()));
    for (const button of document.querySelectorAll("[data-shape]")) {
      button.addEventListener("click", () => this.shape(button.dataset.shape));
    }
    this.makeSortable();
    this.shape(this.table.className.replace("as-", ""));
    for (const [selector, role] of Object.entries({ thead: "rowgroup", tbody: "rowgroup", "thead tr": "row", "thead th": "columnheader" })) {
      this.table.querySelector(selector).setAttribute("role", role);
    }
    this.body.addEventListener("click", (event) => this.clicked(event));
  }

  /** Return a test that tells whether an event passes the filters as they stand; none where they let all pass. */
  filter() {
    if (!this.form) return null;
    const kinds = this.checked("kind"), statuses = this.checked("status"), words = this.query();
    const chosen = document.getElementById("article")?.value;
    const article = chosen ? Number(chosen) : null;
    if (article === null && !words.length && !this.form.querySelector("[type=checkbox]:not(:checked)")) return null;
    return (i) => {
      const event = this.story.data.events[i];
      if (!kinds.has(event.kind) || !statuses.has(event.status)) return false;
      if (article !== null && !event.articles.includes(article)) return false;
      return words.every((word) => this.wordsOf(i).includes(word));
    };
  }

  /** What is searched of an event, folded once. */
  wordsOf(i) {
    const { columns } = this.story.data;
    const told = () => (columns ? [columns.quote[i], columns.places[columns.place[i]], columns.whos[columns.who[i]]] : [...this.rows[i].cells].filter(({ localName }) => localName === "td").map(({ textContent }) => textContent));
    return (this.words[i] ??= fold([this.story.title(i), ...told()].join(" ")));
  }

  /**
   * An event's row; of thousands it is made when first asked for. It says what is a row and a cell: laid out as cards,
   * browsers no longer tell it by themselves.
   */
  row(i) {
    const row = (this.rows[i] ||= makeRow(this.story, i));
    if (row.hasAttribute("role")) return row;
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, n) => {
      cell.className = CELLS[n];
      cell.setAttribute("role", cell.localName === "th" ? "rowheader" : "cell");
    });
    if (this.story.drawn.has(i)) {
      const { to_map } = this.story.data.texts;
      const button = make("button", { type: "button", class: "to-map", "aria-label": `${to_map}: ${this.story.title(i)}` }, to_map);
      button.addEventListener("click", () => this.story.goToMap(i));
      row.querySelector("th").append(button);
    }
    return row;
  }

  checked(name) {
    return new Set([...this.form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));
  }

  query() {
    return fold(document.getElementById("search").value).split(/\s+/).filter(Boolean);
  }

  refresh(visible) {
    const count = this.order.length, all = visible.size === count;
    this.fill(visible);
    const tell = (number) => new Intl.NumberFormat(this.story.data.language).format(number);
    if (this.found) this.found.textContent = all ? "" : visible.size ? this.story.fill("of", { i: tell(visible.size), n: tell(count) }) : this.story.data.texts.no_match;
  }

  /** Put the first rows that the filters leave into the table, and a button for more. */
  fill(visible) {
    const shown = [];
    for (const i of this.order) {
      if (visible.has(i) && shown.push(i) >= this.limit) break;
    }
    const rows = shown.map((i) => this.row(i)), kept = new Set(rows);
    for (const row of [...this.body.rows]) if (!kept.has(row)) row.remove();
    let next = this.body.firstElementChild;
    for (const row of rows) {
      if (row === next) next = row.nextElementSibling;
      else this.body.insertBefore(row, next);
    }
    this.more?.remove();
    if (shown.length >= visible.size) return;
    this.more = make("button", { type: "button", class: "more" }, `${this.story.data.texts.next} (${ROWS_AT_ONCE})`);
    this.more.addEventListener("click", () => {
      this.limit += ROWS_AT_ONCE;
      this.fill(this.story.visible);
    });
    this.table.after(this.more);
  }

  shape(name) {
    this.table.className = `as-${name}`;
    // As cards the heads are out of sight: nobody should stop on their buttons there.
    for (const button of this.table.tHead.querySelectorAll("button")) button.tabIndex = name === "cards" ? -1 : 0;
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
    const keys = [...this.story.data.events.keys()].map((i) => this.keyOf(i, head));
    const compare = new Intl.Collator(this.story.data.language, { numeric: true }).compare;
    this.order.sort((a, b) => Number(keys[a] === "") - Number(keys[b] === "") || (down ? -1 : 1) * compare(keys[a], keys[b]) || a - b);
    this.fill(this.story.visible);
  }

  /** What an event is sorted by in a column. */
  keyOf(i, head) {
    const { columns, events } = this.story.data, event = events[i];
    if (!this.story.bulk && head.dataset.column !== "date") return this.rows[i].cells[head.cellIndex].textContent;
    const keys = { kind: event.kind, date: event.days ? String(event.days[0] + 1e6) : "", status: event.status, event: this.story.title(i) };
    return keys[head.dataset.column] ?? { places: columns.places[columns.place[i]], who: columns.whos[columns.who[i]], reports: columns.quote[i] }[head.dataset.column];
  }

  clicked(event) {
    const row = event.target.closest("tbody tr");
    if (!row || event.target.closest("a, button") || String(window.getSelection())) return;
    this.story.goToMap(indexOfRow(row));
  }
}

/** Lower case without accents, for searching. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
