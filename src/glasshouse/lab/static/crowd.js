// The page of the crowd: sliders and switches ask the lab for the year anew, and everything on the page follows.
import { bars } from "./crowd-bars.js";
import { crowdDots } from "./crowd-dots.js";
import { turning } from "./crowd-history.js";
import { root } from "./root.js";
import { joined, plural, speaking, t, whole } from "./words.js";

const find = (name) => document.getElementById(name);
const form = find("controls"), live = find("changes"), section = document.querySelector(".crowd");
const pupil = "pupil" in section.dataset, inClass = "class" in section.dataset;
const names = [...document.querySelectorAll("#states [data-state]")].map((b) => ({ word: b.querySelector("strong").dataset.shown, said: b.dataset.said, state: Number(b.dataset.state) }));
const tab = Math.random().toString(36).slice(2, 14);
const tap = window.matchMedia("(hover: none)").matches, reading = pupil ? "" : ` ${tap ? t("Tap again to read this life.") : t("Choose to read this life.")}`;
let asking = null, shown = null, pinned = null, said = live.textContent + (pupil ? "" : ` ${t("Choose a dot to read that life.")}`), seedsTimer = 0, retry = 0, opening = false;

// What stands in the address: only what differs from the first sight, in the names of the form's fields.
function query() {
  const out = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") out.set(name, value);
  return out;
}

async function asked(path, state, options = {}) {
  const answer = await fetch(`${root}${path}?${state}`, { headers: { accept: "application/json", ...speaking }, ...options });
  const told = await answer.json().catch(() => ({ message: t("The lab gave no answer that can be read.") }));
  if (!answer.ok) throw Object.assign(new Error(told.message), { status: answer.status });
  return told;
}

// One request at a time. While a slider is dragged, the one under way is let finish, so that the dots move with it, and
// then the latest state is asked for; one that takes long is given up for the latest.
const PATIENCE = 400;

function follow() {
  if (asking?.busy && performance.now() - asking.began < PATIENCE) asking.again = true;
  else ask();
}

async function ask() {
  clearTimeout(seedsTimer); clearTimeout(retry);
  asking?.abort();
  const mine = (asking = Object.assign(new AbortController(), { busy: true, began: performance.now() })), state = query();
  const late = setTimeout(() => section.classList.add("late"), PATIENCE);
  try {
    const told = await asked("/api/crowd", new URLSearchParams([...state, ["tab", tab]]), { signal: mine.signal });
    if (mine !== asking) return;
    await baseline(told, state, mine.signal);
    if (mine !== asking) return;
    show(told, state);
    // Of a class, five more crowds each would keep everybody waiting.
    if (!mine.again && !inClass) seedsTimer = setTimeout(otherSeeds, 900);
  } catch (error) {
    if (mine === asking && error.name !== "AbortError" && error.status !== 409) trouble(error, follow);
  } finally {
    clearTimeout(late);
    mine.busy = false;
    if (mine === asking) {
      section.classList.remove("late");
      if (mine.again) ask();
    }
  }
}

// What changes are told against: the account as it is, until somebody pins something else.
async function baseline(told, state, signal) {
  if (pinned?.own || (pinned && pinned.told.groups === told.groups)) return;
  const plain = asItWas(state);
  pinned = { state: plain, told: String(plain) === String(state) ? told : await asked("/api/crowd", plain, { signal }) };
}

function asItWas(state) {
  const kept = new URLSearchParams();
  for (const name of ["preset", "seed", "guess"]) if (state.has(name)) kept.set(name, state.get(name));
  return kept;
}

// A lab that went away says so, and is asked again until it is back.
function trouble(error, again) {
  say(error.status ? error.message : t("The lab does not answer, so the page shows its last answer. Is it still running? The page asks again every few seconds."));
  if (!error.status || error.status === 429 || error.status === 503) retry = setTimeout(again, 3000);
}

function say(text) { said = live.textContent = text; }

