// Has the browser keep a page for when the desk cannot be reached. Where it may not, the browser says so in its own words.

addEventListener("load", () => navigator.serviceWorker?.register("/offline-worker.js").catch(() => {}));
