// Small comforts of every page. All of it is optional: without script each page still works.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function enhance(root) {
  for (const button of all("[data-print], [data-opens]", root)) button.hidden = false;
  if (navigator.clipboard) for (const button of all("[data-copy]", root)) button.hidden = false;
  for (const ask of all("details[data-dialog]", root)) makeDialog(ask);
}

// A <details class="ask"> becomes a button with a modal <dialog>; without script it stays a fold.
function makeDialog(ask) {
  const inside = ask.querySelector(":scope > .box");
  const summary = ask.querySelector(":scope > summary");
  if (!inside || !window.HTMLDialogElement) return;
  const dialog = document.createElement("dialog");
  for (const { name, value } of [...inside.attributes]) dialog.setAttribute(name, value);
  dialog.append(...inside.childNodes);
  const opener = document.createElement("button");
  opener.type = "button";
  opener.className = summary.className;
  opener.append(...summary.childNodes);
  opener.addEventListener("click", () => dialog.showModal());
  const wasOpen = ask.open;
  ask.replaceWith(opener, dialog);
  addClose(dialog);
  window.htmx?.process(dialog);
  if (wasOpen) dialog.showModal();
}

function addClose(dialog) {
  const head = dialog.querySelector(".box-head");
  if (!head || head.querySelector("button")) return;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-plain";
  close.textContent = document.documentElement.lang === "en" ? "Close" : "Đóng";
  close.addEventListener("click", () => dialog.close());
  head.append(close);
}

// Forms marked data-once go out once. The server's idempotency key is what truly protects.
function guard(form) {
  if (form.dataset.sent) return false;
  form.dataset.sent = "yes";
  setTimeout(() => {
    for (const button of all("button[type=submit], button:not([type])", form)) button.disabled = true;
  });
  return true;
}

function release(root = document) {
  const forms = root.matches?.("form[data-sent]") ? [root] : all("form[data-sent]", root);
  for (const form of forms) {
    delete form.dataset.sent;
    for (const button of all("button[type=submit], button:not([type])", form)) button.disabled = false;
  }
}

function tell(words) {
  const place = document.getElementById("flash");
  if (!place) return;
  const line = document.createElement("div");
  line.className = "flash flash-error";
  line.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  line.append(text);
  place.replaceChildren(line);
  line.scrollIntoView({ block: "nearest" });
}

const WORDS = {
  vi: {
    401: "Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ mới rồi thử lại.",
    403: "Chưa gửi được: bạn không có quyền làm việc này, hoặc phiên đã hết. Hãy tải lại trang.",
    409: "Hồ sơ vừa được người khác xử lý. Hãy tải lại trang để xem tình trạng mới.",
    429: "Bạn thao tác quá nhanh. Hãy chờ một phút rồi thử lại.",
    other: "Máy chủ gặp lỗi, việc vừa làm có thể chưa được lưu. Hãy thử lại.",
    net: "Mất kết nối. Hãy kiểm tra mạng rồi thử lại.",
  },
  en: {
    401: "Your session has ended. Sign in again in a new tab, then try again.",
    403: "Not sent: you may not do this, or your session has ended. Reload the page.",
    409: "Someone else has just handled this file. Reload the page to see its state.",
    429: "Too many requests. Wait a minute and try again.",
    other: "The server failed; your last act may not be saved. Try again.",
    net: "No connection. Check the network and try again.",
  },
};
const words = () => WORDS[document.documentElement.lang] ?? WORDS.vi;

document.addEventListener("click", async (event) => {
  const target = event.target.closest?.("[data-print], [data-copy], [data-opens]");
  if (!target) return;
  if ("print" in target.dataset) window.print();
  if ("opens" in target.dataset) document.getElementById(target.dataset.opens)?.showModal?.();
  if ("copy" in target.dataset) {
    await navigator.clipboard.writeText(target.dataset.copy);
    const said = target.querySelector("[data-said]");
    if (said) said.textContent = said.dataset.said;
  }
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-once]") || event.defaultPrevented) return;
  if (!guard(event.target)) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form");
  if (!form || form.method === "dialog") return;
  event.preventDefault();
  form.requestSubmit();
});

// A menu made of <details> closes like a menu.
document.addEventListener("click", (event) => {
  for (const menu of all("details.who[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.who[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) release();
});
document.addEventListener("htmx:afterRequest", (event) => release(event.target));
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
document.addEventListener("htmx:responseError", (event) => {
  tell(words()[event.detail.xhr.status] ?? words().other);
});
document.addEventListener("htmx:sendError", () => tell(words().net));
// A refused form (422) carries its errors at the fields: show it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

enhance(document);
document.querySelector("[data-focus]")?.focus();
