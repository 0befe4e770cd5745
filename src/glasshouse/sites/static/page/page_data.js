"use strict";
// What the page is given, and small helpers that every part of it uses.

const byId = (id) => document.getElementById(id);
const facts = JSON.parse(byId("facts").textContent);

/** The bytes of a part of the page, packed with gzip and written in base64. */
async function unpacked(id) {
  const packed = Uint8Array.from(atob(byId(id).textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** An element with text or other elements in it. */
function made(name, { className = "", ...more } = {}, ...inside) {
  const element = Object.assign(document.createElement(name), more);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

const whole = (number) => number.toLocaleString(spoken.numbers);
/** A whole number in a sentence that is English whatever the page speaks. */
const inEnglish = (number) => number.toLocaleString("en");
/** A number with so many digits behind the point. */
const decimal = (number, digits) =>
  Number(number.toFixed(digits)).toLocaleString(spoken.numbers, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A share in percent, with as many digits as it needs. */
function percent(share) {
  const digits = share === 0 || share >= 0.0995 ? 0 : share >= 0.00095 ? 1 : 2;
  const figure = decimal(100 * share, digits);
  return spoken.language.startsWith("zh") ? `${figure}%` : `${figure}\u00a0%`;
}
