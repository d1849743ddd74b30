import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { toBytes } from "@std/streams";
import { openUrl, retryAfter } from "../../../tasks/data/open_url.ts";
import { TransientError } from "../../../tasks/data/origin.ts";
import { granted } from "../../helpers/run_task.ts";
import { dripping, gzip, serve, serveRaw, stalling } from "./fake.ts";

const net = { ignore: !granted("net") };
const never = new AbortController().signal;

/** Longer than any test, however busy the machine; tests of stalls have their own, in milliseconds. */
const NO_STALL = 600_000;

async function download(
  url: string,
  { signal = never, stall = NO_STALL } = {},
): Promise<Uint8Array | undefined> {
  const opened = await openUrl(url, { signal, stall });
  return opened && await toBytes(opened.body);
}

Deno.test("openUrl() gives the bytes, their number and where they come from", net, async () => {
  await using server = serve(() => new Response("content"));
  const url = `${server.url}file`;
  const opened = await openUrl(url, { signal: never, stall: NO_STALL });
  assertEquals([opened?.location, opened?.length], [url, 7]);
  assertEquals(new TextDecoder().decode(await toBytes(opened!.body)), "content");
});

Deno.test("openUrl() does not count bytes that fetch has decoded", net, async () => {
  const text = "content".repeat(1000);
  const body = await gzip(new TextEncoder().encode(text));
  await using server = serve(() => new Response(body, { headers: { "content-encoding": "gzip" } }));
  assertEquals((await download(server.url))?.length, text.length);
});

Deno.test("openUrl() distinguishes an absent file from a server in trouble", net, async () => {
  await using server = serve((name) => new Response("text", { status: Number(name) }));
  for (const status of [403, 404, 410]) {
    assertEquals(await download(`${server.url}${status}`), undefined);
  }
  for (const status of [408, 425, 429, 500, 503]) {
    const url = `${server.url}${status}`;
    await assertRejects(() => download(url), TransientError, `answers ${status}`);
  }
  const error = await assertRejects(() => download(`${server.url}401`), Error, "answers 401");
  assertEquals(error instanceof TransientError, false);
});

Deno.test("openUrl() moves on at once when nobody listens", net, async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const error = await assertRejects(() => download(`http://127.0.0.1:${port}/`), Error);
  assertMatch(error.message, /^the server cannot be reached \(tcp connect error: /);
  assertEquals(error instanceof TransientError, false);
});

Deno.test("openUrl() moves on when no answer comes", net, async () => {
  await using server = serve(() => new Promise(() => {}));
  const error = await assertRejects(() => download(server.url, { stall: 200 }), Error);
  assertStringIncludes(error.message, "not answer within 0.2 s");
  assertEquals(error instanceof TransientError, false);
});

Deno.test("openUrl() notices a stall when the response is no longer in memory", net, async () => {
  await using server = serve(() => new Response(stalling(new Uint8Array(10))));
  const failed = assertRejects(() => download(server.url, { stall: 1500 }), TransientError);
  // Garbage is collected where there is much of it: it takes the response, of which only the body is held.
  for (let k = 0; k < 60; k++) {
    Array.from({ length: 200_000 }, () => ({}));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assertMatch((await failed).message, /sent nothing for 1\.5 s/);
});

Deno.test("openUrl() waits for a server that is slow but sends enough", net, async () => {
  await using server = serve(() => new Response(dripping(200, 50, 30)));
  assertEquals((await download(server.url, { stall: 600 }))?.length, 6000);
});

Deno.test("openUrl() reports how long a busy server asks to wait", net, async () => {
  await using server = serve((name) =>
    new Response("busy", { status: 503, headers: { "retry-after": name } })
  );
  const busy = await assertRejects(() => download(`${server.url}60`), TransientError);
  assertEquals(busy.wait, 60_000);
  const longer = await assertRejects(() => download(`${server.url}7200`), Error, "2 h 0 min");
  assertEquals(longer instanceof TransientError, false);
});

Deno.test("openUrl() does not take a slow reader for a stalled server", net, async () => {
  await using server = serve(() => new Response(new Uint8Array(1_000_000)));
  const opened = await openUrl(server.url, { signal: never, stall: 1500 });
  let size = 0;
  for await (const chunk of opened!.body) {
    if (size === 0) await new Promise((resolve) => setTimeout(resolve, 1800));
    size += chunk.length;
  }
  assertEquals(size, 1_000_000);
});

Deno.test("openUrl() notices when the server hangs up before it answers", net, async () => {
  await using server = serveRaw("");
  await assertRejects(() => download(server.url), TransientError, "the request failed (");
});

Deno.test("openUrl() throws the signal's reason when it is aborted", net, async () => {
  await using server = serve(() => new Response(stalling(new Uint8Array(10))));
  const controller = new AbortController();
  const reason = new Error("stop");
  setTimeout(() => controller.abort(reason), 20);
  const { signal } = controller;
  for (const _ of [1, 2]) { // while it runs, and once it is aborted
    assertEquals(await assertRejects(() => download(server.url, { signal }), Error), reason);
  }
});

Deno.test("openUrl() fails without permission", { permissions: "none" }, async () => {
  const url = "http://127.0.0.1:1234/";
  await assertRejects(() => download(url), Error, "Cannot reach 127.0.0.1:1234");
});

const NOON = "Thu, 26 Nov 2026 12:00:00 GMT";
const LATER = "Thu, 26 Nov 2026 12:00:07 GMT";

Deno.test("retryAfter() reads seconds and dates, and a date by the server's clock", () => {
  const noon = Date.parse(NOON);
  const cases: [headers: Record<string, string>, now: number, wait: number | undefined][] = [
    [{ "retry-after": "120" }, noon, 120_000],
    [{ "retry-after": " 0 " }, noon, 0],
    [{ "retry-after": LATER }, noon, 7000],
    [{ "retry-after": LATER, date: NOON }, noon - 1e9, 7000], // our clock went back
    [{ "retry-after": NOON, date: LATER }, noon, 0],
    [{ "retry-after": "soon" }, noon, undefined],
    [{ "retry-after": "-5" }, noon, undefined],
    [{ "retry-after": "1.5" }, noon, undefined],
    [{}, noon, undefined],
  ];
  for (const [headers, now, wait] of cases) {
    assertEquals(retryAfter(new Headers(headers), now), wait, JSON.stringify(headers));
  }
});
