// What of the crowd's address could not be read, in the words of its settings.

/** What each setting is called, and what is shown of it in place of what was asked; nothing where it is left out. */
const CALLED = {
  "": () => [t("setting")],
  preset: ({ preset }) => [t("scenario"), t(facts.presets[preset].title)],
  threshold: ({ stop }) => [t("threshold"), decimal(stop, 2)],
  on: () => [t("safeguard")],
  people: ({ size }) => [t("number of people"), whole(size)],
  seed: ({ seed }) => [t("seed"), whole(seed)],
  count: ({ outcome }) => [t("what is counted"), t(facts.outcomes[outcome].words)],
  sort: ({ order }) => [t("order"), ORDER_WORDS[order]()],
  pin: ({ preset, pin }) => [t("pinned scenario"), wordsOf(preset, pin)],
  lang: ({ language }) => [t("language"), languageInWords(language)],
  life: () => [t("person")],
  beside: () => [t("scenario beside")],
};
const ORDER_WORDS = { place: () => t("by place"), outcome: () => t("by outcome"), group: () => t("by group") };

const showMisread = (faults, view) => sayMisread(faults.map((fault) => faultInWords(fault, ...CALLED[fault.setting](view))));
