// The citizens' side as an app: its service worker keeps what was seen last for when there is no
// network. Without script, or where the browser knows no workers, every page works as before.

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/may-phuc-vu.js", { scope: "/" }).catch(() => {});
}
