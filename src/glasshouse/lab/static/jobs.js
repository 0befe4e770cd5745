// Keeps the cards of jobs up to date, and stops a job without leaving the page.
// Everything here also works without it: the page then loads itself anew, and the buttons post forms.

import { root } from "./root.js";
import { speaking, t } from "./words.js";

const EVERY = 400;
const AGAIN = 1500;
const alive = (status) => status === "waiting" || status === "running";

async function ask(id, method = "GET") {
  const answer = await fetch(`${root}/api/jobs/${id}`, { method, headers: { accept: "application/json", ...speaking } });
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.message), { told: true });
  return said;
}

function tell(card, text, language = document.documentElement.lang) {
  const place = card.querySelector(".job-said > span");
  if (place.textContent !== text) Object.assign(place, { textContent: text, lang: language });
}

function show(card, job) {
  card.dataset.status = job.status;
  tell(card, job.said, job.said_in);
  const bar = card.querySelector("progress");
  bar.max = Math.max(1, job.total);
  bar.value = job.done;
  card.querySelector(".job-counts").textContent = job.far;
  card.querySelector(".job-far").hidden = !alive(job.status);
  const on = card.querySelector(".job-on");
  on.hidden = !(["cancelled", "failed"].includes(job.status) && job.folder);
  on.elements.name.value = job.folder;
  const seen = card.querySelector(".job-seen");
  seen.hidden = !job.link;
  seen.querySelector("a").href = root + (job.link || "/");
}

async function follow(card) {
  const id = card.dataset.job;
  let wait = EVERY;
  while (alive(card.dataset.status)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const job = await ask(id);
      wait = EVERY;
      show(card, job);
      if (job.link && !document.hidden && card.contains(document.activeElement)) card.querySelector(".job-seen a").focus();
    } catch (error) {
      if (error.told) {
        tell(card, error.message);
        card.querySelector(".job-far").hidden = true;
        return;
      }
      wait = AGAIN;
      tell(card, t("The lab does not answer; trying again. What is being simulated goes on as long as the lab does."));
    }
  }
  card.dispatchEvent(new CustomEvent("job-ended", { bubbles: true }));
}

export function watch(root = document) {
  for (const card of root.querySelectorAll("[data-job]")) {
    card.querySelector(".job-stop").addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = event.submitter ?? event.target.querySelector("button");
      button.disabled = true;
      try {
        show(card, await ask(card.dataset.job, "DELETE"));
      } catch (error) {
        tell(card, error.told ? error.message : t("The lab does not answer, so it was not stopped."));
        button.disabled = false;
      }
    });
    follow(card);
  }
}

watch();
