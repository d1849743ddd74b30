/** Runs over folds in lists and comparisons: as any other run. */

import { assertEquals, assertMatch } from "@std/assert";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { done, jsonOf, trained } from "../../helpers/outcomes.ts";
import { granted } from "../../helpers/run_task.ts";
import { IRISES } from "../../helpers/shared_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

testsWhere(granted("read", "write", "run"))(
  "a run over folds is listed with its epochs, and compared by its weights",
  async ({ path }) => {
    const run = await trained(path, "folds", [...IRISES, "--folds", "3"], "epochs=2", "hidden=[4]");
    const { summary: { weightsSha256, test } } = await readRun(run);
    const { runs: [listed] } = await jsonOf("runs", "--runs", path);
    assertEquals([listed.damage, listed.epochs, listed.epoch.length], [undefined, 2, 9]);
    const { split, result } = listed;
    assertEquals([split, result, listed.weightsSha256], ["test", test as unknown, weightsSha256]);
    const { stdout } = await done("evaluate", run, "--against", run);
    assertMatch(stdout, /^ok {6}The weights are those of /m);
  },
);
