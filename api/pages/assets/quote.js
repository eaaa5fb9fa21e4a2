// Marks the words named in the address as "#start-end", bytes of the
// article's text, and scrolls to them.
"use strict";

const encoder = new TextEncoder();

// unitsAt is how many UTF-16 units of a text its first bytes take.
function unitsAt(text, bytes) {
  let units = 0;
  for (const char of text) {
    bytes -= encoder.encode(char).length;
    if (bytes < 0) break;
    units += char.length;
  }
  return units;
}

function unmark() {
  for (const mark of document.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

// wrap marks the bytes [start, end) of a piece and returns the mark.
function wrap(piece, start, end) {
  const text = piece.textContent;
  const at = Number(piece.dataset.at);
  const from = unitsAt(text, start - at), to = unitsAt(text, end - at);
  if (from >= to) return null;
  const mark = document.createElement("mark");
  mark.textContent = text.slice(from, to);
  piece.replaceChildren(text.slice(0, from), mark, text.slice(to));
  return mark;
}

function markQuote() {
  unmark();
  const m = /^#(\d+)-(\d+)$/.exec(location.hash);
  if (!m) return;
  let first = null;
  for (const piece of document.querySelectorAll("[data-at]")) {
    const mark = wrap(piece, Number(m[1]), Number(m[2]));
    first = first || mark;
  }
  if (first) first.scrollIntoView({block: "center"});
}

addEventListener("hashchange", markQuote);
markQuote();
