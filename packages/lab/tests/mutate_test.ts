import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { granted } from "../../../tests/helpers/run_task.ts";
import { rejectsSaying } from "../../../tests/helpers/says.ts";
import { FOLDERS } from "../mutate.ts";
import { type Mutant, scoreOf, shareKilled, testCommand, total } from "../mutate/stryker.ts";
import { filesIn, testsOf } from "../mutate/tests_of.ts";

const FILE = "lib/train/averaging.ts";

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

Deno.test("a mutant is killed by a test that fails or does not end, others survive and are shown", () => {
  const mutants = [
    { ...CONDITION, status: "Killed" },
    { ...CONDITION, status: "Timeout" },
    { ...CONDITION, status: "Survived" },
    { ...COMPARISON, status: "Survived" },
  ];
  const score = scoreOf(FILE, { source: SOURCE, mutants });
  assertEquals(score, {
    file: FILE,
    mutants: 4,
    killed: 2,
    survivors: [
      { position: `${FILE}:2:7`, mutator: "EqualityOperator", before: "x > 0", after: "x >= 0" },
      { position: `${FILE}:3:10`, mutator: "EqualityOperator", before: "x < 0", after: "x <= 0" },
    ],
  });
  assertEquals(shareKilled(score), 0.5);
});

Deno.test("files are summed, and one without mutants kills all it has", () => {
  const mutants = [{ ...CONDITION, status: "Killed" }, { ...COMPARISON, status: "Survived" }];
  const score = scoreOf(FILE, { source: SOURCE, mutants });
  const { survivors, ...sums } = total([score, score, { ...score, killed: 2, survivors: [] }]);
  assertEquals(sums, { file: "all", mutants: 6, killed: 4 });
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

Deno.test("the tests of a file are those that import it, its mirror apart", {
  ignore: !granted("read", "run"),
}, async () => {
  assertEquals(await testsOf("lib/numerics/random.ts"), {
    mirror: "tests/numerics/random_test.ts",
    others: [
      "tests/numerics/draw_below_test.ts",
      "tests/numerics/messages_test.ts",
      "tests/numerics/show_test.ts",
      "tests/numerics/subnormals_test.ts",
    ],
  });
  await rejectsSaying(() => testsOf("lib/nothing.ts"), Error, "lib/nothing.ts", "tests/nothing");
});

Deno.test("the folders that are mutated by default exist, and have tests", {
  ignore: !granted("read"),
}, async () => {
  for (const folder of FOLDERS) {
    assert((await filesIn(folder, ".ts")).length > 0, `${folder} of FOLDERS has no files`);
    const tests = folder.replace(/^lib/, "tests");
    assert((await filesIn(tests, "_test.ts")).length > 0, `${tests} has no tests`);
  }
});
