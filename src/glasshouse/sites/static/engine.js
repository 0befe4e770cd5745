"use strict";
// The engine in a page: memory, and calls of the compiled functions in the order of a day. What a day does is in
// engine.wasm; the order is that of glasshouse/engine/part.py. Runs in a worker.

const PAGE = 65536;

/** An engine of its own for one run at a time. `about` is engine.json. */
class Engine {
  static async start(code, about) {
    const { instance } = await WebAssembly.instantiate(code, { env: { log: Math.log } });
    return new Engine(instance.exports, about);
  }

  constructor(exports, about) {
    this.exports = exports;
    this.about = about;
    this.memory = exports.memory;
    this.ground = (exports.__heap_base.value + 63) & ~63;
    this.top = this.ground;
    this.arrays = {};
    this.result = this.room("result", [64], 1).at;
  }

  /** Room for an array, all zero. */
  room(name, shape, itemsize = this.about.arrays[name]) {
    const bytes = shape.reduce((all, one) => all * one, 1) * itemsize;
    if (!Number.isSafeInteger(bytes)) throw new Error(`how large is an item of ${name}?`);
    const known = this.arrays[name];
    if (known && known.bytes >= bytes) {
      known.shape = shape;
      new Uint8Array(this.memory.buffer, known.at, bytes).fill(0);
      return known;
    }
    const at = this.top;
    this.top = (at + bytes + 63) & ~63;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE)); // fresh memory is zero
    return (this.arrays[name] = { at, shape, itemsize, bytes });
  }

  view(name, kind) {
    const { at, shape, itemsize } = this.arrays[name];
    const bytes = shape.reduce((all, one) => all * one, 1) * itemsize;
    return new kind(this.memory.buffer, at, bytes / kind.BYTES_PER_ELEMENT);
  }

  /** A whole number of a record of int64 fields. */
  field(kind, name, at) {
    return Number(new BigInt64Array(this.memory.buffer, at + this.about.fields[kind][name], 1)[0]);
  }

  /** Call a function with what is given by name: arrays from the rooms, {at, shape, itemsize}, places or numbers. */
  call(name, given = {}) {
    const args = [this.result, this.result + 32];
    for (const [kind, key] of this.about.arguments[name]) {
      const value = key in given ? given[key] : kind === "array" ? this.arrays[key] : undefined;
      if (value === undefined) throw new Error(`${name} needs ${key}`);
      if (kind === "array") {
        const { at, shape, itemsize } = value;
        let size = 1;
        for (const one of shape) size *= one;
        args.push(0, 0, BigInt(size), BigInt(itemsize), at);
        for (const one of shape) args.push(BigInt(one));
        let stride = size * itemsize;
        for (const one of shape) args.push(BigInt((stride = one ? stride / one : itemsize)));
      } else args.push(kind === "whole" ? BigInt(value) : Number(value));
    }
    const result = new BigInt64Array(this.memory.buffer, this.result, 1);
    result[0] = 0n; // a truth value fills one byte of it
    const status = this.exports[name](...args);
    if (status !== 0) throw new Error(`${name} failed with ${status}`);
    return Number(result[0]);
  }

  slice(name, index, count = 1) {
    const { at, shape, itemsize } = this.arrays[name];
    const step = shape.slice(1).reduce((all, one) => all * one, 1) * itemsize;
    return { at: at + index * step, shape: [count, ...shape.slice(1)], itemsize };
  }
}

