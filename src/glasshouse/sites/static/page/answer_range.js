// How far chance moves the answer: the same scenario with further seeds, each with other people and another year. And
// how far assumptions move it, where an ensemble of the scenario ships.

/** So many populations in all, of a size: what a browser simulates in some seconds after the view has been shown. */
const POPULATIONS = 10, POPULATIONS_OF_MANY = 3;
const populationsOf = (size) => (size > facts.populations[0] ? POPULATIONS_OF_MANY : POPULATIONS);

/** The runs of a view's scenario with the seeds that follow its own; only counts are kept of them. */
function furtherRuns(run) {
  return Array.from({ length: populationsOf(run.size) - 1 }, (_, k) => ({ ...run, seed: run.seed + k + 1, counted: true }));
}

/** The least and the most of some numbers. */
const ends = (numbers) => ({ low: Math.min(...numbers), high: Math.max(...numbers) });

/** The counts of all populations, by group; nothing until each is known. `further`: what is known of the further ones. */
const countsOfAll = (counts, further, { outcome }) =>
  further.every(Boolean) ? [counts, ...further.map(({ counted }) => countedIn(counted, outcome))] : null;

/** How many times the first group's share a group's is, over all populations; nothing where any has too few people. */
function rangeOfTimes(all, group) {
  const enough = group > 0 && all?.every(({ hit }) => Math.min(hit[0], hit[group]) >= LEAST);
  return enough ? ends(all.map(({ share }) => share[group] / share[0])) : null;
}

/** What chance does, in a sentence. */
function chanceInWords(all, count) {
  if (!all) return t("Simulating {count} such populations …", { count });
  const { low, high } = ends(all.map(({ hit }) => hit.reduce((sum, one) => sum + one, 0)));
  if (high === 0) return t("0 in each of {count} such populations. What is very rare does not show in so few people.", { count });
  if (low === high) return t("{low} in each of {count} such populations.", { low, count });
  return t("{low} to {high} in {count} such populations, by chance alone.", { low, high, count });
}

/** What assumptions do: the interval of the ensemble that ships, for the scenario as it is. */
function assumptionsInWords(view) {
  const { assumed, own } = facts.presets[view.preset];
  const known = assumed?.ranges[view.outcome];
  if (!known) return t("The effect of the assumptions is not simulated here.");
  const [low, middle, high] = known.map((one) => Math.round((one * view.size) / assumed.population));
  const told = { low, middle, high, draws: assumed.draws };
  if (keyOf(view) !== keyOf({ stop: own, on: [] })) return t("Assumptions: not simulated here; {low} to {high} with the scenario unchanged.", told);
  return t("Assumptions: {low} to {high} in 90 % of {draws} draws, {middle} in the middle one.", told);
}

/** `all`: as in countsOfAll, of so many populations; `finished`: whether the year of the first is over. */
function showRange(all, view, finished) {
  byId("range").classList.toggle("waiting", !finished);
  byId("chance").classList.toggle("unready", !all);
  byId("chance").textContent = finished ? chanceInWords(all, populationsOf(view.size)) : "";
  byId("assumed").textContent = finished ? assumptionsInWords(view) : "";
}
