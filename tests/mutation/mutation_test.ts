import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { granted } from "../helpers/run_task.ts";
import { EQUIVALENT, type Equivalent } from "./equivalent.ts";
import { scoreOf, shareKilled, total } from "./score.ts";
import { type Mutant, testCommand } from "./stryker.ts";
import { testsOf } from "./tests_of.ts";

const FILE = "lib/train/patience.ts";

const SOURCE = `export function sign(x: number): number {
  if (x > 0) return 1;
  return x <
    0 ? -1 : 0;
}
`;

const CONDITION = {
  mutatorName: "EqualityOperator",
  replacement: "x >= 0",
  location: { start: { line: 2, column: 7 }, end: { line: 2, column: 12 } },
} satisfies Omit<Mutant, "status">;

const COMPARISON = {
  mutatorName: "EqualityOperator",
  replacement: "x <=\n    0",
  location: { start: { line: 3, column: 10 }, end: { line: 4, column: 6 } },
} satisfies Omit<Mutant, "status">;

const equivalent = (changes: Partial<Equivalent> = {}): Equivalent => ({
  file: FILE,
  line: "return x <",
  before: "x < 0",
  after: "x <= 0",
  reason: "for the test",
  ...changes,
});

Deno.test("a mutant is killed by a test that fails or does not end, others survive and are shown", () => {
  const mutants = [
    { ...CONDITION, status: "Killed" },
    { ...CONDITION, status: "Timeout" },
    { ...CONDITION, status: "Survived" },
    { ...COMPARISON, status: "Survived" },
  ];
  const score = scoreOf(FILE, { source: SOURCE, mutants }, []);
  assertEquals(score, {
    file: FILE,
    mutants: 4,
    killed: 2,
    equivalent: 0,
    survivors: [
      { place: `${FILE}:2:7`, mutator: "EqualityOperator", before: "x > 0", after: "x >= 0" },
      { place: `${FILE}:3:10`, mutator: "EqualityOperator", before: "x < 0", after: "x <= 0" },
    ],
    stale: [],
  });
  assertEquals(shareKilled(score), 0.5);
});

Deno.test("a survivor that is named equivalent does not count, wherever its line has moved", () => {
  const mutants = [{ ...CONDITION, status: "Killed" }, { ...COMPARISON, status: "Survived" }];
  const score = scoreOf(FILE, { source: SOURCE, mutants }, [equivalent()]);
  assertEquals([score.equivalent, score.survivors, score.stale], [1, [], []]);
  assertEquals(shareKilled(score), 1);
});

Deno.test("one named equivalent is told where it is no survivor of its file: gone, killed, of another line", () => {
  const killed = [{ ...COMPARISON, status: "Killed" }];
  const survives = [{ ...COMPARISON, status: "Survived" }];
  for (
    const [mutants, named] of [
      [[], equivalent()],
      [killed, equivalent()],
      [survives, equivalent({ line: "return y <" })],
      [survives, equivalent({ before: "x < 1" })],
      [survives, equivalent({ after: "x > 0" })],
    ] as const
  ) assertEquals(scoreOf(FILE, { source: SOURCE, mutants }, [named]).stale, [named]);
  const ofAnother = [equivalent({ file: "lib/train/fit.ts" })];
  assertEquals(scoreOf(FILE, { source: SOURCE, mutants: killed }, ofAnother).stale, []);
});

Deno.test("files are summed, and one without mutants kills all it has", () => {
  const mutants = [{ ...CONDITION, status: "Killed" }, { ...COMPARISON, status: "Survived" }];
  const score = scoreOf(FILE, { source: SOURCE, mutants }, []);
  const { survivors, ...sums } = total([score, score, { ...score, killed: 2, survivors: [] }]);
  assertEquals(sums, { file: "all", mutants: 6, killed: 4, equivalent: 0, stale: [] });
  assertEquals(survivors.length, 2);
  assertAlmostEquals(shareKilled(total([score, score])), 0.5);
  assertEquals(shareKilled(total([])), 1);
});

Deno.test("the test that mirrors a file runs first, the others only if it passes", () => {
  const tests = "deno test -q --no-prompt --no-check --no-lock -P=test --fail-fast";
  const both = { mirror: "tests/a_test.ts", others: ["tests/b_test.ts", "tests/c_test.ts"] };
  const mirror = `${tests} tests/a_test.ts`;
  const others = `${tests} tests/b_test.ts tests/c_test.ts`;
  assertEquals(testCommand(both, { quick: false }), `${mirror} && ${others}`);
  assertEquals(testCommand(both, { quick: true }), mirror);
  assertEquals(testCommand({ ...both, others: [] }, { quick: false }), mirror);
  assertEquals(testCommand({ ...both, mirror: undefined }, { quick: true }), others);
});

Deno.test({
  name: "the tests of a file are those that import it, its mirror apart",
  ignore: !granted("read", "run"),
  fn: async () => {
    assertEquals(await testsOf("lib/numerics/random.ts"), {
      mirror: "tests/numerics/random_test.ts",
      others: [
        "tests/numerics/messages_test.ts",
        "tests/numerics/show_test.ts",
        "tests/numerics/subnormals_test.ts",
      ],
    });
    await assertRejects(
      () => testsOf("lib/nothing.ts"),
      Error,
      "Cannot find a test of lib/nothing.ts: none in tests/nothing imports it",
    );
  },
});

Deno.test({
  name: "every mutant that is named equivalent stands in a line of its file, once, with a reason",
  ignore: !granted("read"),
  fn: async () => {
    const seen = new Set<string>();
    for (const { file, line, before, after, reason } of EQUIVALENT) {
      const text = await Deno.readTextFile(new URL(`../../${file}`, import.meta.url));
      const place = `${file}: ${line}: ${before} → ${after}`;
      assertEquals(text.split("\n").some((one) => one.trim() === line), true, place);
      assertEquals([seen.has(place), reason === ""], [false, false], place);
      seen.add(place);
    }
  },
});
