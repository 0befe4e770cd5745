// The list of languages: what was changed on the page since it was opened stands in the address, and comes along.
const others = document.querySelector("details.speak");

others.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || link.pathname !== location.pathname) return;
  const query = new URLSearchParams(location.search);
  query.set("lang", link.lang);
  link.search = query.toString();
  link.hash = location.hash;
});
document.addEventListener("click", (event) => {
  if (!others.contains(event.target)) others.open = false;
});
others.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !others.open) return;
  others.open = false;
  others.querySelector("summary").focus();
});
