// Rates by group as bars, with the baseline's as a line on each, and whom it strikes hardest in a sentence above them.
export function bars(box) {
  const said = box.querySelector("#unequal"), choice = box.querySelector(".harms"), buttons = [...choice.querySelectorAll("button")];
  let harm = buttons[0].dataset.harm, last = null;

  function draw() {
    const [told, was] = last, share = (row) => row[harm] / Math.max(1, row.people);
    const same = was.rows.length === told.rows.length && was.rows.every((row, k) => row.name === told.rows[k].name);
    const groups = told.rows.slice(0, -1), before = same ? was.rows.slice(0, -1) : [];
    const top = Math.max(1e-4, ...groups.map(share), ...before.map(share));
    said.textContent = told.unequal[harm];
    for (const item of box.querySelectorAll("[data-bar]")) {
      const row = groups[item.dataset.bar], then = before[item.dataset.bar];
      item.querySelector(".now").setAttribute("width", String((100 * share(row)) / top));
      item.querySelector(".was").setAttribute("x", String(then && was !== told ? Math.min(99, (100 * share(then)) / top) : -2));
      item.querySelector("strong").textContent = row.rates[harm];
    }
  }

  choice.hidden = buttons.length < 2;
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    harm = button.dataset.harm;
    box.dataset.harm = harm;
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    if (last) draw();
  });
  return { show(told, was) { last = [told, was]; draw(); } };
}
