// The crowd: one square for each person, coloured by what happened to them.

const NOTHING = 0;
const TIER = 7;

/** Colours of the page's style, as numbers that a picture holds. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const number = (name) => {
    const [r, g, b] = style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi).map((part) => parseInt(part, 16));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  };
  const mixed = (one, other, share) => {
    let out = 255 << 24;
    for (const shift of [0, 8, 16])
      out |= Math.round(((one >> shift) & 255) * share + ((other >> shift) & 255) * (1 - share)) << shift;
    return out;
  };
  const alone = number("--alone");
  const full = Object.fromEntries(OUTCOMES.map((name) => [name, number(`--${name}`)]));
  const faded = Object.fromEntries(OUTCOMES.map((name) => [name, mixed(full[name], alone, 0.35)]));
  return { alone, full, faded, text: style.getPropertyValue("--muted").trim() };
}

/** The worst that happened to a person. */
function worst(own) {
  if (own & facts.outcomes.wrongly.bit) return "wrongly";
  if (own & facts.outcomes.sanctioned.bit) return "sanctioned";
  return own & facts.outcomes.mistaken.bit ? "mistaken" : "";
}

/** In which colour a person is shown: in full where they are counted, faded where they are not. */
function colourOf(own, outcome, colours, onFile) {
  if (own & facts.outcomes[outcome].bit)
    return colours.full[outcome === "sanctioned" && own & facts.outcomes.wrongly.bit ? "wrongly" : outcome];
  const other = worst(own) || (onFile && own & facts.outcomes.recorded.bit ? "recorded" : "");
  return other ? colours.faded[other] : colours.alone;
}

class CrowdDots {
  constructor(canvas) {
    this.canvas = canvas;
    this.order = null;
    this.layout = null;
  }

  /** Places of all people: where each stands in the picture, and what is written into it. */
  arrange({ groups, outcomes }, { outcome, order }, names) {
    const { bit } = facts.outcomes[outcome];
    const people = Uint32Array.from(groups, (_, k) => k);
    const counted = (k) => (outcomes[k] & bit ? 0 : worst(outcomes[k]) ? 1 : 2);
    if (order === "outcome") people.sort((a, b) => counted(a) - counted(b) || a - b);
    if (order === "group") people.sort((a, b) => groups[a] - groups[b] || counted(a) - counted(b) || a - b);
    const box = this.canvas.parentElement;
    const style = getComputedStyle(box);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = innerHeight - parseFloat(style.getPropertyValue("--beside")) * rem;
    const tall = Math.max(parseFloat(style.getPropertyValue("--least")), Math.min(box.clientWidth / parseFloat(style.getPropertyValue("--aspect")), room));
    const bands = order === "group" ? names.map((_, g) => groups.reduce((sum, one) => sum + (one === g), 0)) : [people.length];
    let ratio = Math.min(devicePixelRatio || 1, 3);
    let [size, width, head] = [0, 0, 0];
    for (let turn = 0; turn < 3 && size < 3; turn++) {
      if (turn) ratio *= 2; // many people: finer than the screen, so that they fill the room
      width = Math.floor(box.clientWidth * ratio);
      head = order === "group" ? Math.round(17 * ratio) : 0;
      const high = (one) => bands.reduce((sum, many) => sum + head + Math.ceil(many / Math.floor(width / one)) * one, 0);
      size = Math.max(1, Math.floor(Math.sqrt((width * tall * ratio) / people.length)) + 1);
      while (size > 1 && high(size) > tall * ratio) size -= 1;
    }
    const across = Math.max(1, Math.floor(width / size));
    const starts = [];
    let y = 0;
    let first = 0;
    for (const many of bands) {
      starts.push({ first, many, y: y + head });
      y += head + Math.ceil(many / across) * size;
      first += many;
    }
    this.layout = { people, starts, size, across, width: across * size, height: y, head, ratio, names: order === "group" ? names : [] };
    return this.layout;
  }

  draw(found, view, names) {
    const layout = this.arrange(found, view, names);
    const { people, starts, size, across, width, height, head, ratio } = layout;
    if (!width || !height) return;
    Object.assign(this.canvas, { width, height });
    Object.assign(this.canvas.style, { width: `${width / ratio}px`, height: `${height / ratio}px` });
    const pen = this.canvas.getContext("2d");
    const picture = pen.createImageData(width, height);
    const pixels = new Uint32Array(picture.data.buffer);
    const colours = palette();
    const onFile = outcomesOf(view.preset).includes("recorded");
    const side = size > 3 ? size - Math.max(1, Math.round(size / 6)) : size > 2 ? size - 1 : size;
    for (const { first, many, y } of starts)
      for (let k = 0; k < many; k++) {
        const colour = colourOf(found.outcomes[people[first + k]], view.outcome, colours, onFile);
        const left = (k % across) * size;
        const top = y + Math.floor(k / across) * size;
        for (let row = top; row < top + side && row < height; row++)
          pixels.fill(colour, row * width + left, row * width + left + side);
      }
    pen.putImageData(picture, 0, 0);
    pen.fillStyle = colours.text;
    pen.font = `${12 * ratio}px ${getComputedStyle(this.canvas).fontFamily}`;
    layout.names.forEach((name, g) => pen.fillText(capital(name), 0, starts[g].y - head + 12 * ratio));
  }

  /** Whose square stands at a place of the page; -1 for nobody's. */
  personAt(clientX, clientY) {
    if (!this.layout) return -1;
    const { people, starts, size, across, ratio } = this.layout;
    const box = this.canvas.getBoundingClientRect();
    const column = Math.floor(((clientX - box.left) * ratio) / size);
    const y = (clientY - box.top) * ratio;
    if (column < 0 || column >= across) return -1;
    for (const { first, many, y: top } of starts) {
      const place = Math.floor((y - top) / size) * across + column;
      if (y >= top && place < many) return people[first + place];
    }
    return -1;
  }
}
