import {
  assertEquals,
  assertGreater,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { explain } from "../../../tasks/system/explain.ts";
import {
  fetchDataset,
  type FetchOptions,
  type FetchResult,
  missingFiles,
} from "../../../tasks/data/fetch_dataset.ts";
import { quote } from "../../../lib/checks/texts.ts";
import { FileError } from "../../../tasks/system/files.ts";
import { namesIn } from "../../helpers/run_task.ts";
import {
  dripping,
  type FakeDataset,
  fakeDataset,
  gzip,
  recorder,
  serve,
  serveDataset,
  serveRaw,
  stalling,
} from "./fake.ts";
import { fakePickle } from "./fake_pickle.ts";
import { canMount, tinyDisk } from "../../helpers/tiny_disk.ts";
import { assertEachContains, rejectsSaying } from "../../helpers/says.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "net");

const FILES = [...fakeDataset().files.keys()].sort();
const FIRST = "train-images-idx3-ubyte";

/** Longer than any test, however busy the machine: only the test of stalls waits for one. */
const NO_STALL = 600_000;

/** Fetches with the waits of a test. */
function quickly(fake: FakeDataset, more: FetchOptions): Promise<FetchResult> {
  return fetchDataset(fake.entry, {
    from: "mirror",
    progress: recorder().progress,
    stall: NO_STALL,
    backoff: 1,
    ...more,
  });
}

type Bytes = Uint8Array<ArrayBuffer>;

/** How a server answers the request for the first file: how often it was asked before, and the file. */
type Handler = (before: number, content: Bytes) => Response | Promise<Response> | undefined;

const busy = (status: number, headers: HeadersInit = {}) =>
  new Response("busy", { status, headers });
const twice = async (content: Bytes) => await gzip(await gzip(content));

/** What a server answers, how often it is asked, and what is printed, or the error where nothing is fetched. */
const ANSWERS: readonly [
  what: string,
  handler: Handler,
  requests: number,
  printed: { readonly line?: RegExp; readonly error?: RegExp },
  more?: FetchOptions,
][] = [
  [
    "tries again after 503",
    (before) => before < 2 ? busy(503) : undefined,
    3,
    { line: new RegExp(`${FIRST} from URL/: .* 503 .*; trying again$`) },
  ],
  [
    "waits as long as a busy server asks",
    (before) => before === 0 ? busy(429, { "retry-after": "1" }) : undefined,
    2,
    { line: /the server answers 429 Too Many Requests; trying again in 1 s$/ },
  ],
  [
    "tries again after a truncated file",
    async (before, content) => new Response((await gzip(content)).slice(0, before ? 1e6 : -20)),
    2,
    {},
  ],
  [
    "tries again after a stall",
    (before) => before === 0 ? new Response(stalling(new Uint8Array([0x1f, 0x8b, 8]))) : undefined,
    2,
    { line: /sent nothing for 1.5 s, after 3 bytes; trying again$/ },
    { stall: 1500 }, // the server and the second attempt must take less, on a busy machine too
  ],
  ["peels double compression", async (_, content) => new Response(await twice(content)), 1, {}],
  [
    "peels Content-Encoding",
    async (_, content) =>
      new Response(await twice(content), { headers: { "content-encoding": "gzip" } }),
    1,
    {},
  ],
  [
    "gives up after four attempts",
    (_, content) => new Response(content.slice(0, 100)),
    4,
    { error: /it ends after 100 of 4720 bytes/ },
  ],
  [
    "gives up at once on other bytes",
    (_, content) => new Response(content.map((byte) => byte ^ 1)),
    1,
    { error: /the SHA-256/ },
  ],
  [
    "gives up at once on a longer file",
    (_, content) => new Response(new Uint8Array([...content, 0])),
    1,
    { error: /4720 bytes, got more/ },
  ],
  [
    "gives up at once on a web page",
    () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    1,
    { error: /a web page/ },
  ],
  [
    "stops a gzip bomb",
    async () => new Response(await gzip(new Uint8Array(50_000_000))),
    1,
    { error: /more than 4720 bytes, unpacked/ },
  ],
];

for (const [what, handler, requests, { line, error }, more] of ANSWERS) {
  test(`fetchDataset() ${what}`, async ({ path: folder }) => {
    const fake = fakeDataset();
    const name = `${FIRST}.gz`;
    await using server = serveDataset(
      fake,
      async (asked, before) =>
        asked === name ? await handler(before, fake.files.get(FIRST)!) : undefined,
    );
    const { progress, lines } = recorder();
    const began = performance.now();
    const fetching = quickly(fake, { from: server.url, data: folder, progress, ...more });
    if (error === undefined) await fetching;
    else assertMatch((await assertRejects(() => fetching, Error)).message, error);
    assertEquals(server.requests.filter((asked) => asked === name).length, requests);
    if (line !== undefined) assertMatch(lines()[0]!.replaceAll(server.url, "URL/"), line);
    const left = await missingFiles(fake.entry, join(folder, "fake"));
    assertEquals(left.length, error === undefined ? 0 : 4);
    if (error !== undefined) assertEquals(await namesIn(join(folder, "fake")), []);
    if (what.startsWith("waits")) assertGreater(performance.now() - began, 990);
  });
}

test("fetchDataset() fetches the four files, decompressed and whole", async ({ path: folder }) => {
  await using server = serveDataset(fakeDataset());
  const fake = fakeDataset([server.url]);
  const { progress, lines } = recorder();
  const result = await quickly(fake, { data: folder, progress });
  assertEquals(result.folder, join(folder, "fake"));
  assertEquals(result.fetched[0], { name: FIRST, from: `${server.url}${FIRST}.gz` });
  assertEquals(result.fetched.length, 4);
  assertEquals(lines()[0], `Fetched ${FIRST} (4.7 kB) from ${server.url}${FIRST}.gz`);
  for (const [name, bytes] of fake.files) {
    assertEquals(await Deno.readFile(join(result.folder, name)), bytes);
  }
  assertEquals(await namesIn(result.folder), FILES);
});

test("fetchDataset() a second time does nothing, and needs no network", async ({ path: folder }) => {
  {
    await using server = serveDataset(fakeDataset());
    await quickly(fakeDataset(), { from: server.url, data: folder });
  }
  const { progress, lines } = recorder();
  // The discard port: a request would fail.
  const fake = fakeDataset(["http://127.0.0.1:9/"]);
  assertEquals((await quickly(fake, { data: folder, progress })).fetched, []);
  assertEquals(lines(), []);
});

test("fetchDataset() refuses files that it did not write, and touches none", async ({ path: temporary }) => {
  const data = join(temporary, "it's mine");
  const fake = fakeDataset();
  await using server = serveDataset(fake);
  const folder = join(data, "fake");
  // One of the right size, one of another; the other two are absent.
  const own = fake.files.get(FIRST)!.map((byte) => byte ^ 1);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeFile(join(folder, FIRST), own);
  await Deno.writeTextFile(join(folder, "t10k-labels-idx1-ubyte"), "labels");
  const message = await rejectsSaying(() => quickly(fake, { from: server.url, data }), FileError);
  assertEachContains(
    message.split("\n"),
    `Cannot fetch fake into ${folder}`,
    `  ${join(folder, FIRST)}: its SHA-256`,
    `  ${join(folder, "t10k-labels-idx1-ubyte")}: expected 10 bytes, got 6`,
    `\`deno task train --idx ${quote(folder)}\``,
    `\`deno task fetch --dataset fake --data ${quote(data)} --replace\``,
  );
  assertEquals(await namesIn(folder), ["t10k-labels-idx1-ubyte", FIRST]);
  assertEquals(await Deno.readFile(join(folder, FIRST)), own);
  assertEquals(server.requests, []);
});

test("fetchDataset() replaces what it may, with a note", async ({ path: folder }) => {
  const fake = fakeDataset();
  await using server = serveDataset(fake);
  const { folder: path } = await quickly(fake, { from: server.url, data: folder });
  await Deno.writeTextFile(join(path, FIRST), "damaged");
  const { progress, lines } = recorder();
  const again = { from: server.url, data: folder, progress, replace: true };
  const { fetched } = await quickly(fake, again);
  assertEquals(fetched.map(({ name }) => name), [FIRST]);
  assertStringIncludes(lines()[0]!, `${FIRST} is replaced: expected 4720 bytes`);
  assertEquals(await missingFiles(fake.entry, path), []);
});

test("fetchDataset() keeps a file that nothing can replace", async ({ path: folder }) => {
  const fake = fakeDataset();
  await using server = serve(() => new Response(null, { status: 404 }));
  const path = join(folder, "fake");
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, FIRST), "mine");
  const words = { from: server.url, data: folder, replace: true };
  await assertRejects(() => quickly(fake, words), Error, "there is neither");
  assertEquals(await Deno.readTextFile(join(path, FIRST)), "mine");
});

