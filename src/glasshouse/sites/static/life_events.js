// From the trace of a life to its dated events, as glasshouse/stories/trace_to_history.py finds them. Whatever changed is
// read from the states before and after; no rule of the model stands here but what an entry takes from the score, since no
// state was written down between the entries of a day.

const tierIn = (flags) => flags & 7;
const listIn = (flags) => (flags >> life.flags.observed_list) & 3;
const errorFreeList = (flags) => (flags >> life.flags.error_free_list) & 3;
const isScored = (flags) => Boolean(flags & life.flags.participates);
const gatesIn = (bits) => life.gates.map(({ name }) => name).filter((_, k) => (bits >> k) & 1);

/** What weighs in a record, and whether something false stands in it, as in glasshouse/stories/weighing.py. */
class Weighing {
  constructor() {
    this.waive();
    this.falseOnFile = false;
  }

  enter({ lawful, unlawful }, right, weighs) {
    this.falseOnFile ||= !right;
    if (!weighs) return;
    this.lawful ||= right && lawful;
    this.unlawful ||= right && unlawful;
    this.falsely ||= !right;
  }

  emptyFile() {
    this.falseOnFile = false;
  }

  makeGood({ observed, error_free: errorFree }) {
    Object.assign(this, { lawful: false, unlawful: false, falsely: this.falsely && observed < errorFree });
  }

  putRight() {
    this.falsely = false;
    this.falseOnFile = false;
  }

  waive() {
    Object.assign(this, { lawful: false, unlawful: false, falsely: false });
  }

  falseStands({ observed, error_free: errorFree, dossier, flags }) {
    const [held, behind] = [dossier & life.flags.on_file, dossier >> life.true_areas_from];
    const differ = observed !== errorFree || listIn(flags) !== errorFreeList(flags);
    return Boolean((this.falseOnFile && held) || held & ~behind || (this.falsely && differ));
  }
}

class LifeEvents {
  constructor(followed, banDay) {
    Object.assign(this, { followed, banDay, events: [], spell: null, gates: 0, wrongfulOn: -1, weighing: new Weighing() });
    const { age_shift: shift, child } = engine.about.bits;
    this.child = ((followed.days[0].morning.traits >> shift) & 3) === child;
    followed.days.forEach((day, k) => this.day(k, day));
  }

  add(what, more) {
    this.events.push({ what, day: this.today, ...more });
  }

  day(today, { morning, mail, steps, params, evening, ...more }) {
    Object.assign(this, { today, morning, steps, params, state: morning, held: morning.observed });
    const row = recordOf(more);
    const { recorded, scored, sanctioned } = life.steps;
    if (today === this.banDay && today > 0 && this.spell) this.open("ban");
    if (!this.child) this.letters(mail);
    if (row) {
      this.notes = life.notes.filter(({ bit }) => (row.noted >> BigInt(bit)) & 1n);
      this.meant = new Set(this.notes.map(({ means }) => means).filter(Boolean));
      this.deeds(row);
      this.entries(row);
      this.state = steps[recorded] ?? row;
      this.alerts(row);
      for (const note of this.rest) this.add("noted", { note });
    }
    const scoring = steps[scored] && !this.child;
    if (scoring) this.scoring();
    if (row) {
      this.state = steps[sanctioned] ?? row;
      this.doors(row);
      this.counter(row);
      this.redress(row, scoring, evening);
    } else if (this.gates) this.open("rules");
  }

  /** The points that an entry of a kind leaves of some. */
  left(kind, from) {
    const { points, most } = this.params;
    return Math.min(Math.max(from + points[kind], 0), most);
  }

  letters(mail) {
    const { points } = this.params;
    for (const { other, purpose, payload } of mail) {
      const letter = life.letters[purpose];
      if (letter?.told === "friend") this.add("friend", { other });
      else if (letter?.kind !== undefined && letter.kind !== null && points[letter.kind]) {
        const about = life.kinds[letter.kind];
        const { name: kind, good } = about;
        const [observed, errorFree] = [Boolean(payload & 1), Boolean(payload & 2)];
        const left = observed ? this.left(letter.kind, this.held) : this.held;
        this.add("entry", { kind, source: kind, other, observed, errorFree, good, letter: true, points: left - this.held, left });
        if (observed) this.weighing.enter(about, errorFree, left < this.held || about.lists);
        this.held = left;
      }
    }
  }

