// What of an address could not be read: one sentence, with what is shown instead and the nearest name that there is.

/** So much of two words must be alike for one to be the nearest name of the other; and so long may a word be shown. */
const ALIKE = 0.6, LONGEST = 40;

/** How much two words are alike, from 0 to 1: letters that both have in the same order. */
function likeness(one, other) {
  let row = new Array(other.length + 1).fill(0);
  for (const letter of one) {
    const before = row;
    row = [0];
    for (let k = 1; k <= other.length; k++) row.push(letter === other[k - 1] ? before[k - 1] + 1 : Math.max(before[k], row[k - 1]));
  }
  return (2 * row.at(-1)) / (one.length + other.length || 1);
}

/** Of choices the nearest to what was asked: of numbers by value, and those in between are choices where there are two ends. */
function nearestTo({ setting, asked, choices }) {
  if (typeof choices[0] === "number") {
    const number = asked.trim() ? Number(asked) : NaN;
    if (Number.isNaN(number)) return undefined;
    if (setting === "seed" || setting === "life") return Math.min(Math.max(Math.round(number), choices[0]), choices[1]);
    return choices.reduce((best, one) => (Math.abs(one - number) < Math.abs(best - number) ? one : best));
  }
  const word = asked.slice(0, LONGEST).toLowerCase();
  const best = choices.reduce((found, one) => (likeness(word, one.toLowerCase()) > likeness(word, found.toLowerCase()) ? one : found));
  return likeness(word, best.toLowerCase()) >= ALIKE ? best : undefined;
}

/** A fault in words: what the setting is called, and what is shown of it in place of what was asked; nothing where it is left out. */
function faultInWords(fault, setting, shown) {
  const asked = fault.asked.length > LONGEST ? `${fault.asked.slice(0, LONGEST)}…` : fault.asked;
  const nearest = nearestTo(fault);
  if (shown === undefined)
    return nearest === undefined ? t("{setting} “{asked}” (left out)", { setting, asked })
      : t("{setting} “{asked}” (nearest: {nearest}; left out)", { setting, asked, nearest: String(nearest) });
  return nearest === undefined ? t("{setting} “{asked}” (shown instead: {shown})", { setting, asked, shown })
    : t("{setting} “{asked}” (nearest: {nearest}; shown instead: {shown})", { setting, asked, nearest: String(nearest), shown });
}

/** Say faults in words above the page; nothing where there is none. */
function sayMisread(faults) {
  const place = document.getElementById("misread");
  place.hidden = !faults.length;
  place.textContent = faults.length ? t("This link asks for what is not on this page: {faults}.", { faults: joined(faults) }) : "";
}

/** What a language of the page is called. */
const languageInWords = (language) => document.querySelector(`#language [value="${language}"]`).textContent;