function show(told, state) {
  const before = shown, all = told.rows.at(-1), was = pinned.told;
  shown = told;
  dots.show(told.states, told.groups, told.rows.slice(0, -1).map(({ name }) => name));
  find("found").textContent = whole(all.mistaken);
  find("beside").textContent = told.beside;
  find("why").textContent = told.why;
  find("trade").textContent = told.trade;
  find("command").textContent = told.command;
  for (const label of document.querySelectorAll("[data-label]")) label.textContent = told.label;
  if (before) find("other-seeds").textContent = "";
  for (const { word } of names) document.querySelector(`[data-shown="${word}"]`).textContent = whole(told.shown[word]);
  for (const [k, row] of told.rows.entries()) {
    for (const cell of document.querySelectorAll(`[data-row="${k}"] [data-cell]`)) fill(cell, row[cell.dataset.cell], was.rows[k]?.[cell.dataset.cell]);
    for (const rate of document.querySelectorAll(`[data-row="${k}"] [data-rate]`)) rate.textContent = row.rates[rate.dataset.rate];
  }
  groupBars.show(told, was);
  lives(told.examples);
  for (const link of find("files").children) link.href = `${link.href.split("?")[0]}?${state}`;
  for (const [word, where] of Object.entries(told.onward)) if (find(`onward-${word}`)) find(`onward-${word}`).href = root + where;
  const next = new URLSearchParams(state), button = find("next-seed");
  button.dataset.next = (Number(state.get("seed") ?? 1) % 999999) + 1;
  next.set("seed", button.dataset.next);
  button.href = `${root}/?${next}`;
  if (before || String(state) !== String(pinned.state)) say(changes(was, told, state, before));
}

function fill(cell, value, before) {
  const number = cell.querySelector("span") ?? cell, note = cell.querySelector("small");
  number.textContent = whole(value);
  if (!note) return;
  const more = before === undefined ? 0 : value - before;
  note.textContent = more ? changed(more) : "";
  note.className = more > 0 ? "more" : "fewer";
}

const changed = (more) => (more === 0 ? t("no change") : more > 0 ? t("{count} more", { count: more }) : t("{count} fewer", { count: -more }));

// What differs from the baseline, in a sentence that a screen reader reads out.
function changes(was, told, state, before) {
  const parts = [["mistaken", t("wrongly flagged")], ["sanctioned", t("sanctioned")], ["wronged", t("wrongly sanctioned")]];
  const then = was.rows.at(-1), now = told.rows.at(-1), same = was.groups === told.groups;
  const counts = parts.filter(([name]) => now[name] !== null && then[name] !== null).map(([name, words]) => {
    const more = now[name] - then[name];
    const change = changed(more);
    return t("{count} {harm} ({change})", { count: now[name], harm: words, change });
  });
  let moved = 0;
  if (same) for (let k = 0; k < told.states.length; k++) if (told.states[k] !== was.states[k]) moved++;
  const against = pinned.own ? t("your baseline") : t("the account as it is"), all = joined(counts);
  if (before && before.groups !== told.groups && same) return t("Other people, with another seed: {counts}.", { counts: all });
  if (String(state) === String(pinned.state)) return t("This is {baseline}: {counts}.", { baseline: against, counts: joined(counts.map((each) => each.replace(/\s*[(（].*[)）]/, ""))) });
  if (!same) return t("Other people. Against {baseline}: {counts}.", { baseline: against, counts: all });
  const dots = moved === 0 ? t("nobody’s dot changed") : plural("{count} dot changed", "{count} dots changed", moved);
  return t("Against {baseline}, {dots}: {counts}.", { baseline: against, dots, counts: all });
}

function lives(examples) {
  const list = find("lives");
  list.replaceChildren(...examples.map(({ person, words }) => {
    const item = document.createElement("li"), button = document.createElement("button");
    button.textContent = words;
    button.dataset.person = person;
    item.append(...(pupil ? [words] : [button]));
    return item;
  }));
  if (!examples.length) list.append(Object.assign(document.createElement("li"), { textContent: t("Nobody came to harm here.") }));
}

async function otherSeeds() {
  const mine = asking, state = query();
  try {
    const told = await asked("/api/crowd/other-seeds", new URLSearchParams([...state, ["tab", tab]]), { signal: mine.signal });
    if (mine === asking) find("other-seeds").textContent = told.words;
  } catch { /* it is extra: the next change asks again */ }
}

async function openLife(person) {
  if (opening || pupil) return;
  opening = true;
  asking?.abort(); clearTimeout(seedsTimer);
  live.textContent = t("Simulating again, to tell the life of person {person} …", { person });
  const state = query();
  state.delete("guess");
  state.set("person", person);
  try {
    location.assign(root + (await asked("/api/crowd/keep", state, { method: "POST" })).link);
  } catch (error) {
    live.textContent = error.status ? error.message : t("The lab does not answer. Is it still running?");
  } finally {
    opening = false;
  }
}

