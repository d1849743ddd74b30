import { assertEquals } from "@std/assert";
import { draw, mutantsOf } from "../mutants.ts";

const FILE = "lib/evaluate/share.ts";

const SOURCE = `/** A share: a < b. */
import { sum } from "./sum.ts";

export function share(right: number, rows: number): number {
  if (rows === 0) return NaN; // 0 / 0
  return 100 * right / rows; /* in % of 100 */
}

const NAME = /^(\\d+) > /;
const title = isLong ? "1 < 2" : \`\${right} + 1\`;
`;

Deno.test("operators and numbers of code are changed, and nothing in comments, texts and patterns", () => {
  assertEquals(
    mutantsOf(FILE, SOURCE).map(({ line, after }) => [line, after.trim()]),
    [
      [4, "if (rows !== 0) return NaN; // 0 / 0"],
      [4, "if (rows === 1) return NaN; // 0 / 0"],
      [5, "return 100 / right / rows; /* in % of 100 */"],
      [5, "return 100 * right * rows; /* in % of 100 */"],
      [5, "return 101 * right / rows; /* in % of 100 */"],
    ],
  );
});

Deno.test("a seed draws the same mutants after other lines have changed", () => {
  const before = mutantsOf(FILE, SOURCE);
  const after = mutantsOf(FILE, `const ROWS = 3;\n${SOURCE}`);
  for (const seed of [1, 2]) {
    const drawn = draw(after, seed).map(({ after }) => after).filter((text) => !/ROWS/.test(text));
    assertEquals(drawn, draw(before, seed).map(({ after }) => after));
  }
});
