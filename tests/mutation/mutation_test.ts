import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { granted } from "../helpers/run_task.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { EQUIVALENT, type Equivalent } from "./equivalent.ts";
import { FOLDERS } from "../../tasks/lab/mutate.ts";
import { occurrences, scoreOf, shareKilled, total } from "./score.ts";
import { type Mutant, testCommand } from "./stryker.ts";
import { filesIn, testsOf } from "./tests_of.ts";

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

const equivalent = (changes: Partial<Equivalent> = {}): Equivalent => ({
  file: FILE,
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
      { position: `${FILE}:2:7`, mutator: "EqualityOperator", before: "x > 0", after: "x >= 0" },
      { position: `${FILE}:3:10`, mutator: "EqualityOperator", before: "x < 0", after: "x <= 0" },
    ],
    stale: [],
  });
  assertEquals(shareKilled(score), 0.5);
});

Deno.test("an equivalent mutant does not count, on whatever line it stands", () => {
  const mutants = [{ ...CONDITION, status: "Killed" }, { ...COMPARISON, status: "Survived" }];
  const score = scoreOf(FILE, { source: SOURCE, mutants }, [equivalent()]);
  assertEquals([score.equivalent, score.survivors, score.stale], [1, [], []]);
  assertEquals(shareKilled(score), 1);
});

Deno.test("an entry without a survivor is stale: its code is gone, a test kills it, another one is meant", () => {
  const killed = [{ ...COMPARISON, status: "Killed" }];
  const survives = [{ ...COMPARISON, status: "Survived" }];
  for (
    const [mutants, named] of [
      [[], equivalent()],
      [killed, equivalent()],
      [survives, equivalent({ ordinal: 2 })],
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

Deno.test("an entry is found by the code around it, and by its number among equal ones", () => {
  const source = "f(a < b);\ng(a < b,\n  c < d);\n";
  const of = (line: number, from: number, to: number, replacement: string): Mutant => ({
    mutatorName: "EqualityOperator",
    replacement,
    location: { start: { line, column: from }, end: { line, column: to } },
    status: "Survived",
  });
  const mutants = [of(1, 3, 8, "a <= b"), of(2, 3, 8, "a <= b"), of(3, 3, 8, "c <= d")];
  const survivors = (changes: Partial<Equivalent>) =>
    scoreOf(FILE, { source, mutants }, [equivalent(changes)]).survivors.map(({ position }) =>
      position.slice(FILE.length + 1)
    );
  assertEquals(survivors({ before: "a < b", after: "a <= b" }), ["3:3"]);
  assertEquals(survivors({ before: "a < b", after: "a <= b", ordinal: 2 }), ["1:3", "3:3"]);
  assertEquals(survivors({ before: "g(a < b", after: "g(a <= b" }), ["1:3", "3:3"]);
  assertEquals(survivors({ before: "a < b, c < d", after: "a < b, c <= d" }), ["1:3", "2:3"]);
  assertEquals(survivors({ before: "f(a", after: "f(b" }), ["1:3", "2:3", "3:3"]);
});

Deno.test(
  "every entry of the list of equivalent mutants is code of a file that exists, with a reason",
  { ignore: !granted("read") },
  async () => {
    const problems: string[] = [];
    const seen = new Set<string>();
    const textOfFile = (file: string) =>
      Deno.readTextFile(new URL(`../../${file}`, import.meta.url)).catch(() => undefined);
    for (const entry of EQUIVALENT) {
      const { file, before, after, ordinal, reason } = entry;
      const text = await textOfFile(file);
      const key = `${file}: ${before} → ${after}, ${ordinal ?? "each"}`;
      if (text === undefined) problems.push(`${file} does not exist: name the file it has become`);
      else if (occurrences(text, entry).length === 0) {
        problems.push(
          `${key}: the file has no such code; delete the entry, or name what it has become`,
        );
      }
      if (seen.has(key)) problems.push(`${key}: stands here twice`);
      if (reason === "") problems.push(`${key}: has no reason`);
      seen.add(key);
    }
    assertEquals([...new Set(problems)], []);
  },
);

Deno.test("the folders that are mutated by default exist, and have tests", {
  ignore: !granted("read"),
}, async () => {
  for (const folder of FOLDERS) {
    assert((await filesIn(folder, ".ts")).length > 0, `${folder} of FOLDERS has no files`);
    const tests = folder.replace(/^lib/, "tests");
    assert((await filesIn(tests, "_test.ts")).length > 0, `${tests} has no tests`);
  }
});
