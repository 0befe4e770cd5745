// What is said of each kind of event of a life. The events are in order; what came before bears on what is said.

class LifeTold {
  constructor({ events, scored }, woman, tiers) {
    const [sentences, folded] = [new Sentences(woman, tiers), new Sentences(woman, tiers)];
    Object.assign(this, { events, tiers, scored, sentences, folded, appealed: null, refused: true, counts: new Map() });
    this.gates = "";
    this.reckoned = null; // the score as it follows from what was told
  }

  /** A change of points was told, without the score that it left. */
  unnamed(points, left) {
    this.reckoned = this.reckoned === null ? left : this.reckoned + points;
  }

  /** A change of points was told, and the score that it left; the sentence that both add up by, if one is missing. */
  stands(points, left) {
    const back = left - points - (this.reckoned ?? left - points);
    this.reckoned = left;
    const n = numberWord(back);
    return back ? [this.say(back > 0 ? "points back" : "points gone", { n, N: capital(n) })] : [];
  }

  /** Which of its kind this is: "third". */
  nth(kind) {
    const many = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, many);
    return words.nths[many] ?? `${many}th`;
  }

  say(key, more) {
    return this.sentences.say(key, more);
  }

  named(names) {
    return listed(words.gates.filter(({ name }) => names.includes(name)).map(({ doors }) => doors)) || "nothing";
  }

  someone(number, tie = "") {
    return tie ? `${words.ties[tie]} (person ${inEnglish(number)})` : `person ${inEnglish(number)}`;
  }

  /** What `tell` says of days that are folded away: nothing that is read without them may rest on it ("another"). */
  aside(tell) {
    const { sentences, folded } = this;
    this.sentences = folded;
    const told = tell();
    this.sentences = sentences;
    return told;
  }

  /** All sentences of a day. */
  day(today) {
    return today.flatMap((one) => [this[one.what]?.(one, today) ?? []].flat()).filter(Boolean);
  }

  deed({ act, held, seen, recorded, tie }) {
    if (held) {
      const note = words.notes.find(({ name }) => name === held);
      const ways = Array.isArray(note?.says) ? note.says : (note?.says?.[act] ?? []);
      return this.say(ways.length ? ways : "left undone", { deeds: this.sentences.fill(words.undone[act] ?? act).replace(/^./, (first) => first.toLowerCase()), nth: this.nth(held) });
    }
    const told = [this.say(`did ${act}`, { nth: this.nth(act) })];
    const notes = words.notes.filter(({ name }) => seen.includes(name));
    let by = "";
    const noticed = [];
    for (const note of notes) {
      if (!(note.sight.became && noticed.length)) by = note.sight.by;
      const ways = noticed.length && note.sight.too.length ? note.sight.too : Array.isArray(note.says) ? note.says : (note.says[act] ?? []);
      const reporter = words.ties[tie];
      if (note.sight.became && noticed.length) noticed.pop();
      if (ways.length) noticed.push([ways, { by, By: capital(by), reporter, Reporter: capital(reporter ?? ""), nth: this.nth(`seen ${act}`) }]);
    }
    told.push(...noticed.map(([ways, more]) => this.say(ways, more)));
    if (!noticed.length && act !== "volunteering") told.push(this.say(act.endsWith("message") ? "unseen message" : act.endsWith("post") ? "unseen post" : "unseen"));
    if (notes.some(({ sight }) => sight.leads === "them") && !recorded) told.push(this.say("kept out"));
    return told;
  }

  mistake(one, today) {
    const note = words.notes.find(({ name }) => name === one.note);
    if (!note) return [this.say("false entry", { nth: this.nth("false entry") })];
    const { own, stopped } = note.mistake;
    if (own.length && one.other === this.person) return [this.say(own)];
    const reporter = this.someone(one.other, one.tie);
    const ways = Array.isArray(note.says) ? note.says : (note.says[one.source] ?? []);
    const told = [this.say(ways, { other: one.other >= 0 ? this.someone(one.other) : "somebody", reporter, Reporter: capital(reporter) })];
    if (stopped.length && today.some(({ what, stopped: was }) => what === "alert" && was)) told.push(this.say(stopped));
    return told;
  }

  entry(one, today) {
    if (one.source === "own act") return [];
    if (!one.letter) return this.mistake(one, today);
    if (!one.observed) return [];
    const other = this.someone(one.other);
    const key = this.scored ? one.source : `${one.source} unscored`;
    const { points, left } = one;
    const told = [this.say(key, { other, Other: capital(other), them2: "them", n: numberWord(points), left: inEnglish(left) })];
    if (this.scored) told.push(...this.stands(points, left));
    else this.unnamed(points, left);
    return one.errorFree ? told : [...told, this.say(`${one.source} false`, { nth: this.nth(`${one.source} false`) })];
  }

  kept(one, today) {
    return [...this.mistake(one, today), this.say("kept out")];
  }

  points({ points, left }) {
    const more = { n: numberWord(points), N: capital(numberWord(points)), left: inEnglish(left) };
    if (points === 0) return this.say("cost nothing", more);
    if (points < 0 && !this.scored) {
      this.unnamed(points, left);
      return this.say("cost unscored", more);
    }
    return [this.say(points > 0 ? "register volunteering" : "cost", more), ...this.stands(points, left)];
  }

  alert({ wrong, faulty, stopped, arrested }) {
    if (wrong) return [];
    const key = !stopped ? "recognised" : arrested ? "arrested" : faulty ? "stopped by mistake" : "stopped";
    return this.say(key, { nth: this.nth(key) });
  }

  friend({ other }) {
    const who = this.someone(other);
    return this.say("friends", { who, Who: capital(who) });
  }

  scoring({ points, before, tier, counted, joined, cleared, watch, whole: complete }) {
    const told = [];
    const [from, to] = [this.tiers[before], this.tiers[tier]];
    if (joined) this.scored = true;
    const key = joined ? `joined ${joined}` : counted && tier !== before ? (tier > before ? "fell" : "rose") : "";
    if (key) told.push(this.say(key, { points: inEnglish(points), tier: to, before: from }));
    if (key && told[0].includes(inEnglish(points))) told.unshift(...this.stands(0, points));
    if (cleared) told.push(this.say(complete ? "cleared whole" : "cleared"));
    if (watch) told.push(this.say(watch > 0 ? "watched" : "unwatched"));
    return told;
  }

  listed({ list, weeks }) {
    return this.say(`listed ${list}`, { weeks: numberWord(weeks) });
  }

  sanction({ gates, would, wrongful, unjust, onset, lawful, unlawful, flawed }, today) {
    const doors = this.named(gates);
    const told = [this.say(!onset ? "closed overnight" : doors === this.gates ? "closed same" : "closed", { doors, Doors: capital(doors) })];
    this.gates = doors;
    if (wrongful) told.push(this.say(would.length ? "wrongful some" : "wrongful all", { would: this.named(would) }));
    else if (unjust) told.push(this.say(`unjust ${!lawful ? "area" : unlawful ? "mixed" : "lawful"}${flawed ? " despite" : ""}`));
    const notice = today.some(({ what }) => what === "notice");
    this.refused = false;
    this.told = notice;
    if (!notice && onset) told.push(this.say("no notice"));
    return told;
  }

  doors({ closed, opened, turned }) {
    const told = [];
    for (const [key, names] of [["more closed", closed], ["some opened", opened]])
      if (names.length) told.push(this.say(key, { doors: this.named(names), Doors: capital(this.named(names)) }));
    if (turned) told.push(this.say(turned > 0 ? "turned wrongful" : "turned rightful"));
    return told;
  }

  refusal({ gate }) {
    const key = this.refused || this.told ? "first" : "learned";
    this.refused = true;
    this.told = true;
    return this.say(`${key} ${gate}`, { nth: this.nth("refusal") });
  }

  perk({ gate, top }) {
    const what = words.favours[gate] ?? `a favour ${words.gates.find(({ name }) => name === gate).where}`;
    return this.say(top ? "perk top" : "perk", { what, tier: this.tiers[0], nth: this.nth(`perk ${top}`) });
  }

  notice() {
    return this.say("notice");
  }

  appeal({ day }) {
    this.appealed = day;
    return this.say("appeal", { nth: this.nth("appeal") });
  }

  decision({ day, outcome, wrongful, closed }) {
    const span = this.appealed === null ? "a while" : words.spans[day - this.appealed];
    const key = outcome === "rejected" ? (wrongful ? "rejected wrongful" : closed ? "rejected" : "rejected late") : outcome === "overturned" && !closed ? "overturned late" : outcome;
    this.appealed = null;
    return this.say(key, { span });
  }

  review({ stopped }) {
    return this.say(stopped ? "review stopped" : "review passed");
  }

  correction() {
    return this.say("corrected");
  }

  listend({ list, stale, paid }) {
    return this.say(`${paid ? "paid" : "term"} ${stale ? "stale" : "over"}`, { list: words.list_nouns[list] ?? "list", weeks: numberWord(stale) });
  }

  lifted({ why, days }) {
    this.refused = true;
    return this.say(`open ${why}`, { days: words.spans[days] });
  }

  noted({ note }) {
    const { says } = words.notes.find(({ name }) => name === note);
    return this.say(says, { nth: this.nth(note) });
  }
}
