// The trade-off under the threshold: false alarms against those whom the search should have found and did not.

/** Who or what was missed, and of how many. */
function missedOf({ watch }) {
  const { listed, found, searched, nobody } = watch;
  return listed ? { missed: listed - found, all: listed, faces: false } : { missed: nobody, all: searched, faces: true };
}

/** What a number was in the pinned scenario, where it was another. */
const wasInWords = (now, then) => (then === undefined || now === then ? "" : t("was {number}", { number: then }));

function showTradeOff(found, pinned) {
  const { missed, all, faces } = missedOf(found);
  byId("alarms").textContent = whole(found.watch.wrong);
  byId("missed").textContent = !all ? "–" : faces ? t("{missed} of {all} faces", { missed, all }) : t("{missed} of {all} people", { missed, all });
  byId("alarms-before").textContent = wasInWords(found.watch.wrong, pinned?.watch.wrong);
  byId("missed-before").textContent = wasInWords(missed, pinned && all ? missedOf(pinned).missed : undefined);
}
