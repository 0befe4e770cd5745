"use strict";
// The page: controls, the crowd of dots, rates by group, and the address.

const byId = (id) => document.getElementById(id);
const facts = JSON.parse(byId("facts").textContent);
const COLOURS = ["#2c7fb8", "#41b6c4", "#7fcdbb", "#c7c7a0", "#fdae61", "#d7191c", "#777777", "#c9c9c9"];
let worker = null;
let asked = 0;
let shown = { groups: null, outcomes: null };

/** The bytes of a part of the page, packed with gzip and written in base64. */
async function unpacked(id) {
  const packed = Uint8Array.from(atob(byId(id).textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const preset = () => facts.presets[byId("preset").value];

function at() {
  const { stops } = preset();
  return stops[Math.min(Number(byId("dial").value), stops.length - 1)];
}

function key() {
  return [String(at()), ...facts.levers.filter(({ name }) => byId(name).checked).map(({ name }) => name)].join(" ");
}

/** What the address says, or the first view. */
function read() {
  const told = new URLSearchParams(location.hash.slice(1));
  const chosen = told.get("preset") in facts.presets ? told.get("preset") : Object.keys(facts.presets)[0];
  byId("preset").value = chosen;
  const { stops, own } = facts.presets[chosen];
  const place = stops.indexOf(told.has("threshold") ? Number(told.get("threshold")) : own);
  byId("dial").max = stops.length - 1;
  byId("dial").value = place < 0 ? stops.indexOf(own) : place;
  byId("dial-row").hidden = stops.length < 2;
  const on = (told.get("on") ?? "").split(",");
  for (const { name } of facts.levers) byId(name).checked = on.includes(name);
  const seed = Number(told.get("seed") ?? 1);
  byId("seed").value = Number.isSafeInteger(seed) && seed >= 0 ? seed : 1;
}

function write() {
  const on = facts.levers.filter(({ name }) => byId(name).checked).map(({ name }) => name);
  const told = new URLSearchParams({ preset: byId("preset").value });
  if (at() !== preset().own) told.set("threshold", at());
  if (on.length) told.set("on", on.join(","));
  if (Number(byId("seed").value) !== 1) told.set("seed", byId("seed").value);
  history.replaceState(null, "", `#${told}`);
}

function simulate() {
  byId("at").textContent = at();
  const { commands, title, labels, leaves_out: left, days } = preset();
  byId("title").textContent = `${title} (${labels[key()]})`;
  byId("left-out").replaceChildren(
    ...left.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
  const seed = Number(byId("seed").value) || 0;
  const sizes = `--population ${facts.population} --days ${days} --seed ${seed} --replicates 1`;
  byId("command").textContent = `${commands[key()]} ${sizes}`;
  byId("digest").textContent = "…";
  document.body.dataset.state = "running";
  worker.postMessage({ preset: byId("preset").value, key: key(), seed, id: ++asked });
}

const OUTCOMES = { sanctioned: 8, wrongly: 16, mistaken: 32 };

function draw() {
  const { groups, outcomes } = shown;
  const canvas = byId("crowd");
  const across = Math.ceil(Math.sqrt(outcomes.length * 2));
  const size = canvas.width / across;
  canvas.height = Math.ceil(outcomes.length / across) * size;
  const pen = canvas.getContext("2d");
  const bit = OUTCOMES[byId("outcome").value];
  const order = Uint32Array.from(outcomes, (_, k) => k);
  if (byId("sorted").checked) {
    const rank = (k) => groups[k] * 512 + (outcomes[k] & bit ? 0 : 256) + (outcomes[k] & 7);
    order.sort((a, b) => rank(a) - rank(b) || a - b);
  }
  pen.clearRect(0, 0, canvas.width, canvas.height);
  order.forEach((person, k) => {
    pen.fillStyle = COLOURS[outcomes[person] & 7];
    const x = (k % across) * size;
    const y = Math.floor(k / across) * size;
    pen.fillRect(x, y, size - 1, size - 1);
    if (outcomes[person] & bit) {
      pen.fillStyle = "#000000";
      pen.fillRect(x + size / 3, y + size / 3, size / 3, size / 3);
    }
  });
}

function rates() {
  const { groups, outcomes } = shown;
  const bit = OUTCOMES[byId("outcome").value];
  const names = preset().groups;
  const people = names.map(() => 0);
  const hit = names.map(() => 0);
  outcomes.forEach((own, k) => {
    people[groups[k]] += 1;
    if (own & bit) hit[groups[k]] += 1;
  });
  const share = names.map((_, g) => (people[g] ? hit[g] / people[g] : 0));
  const most = Math.max(...share, 1e-9);
  byId("rates").replaceChildren(
    ...names.map((name, g) => {
      const row = document.createElement("div");
      const percent = (100 * share[g]).toFixed(share[g] < 0.1 ? 1 : 0);
      const times = g > 0 && hit[0] >= 5 ? `, ${(share[g] / share[0]).toFixed(1)} times ${names[0]}` : "";
      const bar = document.createElement("span");
      bar.className = "bar";
      bar.style.width = `${(100 * share[g]) / most}%`;
      const text = document.createElement("span");
      text.textContent = `${name[0].toUpperCase()}${name.slice(1)}: ${percent} %${times}`;
      row.append(text, bar);
      return row;
    }),
  );
  const all = hit.reduce((sum, one) => sum + one, 0);
  const were = byId("outcome").selectedOptions[0].textContent;
  byId("answer").textContent = `${all.toLocaleString("en")} of ${outcomes.length.toLocaleString("en")} people were ${were}`;
}

function key_of_colours() {
  const { tiers } = preset();
  const were = byId("outcome").selectedOptions[0].textContent;
  const items = [...tiers.map((name, k) => [COLOURS[k], `tier ${name}`]), [COLOURS[7], "no score"]];
  byId("key").replaceChildren(
    ...items.flatMap(([colour, text]) => {
      const square = document.createElement("span");
      square.textContent = "■";
      square.style.color = colour;
      return [square, ` ${text}   `];
    }),
    `with a black dot: ${were}`,
  );
}

function show() {
  if (!shown.outcomes) return;
  draw();
  rates();
  key_of_colours();
}

function hear({ data: told }) {
  if (told.ready) return simulate();
  if (told.id !== asked) return;
  if (told.failed) {
    byId("day").textContent = `The simulation failed: ${told.failed}`;
    document.body.dataset.state = "failed";
    return;
  }
  if (told.groups) shown.groups = told.groups;
  if (told.outcomes) {
    shown.outcomes = told.outcomes;
    byId("day").textContent = `Day ${told.day} of ${told.days}`;
    show();
  }
  if (told.done) {
    byId("digest").textContent = told.digest;
    byId("time").textContent = `Simulated in this page in ${(told.milliseconds / 1000).toFixed(2)} s.`;
    document.body.dataset.milliseconds = Math.round(told.milliseconds);
    document.body.dataset.state = "done";
  }
}

async function start() {
  read();
  const [code, about, data] = await Promise.all(["wasm", "about", "years"].map(unpacked));
  const text = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
  const source = new Blob([byId("engine").textContent, byId("work").textContent], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(source));
  worker.onmessage = hear;
  worker.postMessage({ start: { code, about: text(about), data: text(data) } });
  for (const id of ["preset", "dial", "seed", ...facts.levers.map(({ name }) => name)])
    byId(id).addEventListener("input", () => {
      if (id === "preset") {
        history.replaceState(null, "", `#preset=${byId("preset").value}`);
        read();
      }
      write();
      simulate();
    });
  for (const id of ["outcome", "sorted"]) byId(id).addEventListener("input", show);
  addEventListener("hashchange", () => {
    read();
    simulate();
  });
}

start();
