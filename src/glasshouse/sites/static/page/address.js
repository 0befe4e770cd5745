// The view: all that can be chosen. It stands in the address, and each change of it is a step back in the history.

const OUTCOMES = Object.keys(facts.outcomes);
/** What can be counted in a preset: who is on file only where it is what the page opens on; elsewhere that is half the crowd. */
const outcomesOf = (preset) => OUTCOMES.filter((name) => name !== "recorded" || facts.presets[preset].opens === name);
const ORDERS = ["place", "outcome", "group"];

/** The view that an address asks for; what it asks for wrongly is as in the first view. */
function viewOf(fragment) {
  const told = new URLSearchParams(fragment.replace(/^#/, ""));
  const among = (name, choices) => (choices.includes(told.get(name)) ? told.get(name) : choices[0]);
  const preset = among("preset", Object.keys(facts.presets));
  const { stops, own } = facts.presets[preset];
  const asked = told.has("threshold") ? Number(told.get("threshold")) : own;
  const seed = Number(told.get("seed") ?? 1);
  const on = (told.get("on") ?? "").split(",");
  const view = {
    preset,
    stop: stops.includes(asked) ? asked : own,
    on: facts.levers.filter(({ name }) => on.includes(name)).map(({ name }) => name),
    seed: Number.isSafeInteger(seed) && seed >= 0 ? seed : 1,
    outcome: among("count", [facts.presets[preset].opens, ...outcomesOf(preset)]),
    order: among("sort", ORDERS),
    language: among("lang", [OWN_LANGUAGE, ...LANGUAGES]),
  };
  const key = (name, otherwise) => (told.get(name) in facts.presets[preset].commands ? told.get(name) : otherwise);
  const person = Number(told.get("life") ?? -1);
  const people = Number(told.get("people"));
  const size = facts.populations.includes(people) ? people : facts.populations[0];
  return {
    ...view,
    pin: key("pin", keyOf({ stop: own, on: [] })),
    life: Number.isSafeInteger(person) && person >= 0 && person < size ? person : null,
    size,
    beside: key("beside", keyOf(view)),
  };
}

/** The key of the run that a view shows. */
const keyOf = ({ stop, on }) => [String(stop), ...on].join(" ");

/** The fragment of a view: what is as in the first view is left out. */
function fragmentOf(view) {
  const { own, opens } = facts.presets[view.preset];
  const told = new URLSearchParams({ preset: view.preset });
  if (view.stop !== own) told.set("threshold", view.stop);
  if (view.on.length) told.set("on", view.on.join(","));
  if (view.size !== facts.populations[0]) told.set("people", view.size);
  if (view.seed !== 1) told.set("seed", view.seed);
  if (view.outcome !== opens) told.set("count", view.outcome);
  if (view.order !== ORDERS[0]) told.set("sort", view.order);
  if (view.pin !== keyOf({ stop: own, on: [] })) told.set("pin", view.pin);
  if (view.language !== OWN_LANGUAGE) told.set("lang", view.language);
  if (view.life !== null) told.set("life", view.life);
  if (view.life !== null && view.beside !== keyOf(view)) told.set("beside", view.beside);
  return `#${told}`;
}

/** The groups of a preset, as the language of the page calls them. */
const groupsOf = (preset) => facts.presets[preset].groups.map((name) => t(name));

/** A key in words: "threshold 0.54, human review". */
function wordsOf(preset, key) {
  const { stops, own } = facts.presets[preset];
  const [stop, ...on] = key.split(" ");
  const words = Number(stop) !== own && stops.length > 1 ? [t("threshold {value}", { value: decimal(Number(stop), 2) })] : [];
  words.push(...facts.levers.filter(({ name }) => on.includes(name)).map(({ title }) => t(title.toLowerCase())));
  return words.length ? joined(words) : t("the scenario unchanged");
}
