"use strict";
// The review page: forms over an event file. Everything from outside becomes text nodes and values, never markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const file = read("event-file");
  const {words, kinds, statuses, findings, made} = read("review-data");
  const tongue = document.documentElement.lang;
  const PER_PAGE = 20;
  const DAY = "\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?";
  const PRECISIONS = Object.keys(words.precisions);
  const events = file.events ?? [];
  const articles = new Map((file.articles ?? []).map((article) => [article.id, article]));
  const asRead = events.map((event) => structuredClone(event.places ?? []));
  const dropped = new Set();
  const view = {first: 0, show: findings.some((found) => found.length) ? "open" : "all", text: ""};
  let unsaved = false;
  let count = 0;

  const fill = (form, values) => form.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  // A title or label is a text, or one a language; the page shows and changes that of its own.
  const isTold = (text) => Boolean(text) && typeof text === "object";
  const said = (text) => isTold(text) ? text[tongue] ?? text.en ?? Object.values(text)[0] : text;

  function reworded(before, text, apart) {
    if (!apart && !isTold(before)) return text || null;
    const all = {...(apart ? null : before), [tongue]: text};
    if (!text) delete all[tongue];
    return Object.keys(all).length ? all : null;
  }

  const at = (id) => document.getElementById(id);

  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") element.className = value;
      else if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  function field(text, control) {
    control.id = `f${count++}`;
    return make("p", {class: "field"}, make("label", {htmlFor: control.id}, text), control);
  }

  function choice(options, value, onChange) {
    const known = value === null || value === undefined || options.some(([key]) => key === value);
    const all = known ? options : [...options, [value, value]];
    const select = make("select", {onchange: () => onChange(select.value)});
    for (const [key, text] of all) select.append(make("option", {value: key, selected: key === value}, text));
    return select;
  }

  function line(value, onChange, properties = {}) {
    const input = make("input", {type: "text", value: value ?? "", autocomplete: "off", ...properties});
    input.onchange = () => { if (input.reportValidity()) onChange(input.value.trim()); };
    return input;
  }

  const number = (value, onChange, bounds) =>
    line(value, (text) => onChange(text === "" ? null : Number(text)), {type: "number", step: "any", ...bounds});

  // Every change can be taken back, and outlives a reload: the browser keeps a draft until the file is saved.
  const told = events.map((event) => JSON.stringify(event)), past = [];
  const DRAFT = `armsatlas-review ${location.pathname} ${events.length} ${events[0]?.id ?? ""}`;

  function keep(event) {
    const index = events.indexOf(event), now = JSON.stringify(event);
    if (now !== told[index]) past.push([index, told[index]]);
    told[index] = now;
    at("undo").disabled = !past.length;
    try {
      localStorage.setItem(DRAFT, JSON.stringify({events, dropped: [...dropped]}));
    } catch {
      // A browser that keeps nothing for a page of this kind leaves it without a draft.
    }
  }

  function undo() {
    const last = past.pop();
    if (!last) return;
    const [index, before] = last;
    events[index] = JSON.parse(before);
    told[index] = before;
    draw();
    at("undo").disabled = !past.length;
    tell(words.unsaved);
  }

  function takeUp() {
    try {
      const draft = JSON.parse(localStorage.getItem(DRAFT));
      if (!draft || draft.events.length !== events.length) return;
      draft.events.forEach((event, index) => {
        events[index] = event;
        told[index] = JSON.stringify(event);
      });
      draft.dropped.forEach((index) => dropped.add(index));
      unsaved = true;
      tell(words.draft);
    } catch {
      // No draft, or none that can be read.
    }
  }

  function changed(event, tick = true) {
    unsaved = true;
    if (tick && !event.reviewed) {
      event.reviewed = true;
      const box = at(`reviewed-${events.indexOf(event)}`);
      if (box) box.checked = true;
    }
    keep(event);
    tell(words.unsaved);
    progress();
  }

  function progress() {
    const kept = events.filter((_, index) => !dropped.has(index));
    at("progress").textContent = fill(words.progress, {reviewed: kept.filter((event) => event.reviewed).length, all: kept.length});
  }

  function tell(text) { at("told").textContent = text; }

  // An event's parts

  function quotes(event) {
    const box = make("div", {class: "quotes"}, make("h3", {}, words.quotes));
    for (const report of event.reports ?? []) {
      const article = articles.get(report.article) ?? {};
      const name = [article.publisher, article.title, article.published].filter(Boolean).join(", ") || report.article;
      const link = /^https?:\/\/[^\s]+$/i.test(article.url ?? "")
        ? make("a", {href: article.url, rel: "noopener noreferrer", target: "_blank"}, name) : name;
      box.append(make("figure", {}, make("blockquote", {dir: "auto", lang: article.language ?? ""}, report.quote), make("figcaption", {dir: "auto"}, link)));
    }
    if (!event.reports?.length) box.append(make("p", {class: "missing"}, words.no_quote));
    return box;
  }

  function names(text) { return text.split(";").map((name) => name.trim()).filter(Boolean); }

  function dates(event) {
    const date = event.date ?? {};
    const set = (key) => (value) => {
      event.date = {...event.date, [key]: value || null};
      const {start, end} = event.date;
      event.date.precision = !start && !end ? null : start && end && start !== end ? "range" : ["year", "month", "day"][((start || end).length - 4) / 3];
      changed(event);
    };
    const bounds = {pattern: DAY, inputMode: "numeric", title: words.from, size: 12};
    const start = line(date.start, set("start"), bounds), end = line(date.end, set("end"), bounds);
    const check = () => {
      const real = [start, end].map((input) => !input.value || isDay(input.value.trim()));
      const order = real.every(Boolean) && start.value && end.value && start.value.trim() > end.value.trim();
      start.setCustomValidity(real[0] ? (order ? words.bad_order : "") : words.bad_day);
      end.setCustomValidity(real[1] ? "" : words.bad_day);
    };
    for (const input of [start, end]) input.addEventListener("input", check);
    const box = make("div", {class: "row"}, field(words.from, start), field(words.to, end));
    if (date.text) box.append(make("p", {class: "as-read", dir: "auto"}, fill(words.date_words, {text: date.text})));
    return box;
  }

  /** Whether a date is one of the calendar: its form alone would let 30 February pass. */
  function isDay(text) {
    const [year, month = 1, day = 1] = text.split("-").map(Number), date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  }

  function position(place) {
    return place.lat === null || place.lat === undefined ? "" : ` (${place.lat.toFixed(3)}, ${place.lon.toFixed(3)})`;
  }

  // Places of one name that were not found, or may be the same several places: a table has hundreds, to be decided once.
  const alike = new Map();
  const nameKey = (place) => JSON.stringify([place.name, (place.rivals ?? []).map((rival) => rival.place_id)]);
  asRead.forEach((places, number) => places.forEach((place, index) => {
    if (place.status === "resolved") return;
    const key = nameKey(place);
    if (!alike.has(key)) alike.set(key, []);
    alike.get(key).push([number, index]);
  }));

  function namesakes(number_, index) {
    const all = asRead[number_][index].status === "resolved" ? [] : alike.get(nameKey(asRead[number_][index]));
    return all.filter(([number, at_]) => (number !== number_ || at_ !== index) && !dropped.has(number) && !events[number].reviewed);
  }

  function applyToNamesakes(number_, index) {
    if (!complete()) return;
    const {place_id = null, label = null, lat, lon, country = null, admin1 = null, precision = null, radius_km = null, status} = events[number_].places[index];
    const others = namesakes(number_, index);
    for (const [number, at_] of others) {
      events[number].places[at_] = {...events[number].places[at_], place_id, label, lat, lon, country, admin1, precision, radius_km, status};
      changed(events[number], false);
    }
    draw();
    tell(fill(words.applied, {count: others.length}));
    at("told").tabIndex = -1;
    at("told").focus();
  }

  function placeBox(event, number_, index) {
    const place = event.places[index];
    const read_ = asRead[number_][index];
    const box = make("fieldset", {}, make("legend", {dir: "auto"}, fill(words.place, {role: words.roles[place.role] ?? place.role, name: place.name})));
    for (const [question, , where] of findings[number_]) if (where === index) box.append(make("p", {class: "question"}, words.questions[question]));
    const group = `place-${number_}-${index}`;
    const spread = make("button", {type: "button", hidden: true, onclick: () => applyToNamesakes(number_, index)});
    const offer = () => {
      const others = namesakes(number_, index).length;
      spread.hidden = !others || event.places[index].status !== "resolved";
      spread.textContent = fill(words.namesakes, {count: others});
    };
    const set = (values) => { event.places[index] = {...event.places[index], ...values}; changed(event); offer(); };
    const same = (a, b) => a.lat === b.lat && a.lon === b.lon && (a.place_id ?? null) === (b.place_id ?? null);
    let any = false;
    const option = (text, on, pick) => {
      const radio = make("input", {type: "radio", name: group, checked: on && !any, onchange: pick});
      any ||= on;
      box.append(make("label", {class: "option", dir: "auto"}, radio, text));
      return radio;
    };
    const placed = (one) => one.lat !== null && one.lat !== undefined;
    if (placed(read_)) option(fill(words.as_read, {label: `${said(read_.label) ?? read_.name}${position(read_)}`}), same(place, read_), () => set({...read_, status: "resolved"}));
    for (const rival of read_.rivals ?? []) {
      if (rival.place_id === read_.place_id) continue;
      option(`${rival.label}${position(rival)}`, same(place, rival), () => set({
        place_id: rival.place_id, label: rival.label, lat: rival.lat, lon: rival.lon, country: null, admin1: null, status: "resolved",
        precision: place.precision ?? "settlement", radius_km: null}));
    }
    const own = {lat: placed(place) ? place.lat : null, lon: placed(place) ? place.lon : null, label: said(place.label) ?? place.name};
    const take = () => {
      if (own.lat === null || own.lon === null) return;
      set({place_id: null, lat: own.lat, lon: own.lon, label: reworded(place.label, own.label), country: null, admin1: null, status: "resolved", precision: event.places[index].precision ?? "settlement", radius_km: null});
    };
    const other = option(words.other, placed(place) && !any, () => { inputs.hidden = false; take(); });
    const edit = (key) => (value) => { own[key] = value; other.checked = true; take(); };
    const inputs = make("div", {class: "row"},
      field(words.lat, number(own.lat, edit("lat"), {min: -90, max: 90})),
      field(words.lon, number(own.lon, edit("lon"), {min: -180, max: 180})),
      field(words.label, line(own.label, edit("label"))));
    inputs.hidden = !other.checked;
    option(words.unknown, !placed(place), () => set({place_id: null, lat: null, lon: null, admin1: null, country: null, precision: null, radius_km: null, status: "unresolved"}));
    box.append(inputs, field(words.precision, choice([["", "–"], ...PRECISIONS.map((key) => [key, words.precisions[key]])], place.precision ?? "", (value) => set({precision: value || null}))), spread);
    offer();
    return box;
  }

  function quantityBox(event, index) {
    const quantity = event.quantities[index];
    const set = (key) => (value) => { event.quantities[index] = {...event.quantities[index], [key]: value}; changed(event); };
    return make("div", {class: "row"},
      field(words.qualifier, choice(Object.entries(words.qualifiers), quantity.qualifier ?? "exact", set("qualifier"))),
      field(fill(words.quantity, {unit: quantity.unit}), number(quantity.value, set("value"), {min: 0})),
      make("p", {class: "as-read", dir: "auto"}, quantity.text ? fill(words.date_words, {text: quantity.text}) : ""));
  }

  function form(event, index) {
    const set = (key) => (value) => { event[key] = value; changed(event); };
    const reviewed = make("input", {type: "checkbox", id: `reviewed-${index}`, checked: Boolean(event.reviewed)});
    reviewed.onchange = () => { event.reviewed = reviewed.checked; changed(event, false); };
    const drop = make("input", {type: "checkbox", checked: dropped.has(index)});
    const section = make("section", {class: "event", "aria-labelledby": `event-${index}`});
    section.classList.toggle("dropped", dropped.has(index));
    drop.onchange = () => {
      dropped[drop.checked ? "add" : "delete"](index);
      section.classList.toggle("dropped", drop.checked);
      changed(event, false);
    };
    const asked = findings[index].map(([question, detail, where]) => {
      const what = where === null ? detail : event.places[where].name;
      return make("li", {dir: "auto"}, make("b", {}, words.questions[question]), what ? `: ${what}` : "");
    });
    // Whoever denies an event disputes it: the box follows the names.
    const disputed = make("input", {type: "checkbox", checked: Boolean(event.disputed), onchange: () => set("disputed")(disputed.checked)});
    const deny = (value) => {
      const conflict = (event.related ?? []).some((link) => link.as === "conflicts_with");
      event.denied_by = names(value);
      disputed.checked = event.disputed = event.denied_by.length > 0 || conflict;
      changed(event);
    };
    const retitle = (value) => set("title")(reworded(event.title, value, made[index] && !isTold(event.title)));
    const decisions = make("div", {class: "decisions"},
      field(words.headline, line(said(event.title), retitle, {dir: "auto"})),
      make("div", {class: "row"},
        field(words.kind, choice(Object.entries(kinds), event.kind, set("kind"))),
        field(words.status, choice(Object.entries(statuses), event.status ?? "reported", set("status")))),
      dates(event),
      ...(event.places ?? []).map((_, place) => placeBox(event, index, place)),
      ...(event.quantities ?? []).map((_, quantity) => quantityBox(event, quantity)),
      field(words.claimed_by, line((event.claimed_by ?? []).join("; "), (value) => set("claimed_by")(names(value)), {dir: "auto"})),
      field(words.denied_by, line((event.denied_by ?? []).join("; "), deny, {dir: "auto"})),
      make("label", {class: "option"}, disputed, words.disputed));
    const heading = make("h2", {id: `event-${index}`, dir: "auto"}, said(event.title) ?? `${kinds[event.kind] ?? event.kind} ${event.id}`);
    section.append(heading, make("ul", {class: "asked"}, ...asked), make("div", {class: "beside"}, quotes(event), decisions),
      make("div", {class: "ends"}, make("label", {class: "option"}, reviewed, words.reviewed), make("label", {class: "option"}, drop, words.drop)));
    return section;
  }

  // The list

  function words_of(event) {
    return [event.id, said(event.title), ...(event.places ?? []).flatMap((place) => [place.name, said(place.label)]), ...(event.reports ?? []).map((report) => report.quote)].join(" ").toLocaleLowerCase();
  }

  function wanted() {
    const text = view.text.toLocaleLowerCase();
    return events.map((_, index) => index).filter((index) => {
      const found = findings[index];
      const asked = view.show === "all" || (view.show === "open" ? found.length > 0 : found.some(([question]) => question === view.show));
      return asked && (!text || words_of(events[index]).includes(text));
    });
  }

  function draw() {
    const list = wanted();
    view.first = Math.max(0, Math.min(view.first, Math.floor((list.length - 1) / PER_PAGE) * PER_PAGE));
    const shown = list.slice(view.first, view.first + PER_PAGE);
    at("events").replaceChildren(...shown.map((index) => form(events[index], index)));
    if (!shown.length) at("events").append(make("p", {class: "missing"}, words.none));
    at("range").textContent = list.length ? fill(words.page, {from: view.first + 1, to: view.first + shown.length, all: list.length}) : "";
    at("previous").disabled = view.first === 0;
    at("next").disabled = view.first + PER_PAGE >= list.length;
    progress();
  }

  function turn(step) {
    if (!complete()) return;
    view.first += step * PER_PAGE;
    draw();
    at("events").focus();
    scrollTo(0, 0);
  }

  function complete() {
    const wrong = at("events").querySelector("input:invalid");
    if (!wrong) return true;
    tell(words.invalid);
    wrong.reportValidity();
    return false;
  }

  function save() {
    if (!complete()) return;
    const kept = events.filter((_, index) => !dropped.has(index));
    const ids = new Set(kept.map((event) => event.id));
    for (const event of kept) if (event.related) event.related = event.related.filter((link) => ids.has(link.event));
    const blob = new Blob([`${JSON.stringify({...file, events: kept}, null, 1)}\n`], {type: "application/json"});
    const link = make("a", {href: URL.createObjectURL(blob), download: "events.json"});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    unsaved = false;
    try { localStorage.removeItem(DRAFT); } catch { /* there is none */ }
    tell(words.saved);
  }

  const shows = [["open", words.open], ["all", words.all], ...Object.entries(words.questions).filter(([question]) => findings.some((found) => found.some(([name]) => name === question)))];
  const show = choice(shows, view.show, (value) => { if (complete()) { Object.assign(view, {show: value, first: 0}); draw(); } else show.value = view.show; });
  const search = make("input", {type: "search", oninput: () => { if (complete()) { Object.assign(view, {text: search.value, first: 0}); draw(); } }});
  at("filters").append(field(words.show, show), field(words.search, search));
  at("save").onclick = save;
  at("undo").onclick = undo;
  at("previous").onclick = () => turn(-1);
  at("next").onclick = () => turn(1);
  at("bar").hidden = at("turns").hidden = false;
  addEventListener("keydown", (key) => { if (key.key === "s" && (key.ctrlKey || key.metaKey)) { key.preventDefault(); save(); } });
  addEventListener("beforeunload", (leaving) => { if (unsaved) leaving.preventDefault(); });
  takeUp();
  draw();
  document.documentElement.classList.add("drawn");
})();
