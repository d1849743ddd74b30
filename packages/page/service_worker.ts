/**
 * Keeps the page in the browser, so that it works when its server is out of reach.
 *
 * Every file is asked of the server first: what it sends is newer than what is kept. A version is kept whole or not at all,
 * since each file must have its hash. It replaces the version before. @module
 */

/** The files of this version with the hashes of their contents, which the task writes before this script. */
declare const FILES: readonly (readonly [path: string, integrity: string])[];

/** The hash of all of them. */
declare const VERSION: string;

declare const registration: ServiceWorkerRegistration;
declare const clients: { claim(): Promise<void> };
declare function skipWaiting(): Promise<void>;

/** An event that lasts until a promise is settled. */
interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

/** A request of the page. */
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** Other pages of the same server have other prefixes. */
const CACHE_PREFIX = `inkling ${registration.scope} `;
const CACHE = CACHE_PREFIX + VERSION;

async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(
    FILES.map(([path, integrity]) => new Request(path, { cache: "no-cache", integrity })),
  );
  await skipWaiting();
}

async function forgetOthers(): Promise<void> {
  const others = (await caches.keys()).filter((name) =>
    name.startsWith(CACHE_PREFIX) && name !== CACHE
  );
  await Promise.all(others.map((name) => caches.delete(name)));
  await clients.claim();
}

/** What the server sends, or else what is kept. */
async function answer(request: Request, address: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(address, { cacheName: CACHE, ignoreSearch: true });
    if (kept === undefined) throw error;
    return kept;
  }
}

addEventListener("install", (event) => (event as ExtendableEvent).waitUntil(keep()));
addEventListener("activate", (event) => (event as ExtendableEvent).waitUntil(forgetOthers()));
addEventListener("fetch", (event) => {
  const { request } = event as FetchEvent;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  const address = request.url.replace(/index\.html(?=$|[?#])/, "");
  (event as FetchEvent).respondWith(answer(request, address));
});
