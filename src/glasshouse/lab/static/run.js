// Page 2: choosing shows at once, and the address keeps up with the form, so that a link brings the same form back.
import { plural, speaking } from "./words.js";

for (const id of ["choose", "measure"]) {
  const form = document.getElementById(id);
  if (!form) continue;
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

const form = document.getElementById("ask-form");
const bare = (name, usual) => {
  const value = form.elements[name].value.trim().replace(/^\d{1,3}([.,\s_])\d{3}(?:\1\d{3})*$/, (grouped) => grouped.replace(/\D/g, ""));
  return value === usual ? null : value;
};

function state() {
  const found = new URLSearchParams();
  if (form.dataset.preset !== "as-described") found.set("preset", form.dataset.preset);
  for (const other of form.querySelectorAll('input[name="set"]')) found.append("set", other.value);
  for (const field of form.querySelectorAll("[data-central]")) {
    const changed = field.value !== "" && Number(field.value) !== Number(field.dataset.central);
    field.closest("div").classList.toggle("changed", changed);
    if (changed && field.validity.valid) found.append("set", `${field.name.slice(2)}=${field.value}`);
  }
  for (const field of form.querySelectorAll("[data-usual]")) {
    const changed = String(field.checked) !== field.dataset.usual;
    field.closest("div").classList.toggle("changed", changed);
    if (changed) found.append("set", `${field.name.slice(2)}.enabled=${field.checked}`);
  }
  const usual = { population: form.dataset.population, days: form.dataset.days, replicates: "1", draws: "200", seed: "1" };
  for (const [name, value] of Object.entries(usual)) {
    const own = bare(name, value);
    if (own && /^\d+$/.test(own)) found.set(name, own);
  }
  if (form.elements.own) found.set("own", "true");
  return found;
}

if (form) {
  const told = document.getElementById("changes");
  const keep = () => {
    const found = state();
    const count = found.getAll("set").length;
    told.textContent = count ? plural("{count} thing differs from the preset; the result is then hypothetical.", "{count} things differ from the preset; the result is then hypothetical.", count) : "";
    const text = found.toString();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", () => {
    form.querySelector("button.first").disabled = true;
  });
  addEventListener("pageshow", () => {
    form.querySelector("button.first").disabled = false;
  });
}

// A job that ended leaves a run that the list below does not show yet as it stands now.
document.addEventListener("job-ended", async () => {
  const part = (page) => page.getElementById("runs")?.closest("section");
  const answer = await fetch(location.href, { headers: { accept: "text/html", ...speaking } }).catch(() => null);
  const fresh = answer?.ok && part(new DOMParser().parseFromString(await answer.text(), "text/html"));
  if (fresh) part(document)?.replaceWith(document.adoptNode(fresh));
});
