// A life: what happened to the person behind a square, day by day, beside the same person in another scenario.

/** What stands in full by itself, with all that moves the score, so that what is read adds up to it; and of refusals the
 * first under a sanction. Days without any are folded together. */
const GRAVE = new Set(["kept", "scoring", "listed", "sanction", "doors", "notice", "appeal", "decision", "review", "correction", "listend", "lifted"]);
const grave = (one) => GRAVE.has(one.what) || (one.what === "entry" && !one.good) || (one.what === "points" && one.points !== 0) || (one.what === "alert" && one.stopped);

function dateOf(preset, day, year = false) {
  const when = new Date(`${facts.presets[preset].start}T00:00:00Z`);
  when.setUTCDate(when.getUTCDate() + day);
  return when.toLocaleDateString(spoken.dates, { day: "numeric", month: "long", timeZone: "UTC", ...(year ? { year: "numeric" } : {}) });
}

const turnedAway = (n) => (n === 1 ? t("turned away once") : n === 2 ? t("turned away twice")
  : plural("turned away {times} time", "turned away {times} times", n, { times: spelt(n) }));

/** The events of each day, in order. */
function byDay(events) {
  const days = new Map();
  for (const one of events) days.set(one.day, [...(days.get(one.day) ?? []), one]);
  return days;
}

/** The events by day: days told in full, and stretches of days between them. */
function stretches(events) {
  const days = byDay(events);
  const out = [];
  let refused = false;
  for (const [day, today] of days) {
    if (today.some(({ what }) => what === "sanction")) refused = false;
    const refusal = today.some(({ what }) => what === "refusal");
    const full = today.some(grave) || (refusal && !refused);
    refused = refused || refusal;
    if (full || !out.length || out.at(-1).full) out.push({ full, days: [[day, today]] });
    else out.at(-1).days.push([day, today]);
  }
  return out;
}

/** A day as a list item; `data` says what happened, for whoever reads the page with a program. */
function dayItem(preset, day, today, told) {
  const item = made("li", {}, made("time", {}, dateOf(preset, day)), made("p", { lang: ENGLISH }, told.day(today).join(" ")));
  const sanction = today.find(({ what }) => what === "sanction");
  if (sanction) item.className = sanction.wrongful ? "wrongly" : "sanctioned";
  Object.assign(item.dataset, { day, what: today.map(({ what }) => what).filter((what) => what !== "points").join(" ") });
  return item;
}

/** One life as an element. */
function lifeOf(person, { life }, preset, key) {
  const about = facts.presets[preset];
  const group = (life.traits & 3) | ((life.traits >> 11) & 4);
  const told = new LifeTold(life, about.women[group], about.tiers);
  told.person = person;
  const items = stretches(life.events).map(({ full, days }) => {
    if (full) return dayItem(preset, ...days[0], told);
    const events = days.flatMap(([, today]) => today).filter(({ what }) => what !== "points");
    const away = events.filter(({ what }) => what === "refusal").length;
    const rest = events.length - away;
    const counts = [away && turnedAway(away), rest && plural("{count} smaller event", "{count} smaller events", rest)].filter(Boolean);
    const [first, last] = [days[0][0], days.at(-1)[0]];
    const when = first === last ? dateOf(preset, first) : t("{first} to {last}", { first: dateOf(preset, first), last: dateOf(preset, last) });
    const inside = made("ol", {}, ...told.aside(() => days.map(([day, today]) => dayItem(preset, day, today, told))));
    return made("li", { className: "folded" }, made("details", {}, made("summary", {}, t("{when}: {what}", { when, what: joined(counts) })), inside));
  });
  const many = (kind) => life.events.filter(kind).length;
  const sums = [
    plural("{count} sanction", "{count} sanctions", many(({ what }) => what === "sanction")),
    plural("{count} false entry", "{count} false entries", many(({ what, errorFree, observed }) => what === "entry" && observed && !errorFree)),
  ];
  const { sanction: under, wrongful } = life.under;
  if (under && wrongful === under) sums.push(plural("wrongly sanctioned for {count} day", "wrongly sanctioned for {count} days", under));
  else if (under) sums.push(plural("sanctioned for {count} day", "sanctioned for {count} days", under));
  if (wrongful && wrongful < under) sums.push(plural("wrongly on {count} of them", "wrongly on {count} of them", wrongful));
  return made("section", { className: "life" }, made("h3", {}, capital(wordsOf(preset, key))), made("p", { className: "sums" }, joined(sums)),
    items.length ? made("ol", {}, ...items) : made("p", {}, t("Nothing happened that the system or the person would have noticed.")));
}