/** A run: `years` {populations, days, districts, groups, numbers, rows}, `year` one of its runs, a seed, how many people. */
class Run {
  constructor(engine, years, year, seed, population = years.populations[0]) {
    Object.assign(this, { engine, years, year, population, day: 0 });
    this.seed = BigInt(seed);
    const about = engine.about;
    const districts = years.districts;
    this.districts = districts;
    this.groups = years.groups;
    const measures = about.measures.length;
    this.cells = districts * (years.groups + 1);
    this.figures = this.cells * measures;
    for (const [name, shape] of Object.entries(about.rooms)) engine.room(name, shape);
    for (const [name, size] of Object.entries(about.columns)) engine.room(`people.${name}`, [population], size);
    engine.room("people.own", [0]);
    engine.room("params_pair", [2]);
    engine.room("districts", [districts]);
    engine.room("people", [districts, about.cells, about.parts], 8);
    engine.room("enough", [about.parts], 8);
    engine.room("before", [about.parts], 8);
    engine.room("points", [districts, about.cells], 8);
    engine.room("watch", [districts, about.cells], 8);
    engine.room("table", [districts + 12, 3], 8);
    engine.room("mornings", [about.mornings.length, districts]);
    engine.room("daily", [years.days, districts, years.groups + 1, measures], 8);
    engine.room("fitted", [districts, about.cells, 2]);
    engine.room("nows", [1]);
    engine.room("rows", [about.block * 16 * 2]);
    engine.room("mail", [about.block * 64]);
    engine.room("post", [0], about.sizes.mail);
    engine.room("deeds", [population]);
    engine.room("harms", [population]);
    this.follow([]);
    engine.room("words", [about.initial_words, about.block]);
    engine.room("morning", [16, districts], 8);
    engine.room("hash", [about.hash_words], 8);
    engine.room("tree", [about.hash_words], 8);
    engine.room("digest", [32], 1);
    this.numbers = BigInt64Array.from(years.numbers, BigInt);
    this.mail = 0;
    this.learned = false;
    this.epoch = -1;
    this.come(0);
    this.previous();
    this.initialise();
  }

  /** The numbers of an epoch come into force. */
  come(epoch) {
    const { engine, years, year } = this;
    this.epoch = epoch;
    const numbers = this.numbers.slice();
    const [, base, over, ...larger] = year.epochs[epoch];
    const size = years.populations.indexOf(this.population);
    const rows = size > 0 ? [base, over, larger[size - 1]] : [base, over];
    for (const row of rows.map((place) => years.rows[place]))
      for (let k = 0, place = 0; k < row.length; k += 2) numbers[(place += row[k])] = BigInt(row[k + 1]);
    let first = 0;
    const take = (name, items) => {
      const length = items ?? engine.view(name, BigInt64Array).length;
      engine.view(name, BigInt64Array).set(numbers.subarray(first, first + length));
      first += length;
    };
    take("params_pair", engine.about.sizes.params / 8);
    take("districts");
    take("people");
    take("enough");
    this.putLearned();
  }

  /** What was fitted stands in the districts' records. */
  putLearned() {
    if (!this.learned || !this.year.learns[this.epoch]) return;
    const { engine } = this;
    const { at } = engine.arrays.params_pair;
    engine.call("mark_most", { least: engine.field("params", "watch_points", at), out: engine.arrays.watch });
    const size = engine.about.sizes.district;
    const cells = engine.about.cells;
    for (const [field, name] of [["learned", "points"], ["watch", "watch"]]) {
      const from = engine.view(name, BigInt64Array);
      for (let d = 0; d < this.districts; d++) {
        const to = engine.arrays.districts.at + d * size + engine.about.fields.district[field];
        new BigInt64Array(engine.memory.buffer, to, cells).set(from.subarray(d * cells, (d + 1) * cells));
      }
    }
  }

  /** The parameters of today are those of yesterday as well. */
  previous() {
    const words = this.engine.view("params_pair", BigInt64Array);
    words.copyWithin(words.length / 2, 0, words.length / 2);
  }

  now(sent = 0n) {
    const { k0, k1, day, sent: at } = this.engine.about.fields.now;
    const words = this.engine.view("nows", BigInt64Array);
    words.fill(0n);
    words[k0 / 8] = this.seed & 0xffffffffn;
    words[k1 / 8] = this.seed >> 32n;
    words[day / 8] = BigInt(this.day);
    words[at / 8] = sent;
  }

  get written() {
    const { traced, sent } = this.engine.about.fields.now;
    const words = this.engine.view("nows", BigInt64Array);
    return { traced: Number(words[traced / 8]), sent: Number(words[sent / 8]) };
  }

  initialise() {
    const { engine } = this;
    const { sizes, columns, block } = engine.about;
    this.now();
    const people = {};
    for (const name of [...Object.keys(columns), "own"]) people[`p.${name}`] = engine.arrays[`people.${name}`];
    const blocks = [];
    for (let d = 0; d < this.districts; d++) {
      const at = engine.arrays.districts.at + d * sizes.district;
      const start = engine.field("district", "start", at);
      const end = start + engine.field("district", "n", at);
      for (let first = start; first < end; first += block) {
        const last = Math.min(first + block, end);
        blocks.push(first, last, d);
        const params = engine.arrays.params_pair.at;
        engine.call("initialise_population", { ...people, first, last, d: at, params, now: engine.arrays.nows.at });
      }
    }
    this.blocks = blocks.length / 3;
    engine.room("blocks", [this.blocks, 3]);
    engine.view("blocks", BigInt64Array).set(BigInt64Array.from(blocks, BigInt));
  }

