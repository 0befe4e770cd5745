// A link to the view, and the code that puts it into another page, with a description for those who cannot see it.

/** The picture in words. */
function describe(found, view, names, counts) {
  const hit = counts.hit.reduce((sum, one) => sum + one, 0);
  const outcome = t(facts.outcomes[view.outcome].words);
  const shares = joined(names.map((name, g) => `${name} ${percent(counts.share[g])}`));
  return sentences([
    t("{all} dots, one for each invented person.", { all: found.outcomes.length }),
    plural("{count} was {outcome}: {shares}.", "{count} were {outcome}: {shares}.", hit, { outcome, shares }),
    t("Scenario: {title}; {settings}.", { title: t(facts.presets[view.preset].title), settings: wordsOf(view.preset, keyOf(view)) }),
    t("Simulated, not a forecast."),
  ]);
}

/** So long it is said that something was copied. */
const SAID_FOR = 2000;
const saidCopied = {};

/** Copy what a box holds, and say beside it whether that was done. */
async function copy(id) {
  const box = byId(id), place = byId(`copied-${id}`);
  box.select();
  // Without a secure connection a browser has no clipboard for scripts, but may copy what is selected.
  const done = await (navigator.clipboard?.writeText(box.value) ?? Promise.reject()).then(() => true, () => document.execCommand("copy"));
  place.textContent = done ? t("Copied") : t("Not copied. It is selected: copy it yourself.");
  clearTimeout(saidCopied[id]);
  if (done) saidCopied[id] = setTimeout(() => place.replaceChildren(), SAID_FOR);
}

function showShare(text, link) {
  byId("crowd").setAttribute("aria-label", text);
  if (byId("link").value !== link) for (const id of ["link", "embed"]) byId(`copied-${id}`).replaceChildren();
  byId("link").value = link;
  byId("only-here").hidden = location.protocol !== "file:";
  const escaped = (value) => value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  byId("embed").value = `<iframe src="${escaped(link)}" title="${escaped(text)}" width="100%" height="800" style="border:0" loading="lazy"></iframe>`;
}
