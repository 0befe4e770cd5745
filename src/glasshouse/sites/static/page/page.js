// The page: what is chosen, what was found of it, and all that shows it.

let { view, faults } = addressed();
let found = null;
let steps = 0;
let met = -1; // whom the page introduced last
/** After so long a pause, in ms, the slider's next move is another step of the history. */
const PAUSE = 1000;
let rested = -Infinity; // when the slider last came to rest, where no other step followed
let slidFrom = ""; // the view from which it was moved
const dots = new CrowdDots(byId("crowd"));
const card = new PersonCard(byId("card"), dots, () => ({ found, view }), openLife);
const panel = new LifePanel((person, key) => runs.of({ ...runOf(key), person }));
const runs = new Runs(hear, failed);

const runOf = (key) => ({ preset: view.preset, key, seed: view.seed, size: view.size });
const shown = () => runOf(keyOf(view));
const pinnedRun = () => (keyOf(view) === view.pin ? null : runs.of(runOf(view.pin)));

/** The view that the address asks for, and what of it could not be read; another page of the file has no view of the crowd. */
function addressed() {
  const elsewhere = (document.documentElement.dataset.view ?? "crowd") !== "crowd";
  return readAddress(elsewhere ? "" : location.hash);
}

function openLife(person) {
  const beside = view.pin === keyOf(view) ? keyOf(view) : view.pin;
  change({ life: person, beside });
  byId("life").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

/** Somebody of those who are counted: first the middle one by number, then the next, and so on around. */
function someone() {
  const { bit } = facts.outcomes[view.outcome];
  const counted = [...found.outcomes.keys()].filter((k) => found.outcomes[k] & bit);
  const last = counted.indexOf(met);
  return counted.length ? counted[last < 0 ? Math.floor(counted.length / 2) : (last + 1) % counted.length] : null;
}

function meet() {
  if (!found?.done || someone() === null) return;
  met = someone();
  openLife(met);
}

/** Another view. `step`: it is one step of the history; without it, it is one on the way, while a slider is dragged.
 * `sliding`: the slider came to rest; without a pause since it last did, both are one step. */
function change(next, step = true, sliding = false) {
  const alone = view.beside === keyOf(view);
  view = { ...view, ...next };
  faults = [];
  if (alone && !("beside" in next)) view.beside = keyOf(view);
  if (step && fragmentOf(view) !== location.hash) {
    const now = performance.now();
    const again = sliding && now - rested < PAUSE;
    rested = sliding ? now : -Infinity;
    if (again && fragmentOf(view) === slidFrom) return history.back(); // there and back: no step is left
    if (!again) slidFrom = fragmentOf(viewOf(location.hash));
    if (again) history.replaceState({ steps }, "", fragmentOf(view));
    else history.pushState({ steps: (steps += 1) }, "", fragmentOf(view));
  }
  simulate();
}

function simulate() {
  showControls();
  card.hide();
  const known = runs.of(shown());
  if (known) {
    runs.stop();
    found = { ...known, preset: view.preset };
    show();
    finish();
  } else {
    document.body.dataset.state = "running";
    byId("digest").textContent = "…";
    byId("time").textContent = "";
    found = found?.preset === view.preset && found.outcomes.length === view.size ? { ...found, done: false, day: 0 } : null; // until more is known
    runs.ask(shown());
    if (found) show();
  }
}

/** What is not known of the view is simulated next: what is pinned, the life, the same life beside it, further populations. */
function next() {
  const lives = view.life === null ? [] : [keyOf(view), view.beside].map((key) => ({ ...runOf(key), person: view.life }));
  const missing = [runOf(view.pin), ...lives, ...furtherRuns(shown())].find((run) => !runs.of(run));
  if (missing) runs.ask(missing);
}

function finish() {
  byId("digest").textContent = found.digest;
  byId("time").textContent = t("Simulated in this page in {seconds} s.", { seconds: decimal(found.milliseconds / 1000, 2) });
  document.body.dataset.milliseconds = Math.round(found.milliseconds);
  document.body.dataset.state = "done";
  panel.show(view);
  next();
}

function hear(name, told) {
  if (name === runs.nameOf(shown())) {
    found = { ...told, preset: view.preset };
    show();
    if (told.done) finish();
  } else if (told.done) {
    if (told.counted) showChance(found, countsByGroup(found, view.outcome, groupsOf(view.preset)));
    else if (!told.life) show();
    panel.show(view);
    next();
  }
}

function failed(why) {
  byId("day").textContent = t("The simulation failed: {reason}", { reason: why });
  document.body.dataset.state = "failed";
}

function show() {
  const names = groupsOf(view.preset);
  const finished = Boolean(found.done);
  document.body.dataset.first ??= Math.round(performance.now());
  byId("day").textContent = finished ? plural("{count} day", "{count} days", found.days_all) : t("Day {day} of {days}", { day: found.day, days: found.days_all });
  byId("progress").style.width = finished ? "0" : `${(100 * found.day) / found.days_all}%`;
  dots.draw(found, view, names);
  const pinned = pinnedRun();
  showKey(found, pinned, view);
  const counts = showRates(found, pinned, view, names, finished);
  const all = counts.hit.reduce((sum, one) => sum + one, 0);
  showAnswer(all, found.outcomes.length);
  byId("answer-word").dataset.term = view.outcome;
  showChance(found, counts);
  byId("meet").disabled = !finished || all === 0;
  showTradeOff(found, pinned);
  showChange(found, pinned, view);
  if (finished) showShare(describe(found, view, names, counts), addressOf(view));
}

/** What further populations say of the answer and of the groups, once all of them are known. */
function showChance(found, counts) {
  const further = furtherRuns(shown()).map((run) => runs.of(run));
  const all = countsOfAll(counts, further, view);
  const finished = Boolean(found.done);
  document.body.dataset.populations = further.filter(Boolean).length + 1;
  showRange(all, view, finished);
  byId("inequality").classList.toggle("unready", !finished);
  byId("inequality").textContent = inequality(counts, groupsOf(view.preset), finished, found, view, all);
}

/** How many are counted: a sentence, of which the outcome is a word with its definition. */
function showAnswer(counted, all) {
  const sentence = plural("{count} of {all} people was {outcome}", "{count} of {all} people were {outcome}", counted, { all, outcome: "{outcome}" });
  const [before, after] = sentence.split("{outcome}");
  byId("answer-number").textContent = before.trimEnd();
  byId("answer-word").textContent = t(facts.outcomes[view.outcome].words);
  byId("answer").replaceChildren(byId("answer-number"), before.slice(before.trimEnd().length), byId("answer-word"), after);
}

function showControls() {
  if (speak(view.language)) nameControls();
  const { commands, title, labels, leaves_out: left, days, own, stops, scores, cuts } = facts.presets[view.preset];
  const key = keyOf(view);
  showMisread(faults, view);
  showChoices(view);
  byId("preset").value = view.preset;
  byId("label").textContent = t(labels[key]);
  const named = t("{title} ({label})", { title: t(title), label: t(labels[key]) });
  byId("title").textContent = key === keyOf({ stop: own, on: [] }) ? named : `${named}: ${wordsOf(view.preset, key)}`;
  byId("left-out").replaceChildren(...left.map((text) => write(made("li"), text)));
  byId("dial-row").hidden = stops.length < 2;
  byId("dial").max = stops.length - 1;
  byId("dial").value = stops.indexOf(view.stop);
  byId("dial").setAttribute("aria-valuetext", decimal(view.stop, 2));
  byId("at").textContent = decimal(view.stop, 2);
  for (const { name } of facts.levers) {
    byId(name).checked = view.on.includes(name);
    byId(name).closest("span").hidden = !leversOf(view.preset).some((one) => one.name === name);
  }
  byId("language").value = view.language;
  byId("seed").value = view.seed;
  byId("people").value = view.size;
  byId("seed-said").textContent = "";
  showQuestion(scores);
  byId("tiers").hidden = !cuts.length;
  for (const order of ORDERS) byId(`sort-${order}`).checked = order === view.order;
  panel.show(view);
  byId("pin").disabled = key === view.pin;
  byId("undo").disabled = !history.state?.steps;
  const sizes = `--population ${view.size} --days ${days} --seed ${view.seed} --replicates 1`;
  byId("command").textContent = `${commands[key]} ${sizes}`;
}

/** The question, which speaks of a score where there is one; it is the title of the crowd's page, and of no other. */
function showQuestion(scores) {
  byId("asks-scores").hidden = !scores;
  byId("asks").hidden = scores;
  for (const place of document.querySelectorAll(".how-many")) place.textContent = whole(view.size);
  if ((document.documentElement.dataset.view ?? "crowd") !== "crowd") return;
  const people = facts.populations[0];
  document.title = scores ? t("What does a state that watches and scores do to {people} people?", { people })
    : t("What does a state that watches do to {people} people?", { people });
}

/** The seed of the box: what is none becomes the nearest one, or stays as it was, and the page says which there are. */
function takeSeed() {
  const typed = byId("seed").value.trim(), asked = typed ? Number(typed) : NaN;
  const seed = Number.isNaN(asked) ? view.seed : Math.min(MOST_SEED, Math.max(0, Math.floor(asked)));
  change({ seed });
  if (seed !== asked) byId("seed-said").textContent = t("Seed: a whole number from {low} to {high}.", { low: 0, high: MOST_SEED });
}

/** What the controls are called, where the page's data names them. */
function nameControls() {
  for (const option of byId("preset").options) write(option, facts.presets[option.value].title);
  for (const option of byId("people").options) option.textContent = whole(Number(option.value));
  for (const { name, title } of facts.levers)
    document.querySelector(`[data-term="${name}"]`).setAttribute("aria-label", t("What this does: {safeguard}", { safeguard: t(title) }));
}

function startControls() {
  const on = (id, kind, what) => byId(id).addEventListener(kind, what);
  const stop = () => facts.presets[view.preset].stops[Number(byId("dial").value)];
  const counted = () => (view.outcome === facts.presets[view.preset].opens ? "" : `&count=${view.outcome}`);
  on("preset", "change", () => change(viewOf(`#preset=${byId("preset").value}${counted()}&sort=${view.order}&seed=${view.seed}&people=${view.size}&lang=${view.language}`)));
  on("dial", "input", () => change({ stop: stop() }, false));
  on("dial", "change", () => change({ stop: stop() }, true, true));
  on("language", "change", () => change({ language: byId("language").value }));
  on("people", "change", () => change({ size: Number(byId("people").value), life: null }));
  on("seed", "change", takeSeed);
  for (const { name } of facts.levers)
    on(name, "change", () => change({ on: facts.levers.map((one) => one.name).filter((one) => byId(one).checked) }));
  for (const outcome of OUTCOMES) on(`count-${outcome}`, "change", () => change({ outcome }));
  for (const order of ORDERS) on(`sort-${order}`, "change", () => change({ order }));
  on("meet", "click", meet);
  on("beside", "change", () => change({ beside: byId("beside").value }));
  on("close-life", "click", () => change({ life: null }));
  on("pin", "click", () => change({ pin: keyOf(view) }));
  on("undo", "click", () => history.back());
  for (const id of ["link", "embed"]) on(`copy-${id}`, "click", () => copy(id));
  addEventListener("popstate", () => {
    steps = history.state?.steps ?? 0;
    rested = -Infinity;
    ({ view, faults } = addressed());
    simulate();
  });
  new ResizeObserver(() => found?.outcomes && dots.draw(found, view, groupsOf(view.preset))).observe(byId("crowd").parentElement);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => found?.outcomes && show());
}

startDefinitions();
startControls();
showControls();
runs.start().then(simulate);
