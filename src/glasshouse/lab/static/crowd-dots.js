// The crowd on a canvas: a mark a person, two groups beside each other in each row, in the order of `names`.
// `states` and `groups` hold one digit a person; `pointed` is told of the person under the pointer or the cursor (or
// null), `chosen` of the one whose life is wanted.

// Dots in a row of a block: few enough to be seen, and so many that the crowd fits on a screen beside its numbers.
const LEAST = 50, MOST = 100;
const HEAD = 22;
const COLOURS = ["--alone", "--on-file", "--false-entry", "--mistaken", "--sanctioned", "--wronged"];
// Parts of a dot's place: the worse, the larger. 4 is a square and 5 a diamond, so that colour is not needed.
const SIZES = [0.19, 0.22, 0.31, 0.42, 0.36, 0.56];
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const PULSE = 600;

export function crowdDots(canvas, { pointed, chosen }) {
  const pen = canvas.getContext("2d");
  let states = "", groups = "", names = [], blocks = [], slots = [];
  let across = LEAST, sorted = false, cell = 0, gap = 0, lit = null, cursor = null, changed = new Set(), began = 0;

  function layout() {
    const width = canvas.clientWidth;
    if (!width || !states) return;
    gap = width < 500 ? 12 : 24;
    const members = names.map(() => []);
    for (let person = 0; person < groups.length; person++) members[groups[person]].push(person);
    if (sorted) for (const people of members) people.sort((a, b) => states.charCodeAt(b) - states.charCodeAt(a) || a - b);
    // As many in a row as make the whole no higher than its part of the window.
    const high = window.innerHeight * (width < 500 ? 0.27 : 0.56);
    for (across = LEAST; across < MOST && tall(members, width) > high; across += 2);
    cell = (width - gap) / (2 * across);
    blocks = []; slots = new Array(groups.length);
    let top = 0;
    for (let first = 0; first < names.length; first += 2) {
      let rows = 0;
      for (let block = first; block < Math.min(first + 2, names.length); block++) {
        const people = members[block];
        blocks.push({ people, left: (block - first) * (across * cell + gap), top, name: names[block] });
        people.forEach((person, k) => { slots[person] = { block, k }; });
        rows = Math.max(rows, Math.ceil(people.length / across));
      }
      top += HEAD + rows * cell + gap / 2;
    }
    const dense = window.devicePixelRatio || 1;
    canvas.style.height = `${top}px`;
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(top * dense);
    pen.setTransform(dense, 0, 0, dense, 0, 0);
  }

  function tall(members, width) {
    const size = (width - gap) / (2 * across);
    let total = 0;
    for (let first = 0; first < members.length; first += 2) {
      const most = Math.max(...members.slice(first, first + 2).map(({ length }) => length));
      total += HEAD + Math.ceil(most / across) * size + gap / 2;
    }
    return total;
  }

  function middle(person) {
    const { block, k } = slots[person], b = blocks[block];
    return [b.left + ((k % across) + 0.5) * cell, b.top + HEAD + (Math.floor(k / across) + 0.5) * cell];
  }

  function mark(x, y, state, grown) {
    const r = cell * SIZES[state] * grown;
    if (state === 4) pen.rect(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r);
    else if (state === 5) { pen.moveTo(x, y - r); pen.lineTo(x + r, y); pen.lineTo(x, y + r); pen.lineTo(x - r, y); pen.closePath(); }
    else { pen.moveTo(x + r, y); pen.arc(x, y, r, 0, 7); }
  }

  function draw(now = performance.now()) {
    if (!slots.length) return;
    const style = getComputedStyle(canvas), ink = style.color;
    const left = STILL.matches ? 0 : Math.max(0, 1 - (now - began) / PULSE);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.globalAlpha = 1;
    pen.fillStyle = ink;
    pen.font = `600 ${canvas.clientWidth < 500 ? 12 : 13}px system-ui, sans-serif`;
    for (const b of blocks) pen.fillText(`${b.name}: ${b.people.length.toLocaleString(document.documentElement.lang)}`, b.left, b.top + 15, across * cell);
    for (let state = 0; state < COLOURS.length; state++) {
      pen.beginPath();
      for (let person = 0; person < states.length; person++) {
        if (states.charCodeAt(person) - 48 !== state) continue;
        const [x, y] = middle(person);
        mark(x, y, state, left && changed.has(person) ? 1 + 1.2 * left : 1);
      }
      pen.globalAlpha = lit === null || lit === state ? 1 : 0.12;
      pen.fillStyle = style.getPropertyValue(COLOURS[state]);
      pen.fill();
    }
    pen.globalAlpha = 1;
    if (cursor !== null) {
      const [x, y] = middle(cursor);
      pen.beginPath();
      pen.arc(x, y, Math.max(cell, 6), 0, 7);
      pen.lineWidth = 2;
      pen.strokeStyle = ink;
      pen.stroke();
    }
    if (left) requestAnimationFrame(draw);
  }

  function at(event) {
    const box = canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    let best = null, least = Math.max(cell * 1.2, 9) ** 2;
    for (const b of blocks) {
      const column = Math.floor((x - b.left) / cell), row = Math.floor((y - b.top - HEAD) / cell);
      for (let r = row - 2; r <= row + 2; r++) {
        for (let c = column - 2; c <= column + 2; c++) {
          const person = r < 0 || c < 0 || c >= across ? undefined : b.people[r * across + c];
          if (person === undefined || (lit !== null && Number(states[person]) !== lit)) continue;
          const [px, py] = middle(person), far = (px - x) ** 2 + (py - y) ** 2;
          // A finger on a phone covers several dots: of near ones, the one to whom more happened.
          const felt = far - 4 * Number(states[person]);
          if (far < least && (best === null || felt < best.felt)) best = { person, felt };
        }
      }
    }
    return best && best.person;
  }

  function move(key) {
    const { block, k } = slots[cursor], b = blocks[block], side = block % 2;
    if (lit !== null && (key === "ArrowLeft" || key === "ArrowRight")) return along(key === "ArrowRight" ? 1 : -1);
    if (key === "ArrowLeft") return k % across === 0 && side ? near(block - 1, k + across - 1) : near(block, k - (k % across ? 1 : 0));
    if (key === "ArrowRight") return k % across === across - 1 && !side && block + 1 < blocks.length ? near(block + 1, k - across + 1) : near(block, k + (k % across < across - 1 ? 1 : 0));
    if (key === "ArrowUp") return k < across && block > 1 ? near(block - 2, blocks[block - 2].people.length - across + k) : near(block, k < across ? k : k - across);
    if (key === "ArrowDown") return k + across >= b.people.length && block + 2 < blocks.length ? near(block + 2, k % across) : near(block, k + across);
    return cursor;
  }

  function near(block, k) {
    const { people } = blocks[block];
    return people.length ? people[Math.max(0, Math.min(k, people.length - 1))] : cursor;
  }

  function along(step) {
    const order = blocks.flatMap((b) => b.people);
    for (let k = order.indexOf(cursor) + step; k >= 0 && k < order.length; k += step) if (Number(states[order[k]]) === lit) return order[k];
    return cursor;
  }

  function worst() {
    for (let state = lit ?? COLOURS.length - 1; state >= 0; state--) {
      for (const b of blocks) for (const person of b.people) if (Number(states[person]) === state) return person;
    }
    return null;
  }

  function point(person) {
    cursor = person;
    pointed(person === null ? null : { person, group: names[groups[person]], state: Number(states[person]) });
    draw();
  }

  canvas.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse" && states) { const person = at(event); if (person !== cursor) point(person); } });
  canvas.addEventListener("pointerleave", () => { if (document.activeElement !== canvas && cursor !== null) point(null); });
  canvas.addEventListener("click", (event) => {
    const person = at(event);
    if (person === null) return;
    const again = person === cursor;
    point(person);
    if (again || event.pointerType === "mouse" || !event.pointerType) chosen(person);
  });
  canvas.addEventListener("keydown", (event) => {
    if (!states) return;
    if (event.key.startsWith("Arrow")) { event.preventDefault(); point(cursor === null ? worst() : move(event.key)); }
    if ((event.key === "Enter" || event.key === " ") && cursor !== null) { event.preventDefault(); chosen(cursor); }
    if (event.key === "Escape") point(null);
  });
  canvas.addEventListener("focus", () => { if (cursor === null && states && canvas.matches(":focus-visible")) point(worst()); });
  new ResizeObserver(() => { layout(); draw(); }).observe(canvas);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());

  return {
    show(newStates, newGroups, newNames) {
      changed = new Set();
      const same = newGroups === groups;
      if (same) for (let person = 0; person < newStates.length; person++) if (newStates[person] !== states[person]) changed.add(person);
      began = performance.now();
      states = newStates;
      if (!same) { groups = newGroups; names = newNames; cursor = null; }
      if (!same || sorted) layout();
      if (cursor === null && canvas.matches(":focus-visible")) point(worst());
      else draw();
      return changed.size;
    },
    light(state) { lit = state; draw(); },
    sort(on) { sorted = on; layout(); draw(); },
  };
}
