// Each finished change is a step in the browser's history. Steps of one control that follow each other within a second,
// as arrow keys make them, are one.
const ONE = 1000;

export function turning({ address, restore, undo }) {
  let last = "", at = 0, depth = history.state?.depth ?? 0;

  function placed() { undo.disabled = depth === 0; }

  history.replaceState({ depth }, "", address());
  undo.hidden = false;
  placed();
  undo.addEventListener("click", () => history.back());
  window.addEventListener("popstate", (event) => {
    depth = event.state?.depth ?? 0;
    last = "";
    placed();
    if (!restore(new URLSearchParams(location.search))) location.reload();
  });

  return {
    restore,
    finished(control) {
      const where = address(), now = performance.now();
      if (new URL(where, location.href).href === location.href) return;
      if (control && control === last && now - at < ONE) history.replaceState({ depth }, "", where);
      else history.pushState({ depth: ++depth }, "", where);
      last = control;
      at = now;
      placed();
    },
  };
}
