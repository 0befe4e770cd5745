// The worker of a page: runs the engine, a week at a time, and now and then tells the page what became of everybody.

let engine = null;
let data = null;
let life = null;
let bitsOf = null; // of each outcome, the bit of a person's byte
let asked = 0;

/** In ms: a run is shown so often while it goes on. To show each week of 10,000 people took a quarter of the year's time. */
const BETWEEN = 100;

/** Let the page be heard. A timer would wait 4 ms each time, a fifth of a second in a year. */
const turn = new MessageChannel();
const later = () =>
  new Promise((done) => {
    turn.port1.onmessage = done;
    turn.port2.postMessage(null);
  });

/** One byte a person: tier (7: takes no part), and what ever befell them (bits 8, 16 and 32) or stands on file (64). */
function outcomes(run) {
  const { bits, fields, sizes } = engine.about;
  const flags = engine.view("people.flags", Uint16Array);
  const dossiers = engine.view("people.dossier", Uint8Array);
  const harms = new DataView(engine.memory.buffer, engine.arrays.harms.at);
  const out = new Uint8Array(flags.length);
  for (let k = 0; k < out.length; k++) {
    const own = flags[k];
    out[k] =
      (own & bits.participates ? own & 7 : 7) |
      (own & bits.sanctioned ? 8 : 0) |
      (own & bits.wrongly ? 16 : 0) |
      (harms.getUint8(k * sizes.harms + fields.harms.misidentified) ? 32 : 0) |
      (dossiers[k] & life.flags.on_file ? 64 : 0);
  }
  return out;
}

function groups() {
  return Uint8Array.from(engine.view("people.traits", Uint16Array), (traits) => (traits & 3) | ((traits >> 11) & 4));
}

/** Days under a sanction of each person, and how many of them were wrongful. */
function daysOf() {
  const { fields, sizes } = engine.about;
  const harms = new DataView(engine.memory.buffer, engine.arrays.harms.at);
  const column = (name) =>
    Uint16Array.from(engine.view("people.flags", Uint16Array), (_, k) => harms.getUint16(k * sizes.harms + fields.harms[name], true));
  return { sanction: column("sanction_days"), wrongful: column("wrongful_days") };
}

/** What face searches led to. Those whom a watchlist camera looks for are followed, to see who is found at all. */
class FaceSearches {
  /** `shares`: from which day on, what share of the faces that a camera sees is searched; names of what is counted. */
  constructor(run, { shares, counted, seen_in: seenIn }) {
    const { on_watchlist: bit, child, age_shift: shift } = engine.about.bits;
    const traits = engine.view("people.traits", Uint16Array);
    Object.assign(this, { run, shares, counted, seenIn, seen: 0 });
    this.grown = traits.filter((own) => ((own >> shift) & 3) !== child).length / traits.length;
    this.sums = Object.fromEntries(Object.keys(counted).map((what) => [what, 0]));
    this.found = new Set();
    this.listed = [];
    traits.forEach((own, k) => own & bit && ((own >> shift) & 3) !== child && this.listed.push(k));
    run.follow(this.listed);
  }

  /** What a day showed. */
  note() {
    const { run } = this;
    const { fields, bits } = engine.about;
    for (const row of run.traced)
      if (row.getInt32(fields.agent.alert, true) & bits.right_alert) this.found.add(row.getInt32(fields.agent.person, true));
    for (const [what, name] of Object.entries(this.counted)) this.sums[what] += run.counted(name);
    this.seen += run.counted(this.seenIn) * this.shares.findLast(([first]) => first < run.day)[1];
  }

  told() {
    const { alerts, hit, wrong, nobody } = this.sums;
    // About: the engine draws whether one is seen and searched at once, and no camera takes a child for another.
    const faces = Number((this.grown * this.seen).toPrecision(2));
    return { wrong: alerts + wrong, searched: hit + wrong + nobody, nobody, listed: this.listed.length, found: this.found.size, faces };
  }
}

async function live({ preset, key, seed, size, id }) {
  const began = performance.now();
  const { years, runs, faces } = data[preset];
  const run = new Run(engine, years, runs[key], seed, size);
  const searches = new FaceSearches(run, faces);
  const tell = (more = {}) =>
    postMessage({ id, outcomes: outcomes(run), watch: searches.told(), day: run.day, days_all: years.days, ...more });
  tell({ groups: groups() });
  let toldAt = performance.now();
  while (run.day < years.days) {
    for (let k = 0; k < 7 && run.day < years.days; k++) {
      run.simulateDay();
      searches.note();
    }
    if (performance.now() - toldAt >= BETWEEN) {
      tell();
      toldAt = performance.now();
    }
    await later();
    if (id !== asked) return;
  }
  tell();
  const lived = performance.now() - began;
  postMessage({ id, done: true, milliseconds: lived, days: daysOf(), digest: run.digest() });
}

/** People by group, and of each outcome how many. */
function countedBy(run) {
  const own = outcomes(run);
  const many = new Array(run.groups).fill(0);
  const hit = Object.fromEntries(Object.keys(bitsOf).map((name) => [name, [...many]]));
  groups().forEach((group, k) => {
    many[group] += 1;
    for (const name in bitsOf) if (own[k] & bitsOf[name]) hit[name][group] += 1;
  });
  return { many, hit };
}

/** Simulate further people, of whom only counts are told. */
async function count({ preset, key, seed, size, id }) {
  const { years, runs } = data[preset];
  const began = performance.now();
  const run = new Run(engine, years, runs[key], seed, size);
  while (run.day < years.days) {
    for (let k = 0; k < 7 && run.day < years.days; k++) run.simulateDay();
    await later();
    if (id !== asked) return;
  }
  postMessage({ id, done: true, counted: countedBy(run), milliseconds: performance.now() - began });
}

/** Simulate the same days again, follow one person, and tell what happened to them. */
async function relive({ preset, key, seed, size, person, id }) {
  const { years, runs } = data[preset];
  const run = new Run(engine, years, runs[key], seed, size);
  const followed = new FollowedPerson(run, person);
  while (run.day < years.days) {
    for (let k = 0; k < 7 && run.day < years.days; k++) {
      run.simulateDay();
      followed.evening();
    }
    postMessage({ id, day: run.day, days_all: years.days });
    await later();
    if (id !== asked) return;
  }
  const { events } = new LifeEvents(followed, runs[key].lifts[0] ?? -1);
  const { morning } = followed.days[0];
  const { sanction, wrongful } = daysOf();
  const told = {
    under: { sanction: sanction[person], wrongful: wrongful[person] },
    events,
    traits: morning.traits,
    scored: isScored(morning.flags),
    district: run.districtOf(person),
    fear: followed.days.map(({ evening }) => evening.fear),
  };
  postMessage({ id, done: true, life: told });
}

onmessage = async ({ data: told }) => {
  try {
    if (told.start) {
      engine = await Engine.start(told.start.code, told.start.about);
      data = told.start.data;
      life = told.start.life;
      bitsOf = told.start.bits;
      postMessage({ ready: true });
    } else {
      asked = told.id;
      if (told.preset) await (told.counted ? count : told.person === undefined ? live : relive)(told);
    }
  } catch (error) {
    postMessage({ id: asked, failed: String(error) });
  }
};
