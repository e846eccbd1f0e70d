// Shows a page of the desk's own while the desk cannot be reached. It keeps that page with its looks (KEPT, which the
// desk puts in front of this) and nothing else: no ticket, no answer, no file.

const AGAIN_S = "10";
const [PAGE, ...LOOKS] = KEPT;
const PLACE = `offline ${LOOKS.join(" ")}`;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));

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
