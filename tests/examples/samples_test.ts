/** The files in `examples/` that the README's commands read: a picture of a 3, and the table of Palmer's penguins. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { done, trained } from "../helpers/outcomes.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { ROOT } from "../helpers/run_task.ts";
import { testsWith } from "../helpers/tests_with.ts";

const test = testsWith("read", "write");

/** The words of the README's command that match a pattern, without `deno task`. */
async function wordsOf(pattern: RegExp): Promise<[string, ...string[]]> {
  const readme = await Deno.readTextFile(join(ROOT, "README.md"));
  const [line] = readme.split("\n").filter((line) => pattern.test(line));
  const [, , name, ...words] = line!.split(" ");
  return [name!, ...words];
}

test("the tutorial's network reads the README's picture as a 3", {
  needs: ["net", "run", "env"],
}, async ({ path }) => {
  const run = await trained(path, "tutorial", ["--data", await mnistData()], "epochs=3");
  const words = await wordsOf(/^deno task predict \S+ \S+\.png/);
  const [name, , ...rest] = words;
  const { stdout } = await done(name, run, ...rest);
  assertMatch(stdout, /^examples\/three\.png: 3\n/);
  assertMatch(stdout, /^3 {2}9\d\.\d %/m);
});

test("the README's table has all 344 penguins, and is described as it stands", async () => {
  const [name, ...words] = await wordsOf(/^deno task train --csv \S+penguins\.csv/);
  const table = await Deno.readTextFile(join(ROOT, words[1]!));
  assertEquals(table.trimEnd().split("\n").length, 1 + 344);
  const { stdout } = await done(name, ...words, "--describe");
  assertMatch(stdout, /344 rows/);
});
