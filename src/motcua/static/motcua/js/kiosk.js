// The tablet at the desk with script: three screens in one page, answers kept while the line is
// down and delivered later. A file has one answer, so delivering twice does no harm.

const main = document.querySelector("[data-kiosk]");
const form = main.querySelector("form");
const list = main.querySelector("[data-list]");
const QUEUE = "motcua-kiosk-answers";
const seconds = (name) => Number(main.dataset[name]) * 1000;

let back = 0;

function show(name) {
  for (const screen of main.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  clearTimeout(back);
  if (name === "faces") back = setTimeout(show, seconds("idle"), "start");
  if (name === "thanks") back = setTimeout(show, seconds("thanks"), "start");
  if (name === "start") refresh();
}

const queued = () => JSON.parse(localStorage.getItem(QUEUE) || "[]");
const keep = (answers) => localStorage.setItem(QUEUE, JSON.stringify(answers));

function draw(files) {
  const answered = new Set(queued().map((one) => one.file));
  const open = files.filter((one) => !answered.has(one.number));
  list.replaceChildren(...open.map(item));
  main.querySelector("[data-ask]").hidden = open.length === 0;
  main.querySelector("[data-none]").hidden = open.length > 0;
}

function item({ number, short, day }) {
  const link = document.createElement("a");
  link.className = "kiosk-file";
  link.href = `?file=${encodeURIComponent(number)}`;
  Object.assign(link.dataset, { number, short });
  const big = document.createElement("span");
  big.className = "kiosk-number";
  big.textContent = short;
  const small = document.createElement("span");
  small.textContent = day;
  link.append(big, small);
  const line = document.createElement("li");
  line.append(link);
  return line;
}

async function refresh() {
  try {
    const answer = await fetch(`${main.dataset.files}?waiting=${queued().length}`);
    if (answer.ok) draw((await answer.json()).files);
    if (answer.status === 403) location.reload();
  } catch {
    // The line is down: what was drawn last stays, but for what was answered meanwhile.
    for (const one of queued()) list.querySelector(`[data-number="${one.file}"]`)?.closest("li").remove();
  }
}

async function deliver() {
  for (const one of queued()) {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(one)) body.set(name, value);
    const options = { method: "POST", body, headers: { "X-Requested-With": "kiosk" } };
    let answer;
    try {
      answer = await fetch(main.dataset.answer, options);
    } catch {
      return;
    }
    // 409, 422: it was answered otherwise meanwhile, or never can be. All else is tried again.
    if (!answer.ok && ![409, 422].includes(answer.status)) return;
    keep(queued().filter((other) => other.file !== one.file));
  }
}

list.addEventListener("click", (event) => {
  const link = event.target.closest("[data-number]");
  if (!link) return;
  event.preventDefault();
  form.elements.file.value = link.dataset.number;
  main.querySelector("[data-chosen]").textContent = link.dataset.short;
  show("faces");
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const file = form.elements.file.value;
  const answers = queued().filter((one) => one.file !== file);
  keep([...answers, { file, value: event.submitter.value, at: new Date().toISOString() }]);
  show("thanks");
  turn();
});

main.querySelector("[data-back]").addEventListener("click", (event) => {
  event.preventDefault();
  show("start");
});

// One delivery at a time, so that no two of them send the same answer at once.
let turning = Promise.resolve();
function turn() {
  turning = turning.then(deliver);
  return turning;
}

addEventListener("online", () => turn().then(refresh));
setInterval(() => turn().then(refresh), seconds("fresh"));
turn();
if (!main.querySelector('[data-screen="start"]').hidden) refresh();