// A list of choices becomes a slider over them, which says what it stands at.
function slider(select) {
  const range = Object.assign(document.createElement("input"), { type: "range", min: 0, max: select.options.length - 1, step: 1, value: select.selectedIndex });
  const output = document.createElement("output"), label = select.closest("label");
  const name = label.firstChild.textContent.trim();
  range.setAttribute("aria-label", name);
  range.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
  const told = () => {
    const option = select.options[range.value], own = option.hasAttribute("data-own");
    output.textContent = option.text;
    if (own) output.append(Object.assign(document.createElement("small"), { textContent: ` ${t("as in this account")}` }));
    range.setAttribute("aria-valuetext", output.textContent);
    if (select.id === "threshold") for (const end of ["x1", "x2"]) find("trade-at").setAttribute(end, String((200 * Number(range.value)) / Math.max(1, Number(range.max))));
  };
  range.addEventListener("input", () => { select.selectedIndex = Number(range.value); told(); follow(); });
  range.addEventListener("change", () => turns.finished(select.id));
  select.addEventListener("restored", () => { range.value = select.selectedIndex; told(); });
  select.hidden = true;
  label.append(output);
  label.after(range);
  label.htmlFor = range.id = `${select.id}-slider`;
  told();
}

function seed(value) {
  let field = form.elements.namedItem("seed");
  if (!field) { field = Object.assign(document.createElement("input"), { type: "hidden", name: "seed" }); form.append(field); }
  field.value = value;
}

const canvas = find("dots");
live.textContent = said;
canvas.hidden = false;
const dots = crowdDots(canvas, {
  chosen: openLife,
  pointed: (one) => {
    if (opening) return;
    live.textContent = one === null
      ? said
      : t("Person {person}, one of the {group}: {what}.", { person: one.person, group: one.group, what: names.find(({ state }) => state === one.state).said }) + reading;
  },
});
const groupBars = bars(find("rates"));
// Each finished change is a step of the browser's history, so that Back and Undo take it back.
const turns = turning({
  address: () => `${root}/?${query()}`,
  undo: find("undo"),
  restore: (state) => {
    if (["preset", "guess"].some((name) => (state.get(name) ?? "") !== (query().get(name) ?? ""))) return false;
    for (const select of form.querySelectorAll("select")) {
      const wanted = state.get(select.name) ?? "", place = [...select.options].findIndex(({ value }) => value === wanted);
      if (place < 0) return false;
      select.selectedIndex = place;
      select.dispatchEvent(new Event("restored"));
    }
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = state.get(box.name) === "true";
    seed(state.get("seed") ?? "");
    follow();
    return true;
  },
});
form.querySelectorAll("select").forEach(slider);
form.querySelectorAll("input[type=checkbox]").forEach((box) => box.addEventListener("change", () => { turns.finished(box.name); follow(); }));
form.addEventListener("submit", (event) => { event.preventDefault(); follow(); });
find("apply").hidden = true;
find("pin").hidden = document.querySelector(".sorting").hidden = false;
find("pin").addEventListener("click", () => {
  if (!shown) return;
  pinned = { own: true, state: query(), told: shown };
  show(shown, query());
});
find("reset").addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const plain = new URLSearchParams(event.currentTarget.search);
  if (pinned?.own) pinned = null;
  if (turns.restore(plain)) turns.finished("");
  else location.assign(event.currentTarget.href);
});
find("next-seed").addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  seed(event.currentTarget.dataset.next);
  turns.finished("");
  follow();
});
find("lives").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  openLife(Number(button.dataset.person));
});
find("sort").addEventListener("click", (event) => {
  const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(on));
  dots.sort(on);
});
find("states").addEventListener("click", (event) => {
  const button = event.target.closest("[data-state]");
  if (!button) return;
  const on = button.getAttribute("aria-pressed") !== "true";
  for (const other of find("states").querySelectorAll("[data-state]")) other.setAttribute("aria-pressed", String(on && other === button));
  live.textContent = on ? t("{what}: {meaning}.", { what: button.querySelector("span").textContent, meaning: button.dataset.meaning }) : said;
  dots.light(on ? Number(button.dataset.state) : null);
});
follow();
