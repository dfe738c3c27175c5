// Intake without a mouse: a list to type into, an identity card read by a scanner, papers by letter.
// The server parses, checks and decides; this only saves keystrokes.

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// --- Combobox: <div data-combo data-url="…?q="> with input[role=combobox], ul[role=listbox], hidden input

class Combo {
  constructor(root) {
    this.input = root.querySelector("[role=combobox]");
    this.list = root.querySelector("[role=listbox]");
    this.hidden = root.querySelector("input[type=hidden]");
    this.url = root.dataset.url;
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.choose(event.target.closest("[role=option]"));
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get active() {
    return this.list.querySelector("[aria-selected=true]");
  }

  later() {
    this.hidden.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 150);
  }

  async ask() {
    this.request?.abort();
    const words = this.input.value.trim();
    if (words.length < 2) return this.close();
    this.request = new AbortController();
    try {
      const answer = await fetch(this.url + encodeURIComponent(words), {
        headers: { "HX-Request": "true" },
        signal: this.request.signal,
      });
      if (!answer.ok) return this.close();
      this.list.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") this.close();
      return;
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.options[0]);
  }

  mark(option) {
    this.active?.setAttribute("aria-selected", "false");
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    if (option?.dataset.value === undefined) return;
    this.input.value = option.dataset.label ?? option.textContent.trim();
    this.hidden.value = option.dataset.value;
    this.close();
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    const options = this.options;
    const at = options.indexOf(this.active);
    if (event.key === "ArrowDown" && !open) this.ask();
    else if (event.key === "ArrowDown") this.mark(options[Math.min(at + 1, options.length - 1)]);
    else if (event.key === "ArrowUp") this.mark(options[Math.max(at - 1, 0)]);
    else if (event.key === "Enter" && open && !event.ctrlKey) this.choose(this.active);
    else if (event.key === "Escape" && open) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

// --- Identity card: <form data-card-url="…">; any field that receives the card's text is read

const looksLikeCard = (text) => /^\s*\d{9,12}\|/.test(text) && text.split("|").length >= 6;

async function readCard(form, field) {
  const said = form.querySelector("[data-card-said]");
  const text = field.value;
  field.value = "";
  let answer;
  try {
    answer = await fetch(form.dataset.cardUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ text }),
    }).then((reply) => reply.json());
  } catch {
    answer = { message: said?.dataset.failed ?? "" };
  }
  for (const [name, value] of Object.entries(answer.fields ?? {})) {
    const target = form.elements[name];
    if (!target || value === "") continue;
    target.value = value;
    const field = target instanceof RadioNodeList ? target[0] : target;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (said) said.textContent = [answer.message, ...(answer.warnings ?? [])].filter(Boolean).join(" ");
  form.querySelector("[data-after-card]")?.focus();
}

function watchCard(form) {
  let timer;
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    const field = event.target;
    if (!("value" in field) || !looksLikeCard(field.value)) return;
    // a scanner types quickly: wait until it has finished
    timer = setTimeout(() => readCard(form, field), 120);
  });
  form.addEventListener("keydown", (event) => {
    const card = event.target.matches("[data-card]") || looksLikeCard(event.target.value ?? "");
    // scanners end with Enter, which must not send the form
    if (event.key === "Enter" && card && !event.ctrlKey) event.preventDefault();
  });
}

// --- Papers: rows [data-paper] with a checkbox, a select whose options carry data-key, a quantity

function paperKey(event) {
  const row = event.target.closest?.("[data-paper]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!event.target.matches("input[type=checkbox]")) return;
  const rows = [...row.parentElement.querySelectorAll(":scope > [data-paper]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    rows[rows.indexOf(row) + step]?.querySelector("input[type=checkbox]").focus();
    return;
  }
  const option = row.querySelector(`select option[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  const quantity = row.querySelector("input[type=number]");
  if (option) option.parentElement.value = option.value;
  else if (/^[1-9]$/.test(event.key) && quantity) quantity.value = event.key;
  else return;
  event.preventDefault();
  if (!event.target.checked) event.target.click();
}

// --- Scans: <div data-scan> around input[type=file], its label as a button, [data-name]

function scan(place) {
  const input = place.querySelector("input[type=file]");
  const name = place.querySelector("[data-name]");
  const row = place.closest("[data-paper]");
  const before = name.textContent;
  place.classList.add("ready");
  place.classList.toggle("full", Boolean(before));
  input.addEventListener("change", () => {
    const chosen = [...input.files].map((file) => file.name).join(", ");
    name.textContent = chosen || before;
    place.classList.toggle("full", Boolean(name.textContent));
    const box = row?.querySelector("input[type=checkbox]");
    if (chosen && box && !box.checked) box.click();
  });
  if (!row) return;
  row.addEventListener("dragover", (event) => event.preventDefault());
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// --- Session: a long form asks before it goes out whether its officer is still signed in, so that
// nothing typed is lost to the sign-in page.

async function stillIn(form) {
  const answer = await fetch(form.dataset.alive, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return false;
  const { account, token } = await answer.json();
  if (String(account) !== form.dataset.account) return false;
  form.elements.csrfmiddlewaretoken.value = token;
  return true;
}

function watchSession(form) {
  let sure = false;
  form.addEventListener("submit", async (event) => {
    if (sure) return;
    event.preventDefault();
    const button = event.submitter;
    try {
      sure = await stillIn(form);
    } catch {
      sure = true; // no network: let the browser say so
    }
    if (sure) return form.requestSubmit(button);
    const said = form.querySelector("[data-signed-out]");
    said.hidden = false;
    said.querySelector("a").focus();
  });
}

const started = new WeakMap();

function start(root) {
  const each = (selector, act) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    for (const element of found) {
      const acts = started.get(element) ?? new Set();
      if (acts.has(selector)) continue;
      started.set(element, acts.add(selector));
      act(element);
    }
  };
  each("[data-combo]", (element) => new Combo(element));
  each("form[data-card-url]", watchCard);
  each("[data-scan]", scan);
  each("form[data-alive]", watchSession);
}

document.addEventListener("keydown", paperKey);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
start(document);
