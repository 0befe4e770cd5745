// The key: each colour with its meaning and how many people it counts; choosing one counts it.

/** Only what can be counted in the scenario stands in the key, before anything is known. */
function showChoices(view) {
  for (const name of OUTCOMES) byId(`count-${name}`).parentElement.hidden = !outcomesOf(view.preset).includes(name);
}

const counted = ({ outcomes }, { bit }) => outcomes.reduce((sum, own) => sum + (own & bit ? 1 : 0), 0);

/** `pinned`: the run of the pinned scenario, where it is another and known; an outcome that differs says what it was. */
function showKey(found, pinned, view) {
  for (const name of OUTCOMES) {
    const now = counted(found, facts.outcomes[name]);
    const then = found.done && pinned ? counted(pinned, facts.outcomes[name]) : now;
    byId(`many-${name}`).textContent = whole(now);
    byId(`was-${name}`).textContent = wasInWords(now, then);
    byId(`count-${name}`).checked = name === view.outcome;
  }
}
