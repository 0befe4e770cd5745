// Page 5: the filter of the numbers answers at once, the address follows, and a table is evaluated without leaving it.

import { root } from "./root.js";
import { speaking, t } from "./words.js";

const filter = document.getElementById("filter");
const left = document.getElementById("left");
const parts = [...document.querySelectorAll("#parts > details")];
const rows = parts.flatMap((part) => [...part.querySelectorAll("tbody tr")].map((row) => ({ row, part })));

function sift() {
  const { q, part, evidence } = filter.elements;
  const words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
  const filtered = words.length > 0 || part.value !== "" || evidence.value !== "all";
  const found = new Map(parts.map((one) => [one, 0]));
  for (const { row, part: own } of rows) {
    const fits = (part.value === "" || part.value === own.dataset.part)
      && (evidence.value === "all" || evidence.value === row.dataset.evidence)
      && words.every((word) => row.dataset.words.includes(word));
    row.hidden = !fits;
    found.set(own, found.get(own) + fits);
  }
  for (const [own, number] of found) {
    own.hidden = number === 0;
    own.open = filtered && number > 0;
  }
  const total = [...found.values()].reduce((sum, number) => sum + number, 0);
  left.textContent = t("{count} of {all} numbers.", { count: total, all: rows.length });
  follow();
}

function follow() {
  const here = new URL(location.href);
  const first = { preset: "as-described", part: "", evidence: "all", q: "" };
  for (const [name, value] of Object.entries(first)) {
    const now = filter.elements[name].value.trim();
    if (now === value) here.searchParams.delete(name);
    else here.searchParams.set(name, now);
  }
  here.pathname = `${root}/validation`;
  history.replaceState(null, "", here);
}

filter.addEventListener("input", sift);
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  sift();
});
filter.querySelector("button").hidden = true;

const choose = document.getElementById("choose");
choose.addEventListener("change", () => choose.requestSubmit());
choose.addEventListener("submit", () => {
  // The filter's words stay when another account is chosen; its parts may be others.
  for (const name of ["q", "evidence"]) {
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name, value: filter.elements[name].value });
    if (kept.value !== "" && kept.value !== "all") choose.append(kept);
  }
});

async function evaluate(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const [button, said] = [form.querySelector("button"), form.querySelector("[role=status]")];
  button.disabled = true;
  said.classList.remove("done");
  said.textContent = t("Evaluating: this takes some seconds.");
  try {
    const answer = await fetch(`${root}/api/validation/tables/${form.dataset.table}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...speaking },
      body: JSON.stringify({ seed: Number(form.elements.seed.value) }),
    });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.message);
    show(form.closest("details"), found);
    const same = found.same ? t("Every verdict is the one that ships.") : t("Some verdict is another than the one that ships.");
    const { verdict, draws } = found, seed = String(found.seed), seconds = found.seconds;
    said.textContent = t("Here, now, with seed {seed}: {verdict}. {draws} draws in {seconds} s. {same}", { seed, verdict, draws, seconds, same });
    said.classList.add("done");
  } catch (error) {
    said.textContent = error instanceof TypeError ? t("The lab does not answer. Is it still running?") : error.message;
  } finally {
    button.disabled = false;
  }
}

function show(table, found) {
  const lines = [...table.querySelectorAll("[data-figures] tbody tr")];
  found.rows.forEach((cells, k) => cells.forEach((text, place) => { lines[k].children[place].textContent = text; }));
}

for (const form of document.querySelectorAll(".again-now")) form.addEventListener("submit", evaluate);
