// The engine is getting ready: the lab answers when it is, and then the page is there.
import { root } from "./root.js";

for (;;) {
  const answer = await fetch(`${root}/api/crowd${location.search}`).catch(() => null);
  if (answer && answer.status !== 429) break;
  await new Promise((go) => setTimeout(go, 2000));
}
location.reload();
