// The key: each colour with its meaning and how many people it counts; choosing one counts it.

/** Only what can be counted in the scenario stands in the key, before anything is known. */
function showChoices(view) {
  for (const name of OUTCOMES) byId(`count-${name}`).parentElement.hidden = !outcomesOf(view.preset).includes(name);
}

function showKey({ outcomes }, view) {
  for (const name of OUTCOMES) {
    const { bit } = facts.outcomes[name];
    byId(`many-${name}`).textContent = whole(outcomes.reduce((sum, own) => sum + (own & bit ? 1 : 0), 0));
    byId(`count-${name}`).checked = name === view.outcome;
  }
}
