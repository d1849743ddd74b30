/** The server's connections: idle clients, half requests, other hosts, the end. */

import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { type App, createApp } from "../../../lib/serve/mod.ts";
import { type ConnectionLimits, CONNECTIONS, listen } from "../../../tasks/serve/listen.ts";
import { granted } from "../../helpers/run_task.ts";
import { kindsModel, ROW } from "../../serve/served_fixture.ts";

const ignore = !granted("net");

const BODY = JSON.stringify(ROW);
const HEAD = `POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
  `content-length: ${BODY.length}\r\n\r\n`;

/** A server in this process, until the end of the scope. */
async function serveHere(
  limits: Partial<ConnectionLimits> = {},
  names: ReadonlySet<string> | undefined = undefined,
  app: Pick<App, "fetch"> | undefined = undefined,
) {
  const stop = new AbortController();
  const isReady = () => !stop.signal.aborted;
  const { fetch: answer } = app ?? createApp({ kinds: kindsModel() }, { isReady });
  const { promise: port, resolve } = Promise.withResolvers<number>();
  const at = { host: "127.0.0.1", port: 0, names };
  const all = { ...CONNECTIONS, quiet: 100, ...limits };
  const ended = listen((request) => answer(request), at, stop.signal, resolve, all);
  const address = { hostname: "127.0.0.1", port: await port };
  return {
    stop: () => stop.abort(),
    ended,
    ask: async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`http://127.0.0.1:${address.port}${path}`, init);
      return { status: response.status, answer: await response.json() };
    },
    connect: async (text: string) => new Client(await Deno.connect(address), text),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended;
    },
  };
}

/** A client that sends texts as they are. */
class Client implements Disposable {
  /** All that it got once the server ended the connection. */
  readonly received: Promise<string>;
  readonly #connection: Deno.Conn;

  constructor(connection: Deno.Conn, text: string) {
    this.#connection = connection;
    this.received = new Response(connection.readable, {}).text().catch(String);
    this.send(text);
  }

  send(text: string): void {
    this.#connection.write(new TextEncoder().encode(text)).catch(() => {}); // it may be closed
  }

  [Symbol.dispose](): void {
    try {
      this.#connection.close();
    } catch { /* the server did */ }
  }
}

const post = { method: "POST", headers: { "content-type": "application/json" }, body: BODY };

Deno.test(
  "clients that are still, or send half a head, keep nobody waiting",
  { ignore },
  async () => {
    await using server = await serveHere();
    using clients = new DisposableStack();
    for (let k = 0; k < 500; k++) {
      clients.use(await server.connect(k % 2 === 0 ? "" : HEAD.slice(0, 40)));
    }
    const start = performance.now();
    for (let k = 0; k < 10; k++) assertEquals((await server.ask("/predict", post)).status, 200);
    assertLess(performance.now() - start, 10_000);
  },
);

Deno.test("half a head gets 408 and a sentence, and what is not HTTP 400", { ignore }, async () => {
  await using server = await serveHere({ head: 200, request: 400 });
  using half = await server.connect(HEAD.slice(0, 40));
  using other = await server.connect("\x16\x03\x01 hello\r\n\r\n");
  assertMatch(await half.received, /^HTTP\/1.1 408 .*"Cannot wait for the request: it did not/s);
  assertMatch(await other.received, /^HTTP\/1.1 400 .*"Cannot read the request: it is not HTTP/s);
});

Deno.test("more clients than there may be end the one still for longest", { ignore }, async () => {
  await using server = await serveHere({ connections: 3 });
  using first = await server.connect("");
  using second = await server.connect("");
  using third = await server.connect("");
  assertEquals((await server.ask("/predict", post)).status, 200);
  assertEquals(await Promise.race([first.received, second.received, third.received]), "");
});

Deno.test("a server that stops answers what runs, and ends", { ignore }, async () => {
  await using server = await serveHere();
  using slow = await server.connect(HEAD + BODY.slice(0, 20));
  using idle = await server.connect("");
  assertEquals((await server.ask("/health")).status, 200);
  server.stop();
  slow.send(BODY.slice(20));
  assertMatch(
    await slow.received,
    /^HTTP\/1.1 200 .*\nconnection: close\r\n.*"label":"(?:glad|sad)"/is,
  );
  assertEquals(await idle.received, "");
  await server.ended;
});

Deno.test("a request that comes just after the stop is answered", { ignore }, async () => {
  await using server = await serveHere({ quiet: 2000 });
  using kept = await server.connect("");
  assertEquals((await server.ask("/health")).status, 200);
  server.stop();
  kept.send(HEAD + BODY);
  assertMatch(await kept.received, /^HTTP\/1.1 200 .*\nconnection: close\r\n/is);
});

Deno.test("a server that stops waits only so long", { ignore }, async () => {
  const asked = Promise.withResolvers<void>();
  const fetch = () => (asked.resolve(), new Promise<Response>(() => {}));
  await using server = await serveHere({ drain: 50 }, undefined, { fetch });
  using client = await server.connect("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await asked.promise;
  server.stop();
  await server.ended;
  assertEquals(await client.received, "");
});

Deno.test("a request for another host is refused where names are known", { ignore }, async () => {
  await using server = await serveHere({}, new Set(["127.0.0.1", "localhost"]));
  assertEquals((await server.ask("/health")).status, 200);
  using other = await server.connect("GET /health HTTP/1.1\r\nhost: evil.example:80\r\n\r\n");
  assertMatch(await other.received, /^HTTP\/1.1 421 .*Cannot answer for another host/s);
});

Deno.test("a request with two hosts gets 400, wherever the second is", { ignore }, async () => {
  for (const names of [undefined, new Set(["127.0.0.1", "localhost"])]) {
    await using server = await serveHere({}, names);
    for (const hosts of [["localhost", "evil.example"], ["evil.example", "localhost"]]) {
      const head = hosts.map((host) => `Host: ${host}\r\n`).join("");
      using client = await server.connect(`GET /health HTTP/1.1\r\n${head}\r\n`);
      assertMatch(await client.received, /^HTTP\/1.1 400 .*expected one header Host, got several/s);
    }
  }
});

Deno.test("Deno.serve refuses two hosts itself", { ignore }, async () => {
  const app = createApp({ kinds: kindsModel() });
  const { promise, resolve } = Promise.withResolvers<number>();
  await using _server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: ({ port }) => resolve(port) },
    app.fetch,
  );
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: await promise });
  const hosts = "Host: localhost\r\nHost: evil.example\r\n";
  using client = new Client(
    connection,
    `GET /health HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`,
  );
  assertMatch(await client.received, /^HTTP\/1.1 400 /);
});
