// Marks the quote named in the address as "#start-end", bytes of the article's
// text. One sentence is marked by style sheet alone; this marks longer quotes.
"use strict";
function markQuote() {
  for (const el of document.querySelectorAll(".s.quoted")) el.classList.remove("quoted");
  const m = /^#(\d+)-(\d+)$/.exec(location.hash);
  if (!m) return;
  const start = Number(m[1]), end = Number(m[2]);
  let first = null;
  for (const el of document.querySelectorAll(".s")) {
    const [from, to] = el.id.split("-").map(Number);
    if (from < end && to > start) {
      el.classList.add("quoted");
      first = first || el;
    }
  }
  if (first) first.scrollIntoView({block: "center"});
}
addEventListener("hashchange", markQuote);
markQuote();
