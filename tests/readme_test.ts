import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { mnistData } from "./helpers/mnist_data.ts";
import { granted, outcomeOf, ROOT, startScript, temporaryFolder } from "./helpers/run_task.ts";

Deno.test({
  name: "the README's first example of the library prints what it says",
  ignore: !granted("read", "write", "run"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const readme = await Deno.readTextFile(join(ROOT, "README.md"));
    const [, example, cost, outputs] = /```js\n([^]*?)```\n\nprints `(.*?)` and `(.*?)`/.exec(
      readme,
    )!;
    const script = join(folder.path, "exclusive_or.js");
    await Deno.writeTextFile(script, example!);
    const started = startScript(script, [], { permissions: ["--config=deno.json"] });
    const { code, stdout, stderr } = await outcomeOf(started);
    assertEquals([code, stdout], [0, `${cost}\n${outputs}\n`], stderr);
  },
});

Deno.test({
  name: "the README's example of digits runs, with one epoch in place of thirty",
  ignore: !granted("read", "write", "run", "net"),
  fn: async () => {
    await mnistData();
    await using folder = await temporaryFolder();
    const readme = await Deno.readTextFile(join(ROOT, "README.md"));
    const [, example] = /```ts ignore\n([^]*?)```/.exec(readme)!;
    const weights = join(folder.path, "digits.safetensors");
    const script = join(folder.path, "digits.ts");
    await Deno.writeTextFile(
      script,
      example!.replace("epochs: 30", "epochs: 1")
        .replace("data/digits.safetensors", weights.replaceAll("\\", "/")),
    );
    const permissions = [
      "--check",
      "--config=deno.json",
      "--allow-read",
      `--allow-write=${folder.path}`,
    ];
    const { code, stdout, stderr } = await outcomeOf(startScript(script, [], { permissions }));
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^Epoch 1: 9\d{3} \/ 10000\n$/);
    assertEquals((await Deno.stat(weights)).isFile, true);
  },
});
