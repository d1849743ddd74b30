/** The circles of files that `import type` ties, which the rule on values does not see, and how many files there are. */

import { assertLessOrEqual } from "@std/assert";
import { dirname, join } from "@std/path";
import { granted } from "../helpers/run_task.ts";
import { sources } from "./sources.ts";

/** No more circles than this. It only falls: a file of a circle is understood only with all others of it. */
const CIRCLES = 4;

/** No more `.ts` files than this, with tests. It only falls. */
const FILES = 1_494;

/** The files that each imports, its types too, by paths from the checkout. */
async function allImports(): Promise<Map<string, string[]>> {
  const imports = new Map<string, string[]>();
  for (const folder of ["lib", "tasks"]) {
    for (const [path, text] of await sources(folder)) {
      const file = `${folder}/${path}`;
      const targets = [...text.matchAll(/^(?:import|export)\b[^;]*? from "(\.[^"]+)"/gm)];
      imports.set(file, targets.map(([, target]) => join(dirname(file), target!)));
    }
  }
  return imports;
}

/** The strongly connected components of at least two files (Tarjan, SIAM Journal on Computing 1 (2), 1972). */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    open.push(file);
    let earliest = own;
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) earliest = Math.min(earliest, visit(target));
      else if (open.includes(target)) earliest = Math.min(earliest, order.get(target)!);
    }
    if (earliest === own) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return earliest;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

Deno.test({
  name: "few files import one another in a circle, types counted in",
  ignore: !granted("read"),
  fn: async () => {
    const circles = circlesOf(await allImports());
    const listed = circles.map((files) => files.join(", ")).join("\n");
    assertLessOrEqual(circles.length, CIRCLES, `${circles.length} circles:\n${listed}`);
  },
});

Deno.test({
  name: "the number of TypeScript files only falls",
  ignore: !granted("read"),
  fn: async () => {
    const folders = ["lib", "packages", "tasks", "tests", "examples", "docs", "data"];
    let files = 2; // mod.ts and std.d.ts
    for (const folder of folders) files += (await sources(folder)).size;
    assertLessOrEqual(files, FILES);
  },
});
