/** `examples/worksheet.ts`: its answers for seed 1 are what the chapters print, and no two pupils have the same. */

import { assert, assertEquals, assertLessOrEqual, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import { cellsOf, exercisesOf, markdownIn } from "../../packages/course/tests/book/chapters.ts";
import { granted, outcomeOf, ROOT, startScript } from "../helpers/run_task.ts";

const PROGRAM = "examples/worksheet.ts";
const MAX_LINES = 60;

/** Chapters 6 and 8 print no hash for seed 1: how many are right in 6, and in 8 an exercise's hash for seed 2. */
const PRINTED = [
  /right: 868 .*\n2a75f0/,
  /right 584 .*\n082de1/,
  /2d0f64/,
  /right: 868 hash: 68b9ba/,
  /823 2c3308/,
  /869 881 882 900/,
  /946 39c8d4/,
];

const hasDigits = granted("read", "run") &&
  await Deno.stat(join(ROOT, "data/mnist/train-images-idx3-ubyte")).then(() => true, () => false);

Deno.test(
  "the worksheet's answers are those of the chapters",
  { ignore: !hasDigits },
  async () => {
    const { code, stdout, stderr } = await outcomeOf(
      startScript(PROGRAM, ["2"], { flags: ["--no-prompt", "--allow-read"], cwd: ROOT }),
    );
    assertEquals(code, 0, stderr);
    const [one, two] = stdout.trim().split("\n").map((line) => line.slice(3).split(", "));
    const chapters = (await markdownIn("docs/book")).filter(({ path }) => /\/\d/.test(path));
    for (const [k, pattern] of PRINTED.entries()) {
      const printed = cellsOf(chapters[k]!).map((cell) => cell.printed).join("\n");
      assert(pattern.test(printed), chapters[k]!.path);
      const [right, hash] = one![k]!.split(" ");
      const ours = k === 2 ? [hash] : k === 5 ? [right] : [right, hash];
      for (const answer of ours) assert(pattern.source.includes(answer!), `${k + 1}: ${answer}`);
      assertNotEquals(two![k], one![k]);
    }
    const { answer } = exercisesOf(chapters[7]!).at(-1)!;
    assert(answer.startsWith(`sha256:${two![7]!.split(" ")[1]}`), two![7]);
  },
);

Deno.test(`the worksheet's program has ${MAX_LINES} lines at most`, {
  ignore: !granted("read"),
}, async () => {
  const text = await Deno.readTextFile(join(ROOT, PROGRAM));
  assertLessOrEqual(text.trimEnd().split("\n").length, MAX_LINES);
});
