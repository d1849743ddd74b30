import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { printed, results, testTiny, tiny } from "./tiny_workflow.ts";
import { combinations } from "./workflow.ts";

testTiny(
  "a job waits for those it needs and takes their outputs",
  `
  second:
    needs: first
    steps:
      - run: echo "> $GREETING, \${{ github.run_id }}.$GITHUB_RUN_ATTEMPT"
        env:
          GREETING: \${{ needs.first.outputs.greeting }}
  first:
    outputs:
      greeting: \${{ steps.greet.outputs.text }} \${{ inputs.name }}
    steps:
      - id: greet
        run: echo "text=Good evening" >> "$GITHUB_OUTPUT"`,
  async (workflow) => {
    const run = await workflow.run({ inputs: { name: "Ada" } });
    assertEquals(printed(run), ["Good evening Ada, 1234567890.1"]);
    assertEquals(results(run), { first: "success", second: "success" });
    assertEquals(run.result, "success");
  },
  {
    inputs: `
      name:
        type: string
        default: world`,
  },
);

testTiny(
  "a matrix from JSON is one job a value, and all are there for what comes after",
  `
  plan:
    outputs:
      plan: \${{ steps.plan.outputs.plan }}
    steps:
      - id: plan
        run: echo 'plan={"shards":["1/2","2/2"]}' >> "$GITHUB_OUTPUT"
  shard:
    needs: plan
    strategy:
      matrix:
        shard: \${{ fromJSON(needs.plan.outputs.plan).shards }}
    steps:
      - run: echo "> \${{ matrix.shard }}, \${{ strategy.job-index }} of \${{ strategy.job-total }}"
  merge:
    needs: [plan, shard]
    steps:
      - run: echo "> \${{ needs.shard.result }}"`,
  async (workflow) => {
    const run = await workflow.run({ slots: 1 });
    assertEquals(printed(run), ["1/2, 0 of 2", "2/2, 1 of 2", "success"]);
    assert(run.jobs.has("shard.1"));
  },
);

testTiny(
  "what needs a job that failed is skipped, unless it asks how that ended",
  `
  fails:
    steps:
      - run: exit 3
      - run: echo "> not printed"
      - if: failure()
        run: echo "> after a failure"
      - if: always() && steps.nothing.outcome == ''
        run: echo "> always"
  usual:
    needs: fails
    steps:
      - run: echo "> not printed"
  after-usual:
    needs: usual
    if: needs.usual.result == 'skipped'
    steps:
      - run: echo "> not printed either, for a condition without a status means success() too"
  anyway:
    needs: fails
    if: \${{ !cancelled() }}
    steps:
      - run: echo "> \${{ needs.fails.result }}"`,
  async (workflow) => {
    const run = await workflow.run({ slots: 1 });
    assertEquals(printed(run), ["after a failure", "always", "failure"]);
    assertEquals(results(run), {
      fails: "failure",
      usual: "skipped",
      "after-usual": "skipped",
      anyway: "success",
    });
    assertEquals(run.result, "failure");
  },
);

for (const [failFast, other] of [["true", "cancelled"], ["false", "success"]] as const) {
  testTiny(
    `with fail-fast: ${failFast} a failure leaves the other job of its matrix ${other}`,
    `
  one:
    strategy:
      fail-fast: ${failFast}
      matrix:
        seconds: [0, 1]
    steps:
      - run: exec sleep \${{ matrix.seconds }}
      - run: exit \${{ matrix.seconds == 0 && 1 || 0 }}`,
    async (workflow) => {
      const expected = { "one.0": "failure", "one.1": other, one: "failure" };
      assertEquals(results(await workflow.run()), expected);
    },
  );
}

testTiny(
  "another attempt runs what failed and what needs it, and nothing else",
  `
  plan:
    outputs:
      shards: '["a","b"]'
    steps:
      - run: true
  shard:
    needs: plan
    strategy:
      fail-fast: false
      matrix:
        shard: \${{ fromJSON(needs.plan.outputs.shards) }}
    steps:
      - if: matrix.shard == 'b' && github.run_attempt == 1
        run: exit 1
  merge:
    needs: shard
    if: \${{ !cancelled() }}
    steps:
      - run: true`,
  async (workflow) => {
    const first = await workflow.run();
    assertEquals(first.result, "failure");
    const second = await workflow.run({ previous: first });
    assertEquals([second.attempt, second.result], [2, "success"]);
    assertEquals([...second.ran], ["shard.1", "merge"]);
  },
);

testTiny(
  "steps pass on outputs and summaries, and a script keeps its indentation",
  `
  one:
    env:
      FIRST: \${{ github.job }}
    steps:
      - id: all
        run: |
          echo "equation=1=\${{ 1 == 1 }}" >> "$GITHUB_OUTPUT"
          cat << TEXT > indented
            \${{ env.FIRST }}
          TEXT
      - run: echo "> $FIRST" "$EQUATION" "$(cat indented)"
        shell: bash
        env:
          EQUATION: \${{ steps.all.outputs.equation }}
      - run: echo "# Title" >> "$GITHUB_STEP_SUMMARY"`,
  async (workflow) => {
    const run = await workflow.run();
    assertEquals(printed(run), ["one 1=true   one"]);
    assertEquals(run.summaries.get("one"), "# Title\n");
  },
);

testTiny(
  "what GitHub would not take is refused, with its reasons",
  `
  one:
    needs: nothing
    steps:
      - run: echo \${{ unknown.context }}
      - use: actions/checkout@v4`,
  async (workflow) => {
    const { message } = await assertRejects(() => workflow.run(), SyntaxError);
    assertStringIncludes(message, "Unrecognized named-value: 'unknown'");
    assertStringIncludes(message, "Unexpected value 'use'");
    await using unknown = await tiny("\n  one:\n    defaults:\n      run: {}\n");
    await assertRejects(() => unknown.run(), SyntaxError, "defaults is not known here");
  },
);

testTiny(
  "an input that is not declared, or is required and missing, is refused",
  `
  one:
    steps:
      - run: true`,
  async (workflow) => {
    await assertRejects(() => workflow.run(), TypeError, "The input file is required");
    await assertRejects(
      () => workflow.run({ inputs: { file: "a", other: "b" } }),
      TypeError,
      "The workflow has no input other",
    );
  },
  { inputs: `\n      file:\n        required: true\n        type: string` },
);

Deno.test("a matrix is every combination of its values, the first axis slowest", () => {
  assertEquals(combinations({ a: [1, 2], b: ["x", "y"] }), [
    { a: 1, b: "x" },
    { a: 1, b: "y" },
    { a: 2, b: "x" },
    { a: 2, b: "y" },
  ]);
});

Deno.test("a matrix without a combination, or with more than 256, is refused", () => {
  assertThrows(() => combinations({ shard: [] }), RangeError, "no combination");
  const shard = Array.from({ length: 257 }, (_, k) => k);
  assertThrows(() => combinations({ shard }), RangeError, "257 jobs");
});
