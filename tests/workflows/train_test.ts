/** The workflow that trains every night, with a small table: first alone, then after that run, then after other weights. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { checkoutIn } from "../helpers/checkout.ts";
import { ROOT } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { artifact, DENO, ghWith, ignore, readWorkflow, runSteps } from "./steps.ts";

const CONFIG = {
  dataset: { csv: "penguins.csv", target: "species", gaps: "category" },
  hidden: [8],
  epochs: 30,
};

/** The expressions of the variables of the job, with such a floor. */
const values = (floor: string) => ({
  "inputs.config || 'tasks/configs/tutorial.json'": "configs/birds.json",
  "github.event_name == 'schedule' && '0.95' || inputs.floor": floor,
  "github.token": "token",
  "github.repository": "Someone/inkling",
});

testsWhere(!ignore)(
  "a nightly run is compared with the newest that passed, and fails with other weights",
  async ({ path: folder }) => {
    const workflow = await readWorkflow(".github/workflows/train.yml");
    const cwd = await checkoutIn(folder, "native");
    await Deno.copyFile(join(ROOT, "tests/tasks/data/penguins.csv"), join(cwd, "penguins.csv"));
    await Deno.mkdir(join(cwd, "configs"));
    await Deno.writeTextFile(join(cwd, "configs/birds.json"), JSON.stringify(CONFIG));
    /** A night, and the run that it left; the next one begins without both. */
    const night = async (gh: string, floor: string, kept: string) => {
      const run = await runSteps(workflow, "train", {
        cwd,
        values: values(floor),
        programs: { deno: DENO, gh },
      });
      await Deno.rename(join(cwd, "data/runs/scheduled"), join(folder, kept));
      await Deno.remove(join(cwd, "data/earlier"), { recursive: true }).catch(() => {});
      return run;
    };
    const first = await night(ghWith([], {}), "0.6", "first");
    assertEquals(first.code, 0, first.log);
    assertEquals(first.outputs, { "last.name": "birds" });
    assertMatch(first.summary, /^~~~\n.*^ok {6}Accuracy \S+ %, at least 60\.00 %\n~~~\n.*^## /ms);

    // An older workflow was run again after a newer one; others are of other configs and branches, or failed.
    const elsewhere = { ...artifact(9, "run-birds-9-1", "2026-11-29T03:17:00Z"), expired: true };
    const branch = structuredClone(artifact(9, "run-birds-9-1", "2026-11-29T03:17:00Z"));
    Object.assign(Reflect.get(branch, "workflow_run"), { head_branch: "other" });
    const artifacts = [
      artifact(8, "run-birds-8-1", "2026-11-24T03:17:00Z"),
      artifact(7, "run-birds-7-2", "2026-11-25T09:00:00Z"),
      artifact(7, "run-birds-7-1", "2026-11-23T03:17:00Z"),
      artifact(9, "failed-birds-9-1", "2026-11-29T03:17:00Z"),
      artifact(9, "run-tutorial-9-1", "2026-11-29T03:17:00Z"),
      elsewhere,
      branch,
    ];
    const gh = ghWith(artifacts, { "7 run-birds-7-2": join(folder, "first") });
    const second = await night(gh, "", "second");
    assertEquals(second.code, 0, second.log);
    assertMatch(second.summary, /^ok {6}The weights are the same as in data\/earlier$/m);

    // As if the last run had left other weights.
    const path = join(folder, "first/summary.json");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(/("weightsSha256": ?")\w{8}/, "$100000000"));
    const third = await night(gh, "auc=0.5", "third");
    assertEquals(third.code, 1, third.log);
    assertStringIncludes(third.log, "error: There is no AUC to hold against");
    assertMatch(
      third.summary,
      /^FAILED {2}The weights differ from data\/earlier, .*~~~\n.*## /ms,
    );
  },
);

testsWhere(!ignore)("a nightly run ends where GitHub does not answer", async ({ path: cwd }) => {
  const workflow = await readWorkflow(".github/workflows/train.yml");
  const programs = { deno: `#!/bin/sh\necho "> deno $*"\n`, gh: "#!/bin/sh\nexit 4\n" };
  const run = await runSteps(workflow, "train", { cwd, values: values(""), programs });
  assertEquals([run.code, run.log], [4, ""], "but for the summary, nothing runs");
});
