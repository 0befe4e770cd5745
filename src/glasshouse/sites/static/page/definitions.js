// A word with a special meaning shows its definition when it is tapped.

let explained = null;

function explain(button) {
  const box = byId("definition");
  const { title, text } = facts.terms[button.dataset.term];
  const cuts = button.dataset.term === "tiers" ? [made("p", {}, tiersInWords(view.preset))] : [];
  box.replaceChildren(write(made("strong"), title), write(made("p"), text), ...cuts);
  box.hidden = false;
  const place = button.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = box;
  box.style.left = `${scrollX + Math.max(8, Math.min(place.left, document.documentElement.clientWidth - wide - 8))}px`;
  box.style.top = `${scrollY + (place.bottom + high + 14 > innerHeight && place.top > high + 14 ? place.top - high - 6 : place.bottom + 6)}px`;
  button.setAttribute("aria-expanded", "true");
  explained = button;
}

/** From how many points on a preset puts somebody into which tier. */
function tiersInWords(preset) {
  const { cuts, tiers } = facts.presets[preset];
  const from = cuts.map(([tier, points]) => t("{tier}: from {points} points", { tier, points }));
  return `${joined([...from, t("{tier}: fewer", { tier: tiers.at(-1) })])}.`;
}

function explainNothing() {
  byId("definition").hidden = true;
  explained?.setAttribute("aria-expanded", "false");
  explained = null;
}

function startDefinitions() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-term]");
    const again = button === explained;
    if (!event.target.closest("#definition")) explainNothing();
    if (button && !again) {
      event.preventDefault();
      explain(button);
    }
  });
  addEventListener("keydown", (event) => event.key === "Escape" && explainNothing());
  addEventListener("resize", explainNothing);
}
