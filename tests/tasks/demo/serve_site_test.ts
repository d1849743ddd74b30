/** The page's server against clients that are many, slow, broken or not asked. */

import { assert, assertEquals, assertLess, assertMatch, assertRejects } from "@std/assert";
import { delay } from "@std/async/delay";
import { join } from "@std/path";
import { type Limits, serveSite } from "../../../tasks/demo/serve_site.ts";
import { packedFor } from "../../../tasks/system/packed.ts";
import type { SiteFile } from "../../../tasks/demo/site_files.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { waitForLine } from "../../helpers/lines.ts";
import { flagsOf, granted, ROOT, temporaryFolder } from "../../helpers/run_task.ts";
import { serve } from "./served.ts";

const ignore = !granted("read", "write", "net");

/** More bytes than the system holds for a client that does not read. */
const LARGE_BYTES = 20_000_000;

/** By what names this machine is asked. */
const NAMES = "localhost, 127.0.0.1, [::1]";

/** A server that ends with nobody while a test runs, however slow the machine is. */
const PATIENT: Limits = { connections: 256, request: 600_000, reading: 600_000 };

/** How long an impatient server waits for a client, in milliseconds. */
const SOON = 200;

/** A server of a page, of a large file and of one that is not there. */
function serveFiles(limits: Limits = PATIENT) {
  const files = new Map<string, SiteFile>([
    ["index.html", new TextEncoder().encode("<title>Inkling</title>")],
    ["large", new Uint8Array(LARGE_BYTES)],
    ["lost", { path: join(ROOT, "no-such-file") }],
  ]);
  return serve(files, { limits });
}

/** Sends text as it is. */
async function send(port: number, text: string): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(text));
  return connection;
}

/** Sends text, and reads until the server closes the connection. */
async function answerTo(port: number, text: string): Promise<string> {
  return await new Response((await send(port, text)).readable).text().catch(() => "");
}

/** Asks for a file by a `Host`, for nothing after it. */
async function askBy(port: number, host: string, method = "GET"): Promise<string> {
  return await answerTo(
    port,
    `${method} / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nOrigin: http://a.example\r\n\r\n`,
  );
}

/** Sends line breaks, which are no request, until the server has ended the connection. */
async function untilEnded(client: Deno.TcpConn): Promise<void> {
  const lineBreak = new TextEncoder().encode("\r\n");
  while (await client.write(lineBreak).then(() => true, () => false)) await delay(10);
}

/** Whether the server sends the page. */
async function isAlive(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return await response.text() === "<title>Inkling</title>";
}

Deno.test(
  "the page is not served once the signal is aborted: its event is over",
  { ignore },
  async () => {
    const refused = () => serveSite(new Map(), 0, AbortSignal.abort(), () => {}, PATIENT);
    await assertRejects(refused, DOMException);
  },
);

Deno.test("files are compressed as a client asks, once, and not where that saves nothing", {
  ignore,
}, async () => {
  const text = new TextEncoder().encode("A line that comes again and again.\n".repeat(99));
  const noise = crypto.getRandomValues(new Uint8Array(9999));
  await using page = await serve(new Map([["a.js", text], ["b.safetensors", noise]]));
  const ask = async (name: string, accepted?: string) => {
    const about = accepted === undefined ? "" : `Accept-Encoding: ${accepted}\r\n`;
    const head = `Host: localhost\r\nConnection: close\r\n${about}`;
    const answer = await answerTo(page.port, `HEAD /${name} HTTP/1.1\r\n${head}\r\n`);
    const valueOf = (header: string) => new RegExp(`^${header}: (.*)\r`, "im").exec(answer)?.[1];
    assertEquals(valueOf("vary"), "accept-encoding", name);
    return [valueOf("content-encoding"), Number(valueOf("content-length"))] as const;
  };
  for (
    const [accepted, encoding] of [
      [undefined, undefined],
      ["identity", undefined],
      ["deflate, gzip", "gzip"],
      ["gzip, deflate, br, zstd", "br"],
      ["GZIP;q=1, br;q=0.5", "gzip"],
      ["gzip;q=0, br; q=0", undefined],
      ["*", "br"],
      ["br;q=0, *;q=0.1", "gzip"],
      ["x;q=x", undefined],
    ] as const
  ) {
    const [found, length] = await ask("a.js", accepted);
    assertEquals(found, encoding, accepted);
    if (encoding === undefined) assertEquals(length, text.length);
    else assertLess(length, text.length / 10);
  }
  assertEquals(await ask("b.safetensors", "gzip, br"), [undefined, noise.length]);
  const response = await fetch(`${page.address}a.js`); // which decodes it
  assertEquals(await response.bytes(), text);
  const [one, other] = [await packedFor(text, "gzip"), await packedFor(text, "gzip")];
  assert(one === other && one !== undefined);
});