  deeds(row) {
    for (const [done, { names, bit, wanted }] of Object.entries(life.acts)) {
      const act = names[row[wanted]];
      if (act === undefined) continue;
      const held = this.notes.find(({ withheld }) => withheld?.act === bit);
      if (row[done] === life.none) this.add("deed", { act, held: held?.name ?? "unknown" });
      else {
        const seen = this.notes.filter(({ sight }) => sight?.act === bit).map(({ name }) => name);
        this.add("deed", { act, seen, recorded: Boolean(row.pinned & bit), tie: this.tie() });
      }
    }
    if (!this.meant.has("kept out")) return;
    const entered = this.entered(row).map(({ note }) => note);
    for (const note of this.notes) if (note.mistake && !entered.includes(note)) this.add("kept", { note: note.name, ...this.about(note, row) });
  }

  /** Through whom a report came. */
  tie() {
    return ["household", "neighbour", "workplace"].find((tie) => this.meant.has(tie)) ?? "";
  }

  about({ mistake }, row) {
    return { source: mistake.word, other: mistake.other ? row[mistake.other] : -1, tie: this.tie() };
  }

  /** The day's entries, in the order in which they were made. */
  entered(row) {
    const own = Object.entries(life.acts).filter(([, { bit }]) => row.pinned & bit);
    const found = own.map(([done, { names }]) => ({ kind: names[row[done]], own: true }));
    for (const number of [row.false_face, row.false_error])
      if (number !== life.none) found.push({ kind: life.kinds[number].name, note: this.notes.find(({ mistake }) => mistake?.kind === number) });
    for (const note of this.notes) if (note.entry !== null) found.push({ kind: life.kinds[note.entry].name, own: true, noted: note });
    return found;
  }

  entries(row) {
    const { recorded } = life.steps;
    const after = this.steps[recorded] ?? row;
    const changed = listIn(after.flags) !== listIn(this.state.flags);
    let listed = false;
    this.rest = this.notes.filter((note) => note.by_itself).map(({ name }) => name);
    let held = this.held;
    const put = (right) => {
      listed = true;
      this.add("listed", { list: life.lists[listIn(after.flags) - 1] ?? "none", weeks: after.observed_weeks, right });
    };
    for (const { kind, own, note, noted } of this.entered(row)) {
      if (noted) { // what came of something is told after it
        for (const note of this.rest.filter((name) => noted.after.includes(name))) this.add("noted", { note });
        this.rest = this.rest.filter((name) => !noted.after.includes(name));
        this.add("noted", { note: noted.name });
      }
      const about = life.kinds.find(({ name }) => name === kind);
      const source = own ? { source: "own act" } : note ? { note: note.name, ...this.about(note, row) } : { source: "" };
      this.add("entry", { kind, good: about.good, observed: true, errorFree: Boolean(own), ...source });
      const left = this.left(life.kinds.indexOf(about), held);
      this.weighing.enter(about, Boolean(own), left < held || about.lists);
      held = left;
      if (about.lists && changed && !listed) put(Boolean(own));
    }
    if (recorded in this.steps && changed && !listed) put(true);
    const points = after.observed - this.held;
    if (this.events.some(({ what, day, letter }) => what === "entry" && day === this.today && !letter)) this.add("points", { points, left: after.observed });
  }

  alerts({ alert }) {
    if (!alert) return;
    const { right_alert: right, wrong_alert: wrong, faulty_alert: faulty } = engine.about.bits;
    this.add("alert", { right: Boolean(alert & right), wrong: Boolean(alert & wrong), faulty: Boolean(alert & faulty), stopped: this.meant.has("stopped"), arrested: this.meant.has("arrested") });
  }