test("fetchDataset() leaves a server that drips for the next", async ({ path: folder }) => {
  await using slow = serve(() => new Response(dripping(1, 100)));
  await using good = serveDataset(fakeDataset());
  const { progress, lines } = recorder();
  const fake = fakeDataset([slow.url, good.url]);
  await quickly(fake, { data: folder, progress, stall: 1000 });
  assertEquals(slow.requests.length, 1);
  assertMatch(lines()[0]!, /the server sent only \d+ bytes in 1 s; trying http/);
  assertEquals(await namesIn(join(folder, "fake")), FILES);
});

test("fetchDataset() notices a server that lies about the length", async ({ path: folder }) => {
  for (const length of ["2", "100000"]) {
    await using server = serveRaw(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\nabc`);
    await assertRejects(
      () => quickly(fakeDataset(), { from: server.url, data: folder }),
      Error,
      length === "2" ? "it ends after 2 of 4720 bytes" : "the connection broke after 3 bytes",
    );
    assertEquals(await namesIn(join(folder, "fake")), []);
  }
});

test("fetchDataset() goes on to the next mirror, and does not come back", async ({ path: folder }) => {
  await using empty = serve(() => new Response(null, { status: 404 }));
  await using good = serveDataset(fakeDataset());
  const { progress, lines } = recorder();
  const fake = fakeDataset([empty.url, good.url]);
  const { fetched } = await quickly(fake, { data: folder, progress });
  assertEquals(fetched.every(({ from }) => from.startsWith(good.url)), true);
  assertEquals(empty.requests.length, 2);
  assertStringIncludes(lines()[0]!, `${FIRST} from ${empty.url}: there is neither`);
  assertStringIncludes(lines()[0]!, `; trying ${good.url}`);
});

test("fetchDataset() tells in one line of mirrors that it cannot reach", async ({ path: folder }) => {
  await using good = serveDataset(fakeDataset());
  const { progress, lines } = recorder();
  const closed = serve(() => new Response());
  const { url } = closed;
  await closed[Symbol.asyncDispose]();
  const fake = fakeDataset([`${url}a/`, `${url}b/`, good.url]);
  await quickly(fake, { data: folder, progress });
  assertEquals(lines()[0], `2 mirrors cannot be reached; trying ${good.url}`);
  assertMatch(lines()[1]!, /^Fetched /);
});

test("fetchDataset() takes the rest from the next mirror", async ({ path: folder }) => {
  await using half = serveDataset(
    fakeDataset(),
    (name) => name.startsWith("t10k") ? new Response(null, { status: 404 }) : undefined,
  );
  await using good = serveDataset(fakeDataset());
  const { fetched } = await quickly(fakeDataset([half.url, good.url]), { data: folder });
  const isOfHalf = fetched.map(({ from }) => from.startsWith(half.url));
  assertEquals(isOfHalf, [true, true, false, false]);
});

test("fetchDataset() names every source, and its reason", async ({ path: folder }) => {
  await using empty = serve(() => new Response(null, { status: 404 }));
  await using broken = serve(() => new Response(null, { status: 500 }));
  const fetching = () => quickly(fakeDataset([empty.url, broken.url]), { data: folder });
  await rejectsSaying(
    fetching,
    Error,
    `${FIRST} from ${empty.url}: there is neither`,
    `${FIRST} from ${broken.url}: the server answers 500`,
  );
});

test("fetchDataset() ends when it is aborted and leaves no partial file", async ({ path: folder }) => {
  const controller = new AbortController();
  const reason = new Error("Ctrl-C");
  await using server = serve(() => {
    setTimeout(() => controller.abort(reason), 50);
    return new Response(stalling(new Uint8Array(2000)));
  });
  const given = { from: server.url, data: folder, signal: controller.signal };
  assertEquals(await assertRejects(() => quickly(fakeDataset(), given), Error), reason);
  assertEquals(await namesIn(join(folder, "fake")), []);
});

test("fetchDataset() does not wait for the next attempt when it is aborted", async ({ path: folder }) => {
  const controller = new AbortController();
  await using server = serve(() => {
    setTimeout(() => controller.abort(new Error("Ctrl-C")), 50);
    return new Response(null, { status: 503 });
  });
  const { signal } = controller;
  await assertRejects(
    () => quickly(fakeDataset(), { from: server.url, data: folder, backoff: 60_000, signal }),
    Error,
    "Ctrl-C",
  );
});

test("fetchDataset() removes what a killed fetch left", async ({ path: folder }) => {
  const path = join(folder, "fake");
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, `.${FIRST}.${crypto.randomUUID()}.partial`), "half");
  const fake = fakeDataset();
  await using server = serveDataset(fake);
  await quickly(fake, { from: server.url, data: folder });
  assertEquals(await namesIn(path), FILES);
});

test("fetchDataset() twice at once fetches whole files", async ({ path: folder }) => {
  const fake = fakeDataset();
  await using server = serveDataset(fake);
  const both = await Promise.all(
    [1, 2, 3].map(() => quickly(fake, { from: server.url, data: folder })),
  );
  assertGreater(both.flatMap(({ fetched }) => fetched).length, 3);
  assertEquals(await missingFiles(fake.entry, join(folder, "fake")), []);
  assertEquals(await namesIn(join(folder, "fake")), FILES);
});

test("fetchDataset() fails where a file has the folder's name", async ({ path: folder }) => {
  await Deno.writeTextFile(join(folder, "fake"), "in the way");
  const error = await assertRejects(
    () => quickly(fakeDataset(["http://127.0.0.1:9/"]), { data: folder }),
    Error,
  );
  assertMatch(explain(error), /^Cannot find .*fake.*: /);
});

test("fetchDataset() does not blame the source for a full disk", {
  needs: ["net"],
  ignore: !await canMount(),
}, async ({ path: folder }) => {
  await using _ = await tinyDisk(folder, "4k");
  await using server = serveDataset(fakeDataset());
  const path = join(folder, "fake", FIRST);
  const fake = fakeDataset([server.url, server.url]);
  const error = await assertRejects(() => quickly(fake, { data: folder }), FileError);
  assertEquals(error.message, `Cannot write ${path}: the disk is full`);
  assertEquals(server.requests.length, 1);
  assertEquals(await namesIn(join(folder, "fake")), []);
});

test("fetchDataset() copies from a folder, plain or .gz", async ({ path: folder }) => {
  const fake = fakeDataset();
  for (const suffix of ["", ".gz"]) {
    const from = join(folder, `from${suffix}`);
    await Deno.mkdir(from);
    for (const [name, bytes] of fake.files) {
      await Deno.writeFile(join(from, name + suffix), suffix === "" ? bytes : await gzip(bytes));
    }
    const { folder: path } = await quickly(fake, { from, data: join(folder, `to${suffix}`) });
    assertEquals(await missingFiles(fake.entry, path), []);
  }
});

test("fetchDataset() makes the original files out of the tutorial's pickle", async ({ path: folder }) => {
  const fake = fakeDataset();
  const file = join(folder, "mnist.pkl.gz");
  await Deno.writeFile(file, await gzip(fakePickle()));
  await using server = serve(() => new Response(Deno.readFileSync(file)));
  for (const from of [file, `${server.url}mnist.pkl.gz`]) {
    const data = join(folder, from === file ? "local" : "web");
    assertEquals((await quickly(fake, { from, data })).fetched.length, 4);
    assertEquals(await missingFiles(fake.entry, join(data, "fake")), []);
  }
  assertEquals(server.requests, ["mnist.pkl.gz"]);
});
