"use strict";
// The worker of a page: runs the engine, a week at a time, and tells the page what became of everybody.

let engine = null;
let data = null;
let asked = 0;

const later = () => new Promise((done) => setTimeout(done, 0));

/** One byte a person: tier (7: takes no part), and what ever befell them (bits 8, 16 and 32). */
function outcomes(run) {
  const { bits, fields, sizes } = engine.about;
  const flags = engine.view("people.flags", Uint16Array);
  const harms = new DataView(engine.memory.buffer, engine.arrays.harms.at);
  const out = new Uint8Array(flags.length);
  for (let k = 0; k < out.length; k++) {
    const own = flags[k];
    out[k] =
      (own & bits.participates ? own & 7 : 7) |
      (own & bits.sanctioned ? 8 : 0) |
      (own & bits.wrongly ? 16 : 0) |
      (harms.getUint8(k * sizes.harms + fields.harms.misidentified) ? 32 : 0);
  }
  return out;
}

function groups() {
  return Uint8Array.from(engine.view("people.traits", Uint16Array), (traits) => (traits & 3) | ((traits >> 11) & 4));
}

async function live({ preset, key, seed, id }) {
  const began = performance.now();
  const { years, runs } = data[preset];
  const run = new Run(engine, years, runs[key], seed);
  postMessage({ id, groups: groups(), outcomes: outcomes(run), day: 0, days: years.days });
  while (run.day < years.days) {
    for (let k = 0; k < 7 && run.day < years.days; k++) run.simulateDay();
    postMessage({ id, outcomes: outcomes(run), day: run.day, days: years.days });
    await later();
    if (id !== asked) return;
  }
  const lived = performance.now() - began;
  postMessage({ id, done: true, milliseconds: lived, digest: run.digest() });
}

onmessage = async ({ data: told }) => {
  try {
    if (told.start) {
      engine = await Engine.start(told.start.code, told.start.about);
      data = told.start.data;
      postMessage({ ready: true });
    } else {
      asked = told.id;
      await live(told);
    }
  } catch (error) {
    postMessage({ id: asked, failed: String(error) });
  }
};
