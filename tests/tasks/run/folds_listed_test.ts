/** Runs over folds in lists and comparisons: as any other run. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { done, jsonOf, trained } from "../../helpers/outcomes.ts";
import { granted, ROOT } from "../../helpers/run_task.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

testsWhere(granted("read", "write", "run"))(
  "a run over folds is listed with its epochs, and compared by its weights",
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
    const { stdout } = await done("evaluate", run, "--against", run);
    assertMatch(stdout, /^ok {6}The weights are those of /m);
  },
);
