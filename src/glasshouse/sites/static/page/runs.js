// Runs: the worker simulates one at a time; what it found is kept, so that going back takes no time.

const MOST_KEPT = 60, MOST_COUNTED = 1000;

class Runs {
  /** `hear` is called with (name of the run, what is known of it) whenever more of it is known. */
  constructor(hear, failed) {
    Object.assign(this, { hear, failed, kept: new Map(), counted: new Map(), asked: 0, current: null, worker: null });
  }

  async start() {
    const [code, about, data] = await Promise.all(["wasm", "about", "years"].map(unpacked));
    const text = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
    const source = new Blob([byId("engine").textContent, byId("work").textContent], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(source));
    worker.postMessage({ start: { code, about: text(about), data: text(data), life: facts.life, bits: BITS } });
    await new Promise((ready) => {
      worker.onmessage = ({ data: told }) => (told.ready ? ready() : this.failed(told.failed));
    });
    worker.onmessage = ({ data: told }) => this.told(told);
    this.worker = worker;
  }

  nameOf({ preset, key, seed, size, person = "", counted = false }) {
    return `${preset}/${key}/${seed}/${size}/${counted ? "counted" : person}`;
  }

  /** What is known of a run that is finished. */
  of(run) {
    return (run.counted ? this.counted : this.kept).get(this.nameOf(run));
  }

  /** Simulate a run, and nothing else any more. Before the start is over nothing is: then the page asks for what it shows. */
  ask(run) {
    if (!this.worker) return;
    const name = this.nameOf(run);
    if (this.current?.name === name) return;
    this.current = { name, ...run };
    this.worker.postMessage({ ...run, id: ++this.asked });
  }

  stop() {
    if (this.current) this.worker.postMessage({ id: ++this.asked });
    this.current = null;
  }

  told(told) {
    if (told.id !== this.asked || !this.current) return;
    if (told.failed) return this.failed(told.failed);
    const { name } = this.current;
    this.current.found = { ...this.current.found, ...told };
    if (told.done) {
      const [kept, most] = this.current.counted ? [this.counted, MOST_COUNTED] : [this.kept, MOST_KEPT];
      kept.set(name, this.current.found);
      if (kept.size > most) kept.delete(kept.keys().next().value);
    }
    const { found } = this.current;
    if (told.done) this.current = null;
    this.hear(name, found);
  }
}
