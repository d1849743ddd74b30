import { assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { fetchTable, type FetchTableOptions } from "../../../tasks/data/fetch_table.ts";
import { namesIn } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { recorder, serve } from "./fake.ts";

const test = testsWith("read", "write", "net");

const CSV = "a,b\n1,2\n";
const SHA256 = createHash("sha256").update(CSV).digest("hex");

/** Fetches without waiting, into a folder. */
const fetchInto = (data: string, url: string, options: FetchTableOptions = {}) =>
  fetchTable(url, { data, backoff: 1, stall: 600_000, progress: recorder().progress, ...options });

test("a table is fetched under the last name of its URL, once", async ({ path: folder }) => {
  let requests = 0;
  await using server = serve(() => {
    requests++;
    return new Response(CSV);
  });
  const url = `${server.url}files/orders%202024.csv?key=1`;
  const path = join(folder, "orders-2024.csv");
  assertEquals(await fetchInto(folder, url), { path, sha256: SHA256, fetched: true });
  assertEquals(await Deno.readTextFile(path), CSV);
  const again = await fetchInto(folder, url, { sha256: SHA256.toUpperCase() });
  assertEquals(again, { path, sha256: SHA256, fetched: false });
  assertEquals(requests, 1);
  const [same, other] = [{}, { sha256: "0".repeat(64) }].map((options) => () =>
    fetchInto(folder, url, options)
  );
  await assertRejects(same!, Error, "a file is there; --replace fetches it anew");
  await assertRejects(other!, Error, "another file");
  assertEquals((await fetchInto(folder, url, { replace: true })).fetched, true);
});

test("a file of another hash is not kept", async ({ path: folder }) => {
  await using server = serve(() => new Response(CSV));
  const sha256 = "0".repeat(64);
  const fetching = () => fetchInto(folder, `${server.url}a.csv`, { sha256 });
  await assertRejects(fetching, Error, `expected the SHA-256 ${sha256}, got ${SHA256}`);
  assertEquals(await namesIn(folder), []);
});

test("a busy server is asked again, an absent file is not", async ({ path: folder }) => {
  let requests = 0;
  await using server = serve((name) => {
    requests++;
    if (name === "none.csv") return new Response(null, { status: 404 });
    return requests === 1 ? new Response(null, { status: 503 }) : new Response(CSV);
  });
  assertEquals((await fetchInto(folder, `${server.url}a.csv`)).fetched, true);
  assertEquals(requests, 2);
  const none = () => fetchInto(folder, `${server.url}none.csv`);
  await assertRejects(none, Error, "none.csv: the server has no such file");
  assertEquals(requests, 3);
});

test("a hidden name loses its point, and what is no URL is refused", async ({ path: folder }) => {
  await using server = serve(() => new Response(CSV));
  assertEquals((await fetchInto(folder, `${server.url}.profile`)).path, join(folder, "profile"));
  assertEquals((await fetchInto(folder, server.url)).path, join(folder, "table"));
  for (const url of ["orders.csv", "file:///etc/passwd"]) {
    const fetching = () => fetchInto(folder, url);
    await assertRejects(fetching, UsageError, "expected a URL that begins with https");
  }
  const short = () => fetchInto(folder, server.url, { sha256: "abc" });
  await assertRejects(short, UsageError, "--sha256 is 64 hexadecimal digits");
});
