// What is folded away opens where an address leads into it, and on paper.
"use strict";

/** Open a place that is folded, and whatever it is folded into. */
function unfold(place) {
  for (let one = place?.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
}

/** The place that the address names is opened, and shown again where that moved it. */
function unfoldNamed() {
  const place = document.getElementById(location.hash.slice(1));
  const folded = place?.closest("details:not([open])");
  unfold(place);
  if (folded) place.scrollIntoView({ behavior: "instant" });
}

{
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open]), .more details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    opened = [];
  });
}
addEventListener("hashchange", unfoldNamed);
addEventListener("DOMContentLoaded", unfoldNamed);
// A link to where the address leads already changes no address.
addEventListener("click", ({ target }) => {
  if (target.closest?.("a[href^='#']")?.hash === location.hash && location.hash) unfoldNamed();
});
