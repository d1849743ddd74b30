/** The small programs in `examples/`: each stands alone, fits on a screen, and prints what it promises. */

import { assertEquals, assertLessOrEqual, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { granted, outcomeOf, ROOT, startScript, temporaryFolder } from "../helpers/run_task.ts";

const MAX_LINES = 40;

const PROGRAMS: readonly (readonly [file: string, prints: RegExp])[] = [
  ["xor.ts", /^0 0 same 0\.97\n0 1 other 0\.95\n1 0 other 0\.96\n1 1 same 0\.96\n$/],
  ["sine.ts", /^R² on new points: 0\.999\d, epoch \d+\n(sin \d = .*, the network: .*\n){3}$/],
  ["hono.ts", /^Gentoo\n("\w+" is not in the row: .*\n)+$/],
  ["web_worker.ts", /^(Epoch \d00: [01]\.\d{3}\n){3}below\n$/],
  ["onnx.ts", /^Wrote .*\.onnx\. In Python:\n/],
  ["new_data.ts", /^before: accuracy 0\.9\d+, .*\nlater: accuracy 0\.[0-8]\d+, 3\d\d rows/],
];

for (const [file, prints] of PROGRAMS) {
  Deno.test(`examples/${file} prints what it promises`, {
    ignore: !granted("read", "write", "run"),
  }, async () => {
    const text = await Deno.readTextFile(join(ROOT, "examples", file));
    assertLessOrEqual(text.trimEnd().split("\n").length, MAX_LINES);
    await using folder = await temporaryFolder();
    const flags = ["-q", "--no-prompt", "--allow-read", `--allow-write=${folder.path}`];
    const { code, stdout, stderr } = await outcomeOf(
      startScript(`examples/${file}`, [join(folder.path, "model.onnx")], { flags, cwd: ROOT }),
    );
    assertEquals(code, 0, stderr);
    assertMatch(stdout, prints);
  });
}
