// The keyboard of the desk. Focus moves with the cursor, so a screen reader follows and Enter opens
// by itself. One-letter keys can be switched off (WCAG 2.1.4): the box stands in the "?" dialog.

const STORE = "motcua.keys";
const rows = () => [...document.querySelectorAll("[data-list] tbody tr[data-row]")];
const current = () => document.querySelector("[data-list] tr.cursor");
const switchBox = document.querySelector("[data-keys-switch]");

let enabled = read() !== "off";
let pending = "";
let pendingTimer;
let previewTimer;

function read() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function typing(element) {
  if (!element) return false;
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return element.matches("input:not([type=checkbox]):not([type=radio]):not([type=button])");
}

function place(row, { focus = true } = {}) {
  if (!row) return;
  current()?.classList.remove("cursor");
  row.classList.add("cursor");
  if (focus) row.querySelector("a.row-link")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  preview(row);
}

function move(step) {
  const list = rows();
  if (!list.length) return;
  const at = list.indexOf(current());
  place(list[Math.min(Math.max(at + step, 0), list.length - 1)] ?? list[0]);
}

function preview(row) {
  const address = row.closest("[data-preview]")?.dataset.preview;
  if (!address || !window.htmx || !document.getElementById("preview")) return;
  clearTimeout(previewTimer);
  previewTimer = setTimeout(() => {
    const url = address.replace("{row}", encodeURIComponent(row.dataset.row));
    window.htmx.ajax("GET", url, { target: "#preview", swap: "innerHTML" });
  }, 120);
}

function pick(row, wanted) {
  const box = row?.querySelector("td.pick input");
  if (!box) return;
  box.checked = wanted ?? !box.checked;
  row.classList.toggle("picked", box.checked);
  count();
}

function count() {
  const list = rows();
  const picked = list.filter((row) => row.querySelector("td.pick input")?.checked);
  for (const place of document.querySelectorAll("[data-picked-count]")) place.textContent = picked.length;
  for (const bar of document.querySelectorAll("[data-bulk]")) bar.hidden = picked.length === 0;
  const whole = document.querySelector("[data-pick-all]");
  if (!whole) return;
  whole.checked = list.length > 0 && picked.length === list.length;
  whole.indeterminate = picked.length > 0 && !whole.checked;
}

function toActions() {
  const where = document.querySelector("[data-actions]");
  where?.querySelector("a, button, summary, input:not([type=hidden]), select")?.focus();
  return Boolean(where);
}

function go(letter) {
  const link = [...document.querySelectorAll("[data-key-go]")].find((one) => one.dataset.keyGo === letter);
  link?.click();
  return Boolean(link);
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => pick(current()),
  a: toActions,
  "/": () => document.querySelector("[data-key-search]")?.select(),
  n: () => document.querySelector("[data-key-new]")?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
};

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (!enabled || typing(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (pending === "g") {
    pending = "";
    if (go(key)) event.preventDefault();
    return;
  }
  if (key === "g") {
    pending = "g";
    clearTimeout(pendingTimer);
    pendingTimer = setTimeout(() => (pending = ""), 1500);
    return;
  }
  // keys of a paper's checklist belong to intake.js
  if (event.target.closest?.("[data-paper]")) return;
  if (key in KEYS) {
    event.preventDefault();
    KEYS[key]();
  } else if (key === "Enter" && event.target === document.body) {
    current()?.querySelector("a.row-link")?.click();
  }
}

document.addEventListener("keydown", press);
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-list] tbody tr[data-row]");
  if (row && row !== current()) place(row, { focus: false });
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) {
    // read once: counting after each row changes the box itself
    const wanted = event.target.checked;
    for (const row of rows()) pick(row, wanted);
  } else if (event.target.matches("td.pick input")) {
    pick(event.target.closest("tr"), event.target.checked);
  }
});
document.addEventListener("htmx:afterSettle", () => count());

if (switchBox) {
  switchBox.checked = enabled;
  switchBox.addEventListener("change", () => {
    enabled = switchBox.checked;
    try {
      localStorage.setItem(STORE, enabled ? "on" : "off");
    } catch {
      // private windows may refuse to store: the choice then lasts for this page
    }
  });
}
count();
