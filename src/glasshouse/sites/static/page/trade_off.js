// The trade-off under the threshold: wrong matches against those whom the search should have found and did not.

/** Who or what was missed, and of how many. */
function missedOf({ watch }) {
  const { listed, found, searched, nobody } = watch;
  return listed ? { missed: listed - found, of: listed, word: "people" } : { missed: nobody, of: searched, word: "faces" };
}

function showTradeOff(found, pinned) {
  const { missed, of, word } = missedOf(found);
  byId("alarms").textContent = whole(found.watch.wrong);
  byId("missed").textContent = `${whole(missed)} of ${whole(of)} ${word}`;
  const before = (now, then) => (then === undefined || now === then ? "" : `was ${whole(then)}`);
  byId("alarms-before").textContent = before(found.watch.wrong, pinned?.watch.wrong);
  byId("missed-before").textContent = before(missed, pinned ? missedOf(pinned).missed : undefined);
}
