/** The circles of files that `import type` ties, which the rule on values does not see. */

import { assertLessOrEqual } from "@std/assert";
import { dirname, join } from "@std/path";
import { granted } from "../helpers/run_task.ts";
import { sources } from "./sources.ts";

/** No more circles than this. It only falls: a file of a circle is understood only with all others of it. */
const CIRCLES = 4;

const ignore = !granted("read");

/** The files that each of `lib/` and `tasks/` imports, its types too, by paths from the checkout. */
async function allImports(): Promise<Map<string, string[]>> {
  const imports = new Map<string, string[]>();
  for (const folder of ["lib", "tasks"]) {
    for (const [path, text] of await sources(folder)) {
      const targets = [...text.matchAll(/^(?:import|export)\b[^;]*? from "(\.[^"]+)"/gm)];
      const own = join(folder, path);
      imports.set(own, targets.map(([, target]) => join(dirname(own), target!)));
    }
  }
  return imports;
}

/** The circles, each a line of files: those that a file reaches, and that reach it. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Map([...imports.keys()].map((file) => {
    const found = new Set<string>();
    const visit = (from: string): void =>
      imports.get(from)?.forEach((target) => {
        if (!found.has(target)) {
          found.add(target);
          visit(target);
        }
      });
    visit(file);
    return [file, found];
  }));
  const circles = [...reached].filter(([file, found]) => found.has(file))
    .map(([file, found]) => [...found].filter((other) => reached.get(other)?.has(file)).sort());
  return [...new Set(circles.map((files) => files.join(", ")))];
}

Deno.test("few files import one another in a circle, types counted in", { ignore }, async () => {
  const circles = circlesOf(await allImports());
  assertLessOrEqual(circles.length, CIRCLES, `${circles.length} circles:\n${circles.join("\n")}`);
});
