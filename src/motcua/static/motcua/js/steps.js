// Rows of steps are dragged by their handle; Alt with an arrow key does the same from the keyboard.
// Either sends the form that the buttons send: without script nothing is missing.

const form = document.querySelector("form[data-steps]");
const rows = [...document.querySelectorAll("tr[data-key]")];
let dragged = null;

function send(verb, key, after = "") {
  form.elements.key.value = key;
  form.elements.after.value = after;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = verb;
  form.append(field);
  form.submit();
}

// The row above the place where it would fall; "" before the first.
function above(row, y) {
  const box = row.getBoundingClientRect();
  if (y > box.top + box.height / 2) return row.dataset.key;
  return row.previousElementSibling?.dataset.key ?? "";
}

function mark(row, y) {
  for (const one of rows) one.classList.remove("drop-above", "drop-below");
  if (!row) return;
  const box = row.getBoundingClientRect();
  row.classList.add(y > box.top + box.height / 2 ? "drop-below" : "drop-above");
}

for (const row of rows) {
  row.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(row, event.clientY);
  });
  row.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const after = above(row, event.clientY);
    const key = dragged.dataset.key;
    const stays = after === key || after === (dragged.previousElementSibling?.dataset.key ?? "");
    if (!stays) send("move", key, after);
  });
  const handle = row.querySelector("[data-handle]");
  if (!handle) continue;
  handle.hidden = false;
  handle.addEventListener("pointerdown", () => { row.draggable = true; });
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.key);
  });
  row.addEventListener("dragend", () => {
    dragged = null;
    row.draggable = false;
    mark(null);
  });
  row.addEventListener("keydown", (event) => {
    const side = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
    const button = event.altKey && side && row.querySelector(side);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
