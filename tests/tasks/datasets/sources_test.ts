import { assertEquals, assertRejects } from "@std/assert";
import { toBytes } from "@std/streams";
import { join } from "@std/path";
import { Progress } from "../../../tasks/cli/progress.ts";
import type { Context } from "../../../tasks/datasets/source.ts";
import { localFolder, webFolder } from "../../../tasks/datasets/sources.ts";
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

Deno.test(
  "webFolder() asks for .gz first, then for the plain file",
  { ignore: !granted("net") },
  async () => {
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
  },
);

Deno.test("webFolder() keeps the query of a signed URL", { ignore: !granted("net") }, async () => {
  await using server = serve(() => new Response(content));
  const opened = await webFolder(`${server.url}a?signature=1`).open("trainLabels", file, context);
  await opened.body.cancel();
  assertEquals(opened.location, `${server.url}a/train-labels-idx1-ubyte.gz?signature=1`);
});

Deno.test("webFolder() says that the server has neither", { ignore: !granted("net") }, async () => {
  await using server = serve(() => new Response(null, { status: 404 }));
  await assertRejects(
    () => webFolder(server.url).open("trainLabels", file, context),
    Error,
    "there is neither train-labels-idx1-ubyte.gz nor train-labels-idx1-ubyte",
  );
});

Deno.test(
  "localFolder() opens the plain file or the .gz",
  { ignore: !granted("read", "write") },
  async () => {
    await using folder = await temporaryFolder();
    const source = localFolder(folder.path);
    await assertRejects(() => source.open("trainLabels", file, context), Error, "there is neither");
    await Deno.writeFile(join(folder.path, `${file.name}.gz`), await gzip(content));
    const zipped = await source.open("trainLabels", file, context);
    assertEquals(await toBytes(zipped.body), await gzip(content));
    await Deno.writeFile(join(folder.path, file.name), content);
    const plain = await source.open("trainLabels", file, context);
    assertEquals([plain.location, plain.length], [join(folder.path, file.name), content.length]);
    assertEquals(await toBytes(plain.body), content);
  },
);
