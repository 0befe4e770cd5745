// The key: each colour with its meaning and how many people it counts; choosing one counts it.

function showKey({ outcomes }, view) {
  for (const name of OUTCOMES) {
    const { bit } = facts.outcomes[name];
    byId(`many-${name}`).textContent = whole(outcomes.reduce((sum, own) => sum + (own & bit ? 1 : 0), 0));
    byId(`count-${name}`).checked = name === view.outcome;
    byId(`count-${name}`).parentElement.hidden = !outcomesOf(view.preset).includes(name);
  }
}
