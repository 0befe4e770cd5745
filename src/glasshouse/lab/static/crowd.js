// The page of the crowd: sliders and switches ask the lab for the year anew, and everything on the page follows.
import { crowdDots } from "./crowd-dots.js";
import { root } from "./root.js";

const find = (name) => document.getElementById(name);
const form = find("controls"), live = find("changes"), section = document.querySelector(".crowd");
const names = [...document.querySelectorAll("#states button")].map((b) => ({ word: b.querySelector("strong").dataset.shown, name: b.querySelector("span").textContent, state: Number(b.dataset.state) }));
const tab = Math.random().toString(36).slice(2, 14);
const whole = (n) => n.toLocaleString(document.documentElement.lang);
let asking = null, shown = null, said = live.textContent + " Choose a dot to read that life.", seedsTimer = 0, retry = 0, opening = false;

// What stands in the address: only what differs from the first sight, in the names of the form's fields.
function query() {
  const out = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") out.set(name, value);
  return out;
}

async function asked(path, state, options = {}) {
  const answer = await fetch(`${root}${path}?${state}`, { headers: { accept: "application/json" }, ...options });
  const told = await answer.json().catch(() => ({ message: "The lab gave no answer that can be read." }));
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
    show(told, state);
    if (!mine.again) seedsTimer = setTimeout(otherSeeds, 900);
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

// A lab that went away says so, and is asked again until it is back.
function trouble(error, again) {
  say(error.status ? error.message : "The lab does not answer, so the page shows what it last said. Is it still running? It is asked again every few seconds.");
  if (!error.status || error.status === 429) retry = setTimeout(again, 3000);
}

function say(text) { said = live.textContent = text; }

function show(told, state) {
  const before = shown, all = told.rows.at(-1);
  shown = told;
  const moved = dots.show(told.states, told.groups, told.rows.slice(0, -1).map(({ name }) => name));
  find("found").textContent = whole(all.mistaken);
  find("beside").textContent = told.beside;
  find("why").textContent = told.why;
  find("command").textContent = told.command;
  find("label").textContent = told.label;
  if (before) find("other-seeds").textContent = "";
  for (const { word } of names) document.querySelector(`[data-shown="${word}"]`).textContent = whole(told.shown[word]);
  for (const [k, row] of told.rows.entries()) for (const cell of document.querySelectorAll(`[data-row="${k}"] [data-cell]`)) fill(cell, row[cell.dataset.cell], before?.rows[k][cell.dataset.cell]);
  lives(told.examples);
  history.replaceState(null, "", `${root}/?${state}`);
  for (const link of find("files").children) link.href = `${link.href.split("?")[0]}?${state}`;
  const next = new URLSearchParams(state), button = find("next-seed");
  button.dataset.next = (Number(state.get("seed") ?? 1) % 999999) + 1;
  next.set("seed", button.dataset.next);
  button.href = `${root}/?${next}`;
  if (before) say(changes(before.rows.at(-1), all, moved, before.groups === told.groups));
}

function fill(cell, value, before) {
  const number = cell.querySelector("span") ?? cell, note = cell.querySelector("small");
  number.textContent = whole(value);
  if (!note) return;
  const more = before === undefined ? 0 : value - before;
  note.textContent = more ? `${whole(Math.abs(more))} ${more > 0 ? "more" : "fewer"}` : "";
  note.className = more > 0 ? "more" : "fewer";
}

// What the change did, in a sentence that a screen reader reads out.
function changes(before, now, moved, same) {
  const parts = [["mistaken", "taken for somebody else"], ["sanctioned", "sanctioned"], ["wronged", "wrongly sanctioned"]];
  const told = parts.filter(([name]) => now[name] !== null).map(([name, words]) => {
    const more = now[name] - before[name];
    return `${whole(now[name])} ${words} (${more === 0 ? "as before" : `${whole(Math.abs(more))} ${more > 0 ? "more" : "fewer"}`})`;
  });
  const first = !same ? "Other people, with another seed: " : moved === 0 ? "Nobody’s dot changed: " : `${whole(moved)} ${moved === 1 ? "dot" : "dots"} changed: `;
  return `${first}${told.join(", ")}.`;
}

function lives(examples) {
  const list = find("lives");
  list.replaceChildren(...examples.map(({ person, words }) => {
    const item = document.createElement("li"), button = document.createElement("button");
    button.textContent = words;
    button.dataset.person = person;
    item.append(button);
    return item;
  }));
  if (!examples.length) list.append(Object.assign(document.createElement("li"), { textContent: "Nobody came to harm here." }));
}

async function otherSeeds() {
  const mine = asking, state = query();
  try {
    const told = await asked("/api/crowd/other-seeds", new URLSearchParams([...state, ["tab", tab]]), { signal: mine.signal });
    if (mine === asking) find("other-seeds").textContent = `${told.words} Chance only. Unpublished facts, such as how good the software is, matter more.`;
  } catch { /* it is extra: the next change asks again */ }
}

async function openLife(person) {
  if (opening) return;
  opening = true;
  asking?.abort(); clearTimeout(seedsTimer);
  const words = `Simulating those days again, to tell the life of person ${whole(person)} …`;
  live.textContent = words;
  const state = query();
  state.delete("guess");
  state.set("person", person);
  try {
    location.assign(root + (await asked("/api/crowd/keep", state, { method: "POST" })).link);
  } catch (error) {
    live.textContent = error.status ? error.message : "The lab does not answer. Is it still running?";
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
    if (own) output.append(Object.assign(document.createElement("small"), { textContent: " as in this account" }));
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.addEventListener("input", () => { select.selectedIndex = range.value; told(); follow(); });
  select.hidden = true;
  label.append(output);
  label.after(range);
  label.htmlFor = range.id = `${select.id}-slider`;
  told();
}

const canvas = find("dots"), tap = window.matchMedia("(hover: none)").matches;
live.textContent = said;
canvas.hidden = false;
const dots = crowdDots(canvas, {
  chosen: openLife,
  pointed: (one) => {
    if (opening) return;
    live.textContent = one === null
      ? said
      : `Person ${whole(one.person)}, one of the ${one.group}: ${names.find(({ state }) => state === one.state).name.toLowerCase()}. ${tap ? "Tap again" : "Choose"} to read this life.`;
  },
});
form.querySelectorAll("select").forEach(slider);
form.querySelectorAll("input[type=checkbox]").forEach((box) => box.addEventListener("change", follow));
form.addEventListener("submit", (event) => { event.preventDefault(); follow(); });
find("apply").hidden = true;
find("next-seed").addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  let seed = form.elements.namedItem("seed");
  if (!seed) { seed = Object.assign(document.createElement("input"), { type: "hidden", name: "seed" }); form.append(seed); }
  seed.value = event.currentTarget.dataset.next;
  follow();
});
find("lives").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  openLife(Number(button.dataset.person));
});
find("states").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const on = button.getAttribute("aria-pressed") !== "true";
  for (const other of find("states").querySelectorAll("button")) other.setAttribute("aria-pressed", String(on && other === button));
  dots.light(on ? Number(button.dataset.state) : null);
});
follow();
