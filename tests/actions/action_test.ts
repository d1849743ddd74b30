/** The action of this repository, in a workflow of another one. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { ROOT } from "../helpers/run_task.ts";
import { NPM, programsOf } from "./programs.ts";
import { ignore, printed, results, tiny } from "./tiny_workflow.ts";

/** A config of one small network, which trains in a moment. */
const CONFIG = JSON.stringify({
  dataset: { csv: "birds.csv", target: "species", gaps: "category" },
  ...{ hidden: [8], epochs: 30 },
});

const JOBS = `
  classes:
    steps:
      - &checkout
        uses: actions/checkout@v4
      - id: run
        uses: ./
        with:
          config: config.json
          floor: "0.6"
          name: birds
      - &print
        if: always()
        env:
          OUTPUTS: \${{ toJSON(steps.run.outputs) }}
        run: echo "> $(tr -d '\\n' <<< "$OUTPUTS")"
  quantities:
    steps:
      - *checkout
      - id: run
        uses: ./
        with:
          data: birds.csv
          target: body_mass_g
          floor: 0.9999
      - *print
  nothing:
    steps:
      - *checkout
      - uses: ./`;

Deno.test("the action trains, gives outputs, and fails below its floor", { ignore }, async () => {
  const files = {
    "action.yml": await Deno.readTextFile(join(ROOT, "action.yml")),
    "birds.csv": await Deno.readTextFile(join(ROOT, "tests/tasks/datasets/penguins.csv")),
    "config.json": CONFIG,
  };
  await using workflow = await tiny(JOBS, { files });
  await using programs = await programsOf(NPM);
  const run = await workflow.run({ programs: programs.path });
  const log = run.lines.join("\n");
  const expected = { classes: "success", quantities: "failure", nothing: "failure" };
  assertEquals(results(run), expected, log);
  const outputs = printed(run).map((line) => JSON.parse(line));
  const [classes, quantities] = ["accuracy", "r2"].map((metric) =>
    outputs.find((one) => one.metric === metric)
  );
  assertEquals(classes.run, "runs/birds");
  assertEquals(classes.model, "runs/birds/weights.safetensors");
  assertMatch(classes.weights, /^[\da-f]{64}$/);
  assertMatch(classes.value, /^0\.\d+$|^1$/);
  assertEquals(quantities.run, "runs/trained");
  assertMatch(log, /^classes \| npm install .* \S+\/dist\/inkling-commands\.tgz$/m);
  assertMatch(log, /classes \| On the test split of birds\.csv/);
  assertMatch(log, /quantities \| error: R² \S+ is below the floor of 0\.9999/);
  assertStringIncludes(log, "nothing | ::error::Cannot train without a table: expected the inputs");
  assertMatch(run.summaries.get("classes")!, /birds/);
  assertMatch(run.summaries.get("quantities")!, /R²/);
});
