"use strict";
// A page beside the crowd's, in a file of its own: what it is given, and how it writes numbers.

const facts = JSON.parse(document.getElementById("facts").textContent);
const whole = (number) => number.toLocaleString(spoken.numbers);
