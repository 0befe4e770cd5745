// Another scenario: the address keeps the form as it is filled in, and a comparison that is finished opens.
const form = document.querySelector("#compare");
const first = new Map(Object.entries({ how: "each", population: "20000", replicates: "5", seed: "1" }));
const many = ["safeguard", "account"];

// What the form says, over what the address says beside it (the comparison that is shown).
function state() {
  const query = new URLSearchParams(location.search);
  for (const name of [...new FormData(form).keys(), ...many, "job"]) query.delete(name);
  const chosen = new FormData(form);
  const safeguards = chosen.getAll("safeguard");
  if (safeguards.join() !== "human-review,appeal") for (const one of safeguards.length ? safeguards : [""]) query.append("safeguard", one);
  for (const [name, value] of chosen) {
    if (name === "safeguard" || value === (first.get(name) ?? "") || (name === "preset" && value === "as-described")) continue;
    query.append(name, value.replaceAll("\r\n", "\n"));
  }
  return query.toString();
}

form?.addEventListener("input", () => {
  const query = state();
  history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
});

// The links that choose the world as it is take the rest of the form along.
for (const link of document.querySelectorAll("#new nav.switch a")) {
  link.addEventListener("click", () => {
    const query = new URLSearchParams(state());
    for (const name of ["name", "arm", "harm", "account"]) query.delete(name);
    const preset = new URL(link.href).searchParams.get("preset");
    query.delete("preset");
    if (preset) query.set("preset", preset);
    link.search = query.toString();
  });
}

document.addEventListener("job-ended", (event) => {
  const link = event.target.querySelector(".job-seen:not([hidden]) a");
  const wanted = new URLSearchParams(location.search).get("job") === event.target.dataset.job;
  if (link && wanted) location.assign(link.href);
});