  /** Simulate the next day. */
  simulateDay() {
    const { engine, year, years, day } = this;
    const totals = { ...engine.slice("daily", day), shape: engine.arrays.daily.shape.slice(1) };
    this.previous();
    const next = year.epochs.findLastIndex(([first]) => first <= day);
    if (next !== this.epoch) {
      if (year.lifts.includes(day)) this.lift(totals);
      this.come(next);
    }
    this.onMorning?.();
    if (this.mail > 0) {
      if (4 * this.mail > engine.arrays.rows.shape[0]) throw new Error("more letters than there is room for");
      this.now();
      engine.call("deliver", { mail: { ...engine.arrays.post, shape: [this.mail] }, totals });
    }
    this.workMornings(totals);
    engine.view("fitted", BigInt64Array).fill(0n);
    this.now();
    const jump = year.jumps.find(([on]) => on === day)?.[1] ?? 0;
    const given = { jump, last_day: day === years.days - 1 ? 1 : 0, totals };
    const letters = [];
    this.traced = [];
    for (let done = 0, before = -1; ; before = done) {
      if (done === before) throw new Error("a block writes more than there is room for");
      done = engine.call("simulate_day", { ...given, first_block: done });
      letters.push(this.takeLetters());
      this.takeTrace();
      if (done === this.blocks) break;
      this.now();
    }
    this.post(letters);
    this.day += 1;
    const every = engine.field("params", "learned_every", engine.arrays.params_pair.at);
    if (every > 0 && this.day % every === 0) this.fit();
  }

  /** Follow some persons from now on; the records of their days are in `traced` after each day. */
  follow(persons) {
    const { engine } = this;
    engine.room("followed", [persons.length ? this.population : 0]);
    engine.room("trace", [6 * persons.length]);
    const marks = engine.view("followed", Uint8Array);
    for (const person of persons) marks[person] = 1;
  }

  /** The place of a person's district among the districts. */
  districtOf(person) {
    const blocks = this.engine.view("blocks", BigInt64Array);
    for (let b = 0; b < this.blocks; b++) if (person < Number(blocks[3 * b + 1])) return Number(blocks[3 * b + 2]);
    return -1;
  }

  /** The records of those who are followed, in the order in which the day left them. */
  takeTrace() {
    const { at, itemsize } = this.engine.arrays.trace;
    const bytes = this.engine.memory.buffer.slice(at, at + this.written.traced * itemsize);
    for (let k = 0; k < bytes.byteLength; k += itemsize) this.traced.push(new DataView(bytes, k, itemsize));
  }

  /** How often something was counted on the last day that was simulated. */
  counted(measure) {
    const { engine } = this;
    const { measures } = engine.about;
    // A count is a word of 64 bits: read as two halves, since large integers are slow here.
    const halves = new Uint32Array(engine.memory.buffer, engine.slice("daily", this.day - 1).at, 2 * this.figures);
    let sum = 0;
    for (let k = 2 * measures.indexOf(measure); k < halves.length; k += 2 * measures.length) sum += halves[k] + 2 ** 32 * halves[k + 1];
    return sum;
  }

  lift(totals) {
    const { engine } = this;
    const { itemsize, shape } = totals;
    const blocks = engine.view("blocks", BigInt64Array);
    const { at } = engine.arrays.params_pair;
    for (let b = 0; b < this.blocks; b++) {
      const [first, last, d] = blocks.subarray(3 * b, 3 * b + 3);
      const counts = { at: totals.at + Number(d) * shape[1] * shape[2] * itemsize, shape: shape.slice(1), itemsize };
      this.now();
      engine.call("lift", { first, last, params: at, now: engine.arrays.nows.at, counts });
    }
  }

