// Somebody who is followed: what the engine wrote down of their days, as plain objects. Nothing is worked out here.

/** The fields of a record, by name: where they stand, and how many bytes they have. */
function fieldsOf(kind) {
  const { fields, sizes } = engine.about;
  const places = Object.entries(fields[kind]).sort((a, b) => a[1] - b[1]);
  return places.map(([name, at], k) => ({ name, at, bytes: (places[k + 1]?.[1] ?? sizes[kind]) - at }));
}

class FollowedPerson {
  constructor(run, person) {
    Object.assign(this, { run, person, days: [] });
    this.fields = fieldsOf("agent");
    run.follow([person]);
    run.onMorning = () => this.days.push({ morning: this.state(), mail: this.mail(), rows: [], steps: {} });
  }

  /** The columns of the person's state. */
  state() {
    const read = { 1: Uint8Array, 2: Uint16Array };
    return Object.fromEntries(
      Object.entries(engine.about.columns).map(([name, bytes]) => [name, engine.view(`people.${name}`, read[bytes])[this.person]]),
    );
  }

  /** The letters that this morning brings. */
  mail() {
    const { fields, sizes } = engine.about;
    const { recipient, purpose, payload, sender } = fields.mail;
    const look = new DataView(engine.memory.buffer, engine.arrays.post.at);
    const found = [];
    for (let k = 0; k < this.run.mail; k++) {
      const at = k * sizes.mail;
      if (look.getUint32(at + recipient, true) === this.person)
        found.push({ other: look.getUint32(at + sender, true), purpose: look.getInt8(at + purpose), payload: look.getInt8(at + payload) });
    }
    return found;
  }

  /** Keep what the day that was simulated left. */
  evening() {
    const day = this.days.at(-1);
    const { at } = engine.arrays.params_pair;
    const { mandatory, score_start, score_max, points } = engine.about.fields.params;
    const numbers = new BigInt64Array(engine.memory.buffer, at);
    const kinds = life.kinds.length;
    day.params = {
      mandatory: numbers[mandatory / 8] !== 0n,
      start: Number(numbers[score_start / 8]),
      most: Number(numbers[score_max / 8]),
      points: Array.from({ length: kinds }, (_, k) => Number(numbers[points / 8 + k])),
    };
    for (const look of this.run.traced) {
      const row = {};
      for (const { name, at: place, bytes } of this.fields)
        row[name] = name === "noted" ? look.getBigInt64(place, true) : bytes === 8 ? Number(look.getBigInt64(place, true)) : look.getInt32(place, true);
      if (row.step === 0) day.rows.push(row);
      else day.steps[row.step] = row;
    }
    day.evening = this.state();
  }
}

/** The record of a day. Somebody whom a rescoring brought back has two: what they did stands in the first. */
function recordOf({ rows }) {
  if (rows.length < 2) return rows[0] ?? null;
  const [first, second] = rows;
  const done = ["conduct", "online", "money", "wanted_conduct", "wanted_online"].map((name) => [name, first[name]]);
  return { ...second, ...Object.fromEntries(done), noted: second.noted | first.noted };
}
