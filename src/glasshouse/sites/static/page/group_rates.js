// Rates by group: labelled bars, their ratio, and where each stood in the pinned scenario.

/** People and counted people of each group. */
function countsByGroup({ groups, outcomes }, outcome, names) {
  const { bit } = facts.outcomes[outcome];
  const many = names.map(() => 0);
  const hit = names.map(() => 0);
  outcomes.forEach((own, k) => {
    many[groups[k]] += 1;
    if (own & bit) hit[groups[k]] += 1;
  });
  return { many, hit, share: names.map((_, g) => (many[g] ? hit[g] / many[g] : 0)) };
}

/** The same of a population of which the worker counted people and outcomes by group. */
function countedIn({ many, hit }, outcome) {
  const own = hit[outcome];
  return { many, hit: own, share: own.map((one, g) => (many[g] ? one / many[g] : 0)) };
}

/** Below so many counted people in a group, or in the first one, chance moves their ratio; below LEAST there is none. */
const FEW = 50, LEAST = 5;
let most = 0;

function showRates(found, pinned, view, names, finished) {
  const { many, hit, share } = countsByGroup(found, view.outcome, names);
  const before = pinned ? countsByGroup(pinned, view.outcome, names).share : null;
  const highest = Math.max(...share, ...(before ?? []), 1e-9);
  most = finished ? highest : Math.max(most, highest);
  const rows = names.map((name, g) => {
    const times = finished && g > 0 && Math.min(hit[0], hit[g]) >= LEAST ? share[g] / share[0] : null;
    const bar = made("span", { className: "bar" });
    bar.style.width = `${(100 * share[g]) / most}%`;
    const track = made("span", { className: "track" }, share[g] ? bar : "");
    if (before) {
      const mark = made("span", { className: "mark" });
      mark.style.left = `${(100 * before[g]) / most}%`;
      track.append(mark);
    }
    const base = made("button", { type: "button", className: "term" }, `${decimal(1, 0)} ×`);
    Object.assign(base.dataset, { term: "groups" });
    base.setAttribute("aria-expanded", "false");
    const ratio = g === 0 ? base : times === null ? "–" : `${decimal(times, 1)} ×`;
    const label = plural("{group}: {hit} of {count} person", "{group}: {hit} of {count} people", many[g], { group: capital(name), hit: hit[g] });
    return made("tr", {}, made("th", { scope: "row", title: label }, capital(name)), made("td", { className: "wide" }, track),
      made("td", { className: "figure" }, percent(share[g])), made("td", { className: "figure" }, ratio));
  });
  byId("rates").replaceChildren(...rows);
  byId("rates").closest("table").dataset.outcome = view.outcome;
  return { many, hit, share };
}

/** Of fewer faces than this, none may be mistaken although one in some thousands is. */
const FEW_FACES = 10000;

/** That nobody is counted; and, where cameras search faces, how many they did in one population, since few are seldom mistaken. */
function nobody({ watch, days_all: days }, view) {
  const searched = view.outcome === "mistaken" && !view.on.includes("ban") ? watch.faces : 0;
  if (searched < 1) return t("Nobody, in any group.");
  if (searched >= FEW_FACES)
    return plural("Nobody, in any group: cameras checked about {faces} faces in {count} day.",
      "Nobody, in any group: cameras checked about {faces} faces in {count} days.", days, { faces: Math.round(searched) });
  return plural("Nobody, in any group: cameras checked about {faces} faces in {count} day, too few to tell how often they are wrong.",
    "Nobody, in any group: cameras checked about {faces} faces in {count} days, too few to tell how often they are wrong.", days, { faces: Math.round(searched) });
}

/** The group with the highest share, of those with enough counted people; -1 where none has. */
function hardestOf({ hit, share }) {
  const told = hit.map((_, g) => g).filter((g) => hit[g] >= LEAST);
  return told.length ? told.reduce((best, g) => (share[g] > share[best] ? g : best)) : -1;
}

/** Who is hit harder: in `all` populations together, where these are known, since a crowd has few people of some groups; until
 * then in this one crowd; nothing while the year goes on. */