Deno.test("the page is served to whom asks for this machine, and to no page of another name", {
  ignore,
}, async () => {
  await using server = await serveFiles();
  const { port } = server;
  for (const host of ["localhost", "LOCALHOST:8000", `127.0.0.1:${port}`, "[::1]:1"]) {
    assertMatch(await askBy(port, host), /^HTTP\/1.1 200 OK\r\n[^]*<title>Inkling/, host);
  }
  const hosts = ["evil.example", `localhost.evil.example:${port}`, "10.0.0.1", "[::2]"];
  const methods = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
  for (
    const [host, method, status, sentence] of [
      ...hosts.map((host) =>
        [host, "GET", 421, `Expected a name of this machine as the host: ${NAMES}`] as const
      ),
      ...methods.map((method) => ["localhost", method, 405, "Expected GET"] as const),
      ["local/host", "GET", 400, "Expected a request for a file of the page"] as const,
    ]
  ) {
    const answer = await askBy(port, host, method);
    assertMatch(answer, RegExp(`^HTTP/1.1 ${status} `), host);
    assertEquals(answer.split("\r\n\r\n")[1], `${sentence}\n`);
    assertEquals(/access-control/i.test(answer), false, method);
  }
  const head = await askBy(port, "localhost", "HEAD");
  assertMatch(head, /^HTTP\/1.1 200 OK\r\n[^]*content-length: 22\r\n[^]*\r\n\r\n$/i);
});

Deno.test("the page's server refuses a malformed request, and prints nothing of its code", {
  ignore,
}, async () => {
  await using server = await serveFiles();
  const { port } = server;
  const requests = [
    ...["a b", "localhost:x", "a@localhost", "local/host", "[::1", "", "<script>"].map((host) =>
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
    ),
    "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "NONSENSE\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
  ];
  for (const request of requests) {
    const answer = await answerTo(port, request);
    assertMatch(answer, /^HTTP\/1.1 400 /, request);
    assertEquals(/\bat \w|\.ts|\.js|Error/.test(answer), false, answer);
  }
  const long = await answerTo(port, `GET / HTTP/1.1\r\nX: ${"x".repeat(1e6)}\r\n\r\n`);
  assert(/^HTTP\/1.1 4\d\d /.test(long) || long === "", long.slice(0, 100));
  const lost = await fetch(`http://127.0.0.1:${port}/lost`);
  assertEquals(lost.status, 500);
  assertMatch(await lost.text(), /^Cannot find .*no-such-file: no such file or folder\n$/);
  assert(await isAlive(port));
});

Deno.test("the page's server ends with clients that do not finish their request", {
  ignore,
}, async () => {
  await using server = await serveFiles({ ...PATIENT, request: SOON });
  for (const text of ["GET / HTTP/1.1\r\nHost: localhost\r\n", ""]) {
    assertMatch(await answerTo(server.port, text), /^(HTTP\/1.1 4\d\d |$)/);
  }
});

Deno.test("the page's server ends with a client that does not read, and sends others all", {
  ignore,
}, async () => {
  await using impatient = await serveFiles({ ...PATIENT, reading: SOON });
  using reader = await send(impatient.port, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await untilEnded(reader);
  await using patient = await serveFiles();
  const all = await (await fetch(`http://127.0.0.1:${patient.port}/large`)).bytes();
  assertEquals(all.length, LARGE_BYTES);
});

Deno.test(
  "the page's server with as many connections as it takes ends with the one still for longest",
  { ignore },
  async () => {
    await using server = await serveFiles({ ...PATIENT, connections: 4 });
    const { port } = server;
    const request = "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const clients: Deno.TcpConn[] = [];
    for (let k = 0; k < 12; k++) clients.push(await send(port, request));
    assert(await isAlive(port));
    for (const client of clients) client.close();
  },
);

Deno.test("the page's server answers 200 at once, and lives on after 600 that do not read", {
  ignore: ignore || !granted("run") || !LONG_TESTS,
}, async () => {
  const data = await mnistData();
  await using runs = await temporaryFolder();
  // As few file handles as a system may give a process.
  const command = 'ulimit -n 1024; exec "$0" run ' +
    `${flagsOf("demo").join(" ")} tasks/demo.ts --port 0 --runs "$1" --data "$2"`;
  await using stack = new AsyncDisposableStack();
  const process = new Deno.Command("sh", {
    args: ["-c", command, Deno.execPath(), runs.path, data],
    cwd: ROOT,
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  stack.defer(async () => {
    process.kill("SIGINT");
    await process.status;
  });
  const { match: [address] } = await waitForLine(process.stdout, /http:\S+/);
  const port = Number(new URL(address).port);
  const images = `${address}data/t10k-images-idx3-ubyte`;
  const lengthOf = async () => (await (await fetch(images)).bytes()).length;
  const lengths = await Promise.all(Array.from({ length: 200 }, lengthOf));
  assertEquals([...new Set(lengths)], [7_840_016]);

  const still: Deno.TcpConn[] = [];
  for (let k = 0; k < 600; k++) {
    const path = "data/train-images-idx3-ubyte";
    still.push(await send(port, `GET /${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`));
  }
  for (let k = 0; k < 20; k++) {
    const index = await fetch(address);
    assertMatch(await index.text(), /<title>Inkling/);
  }
  for (const connection of still) connection.close();
  assertEquals(await lengthOf(), 7_840_016);
});
