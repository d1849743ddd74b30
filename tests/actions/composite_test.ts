/** Actions of the repository itself, as the runner runs them. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { printed, results, testTiny } from "./tiny_workflow.ts";

const ACTION = `
name: Greet
description: Greets
inputs:
  who:
    description: Whom
    default: world
  loud:
    description: Whether it fails
    default: "no"
outputs:
  text:
    description: The greeting
    value: \${{ steps.say.outputs.text }}
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      env:
        WHO: \${{ inputs.who }}
      run: echo "text=Hello $WHO, \${GREETING:-}" | tee -a "$GITHUB_OUTPUT" | sed 's/^/> /'
    - if: inputs.loud == 'yes'
      shell: bash
      run: exit 4
    - if: always()
      shell: bash
      env:
        PATHS: \${{ github.action_path }}
      run: |
        echo "# Hello" >> "$GITHUB_STEP_SUMMARY"
        test -d "$RUNNER_TEMP" && echo "> \${PATHS##*/workspace/}"
`;

const files = { "greet/action.yml": ACTION };

testTiny(
  "a composite action takes inputs and variables, writes the summary and gives outputs",
  `
  one:
    steps:
      - uses: actions/checkout@v4
      - id: greet
        uses: ./greet
        env:
          GREETING: today
        with:
          who: \${{ github.actor }}
      - run: echo "> \${{ steps.greet.outputs.text }}; \${{ steps.say.outputs.text }}"
      - uses: ./greet`,
  async (workflow) => {
    const run = await workflow.run();
    assertEquals(printed(run), [
      "text=Hello someone, today",
      "greet",
      "Hello someone, today; ",
      "text=Hello world, ",
      "greet",
    ], run.lines.join("\n"));
    assertEquals(run.summaries.get("one"), "# Hello\n# Hello\n");
  },
  { files },
);

testTiny(
  "a composite action that fails does its last steps, and fails its step",
  `
  one:
    steps:
      - uses: actions/checkout@v4
      - uses: ./greet
        with:
          loud: yes
      - run: echo "> not printed"
  two:
    steps:
      - uses: actions/checkout@v4
      - uses: ./greet
        with:
          whom: Ada`,
  async (workflow) => {
    const run = await workflow.run({ slots: 1 });
    assertEquals(printed(run), ["text=Hello world, ", "greet"]);
    assertEquals(results(run), { one: "failure", two: "failure" });
    assertStringIncludes(run.lines.join("\n"), "The action has no input whom");
  },
  { files },
);