/** Where two lives of one person part: the first day on which something else happens; -1 where nothing does. */
function partingOf([one, other]) {
  const days = [one, other].map(({ life }) => byDay(life.events));
  const all = [...new Set([...days[0].keys(), ...days[1].keys()])].sort((a, b) => a - b);
  return all.find((day) => JSON.stringify(days[0].get(day)) !== JSON.stringify(days[1].get(day))) ?? -1;
}

class LifePanel {
  /** `ask` simulates a person's year: (person, key) to what is known of it, or nothing yet. */
  constructor(ask) {
    this.ask = ask;
    this.shown = "";
  }

  show(view) {
    const { life: person, beside, preset } = view;
    byId("life").hidden = person === null;
    if (person === null) return;
    const about = facts.presets[preset];
    const keys = beside === keyOf(view) ? [beside] : [keyOf(view), beside];
    const found = keys.map((key) => this.ask(person, key));
    const name = JSON.stringify([preset, person, view.seed, view.size, view.pin, keys, found.map(Boolean), spoken.language]);
    if (name === this.shown) return;
    this.shown = name;
    const known = found.find(Boolean);
    const group = known && (known.life.traits & 3) | ((known.life.traits >> 11) & 4);
    byId("life-title").textContent = t("The year of person {person}", { person });
    byId("life-who").textContent = known
      ? t("One of the {group}, {age}, in {place}. Invented, like everybody here.", {
        group: t(about.groups[group]), age: t(about.ages[(known.life.traits >> 2) & 3]), place: t(about.districts[known.life.district]) })
      : t("Simulating the year again, following this person …");
    byId("told-in").hidden = spoken.language === ENGLISH;
    byId("beside").replaceChildren(...this.choices(view).map(([key, text]) => made("option", { value: key, selected: key === beside }, text)));
    const parting = found.length === 2 && found.every(Boolean) ? partingOf(found) : null;
    byId("parting").textContent = parting === null ? "" : parting < 0 ? t("In both scenarios this person's year is the same.") : t("The two years part on {date}.", { date: dateOf(preset, parting) });
    const shown = parting === -1 ? found.slice(0, 1) : found;
    byId("lives").replaceChildren(...shown.map((one, k) => (one ? lifeOf(person, one, preset, keys[k]) : made("p", {}, "…"))));
    byId("life").dataset.state = found.every(Boolean) ? "done" : "running";
  }

  /** Scenarios beside which a life can stand: alone, what is pinned, and each safeguard more or less. */
  choices(view) {
    const own = keyOf(view);
    const levers = leversOf(view.preset);
    const turned = levers.map(({ name, title }) => {
      const on = levers.map((one) => one.name).filter((one) => view.on.includes(one) !== (one === name));
      return [keyOf({ stop: view.stop, on }), view.on.includes(name) ? t("without {safeguard}", { safeguard: t(title.toLowerCase()) }) : t("with {safeguard}", { safeguard: t(title.toLowerCase()) })];
    });
    const pinned = view.pin === own ? [] : [[view.pin, t("pinned: {scenario}", { scenario: wordsOf(view.preset, view.pin) })]];
    const rest = turned.filter(([key]) => key !== view.pin);
    const all = [[own, t("no comparison")], ...pinned, ...rest];
    return all.some(([key]) => key === view.beside) ? all : [...all, [view.beside, wordsOf(view.preset, view.beside)]];
  }
}
