// The language of the page. A message is found by its English text; one without a translation stays English.

const ENGLISH = "en";
const LANGUAGES = [ENGLISH, ...Object.keys(facts.languages)];
/** What is spoken now: the language, the locale of its numbers and dates, its messages and their forms for numbers. */
let spoken = { language: ENGLISH, numbers: "en", dates: "en-GB", messages: {}, rules: new Intl.PluralRules("en") };

/** The language of the page that a tag of a browser or of an address asks for, such as zh-Hant for "zh-TW"; nothing where
 * there is none. */
function languageOf(tag) {
  try {
    const { language, script } = new Intl.Locale(tag.replaceAll("_", "-")).maximize();
    return LANGUAGES.find((one) => one === language || one === `${language}-${script}`);
  } catch {
    return undefined;
  }
}

const BROWSERS_TAG = navigator.languages.find(languageOf) ?? ENGLISH;
/** The language unless the address names another: the one that the page was written in, or the browser's. */
const OWN_LANGUAGE = facts.language ?? languageOf(BROWSERS_TAG);
/** What the query of the address asks for (?lang=), and the language that the page opens in by it. */
const ASKED_LANGUAGE = new URLSearchParams(location.search).get("lang");
const FIRST_LANGUAGE = languageOf(ASKED_LANGUAGE ?? "") ?? OWN_LANGUAGE;

/** A text with its values; numbers in the locale of its language, which is English where it has no translation. */
const filled = (text, values, numbers = spoken.numbers) =>
  text.replace(/\{(\w+)\}/g, (braces, name) => {
    if (!Object.hasOwn(values, name)) return braces; // a scenario's own words may have braces
    return typeof values[name] === "number" ? values[name].toLocaleString(numbers) : values[name];
  });

/** What a message is in the language; nothing where it has no translation. */
const translated = (text) => (Object.hasOwn(spoken.messages, text) ? spoken.messages[text] : undefined);

/** A message with its values; numbers are written as the language writes them. */
const t = (text, values = {}) => (translated(text) === undefined ? filled(text, values, ENGLISH) : filled(translated(text), values));

/** A message about a number of things, `count`, in the form that the language has for that number. */
function plural(one, other, count, values = {}) {
  const forms = translated(one);
  if (forms === undefined) return filled(count === 1 ? one : other, { count, ...values }, ENGLISH);
  return filled(forms[spoken.rules.select(count)] ?? forms.other, { count, ...values });
}

/** A message whose values may be elements, as what stands in an element. */
const pieces = (text, values) =>
  text.split(/(\{\w+\})/).filter(Boolean).map((piece) => (piece.startsWith("{") && values[piece.slice(1, -1)]) || piece);

/** A whole number in a sentence: in English words, elsewhere figures. */
const spelt = (number) => (spoken.language === ENGLISH ? numberWord(number) : number);

/** Parts of a list without "and", and sentences one after the other. */
const joined = (parts) => parts.join(spoken.language.startsWith("zh") ? "，" : ", ");
const sentences = (parts) => parts.filter(Boolean).join(spoken.language.startsWith("zh") ? "" : " ");

/** Mark what stands in English in another language. */
function mark(element, known) {
  if (known || spoken.language === ENGLISH) element.removeAttribute("lang");
  else element.lang = ENGLISH;
}

/** A text of the scenario in an element; it may have no translation. */
function write(element, text) {
  element.textContent = t(text);
  mark(element, translated(text) !== undefined);
  return element;
}

/** What the page says from the start: elements with `data-t`, with the elements in them by `data-name`. */
const WRITTEN = [...document.querySelectorAll("[data-t]")].map((element) => {
  const inside = Object.fromEntries([...element.children].map((child) => [child.dataset.name, child]));
  const text = [...element.childNodes].map((node) => (node.dataset ? `{${node.dataset.name}}` : node.textContent)).join("");
  return { element, inside, text: text.replace(/\s+/g, " ").trim() };
});
const LABELLED = [...document.querySelectorAll("[data-t-label]")].map((element) => [element, element.getAttribute("aria-label")]);

/** Links to pages in files of their own open in the language that is spoken here, where that is no page's own. */
function takeLanguageAlong(language) {
  for (const link of document.querySelectorAll(".site-nav a")) {
    const [file] = link.getAttribute("href").split(/[?#]/);
    if (!file) continue; // a part of this file
    const told = language === OWN_LANGUAGE ? "" : `lang=${language}`;
    link.setAttribute("href", file + (told && (link.dataset.view === "crowd" ? "#" : "?") + told));
  }
}

/** Labels of the pages beside the crowd's, which are English in the source. */
const VIEW_LABELS = [...document.querySelectorAll("main [aria-label], .site-view [aria-label]")].filter((element) => !("tLabel" in element.dataset)).map((element) => [element, element.getAttribute("aria-label")]);

/** Speak a language from now on; whether it is another one than before. */
function speak(language) {
  takeLanguageAlong(language);
  if (language === spoken.language) return false;
  const numbers = languageOf(BROWSERS_TAG) === language && language !== ENGLISH ? BROWSERS_TAG : language;
  const rules = new Intl.PluralRules(language);
  spoken = { language, numbers, dates: language === ENGLISH ? "en-GB" : numbers, messages: facts.languages[language] ?? {}, rules };
  document.documentElement.lang = language;
  for (const { element, inside, text } of WRITTEN) {
    element.replaceChildren(...pieces(translated(text) ?? text, inside));
    mark(element, translated(text) !== undefined);
  }
  for (const element of document.querySelectorAll(".not-english")) element.hidden = language === ENGLISH;
  for (const [element, text] of VIEW_LABELS) if (translated(text) !== undefined || language === ENGLISH) element.setAttribute("aria-label", t(text));
  for (const [element, text] of LABELLED) element.setAttribute("aria-label", t(text));
  return true;
}