  scoring() {
    const { unscored, scored } = life.steps;
    const before = this.steps[unscored];
    const after = this.steps[scored];
    const morning = this.morning.flags;
    this.state = after;
    const counted = isScored(after.flags);
    const joined = counted && !isScored(morning) ? (this.params.mandatory ? "made" : "chosen") : "";
    const watched = (flags) => Boolean(flags & life.flags.watched);
    const watch = watched(after.flags) - watched(morning);
    const cleared = Boolean(before.dossier && !after.dossier);
    if (cleared) this.weighing.emptyFile();
    if (after.observed >= this.params.start) this.weighing.makeGood(after);
    const [was, tier] = [tierIn(morning), tierIn(after.flags)];
    if ((counted && tier !== was) || joined || cleared || watch)
      this.add("scoring", { points: after.observed, before: was, tier, counted, joined, cleared, watch, whole: after.observed >= this.params.start });
    if (listIn(after.flags) !== listIn(before.flags)) this.add("listed", { list: life.lists[listIn(after.flags) - 1] ?? "none", weeks: after.observed_weeks, right: true });
  }

  doors(row) {
    const closed = row.gates;
    if (this.meant.has("reviewed")) this.add("review", { stopped: this.meant.has("review stopped") });
    if (this.meant.has("put right")) this.weighing.putRight();
    else if (this.meant.has("review stopped")) this.weighing.waive();
    if (closed && (row.onset || !this.spell)) {
      this.spell = { first: this.today, last: this.today - 1 };
      const behind = this.state.dossier >> life.true_areas_from;
      const lawful = this.weighing.lawful || Boolean(behind & life.lawful_areas); // the file may have been emptied
      const unlawful = this.weighing.unlawful || Boolean(row.error_free_gates && behind & ~life.lawful_areas);
      const flawed = this.weighing.falseStands(this.state);
      this.add("sanction", { lawful, unlawful, flawed, gates: gatesIn(closed), would: gatesIn(row.error_free_gates), wrongful: Boolean(row.wrongful), unjust: Boolean(row.unjust), onset: Boolean(row.onset), tier: tierIn(this.state.flags), list: life.lists[listIn(this.state.flags) - 1] ?? "" });
    } else if (closed) {
      const shut = gatesIn(closed & ~this.gates);
      const opened = gatesIn(this.gates & ~closed);
      const turned = (row.wrongful ? 1 : 0) - (this.wrongfulOn === this.today - 1 ? 1 : 0);
      if (shut.length || opened.length || turned) this.add("doors", { closed: shut, opened, turned });
    }
    if (closed && this.spell) this.spell.last = this.today;
    else if (this.spell && !this.meant.has("lifted")) this.open("rules");
    if (closed && row.wrongful) this.wrongfulOn = this.today;
    this.gates = closed;
  }

  counter(row) {
    const gate = life.gates[row.outing]?.name;
    if (row.refused) this.add("refusal", { gate });
    else for (const perk of ["perk", "top perk"]) if (this.meant.has(perk)) this.add("perk", { gate, top: perk === "top perk" });
  }

  redress(row, scoring, evening) {
    let why = scoring ? "scoring" : "decision";
    for (const word of ["notice", "appeal"]) if (this.meant.has(word)) this.add(word);
    for (const outcome of ["upheld", "rejected", "overturned"])
      if (this.meant.has(outcome)) {
        this.add("decision", { outcome, wrongful: Boolean(row.wrongful), closed: Boolean(this.spell && this.spell.last >= this.today) });
        if (outcome !== "rejected") why = outcome;
      }
    if (this.meant.has("corrected")) {
      this.add("correction");
      why = "audit";
    }
    if (this.meant.has("upheld") || this.meant.has("corrected")) this.weighing.putRight();
    if (this.meant.has("overturned")) this.weighing.waive();
    if (this.meant.has("stale") || this.meant.has("expired")) {
      const stale = this.meant.has("stale");
      this.add("listend", { list: life.lists[listIn(this.state.flags) - 1] ?? "none", stale: stale ? evening.observed_weeks : 0, paid: this.meant.has("repaid") });
      if (!stale && why !== "upheld" && why !== "overturned") why = "term";
    }
    if (this.meant.has("lifted")) this.open(why);
  }

  open(why) {
    this.add("lifted", { why, days: this.spell ? this.spell.last - this.spell.first + 1 : 0 });
    this.spell = null;
    this.gates = 0;
  }
}
