"use strict";
// A page beside the crowd's, in a file of its own: what it is given.

const facts = JSON.parse(document.getElementById("facts").textContent);
