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

/** That nobody is counted; where cameras search few faces, how many they did, since so few are seldom mistaken. */
function nobody({ watch, days_all: days }, view) {
  const searched = view.outcome === "mistaken" && !view.on.includes("ban") ? watch.faces : 0;
  if (searched < 1) return t("Nobody, in any group.");
  return plural("Nobody, in any group: cameras checked about {faces} faces in {count} day.",
    "Nobody, in any group: cameras checked about {faces} faces in {count} days.", days, { faces: Math.round(searched) });
}

/** The group with the highest share, of those with enough counted people; -1 where none has. */
function hardestOf({ hit, share }) {
  const told = hit.map((_, g) => g).filter((g) => hit[g] >= LEAST);
  return told.length ? told.reduce((best, g) => (share[g] > share[best] ? g : best)) : -1;
}

/** Who is hit harder in this one crowd, of the groups with enough counted people, and in `all` populations, where these
 * are known; nothing while the year goes on. */
function inequality({ many, hit, share }, names, finished, found, view, all) {
  if (!finished) return t("The groups are compared when all days are over.");
  if (hit.every((one) => one === 0)) return nobody(found, view);
  const hardest = hardestOf({ hit, share });
  if (hardest < 0) return tooFew(hit, many);
  const about = { group: names[hardest], share: percent(share[hardest]), first: names[0] };
  const times = decimal(share[hardest] / share[0], 1), fewer = Math.min(hit[0], hit[hardest]);
  const few = { ...about, times, hit: hit[hardest], all: many[hardest] };
  const range = rangeOfTimes(all, hardest);
  const over = range && { ...few, least: decimal(range.low, 1), most: decimal(range.high, 1), count: all.length };
  if (over) {
    const told = fewer < FEW
      ? t("In this crowd, {group}: {share} ({hit} of {all}), {times} times {first} ({least} to {most} in {count} such populations).", over)
      : t("In this crowd, {group}: {share}, {times} times {first} ({least} to {most} in {count} such populations).", over);
    return range.low < 1 && range.high > 1 ? `${told} ${t("No clear difference.")}` : told;
  }
  if (fewer < LEAST || (fewer < FEW && hardest === 0))
    return t("In this crowd, {group}: {share} ({hit} of {all}). With so few, this may be chance.", few);
  if (fewer < FEW)
    return t("In this crowd, {group}: {share} ({hit} of {all}), {times} times {first}. With so few, this may be chance.", few);
  if (hardest === 0) return t("In this crowd, {group}: {share}.", about);
  return t("In this crowd, {group}: {share}, {times} times {first}.", { ...about, times });
}

/** That chance alone would name a group. */
function tooFew(hit, many) {
  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
  return plural("{count} person of {all} in this crowd: too few to compare the groups.",
    "{count} people of {all} in this crowd: too few to compare the groups.", sum(hit), { all: sum(many) });
}
