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

/** Where as many come as go, chance would move their number by more than that one time in ten. */
const Z_90 = 1.645;

/** The days of an outcome, which may change where nobody's outcome does. */
const DAYS = { sanctioned: "sanction", wrongly: "wrongful" };

function nobodyInWords(found, pinned, outcome) {
  const [now, before] = [found, pinned].map(({ days }) => days?.[DAYS[outcome]]?.reduce((sum, one) => sum + one, 0));
  if (now === before) return t("Nobody's outcome changes");
  return outcome === "wrongly" ? t("Nobody's outcome changes, but the days under a wrongful sanction do: {now}, not {before}", { now, before })
    : t("Nobody's outcome changes, but the days under sanction do: {now}, not {before}", { now, before });
}

function showChange(found, pinned, view) {
  const place = byId("change");
  const words = wordsOf(view.preset, view.pin);
  place.classList.toggle("unready", keyOf(view) !== view.pin && !(found?.done && pinned));
  if (keyOf(view) === view.pin) {
    place.replaceChildren(t("This is what changes are compared with: {scenario}.", { scenario: words }));
    return;
  }
  if (!found?.done || !pinned) {
    place.replaceChildren(t("Comparing with {scenario} …", { scenario: words }));
    return;
  }
  const { spared, newly } = paired(found, pinned, view.outcome);
  const outcome = t(facts.outcomes[view.outcome].words);
  const level = Math.abs(spared - newly) < Z_90 * Math.sqrt(spared + newly);
  const told = !spared && !newly ? nobodyInWords(found, pinned, view.outcome)
    : !newly ? plural("{count} person spared", "{count} people spared", spared)
    : !spared ? plural("{count} person newly {outcome}", "{count} people newly {outcome}", newly, { outcome })
    : level ? plural("{count} person spared, {newly} newly {outcome}: no clear change in their number",
      "{count} people spared, {newly} newly {outcome}: no clear change in their number", spared, { newly, outcome })
    : plural("{count} person spared, {newly} newly {outcome}", "{count} people spared, {newly} newly {outcome}", spared, { newly, outcome });
  const sentence = t("{change}, compared with {scenario}.", { change: "{change}", scenario: words });
  place.replaceChildren(...pieces(sentence, { change: made("strong", {}, told) }));
}
