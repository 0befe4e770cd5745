// The pinned scenario: each change is told against it, person by person, with the same seed.

/** Who is counted in one run and not in the other. */
function paired(found, pinned, outcome) {
  const { bit } = facts.outcomes[outcome];
  let spared = 0;
  let newly = 0;
  found.outcomes.forEach((own, k) => {
    const before = pinned.outcomes[k] & bit;
    if (before && !(own & bit)) spared += 1;
    if (!before && own & bit) newly += 1;
  });
  return { spared, newly };
}

function showChange(found, pinned, view) {
  const place = byId("change");
  const words = wordsOf(view.preset, view.pin);
  if (keyOf(view) === view.pin) {
    place.replaceChildren(`This is what changes are compared with: ${words}.`);
    return;
  }
  if (!found?.done || !pinned) {
    place.replaceChildren(`Comparing with ${words} …`);
    return;
  }
  const { spared, newly } = paired(found, pinned, view.outcome);
  const were = facts.outcomes[view.outcome].words;
  const told = !spared && !newly ? [`Nobody's outcome changes`]
    : !newly ? [`${people(spared)} spared`]
    : !spared ? [`${people(newly)} newly ${were}`]
    : [`${people(spared)} spared, ${whole(newly)} newly ${were}`];
  place.replaceChildren(made("strong", {}, ...told), `, compared with ${words}.`);
}
