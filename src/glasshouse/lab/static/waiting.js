// A page that waits for a scenario to be simulated again: asks how far it is, and opens the page anew when it is there.
import { root } from "./root.js";

const section = document.querySelector("[data-waiting]");
const bar = section?.querySelector("progress");
const left = section?.querySelector("[data-left]");
const where = root + section?.dataset.waiting;

async function look() {
  let found = null;
  try {
    found = await (await fetch(where, { headers: { Accept: "application/json" } })).json();
  } catch {
    setTimeout(look, 2000); // the lab does not answer just now
    return;
  }
  if (!found.living) {
    location.reload();
    return;
  }
  bar.max = found.living.total;
  bar.value = found.living.done;
  const seconds = String(Math.max(1, Math.ceil(found.living.seconds_left)));
  if (left.textContent !== seconds) left.textContent = seconds; // it is read aloud when it changes
  setTimeout(look, 150);
}

if (section) look();
