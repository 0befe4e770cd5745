// Sentences about one person, from phrases that the mechanisms declare; no sentence twice in the same words.

const words = facts.life;
const numberWord = (n) => words.numbers[Math.abs(n)] ?? inEnglish(Math.abs(n));
const listed = (parts) => (parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`);

/** A text in which one of something is one. */
function agreed(text) {
  const single = { entries: "entry", people: "person", " were": " was", " are": " is" };
  return text.replace(/(?<![\d,.])\b(1|[Oo]ne) (points|days|entries|alerts|sanctions|people|times)\b( were\b| are\b)?/g,
    (_, number, noun, verb = "") => `${number} ${single[noun] ?? noun.replace(/s$/, "")}${single[verb] ?? verb}`);
}

class Sentences {
  constructor(woman, tiers) {
    const own = words.pronouns[woman ? "she" : "he"];
    const large = Object.entries(own).map(([name, word]) => [capital(name), capital(word)]);
    this.own = { ...own, ...Object.fromEntries(large), worst: tiers.at(-1) };
    this.turns = new Map();
    this.said = new Set();
  }

  fill(template, more = {}) {
    const known = { ...this.own, ...more };
    return capital(agreed(template.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? (name === capital(name) ? capital(String(known[name.toLowerCase()] ?? "")) : ""))));
  }

  /** The next way of saying something: by its key, or one of several ways. */
  say(what, more) {
    const ways = typeof what === "string" ? words.phrases[what] : what;
    if (!ways?.length) return "";
    const name = ways[0];
    const turn = this.turns.get(name) ?? 0;
    this.turns.set(name, turn + 1);
    let text = "";
    for (let k = 0; k < ways.length; k++) {
      const place = turn + k < ways.length ? turn + k : 1 + ((turn + k - 1) % Math.max(1, ways.length - 1));
      text = this.fill(ways[Math.min(place, ways.length - 1)], more);
      if (!this.said.has(text)) break;
    }
    this.said.add(text);
    return text;
  }
}
