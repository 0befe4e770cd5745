// Which of the file's pages is shown: the address names it, and any other address is the crowd's.
"use strict";
(() => {
  const views = document.currentScript.dataset.views.split(" ");
  const titles = { crowd: document.title };
  let crowd = "#";
  const viewOf = (fragment) => views.find((view) => fragment === `#${view}` || fragment.startsWith(`#${view}-`)) ?? "crowd";

  function show() {
    const view = viewOf(location.hash);
    if (document.documentElement.dataset.view === "crowd") titles.crowd = document.title;
    document.documentElement.dataset.view = view;
    document.getElementById("crowd-style").media = view === "crowd" ? "all" : "not all";
    document.getElementById("views-style").media = view === "crowd" ? "not all" : "all";
    for (const link of document.querySelectorAll(".site-nav a")) {
      const own = link.dataset.view;
      if (own === "crowd") link.href = crowd;
      if (own === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (own !== "crowd") titles[own] = `${link.textContent} – glasshouse`;
    }
    document.title = titles[view] ?? titles.crowd;
    const language = document.getElementById("language-beside");
    if (!language) return; // the page is still being read
    language.hidden = view === "crowd";
    language.value = document.documentElement.lang;
  }

  /** The crowd speaks for all pages; its address has the language, and this page's stays as it is. */
  function speak({ target }) {
    const here = location.hash, own = document.getElementById("language");
    own.value = target.value;
    own.dispatchEvent(new Event("change"));
    crowd = location.hash;
    history.replaceState(history.state, "", here);
    show();
  }

  /** To the place that the address names, which no browser finds while its page is not shown. */
  function scroll() {
    const place = document.getElementById(location.hash.slice(1));
    if (viewOf(location.hash) === "crowd" || !place) return;
    unfold(place);
    if (place.matches(".site-view")) scrollTo(0, 0);
    else place.scrollIntoView({ behavior: "instant" });
  }

  addEventListener("popstate", (event) => {
    show();
    if (viewOf(location.hash) !== "crowd") event.stopImmediatePropagation();
  });
  addEventListener("hashchange", ({ oldURL }) => {
    const before = new URL(oldURL).hash;
    if (viewOf(before) === "crowd") crowd = before || "#";
    show();
    scroll();
  });
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("language-beside").addEventListener("change", speak);
    show();
    scroll();
  });
  show();
})();
