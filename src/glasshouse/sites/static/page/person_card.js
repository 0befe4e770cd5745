// The person behind a square: shown while a pointer is over it, kept after a tap.

/** What is known of a person, in lines. */
function factsOf(person, found, view) {
  const { tiers } = facts.presets[view.preset];
  const names = groupsOf(view.preset);
  const own = found.outcomes[person];
  const tier = (own & TIER) === TIER ? t("no score") : t("tier {tier}", { tier: tiers[own & TIER] });
  const happened = [];
  if (own & facts.outcomes.sanctioned.bit) {
    const days = found.days?.sanction[person];
    const wrong = found.days?.wrongful[person];
    happened.push(days ? plural("sanctioned for {count} day", "sanctioned for {count} days", days) : t("sanctioned"));
    if (own & facts.outcomes.wrongly.bit)
      happened.push(!wrong ? t("wrongly") : wrong === days ? t("wrongly on all of them") : plural("wrongly on {count} of them", "wrongly on {count} of them", wrong));
  }
  if (own & facts.outcomes.mistaken.bit) happened.push(t("mistaken for someone else by a camera"));
  const files = outcomesOf(view.preset).includes("recorded");
  if (own & facts.outcomes.recorded.bit && files) happened.push(t("on file"));
  const nothing = files ? t("neither sanctioned, nor mistaken for someone else by a camera, nor on file") : t("neither sanctioned nor mistaken for someone else by a camera");
  return {
    who: t("Person {person}, one of the {group}, {tier}", { person, group: names[found.groups[person]], tier }),
    what: capital(joined(happened) || nothing),
  };
}

class PersonCard {
  /** `open` is called with a person whose year is asked for. */
  constructor(card, dots, current, open) {
    Object.assign(this, { card, dots, current, open, kept: -1 });
    const { canvas } = dots;
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" && this.kept < 0) this.at(event);
    });
    canvas.addEventListener("pointerleave", () => this.kept < 0 && this.hide());
    canvas.addEventListener("click", (event) => {
      const person = dots.personAt(event.clientX, event.clientY);
      if (person < 0 || person === this.kept) return this.hide();
      this.kept = person;
      this.at(event);
    });
    addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  at({ clientX, clientY }) {
    const person = this.kept >= 0 ? this.kept : this.dots.personAt(clientX, clientY);
    if (person < 0) return this.hide();
    this.show(person, clientX, clientY);
  }

  show(person, x, y) {
    const { found, view } = this.current();
    if (!found) return;
    const { who, what } = factsOf(person, found, view);
    const hint = this.kept < 0 ? made("em", {}, matchMedia("(hover:hover)").matches ? t("Click for more") : t("Tap for more")) : made("button", { type: "button" }, t("Tell this person's year"));
    if (this.kept >= 0) hint.addEventListener("click", () => this.open(person));
    this.card.classList.toggle("kept", this.kept >= 0);
    this.card.replaceChildren(made("strong", {}, who), made("span", {}, what), hint);
    this.card.hidden = false;
    const { offsetWidth: wide, offsetHeight: high } = this.card;
    this.card.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - wide - 8))}px`;
    this.card.style.top = `${y + high + 24 > innerHeight ? Math.max(8, y - high - 14) : y + 14}px`;
  }

  hide() {
    this.kept = -1;
    this.card.hidden = true;
  }
}
