"use strict";
// Filters and keys. The page is complete without them.
const form = document.getElementById("filters");
const shown = document.getElementById("shown");
const sections = [...document.querySelectorAll(".file")].map((element) => ({
  element,
  cards: [...element.querySelectorAll(".finding")].map((card) => ({
    card,
    codemod: card.dataset.codemod,
    tier: card.dataset.tier,
    status: card.dataset.status,
    path: card.dataset.path.toLowerCase(),
    words: "",
  })),
}));
const total = sections.reduce((sum, section) => sum + section.cards.length, 0);

function wordsOf(entry) {
  if (!entry.words) {
    const parts = entry.card.querySelectorAll(".message, .said");
    entry.words = [...parts].map((part) => part.textContent).join("\n").toLowerCase();
  }
  return entry.words;
}

function chosen(name) {
  return new Set([...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));
}

function apply() {
  const codemod = form.elements.codemod.value;
  const tiers = chosen("tier");
  const statuses = chosen("status");
  const path = form.elements.path.value.trim().toLowerCase();
  const words = form.elements.words.value.trim().toLowerCase();
  let count = 0;
  for (const section of sections) {
    let left = 0;
    for (const entry of section.cards) {
      const keep = (!codemod || entry.codemod === codemod)
        && tiers.has(entry.tier) && statuses.has(entry.status)
        && (!path || entry.path.includes(path))
        && (!words || wordsOf(entry).includes(words));
      entry.card.hidden = !keep;
      left += keep;
    }
    section.element.hidden = left === 0;
    count += left;
  }
  shown.textContent = `${count} of ${total} shown`;
}

// What is filtered stands in the address, so that it can be sent to somebody.
function remember() {
  const state = new URLSearchParams();
  for (const name of ["codemod", "path", "words"]) {
    const value = form.elements[name].value.trim();
    if (value) state.set(name, value);
  }
  for (const name of ["tier", "status"]) {
    const off = [...form.querySelectorAll(`[name=${name}]:not(:checked)`)];
    if (off.length) state.set(`no-${name}`, off.map((box) => box.value).join(","));
  }
  history.replaceState(null, "", state.size ? `#${state}` : "#");
}

function recall() {
  const hash = location.hash.slice(1);
  const place = /^(f\d+|rule-[\w-]+)$/.test(hash) && document.getElementById(hash);
  if (place) {
    apply();
    place.hidden = false;
    place.open = true;
    if (place.closest(".file")) place.closest(".file").hidden = false;
    place.scrollIntoView();
    return;
  }
  const state = new URLSearchParams(hash);
  form.reset();
  for (const name of ["codemod", "path", "words"]) form.elements[name].value = state.get(name) || "";
  for (const name of ["tier", "status"]) {
    const off = new Set((state.get(`no-${name}`) || "").split(","));
    for (const box of form.querySelectorAll(`[name=${name}]`)) box.checked = !off.has(box.value);
  }
  if (form.elements.codemod.selectedIndex < 0) form.elements.codemod.selectedIndex = 0;
  apply();
}

function visible() {
  return sections.flatMap((section) => section.cards).map((entry) => entry.card)
    .filter((card) => !card.hidden);
}

function step(by) {
  const cards = visible();
  const here = document.activeElement && document.activeElement.closest(".finding");
  const at = cards.indexOf(here);
  const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : at + by];
  if (next) {
    next.querySelector("summary").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  e: () => visible().forEach((card) => { card.open = true; }),
  c: () => visible().forEach((card) => { card.open = false; }),
  r: () => form.reset(),
  "/": () => form.elements.words.focus(),
  "?": () => { const help = document.getElementById("keys"); help.open = !help.open; },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && form.contains(event.target)) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
form.addEventListener("input", () => { apply(); remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
window.addEventListener("hashchange", recall);
form.hidden = false;
recall();
