// A link to the view, and the code that puts it into another page, with a description for those who cannot see it.

/** The picture in words. */
function describe(found, view, names, counts) {
  const were = facts.outcomes[view.outcome].words;
  const hit = counts.hit.reduce((sum, one) => sum + one, 0);
  const parts = names.map((name, g) => `${name} ${percent(counts.share[g])}`).join(", ");
  return `${whole(found.outcomes.length)} dots, one for each invented person. ${whole(hit)} ${hit === 1 ? "was" : "were"} ${were}: ${parts}. ` +
    `Scenario: ${facts.presets[view.preset].title}; ${wordsOf(view.preset, keyOf(view))}. Simulated, not a forecast.`;
}

function showShare(text) {
  byId("crowd").setAttribute("aria-label", text);
  byId("link").value = location.href;
  const escaped = (value) => value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  byId("embed").value = `<iframe src="${escaped(location.href)}" title="${escaped(text)}" width="100%" height="800" style="border:0" loading="lazy"></iframe>`;
}
