// The view: all that can be chosen. It stands in the address, and each change of it is a step back in the history.

const OUTCOMES = Object.keys(facts.outcomes);
const BITS = Object.fromEntries(OUTCOMES.map((name) => [name, facts.outcomes[name].bit]));
const outcomesOf = (preset) => facts.presets[preset].counted;
/** The safeguards that a preset offers. */
const leversOf = (preset) => facts.levers.filter(({ name }) => facts.presets[preset].levers.includes(name));
const ORDERS = ["place", "outcome", "group"];

/** What an address may say. */
const SETTINGS = ["preset", "threshold", "on", "people", "seed", "count", "sort", "pin", "lang", "life", "beside"];
/** The last seed that the page takes; those of the further populations, which follow, stay exact. */
const MOST_SEED = 999999;
const isWhole = (number) => Number.isSafeInteger(number) && number >= 0;

/** The view that an address asks for; what it asks for wrongly is as in the first view, and stands among its `faults`. The
 * language may stand in the query, too; the fragment's comes first. */
function readAddress(fragment) {
  const told = new URLSearchParams(fragment.replace(/^#/, ""));
  if (ASKED_LANGUAGE !== null && !told.has("lang")) told.set("lang", ASKED_LANGUAGE);
  const faults = [];
  /** What is asked of a setting, where `good` knows it; else `otherwise`. `choices` are what it could be. */
  const read = (setting, otherwise, good, choices = []) => {
    if (!told.has(setting)) return otherwise;
    const found = good(told.get(setting));
    if (found === undefined) faults.push({ setting, asked: told.get(setting), choices });
    return found ?? otherwise;
  };
  const among = (setting, otherwise, choices) => read(setting, otherwise, (asked) => (choices.includes(asked) ? asked : undefined), choices);
  const numbered = (setting, otherwise, good, choices) =>
    read(setting, otherwise, (asked) => (asked.trim() && good(Number(asked)) ? Number(asked) : undefined), choices);
  const preset = among("preset", Object.keys(facts.presets)[0], Object.keys(facts.presets));
  const { stops, own, commands, opens } = facts.presets[preset];
  const levers = leversOf(preset).map(({ name }) => name);
  const on = (told.get("on") ?? "").split(",").filter(Boolean);
  for (const asked of on) if (!levers.includes(asked)) faults.push({ setting: "on", asked, choices: levers });
  const view = {
    preset,
    stop: numbered("threshold", own, (stop) => stops.includes(stop), stops),
    on: levers.filter((name) => on.includes(name)),
    seed: numbered("seed", facts.seed, (seed) => isWhole(seed) && seed <= MOST_SEED, [0, MOST_SEED]),
    outcome: among("count", opens, outcomesOf(preset)),
    order: among("sort", ORDERS[0], ORDERS),
    language: read("lang", FIRST_LANGUAGE, languageOf, LANGUAGES),
    size: numbered("people", facts.populations[0], (people) => facts.populations.includes(people), facts.populations),
  };
  view.pin = among("pin", keyOf({ stop: own, on: [] }), Object.keys(commands));
  view.life = numbered("life", null, (person) => isWhole(person) && person < view.size, [0, view.size - 1]);
  view.beside = among("beside", keyOf(view), Object.keys(commands));
  for (const asked of new Set(told.keys())) if (!SETTINGS.includes(asked)) faults.push({ setting: "", asked, choices: SETTINGS });
  return { view, faults };
}

const viewOf = (fragment) => readAddress(fragment).view;

/** The key of the run that a view shows. */
const keyOf = ({ stop, on }) => [String(stop), ...on].join(" ");

/** The fragment of a view: what is as in the first view is left out. */
function fragmentOf(view) {
  const { own, opens } = facts.presets[view.preset];
  const told = new URLSearchParams({ preset: view.preset });
  if (view.stop !== own) told.set("threshold", view.stop);
  if (view.on.length) told.set("on", view.on.join(","));
  if (view.size !== facts.populations[0]) told.set("people", view.size);
  told.set("seed", view.seed); // always: another version may open on another one
  if (view.outcome !== opens) told.set("count", view.outcome);
  if (view.order !== ORDERS[0]) told.set("sort", view.order);
  if (view.pin !== keyOf({ stop: own, on: [] })) told.set("pin", view.pin);
  if (view.language !== FIRST_LANGUAGE) told.set("lang", view.language);
  if (view.life !== null) told.set("life", view.life);
  if (view.life !== null && view.beside !== keyOf(view)) told.set("beside", view.beside);
  return `#${told}`;
}

/** The address of a view, to pass on: without a language that its query asks for in vain. */
function addressOf(view) {
  const good = ASKED_LANGUAGE === null || languageOf(ASKED_LANGUAGE);
  return location.href.split(/[?#]/)[0] + (good ? location.search : "") + fragmentOf(view);
}

/** The groups of a preset, as the language of the page calls them. */
const groupsOf = (preset) => facts.presets[preset].groups.map((name) => t(name));

/** A key in words: "threshold 0.54, human review". */
function wordsOf(preset, key) {
  const { stops, own } = facts.presets[preset];
  const [stop, ...on] = key.split(" ");
  const words = Number(stop) !== own && stops.length > 1 ? [t("threshold {value}", { value: decimal(Number(stop), 2) })] : [];
  words.push(...leversOf(preset).filter(({ name }) => on.includes(name)).map(({ title }) => t(title.toLowerCase())));
  return words.length ? joined(words) : t("the scenario unchanged");
}