  workMornings(totals) {
    const { engine, day } = this;
    const { morning_names: names, mornings, kept } = engine.about;
    const mornings_of = engine.view("mornings", BigInt64Array);
    const params_of = { ...engine.arrays.params_pair, shape: [1] };
    const width = this.districts;
    const counts = new BigInt64Array(engine.memory.buffer, totals.at, this.figures);
    const [, groups, measures] = totals.shape;
    for (const [name, figures] of Object.entries(names)) {
      const out = { ...engine.arrays.morning, shape: [figures.length, width] };
      engine.call(name, { day, params_of, out });
      const found = engine.view("morning", BigInt64Array);
      figures.forEach((figure, k) => {
        const row = found.subarray(k * width, (k + 1) * width);
        if (mornings.includes(figure)) mornings_of.set(row, mornings.indexOf(figure) * width);
        if (figure in kept) row.forEach((value, d) => (counts[(d * groups + groups - 1) * measures + kept[figure]] = value));
      });
    }
  }

  takeLetters() {
    const { at, itemsize } = this.engine.arrays.mail;
    return new Uint8Array(this.engine.memory.buffer, at, this.written.sent * itemsize).slice();
  }

  /** Sort the letters by recipient and purpose, those of one sender in the order in which they were written. */
  post(parts) {
    const { engine } = this;
    const size = engine.about.sizes.mail;
    const { recipient, purpose } = engine.about.fields.mail;
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    this.mail = all.length / size;
    const look = new DataView(all.buffer);
    const keys = new Float64Array(this.mail);
    for (let k = 0; k < this.mail; k++) {
      const to = look.getUint32(k * size + recipient, true) * 128 + look.getInt8(k * size + purpose);
      keys[k] = to * this.mail + k;
    }
    keys.sort();
    engine.room("post", [this.mail], size);
    const out = new Uint8Array(engine.memory.buffer, engine.arrays.post.at, all.length);
    keys.forEach((key, k) => out.set(all.subarray((key % this.mail) * size, (key % this.mail) * size + size), k * size));
  }

  fit() {
    const { engine } = this;
    const { at } = engine.arrays.params_pair;
    const scale = engine.field("params", "learned_scale", at);
    const cap = engine.field("params", "learned_cap", at);
    const learnt = engine.call("write_points", { sums: engine.arrays.fitted, scale, cap, out: engine.arrays.points });
    if (learnt !== 0) {
      this.learned = true;
      this.putLearned();
    }
  }

  /** The digest of the run, as the command line has it. */
  digest() {
    const { engine, population } = this;
    const { columns, core, measures } = engine.about;
    const chunk = 65536;
    engine.call("hash_begin", { state: engine.arrays.tree });
    const leaf = () => {
      engine.call("hash_finish", { state: engine.arrays.hash });
      engine.call("hash_update", { state: engine.arrays.tree, data: engine.arrays.digest });
    };
    for (let first = 0; first < population; first += chunk) {
      const many = Math.min(chunk, population - first);
      engine.call("hash_begin", { state: engine.arrays.hash });
      for (const [name, size] of Object.entries(columns)) {
        const data = { at: engine.arrays[`people.${name}`].at + first * size, shape: [many * size], itemsize: 1 };
        engine.call("hash_update", { state: engine.arrays.hash, data });
      }
      leaf();
    }
    const { cells } = this;
    engine.room("counted", [cells * core.length], 8);
    const stretches = []; // of columns that lie side by side, [first, behind the last]
    for (const column of core)
      if (stretches.at(-1)?.[1] === column) stretches.at(-1)[1] += 1;
      else stretches.push([column, column + 1]);
    for (let day = 0; day < this.day; day++) {
      const from = new BigInt64Array(engine.memory.buffer, engine.slice("daily", day).at, this.figures);
      const to = engine.view("counted", BigInt64Array);
      for (let cell = 0, k = 0; cell < cells; cell++)
        for (const [first, end] of stretches) {
          const base = cell * measures.length;
          to.set(from.subarray(base + first, base + end), k);
          k += end - first;
        }
      engine.call("hash_begin", { state: engine.arrays.hash });
      const data = { at: engine.arrays.counted.at, shape: [cells * core.length * 8], itemsize: 1 };
      engine.call("hash_update", { state: engine.arrays.hash, data });
      leaf();
    }
    engine.call("hash_finish", { state: engine.arrays.tree });
    return [...engine.view("digest", Uint8Array)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
