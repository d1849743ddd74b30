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
} from "../../../tasks/datasets/fetch_dataset.ts";
import { quote } from "../../../lib/checks/shell.ts";
import { FileError } from "../../../tasks/system/files.ts";
import { granted, namesIn, temporaryFolder } from "../../helpers/run_task.ts";
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
import { testsInFolder } from "../../helpers/test_in_folder.ts";

const test = testsInFolder("net");

const options = { ignore: !granted("read", "write", "net") };
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

/** Fetches from a server that answers the first file with `handler` and all others well. */
async function fetchAgainst(
  handler: (
    before: number,
    content: Uint8Array<ArrayBuffer>,
  ) => Response | Promise<Response> | undefined,
  more: FetchOptions = {},
): Promise<{ lines: string[]; requests: number; whole: boolean; error: string; left: string[] }> {
  await using folder = await temporaryFolder();
  const fake = fakeDataset();
  const content = fake.files.get(FIRST)!;
  await using server = serveDataset(
    fake,
    async (name, before) => name === `${FIRST}.gz` ? await handler(before, content) : undefined,
  );
  const { progress, lines } = recorder();
  let error = "";
  try {
    await quickly(fake, { from: server.url, data: folder.path, progress, ...more });
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  return {
    lines: lines().map((line) => line.replaceAll(server.url, "URL/")),
    requests: server.requests.filter((name) => name === `${FIRST}.gz`).length,
    whole: (await missingFiles(fake.entry, join(folder.path, "fake"))).length === 0,
    error,
    left: await namesIn(join(folder.path, "fake")),
  };
}

Deno.test("fetchDataset() fetches the four files, decompressed and whole", options, async () => {
  await using folder = await temporaryFolder();
  await using server = serveDataset(fakeDataset());
  const fake = fakeDataset([server.url]);
  const { progress, lines } = recorder();
  const result = await quickly(fake, { data: folder.path, progress });
  assertEquals(result.folder, join(folder.path, "fake"));
  assertEquals(result.fetched[0], { name: FIRST, from: `${server.url}${FIRST}.gz` });
  assertEquals(result.fetched.length, 4);
  assertEquals(lines()[0], `Fetched ${FIRST} (4.7 kB) from ${server.url}${FIRST}.gz`);
  for (const [name, bytes] of fake.files) {
    assertEquals(await Deno.readFile(join(result.folder, name)), bytes);
  }
  assertEquals(await namesIn(result.folder), FILES);
});

test("fetchDataset() a second time does nothing, and needs no network", async (folder) => {
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

test("fetchDataset() refuses files that it did not write, and touches none", async (temporary) => {
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

test("fetchDataset() replaces what it may, with a note", async (folder) => {
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

test("fetchDataset() keeps a file that nothing can replace", async (folder) => {
  const fake = fakeDataset();
  await using server = serve(() => new Response(null, { status: 404 }));
  const path = join(folder, "fake");
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, FIRST), "mine");
  const words = { from: server.url, data: folder, replace: true };
  await assertRejects(() => quickly(fake, words), Error, "there is neither");
  assertEquals(await Deno.readTextFile(join(path, FIRST)), "mine");
});

Deno.test("fetchDataset() tries again after 503, with a note", options, async () => {
  const result = await fetchAgainst((before) =>
    before < 2 ? new Response("busy", { status: 503 }) : undefined
  );
  assertEquals([result.requests, result.whole], [3, true]);
  assertMatch(result.lines[0]!, new RegExp(`${FIRST} from URL/: .* 503 .*; trying again$`));
});

Deno.test("fetchDataset() waits as long as a busy server asks", options, async () => {
  const began = performance.now();
  const { requests, whole, lines } = await fetchAgainst((before) =>
    before === 0
      ? new Response("busy", { status: 429, headers: { "retry-after": "1" } })
      : undefined
  );
  assertEquals([requests, whole], [2, true]);
  assertMatch(lines[0]!, /the server answers 429 Too Many Requests; trying again in 1 s$/);
  assertGreater(performance.now() - began, 990);
});

test("fetchDataset() leaves a server that drips for the next", async (folder) => {
  await using slow = serve(() => new Response(dripping(1, 100)));
  await using good = serveDataset(fakeDataset());
  const { progress, lines } = recorder();
  const fake = fakeDataset([slow.url, good.url]);
  await quickly(fake, { data: folder, progress, stall: 1000 });
  assertEquals(slow.requests.length, 1);
  assertMatch(lines()[0]!, /the server sent only \d+ bytes in 1 s; trying http/);
  assertEquals(await namesIn(join(folder, "fake")), FILES);
});

Deno.test("fetchDataset() tries again after a truncated file", options, async () => {
  const { requests, whole } = await fetchAgainst(async (before, content) => {
    const zipped = await gzip(content);
    return new Response(before === 0 ? zipped.slice(0, -20) : zipped);
  });
  assertEquals([requests, whole], [2, true]);
});

Deno.test("fetchDataset() tries again after a stall", options, async () => {
  const { requests, whole, lines } = await fetchAgainst(
    (before) => before === 0 ? new Response(stalling(new Uint8Array([0x1f, 0x8b, 8]))) : undefined,
    {
      stall: 1500, // the server and the second attempt must take less, on a busy machine too
    },
  );
  assertEquals([requests, whole], [2, true]);
  assertMatch(lines[0]!, /sent nothing for 1.5 s, after 3 bytes; trying again$/);
});

Deno.test("fetchDataset() gives up after four attempts and leaves nothing", options, async () => {
  const { requests, error, left } = await fetchAgainst((_, content) =>
    new Response(content.slice(0, 100))
  );
  assertEquals([requests, left], [4, []]);
  assertMatch(error, /it ends after 100 of 4720 bytes/);
});

Deno.test("fetchDataset() gives up at once on another file", options, async () => {
  const cases: [string, (content: Uint8Array<ArrayBuffer>) => Response][] = [
    ["the SHA-256", (content) => new Response(content.map((byte) => byte ^ 1))],
    ["4720 bytes, got more", (content) => new Response(new Uint8Array([...content, 0]))],
    ["a web page", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
  ];
  for (const [reason, answer] of cases) {
    const { requests, error, left } = await fetchAgainst((_, content) => answer(content));
    assertEquals([requests, left], [1, []]);
    assertMatch(error, new RegExp(reason));
  }
});

Deno.test("fetchDataset() stops a gzip bomb", options, async () => {
  const bomb = await gzip(new Uint8Array(50_000_000));
  const { error, left } = await fetchAgainst(() => new Response(bomb));
  assertMatch(error, /more than 4720 bytes, unpacked/);
  assertEquals(left, []);
});

Deno.test("fetchDataset() peels double compression and Content-Encoding", options, async () => {
  const twice = await fetchAgainst(async (_, content) =>
    new Response(await gzip(await gzip(content)))
  );
  assertEquals([twice.requests, twice.whole], [1, true]);
  const encoded = await fetchAgainst(async (_, content) =>
    new Response(await gzip(await gzip(content)), { headers: { "content-encoding": "gzip" } })
  );
  assertEquals([encoded.requests, encoded.whole], [1, true]);
});

Deno.test("fetchDataset() notices a server that lies about the length", options, async () => {
  for (const length of ["2", "100000"]) {
    await using folder = await temporaryFolder();
    await using server = serveRaw(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\nabc`);
    await assertRejects(
      () => quickly(fakeDataset(), { from: server.url, data: folder.path }),
      Error,
      length === "2" ? "it ends after 2 of 4720 bytes" : "the connection broke after 3 bytes",
    );
    assertEquals(await namesIn(join(folder.path, "fake")), []);
  }
});

test("fetchDataset() goes on to the next mirror, and does not come back", async (folder) => {
  await using empty = serve(() => new Response(null, { status: 404 }));
  await using good = serveDataset(fakeDataset());
  const { progress, lines } = recorder();
  const { fetched } = await quickly(fakeDataset([empty.url, good.url]), {
    data: folder,
    progress,
  });
  assertEquals(fetched.every(({ from }) => from.startsWith(good.url)), true);
  assertEquals(empty.requests.length, 2);
  assertStringIncludes(lines()[0]!, `${FIRST} from ${empty.url}: there is neither`);
  assertStringIncludes(lines()[0]!, `; trying ${good.url}`);
});

test("fetchDataset() takes the rest from the next mirror", async (folder) => {
  await using half = serveDataset(
    fakeDataset(),
    (name) => name.startsWith("t10k") ? new Response(null, { status: 404 }) : undefined,
  );
  await using good = serveDataset(fakeDataset());
  const { fetched } = await quickly(fakeDataset([half.url, good.url]), { data: folder });
  assertEquals(
    fetched.map(({ from }) => from.startsWith(half.url)),
    [true, true, false, false],
  );
});

test("fetchDataset() names every source, its reason and what to do", async (folder) => {
  await using empty = serve(() => new Response(null, { status: 404 }));
  await using broken = serve(() => new Response(null, { status: 500 }));
  const message = await rejectsSaying(
    () => quickly(fakeDataset([empty.url, broken.url]), { data: folder }),
    Error,
  );
  assertEachContains(
    message.split("\n"),
    "Cannot fetch fake:",
    `${FIRST} from ${empty.url}: there is neither`,
    `${FIRST} from ${broken.url}: the server answers 500`,
    "`deno task fetch --dataset fake --from FOLDER`",
  );
});

test("fetchDataset() ends when it is aborted and leaves no partial file", async (folder) => {
  const controller = new AbortController();
  const reason = new Error("Ctrl-C");
  await using server = serve(() => {
    setTimeout(() => controller.abort(reason), 50);
    return new Response(stalling(new Uint8Array(2000)));
  });
  const error = await assertRejects(
    () =>
      quickly(fakeDataset(), {
        from: server.url,
        data: folder,
        signal: controller.signal,
      }),
    Error,
  );
  assertEquals(error, reason);
  assertEquals(await namesIn(join(folder, "fake")), []);
});

test("fetchDataset() does not wait for the next attempt when it is aborted", async (folder) => {
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

test("fetchDataset() removes what a killed fetch left", async (folder) => {
  const path = join(folder, "fake");
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, `.${FIRST}.${crypto.randomUUID()}.partial`), "half");
  const fake = fakeDataset();
  await using server = serveDataset(fake);
  await quickly(fake, { from: server.url, data: folder });
  assertEquals(await namesIn(path), FILES);
});

test("fetchDataset() twice at once fetches whole files", async (folder) => {
  const fake = fakeDataset();
  await using server = serveDataset(fake);
  const both = await Promise.all(
    [1, 2, 3].map(() => quickly(fake, { from: server.url, data: folder })),
  );
  assertGreater(both.flatMap(({ fetched }) => fetched).length, 3);
  assertEquals(await missingFiles(fake.entry, join(folder, "fake")), []);
  assertEquals(await namesIn(join(folder, "fake")), FILES);
});

test("fetchDataset() fails where a file has the folder's name", async (folder) => {
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
}, async (folder) => {
  await using _ = await tinyDisk(folder, "4k");
  await using server = serveDataset(fakeDataset());
  const path = join(folder, "fake", FIRST);
  const fake = fakeDataset([server.url, server.url]);
  const error = await assertRejects(() => quickly(fake, { data: folder }), FileError);
  assertEquals(error.message, `Cannot write ${path}: the disk is full`);
  assertEquals(server.requests.length, 1);
  assertEquals(await namesIn(join(folder, "fake")), []);
});

test("fetchDataset() copies from a folder, plain or .gz", async (folder) => {
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

test("fetchDataset() makes the original files out of the tutorial's pickle", async (folder) => {
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