function inequality({ many, hit, share }, names, finished, found, view, all) {
  if (!finished) return t("The groups are compared when all days are over.");
  if (all) return inequalityOver(all, names, found, view);
  if (hit.every((one) => one === 0)) return nobody(found, view);
  const hardest = hardestOf({ hit, share });
  if (hardest < 0) return tooFew(hit, many);
  const about = { group: names[hardest], share: percent(share[hardest]), first: names[0] };
  const times = decimal(share[hardest] / share[0], 1), fewer = Math.min(hit[0], hit[hardest]);
  const few = { ...about, times, hit: hit[hardest], all: many[hardest] };
  if (fewer < LEAST || (fewer < FEW && hardest === 0))
    return t("In this crowd, {group}: {share} ({hit} of {all}). With so few, this may be chance.", few);
  if (fewer < FEW)
    return t("In this crowd, {group}: {share} ({hit} of {all}), {times} times {first}. With so few, this may be chance.", few);
  if (hardest === 0) return t("In this crowd, {group}: {share}.", about);
  return t("In this crowd, {group}: {share}, {times} times {first}.", { ...about, times });
}

/** The same over all populations together. */
function inequalityOver(all, names, found, view) {
  const sum = (of) => names.map((_, g) => all.reduce((total, one) => total + of(one)[g], 0));
  const [many, hit] = [sum((one) => one.many), sum((one) => one.hit)];
  const share = hit.map((one, g) => (many[g] ? one / many[g] : 0));
  if (hit.every((one) => one === 0)) return nobody(found, view);
  const hardest = hardestOf({ hit, share });
  if (hardest < 0) return tooFew(hit, many, all.length);
  const told = { count: all.length, group: names[hardest], share: percent(share[hardest]), first: names[0] };
  if (hardest === 0) return t("In {count} such populations, no group is clearly hit harder than {first} ({share}).", told);
  if (hit[0] < LEAST) return t("In {count} such populations, {group}: {share}; of {first} too few to compare.", told);
  const times = (g) => decimal(share[g] / share[0], 1);
  const clear = names.map((_, g) => g).filter((g) => g > 0 && isClear(hit, many, g)).sort((a, b) => share[b] - share[a]);
  if (clear.length > 1) {
    const groups = joined(clear.map((g) => t("{group} {times} times", { group: names[g], times: times(g) })));
    return t("In {count} such populations, compared with {first}: {groups} as often.", { ...told, groups });
  }
  const one = clear[0] ?? hardest;
  const over = { ...told, group: names[one], share: percent(share[one]), times: times(one) };
  if (!clear.length) return t("In {count} such populations, no clear difference: {group} {share}, {times} times {first}.", over);
  const range = rangeOfTimes(all, one);
  if (!range) return t("In {count} such populations, {group}: {share}, {times} times {first}.", over);
  const { low: least, high: most } = range;
  return t("In {count} such populations, {group}: {share}, {times} times {first} ({least} to {most} from one to another).", { ...over, least: decimal(least, 1), most: decimal(most, 1) });
}

/** Chance alone exceeds this less than one time in a hundred; not in twenty, since several groups are compared. */
const Z_99 = 2.33;

/** Whether a group's share is so far above the first one's that chance alone would hardly do it. */
function isClear(hit, many, group) {
  if (hit[group] < LEAST) return false;
  const error = Math.sqrt(1 / hit[group] - 1 / many[group] + 1 / hit[0] - 1 / many[0]);
  return Math.log((hit[group] * many[0]) / (many[group] * hit[0])) > Z_99 * error;
}

/** That chance alone would name a group, in this crowd or in so many populations. */
function tooFew(hit, many, populations = 1) {
  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
  if (populations > 1)
    return plural("{count} person of {all} in {populations} such populations: too few to compare the groups.",
      "{count} people of {all} in {populations} such populations: too few to compare the groups.", sum(hit), { all: sum(many), populations });
  return plural("{count} person of {all} in this crowd: too few to compare the groups.",
    "{count} people of {all} in this crowd: too few to compare the groups.", sum(hit), { all: sum(many) });
}
