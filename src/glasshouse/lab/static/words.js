// What the scripts say, in the language of the page: the page holds their messages, by the English text.

const held = document.getElementById("messages");
const messages = held ? JSON.parse(held.textContent) : {};
const language = document.documentElement.lang;
/** Headers of what a script asks the lab: the answer is in this page's language, whatever another tab has chosen. */
export const speaking = { "glasshouse-language": language };
const rules = new Intl.PluralRules(language);

/** A whole number as the language writes it. */
export const whole = (number) => number.toLocaleString(language);

const filled = (text, values) =>
  text.replace(/\{(\w+)\}/g, (braces, name) => {
    if (!Object.hasOwn(values, name)) return braces;
    return typeof values[name] === "number" ? whole(values[name]) : values[name];
  });

/** A message with its values; English where it has no translation. */
export const t = (text, values = {}) => filled(messages[text] ?? text, values);

/** A message about a number of things, `count`, in the form that the language has for that number. */
export function plural(one, other, count, values = {}) {
  const forms = messages[one] ?? { one, other };
  return filled(forms[rules.select(count)] ?? forms.other, { count, ...values });
}

/** Parts of a list without "and". */
export const joined = (parts) => parts.join(language.startsWith("zh") ? "，" : ", ");
