// The service worker of the citizens' side: what was seen last is there without a network.
//
// Kept: style sheets, scripts and fonts; public pages; and, apart from them, pages of one's own
// (own files, a tracked file). The pages of one's own are cleared at sign-out, at the end of a
// tracking, when the session has ended and at every sign-in; nothing of the desk is ever kept.

const ASSETS = "motcua-assets-1";
const PAGES = "motcua-pages-1";
const OWN = "motcua-own-1";
const OFFLINE = "/ngoai-tuyen/";
const MOST_PAGES = 30;
// A name with the hash of its content: what is kept under it is right for ever.
const HASHED = /^\/static\/.*\.[0-9a-f]{12}\.[a-z0-9]+$/;
const PUBLIC = [/^\/$/, /^\/thu-tuc\//, /^\/co-quan\//, /^\/huong-dan\//, /^\/dia-danh\/$/, /^\/so-lieu\/$/];
const PRIVATE = [/^\/cua-toi\/$/, /^\/cua-toi\/ho-so\/[^/]+\/$/, /^\/tra-cuu\/ho-so\/[^/]+\/$/];
// After these, nothing of one's own stays on the machine.
const LEAVING = [/^\/dang-xuat\/$/, /^\/tra-cuu\/dong\/$/, /^\/dang-nhap\//, /^\/desk\//];

const fits = (patterns, path) => patterns.some((one) => one.test(path));

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(PAGES).then((kept) => kept.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

async function dropOld() {
  const names = await caches.keys();
  const ours = [ASSETS, PAGES, OWN];
  await Promise.all(names.filter((name) => name.startsWith("motcua-") && !ours.includes(name)).map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (fits(LEAVING, pathname)) {
    event.waitUntil(caches.delete(OWN));
    return;
  }
  if (request.method !== "GET") return;
  if (HASHED.test(pathname)) {
    event.respondWith(asset(request));
  } else if (request.mode === "navigate" && fits(PRIVATE, pathname)) {
    event.respondWith(page(request, OWN, !search));
  } else if (request.mode === "navigate" && fits(PUBLIC, pathname)) {
    event.respondWith(page(request, PAGES, !search));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  }
});

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(ASSETS)).put(request, answer.clone());
  return answer;
}

// The network first: an officer's act is on the page a moment later. Without it, what was seen
// last, with a line that says so; else a page that says there is no network.
async function page(request, name, keep) {
  try {
    const answer = await fetch(request);
    // Led away (to the sign-in page), or refused: the session has ended, and so have its pages.
    if (name === OWN && (answer.type === "opaqueredirect" || answer.status === 403)) await caches.delete(OWN);
    else if (keep && answer.ok) await put(name, request, answer.clone());
    return answer;
  } catch {
    const kept = await (await caches.open(name)).match(request, { ignoreVary: true });
    return kept && isFresh(kept, request) ? marked(kept) : caches.match(OFFLINE);
  }
}

async function put(name, request, answer) {
  const kept = await caches.open(name);
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  await kept.put(request, new Response(await answer.blob(), { headers }));
  const keys = (await kept.keys()).filter((one) => !one.url.endsWith(OFFLINE));
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PAGES))) await kept.delete(old);
}

const HOUR = 60 * 60 * 1000;

// A tracked file closes itself after two hours, on paper as here; one's own pages after a week.
function isFresh(kept, request) {
  const age = Date.now() - Date.parse(kept.headers.get("X-Kept-At") ?? 0);
  return age < (new URL(request.url).pathname.startsWith("/tra-cuu/") ? 2 : 7 * 24) * HOUR;
}

async function marked(kept) {
  const text = await kept.text();
  const at = new Date(kept.headers.get("X-Kept-At"));
  const english = text.includes('<html lang="en"');
  const when = at.toLocaleString(english ? "en-GB" : "vi-VN", { dateStyle: "short", timeStyle: "short" });
  const said = english ? `No network: this page as it was at ${when}.` : `Không có mạng: trang này như lúc ${when}.`;
  const line = `<p class="offline-note" role="status">${said}</p>`;
  const headers = new Headers(kept.headers);
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  return new Response(text.replace(/<main [^>]*>/, (main) => main + line), { headers });
}
