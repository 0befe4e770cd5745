// The engine is getting ready: the lab answers when it is, and then the page is there.
for (;;) {
  const answer = await fetch(`/api/crowd${location.search}`).catch(() => null);
  if (answer && answer.status !== 429) break;
  await new Promise((go) => setTimeout(go, 2000));
}
location.reload();
