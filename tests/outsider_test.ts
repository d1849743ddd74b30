/** The programs in `outsider/` use the package by its name, through its exports, under a `deno.json` of their own. */

import { assertEquals, assertLessOrEqual, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { granted, outcomeOf, ROOT, startScript } from "./helpers/run_task.ts";
import { PROGRAMS } from "./outsider/programs.ts";

const FOLDER = join(ROOT, "tests", "outsider");

for (const { file, lines, prints } of PROGRAMS) {
  Deno.test(`an outsider's program in Deno: ${file}, of at most ${lines} lines`, {
    ignore: !granted("read", "run"),
  }, async () => {
    const text = await Deno.readTextFile(join(FOLDER, file));
    const code = text.split("\n").filter((line) => !/^\s*$|^\/\*\*/.test(line));
    assertLessOrEqual(code.length, lines);
    const { code: exitCode, stdout, stderr } = await outcomeOf(
      startScript(file, [], {
        flags: ["-q", "--no-prompt", "--no-lock", "--allow-read=."],
        cwd: FOLDER,
      }),
    );
    assertEquals(exitCode, 0, stderr);
    assertMatch(stdout, prints);
  });

  Deno.test(
    `the guide has the outsider's program ${file}`,
    { ignore: !granted("read") },
    async () => {
      const text = await Deno.readTextFile(join(FOLDER, file));
      const page = file.startsWith("serve_") ? "serve.md" : "library.md";
      const guide = await Deno.readTextFile(join(ROOT, "docs", page));
      const program = text.slice(text.indexOf("import ")).trimEnd();
      assertEquals(guide.includes(program), true, `${file} is not in docs/${page} as it is`);
    },
  );
}

Deno.test("the README's program is the outsider's first, and prints what the README states", {
  ignore: !granted("read"),
}, async () => {
  const readme = await Deno.readTextFile(join(ROOT, "README.md"));
  const [, code, stated] = /## The library\n\n```ts\n([\s\S]*?)```\n\nprints (.*?) in Deno/.exec(
    readme,
  )!;
  const { file, prints } = PROGRAMS[0]!;
  const program = await Deno.readTextFile(join(FOLDER, file));
  assertEquals(code, program.slice(program.indexOf("import ")));
  const lines = [...stated!.matchAll(/`([^`]+)`/g)].map(([, line]) => `${line}\n`);
  assertEquals(lines.length, 4);
  assertMatch(lines.join(""), prints);
});
