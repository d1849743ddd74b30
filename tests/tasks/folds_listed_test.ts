/** Runs over folds in lists and histories: as any other run. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { done, jsonOf, trained } from "../helpers/outcomes.ts";
import { granted, ROOT } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";

const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

testsWhere(granted("read", "write", "run"))(
  "a run over folds is listed with its epochs, and tracked with its weights",
  async ({ path }) => {
    const words = ["--csv", IRIS, "--target", "species", "--folds", "3"];
    const run = await trained(path, "folds", words, "epochs=2", "hidden=[4]");
    const { weightsSha256, test } = JSON.parse(
      await Deno.readTextFile(join(run, "summary.json")),
    );
    const { runs: [listed] } = await jsonOf("runs", "--runs", path);
    assertEquals([listed.damage, listed.epochs, listed.epoch.length], [undefined, 2, 9]);
    assertEquals([listed.split, listed.result, listed.weightsSha256], [
      "test",
      test,
      weightsSha256,
    ]);
    const history = join(path, "history");
    for (let time = 0; time < 2; time++) {
      const { stdout } = await done("track", run, "--history", history);
      assertMatch(stdout, /the weights are the first of this config and data/);
    }
    const lines = (await Deno.readTextFile(join(history, "history.jsonl"))).trim().split("\n");
    assertEquals(lines.map((line) => JSON.parse(line).epoch.length), [9]);
  },
);
