// Shows a page of the desk's own while the desk cannot be reached. It keeps that page with its looks (KEPT, which the
// desk puts in front of this) and nothing else: no ticket, no answer, no file. And it shows what the desk pushes.

const AGAIN_S = "10";
const [PAGE, ...LOOKS] = KEPT;
const PLACE = `offline ${LOOKS.join(" ")}`;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));

addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
addEventListener("pushsubscriptionchange", (event) => event.waitUntil(subscribe(event)));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET" && request.destination === "document") event.respondWith(page(event));
  else if (origin === location.origin && LOOKS.includes(pathname)) event.respondWith(look(request));
});

async function keep() {
  const kept = await caches.open(PLACE);
  await kept.addAll(KEPT);
  await skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) if (name !== PLACE) await caches.delete(name);
  await registration.navigationPreload?.enable(); // a page never waits for this worker to start
}

async function page({ preloadResponse, request }) {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch {
    return again(await caches.match(PAGE));
  }
}

/** The page with the order to be loaded again, in a while, under the address that was asked for. */
function again(kept) {
  if (!kept) return Response.error();
  const headers = new Headers(kept.headers);
  headers.set("Refresh", AGAIN_S);
  return new Response(kept.body, { headers });
}

async function look(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function show({ title, body, ticket }) {
  const facts = { body, tag: `deskbell-${ticket}`, renotify: true, icon: ICON, data: `/tickets/${ticket}` };
  await registration.showNotification(title, facts);
}

/** The window that shows the ticket; a new one where none does, for others may hold what somebody is typing. */
async function open(notification) {
  notification.close();
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = windows.find(({ url }) => new URL(url).pathname === notification.data);
  await (shown ? shown.focus() : clients.openWindow(notification.data));
}

/** The browser gave itself another address: shown there is the number alone, until its owner says otherwise. */
async function subscribe({ oldSubscription, newSubscription }) {
  const own = newSubscription ?? (await registration.pushManager.subscribe(oldSubscription.options));
  const { endpoint, keys } = own.toJSON();
  await fetch("/me/push", { method: "POST", body: new URLSearchParams({ endpoint, ...keys, hides_text: "1" }) });
}
