/** The workflow of a project and the action, with the commands that npm installs from their package. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { commandsPackage } from "../../tasks/lab/build/npm.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { hasNpm } from "../helpers/npm.ts";
import { ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { programsOf } from "./programs.ts";
import { runWorkflow } from "./run_workflow.ts";
import { ignore, tiny } from "./tiny_workflow.ts";

Deno.test("what npm installs runs the workflow of a project, and the action", {
  ignore: ignore || !LONG_TESTS || !await hasNpm(),
}, async (context) => {
  await using folder = await temporaryFolder();
  const archive = join(folder.path, "inkling-commands.tgz");
  await Deno.writeFile(archive, await commandsPackage());
  await using programs = await programsOf({ gh: "#!/bin/sh\n" }); // no run before has a history
  let weights = "";
  const done = async (program: string, ...args: string[]) => {
    const { success, stderr } = await new Deno.Command(program, { args, cwd: folder.path })
      .output();
    assert(success, new TextDecoder().decode(stderr));
  };

  await context.step("the first run of a project is green", async () => {
    const [repository, store] = [join(folder.path, "shop"), join(folder.path, "store")];
    await done("npm", "install", "--no-audit", "--no-fund", archive);
    await done("npx", "inkling", "init", "shop");
    await done("git", "init", "-q", "shop");
    const run = await runWorkflow(".github/workflows/train.yml", {
      ...{ store, repository, programs: programs.path },
    });
    assertEquals(run.result, "success", run.lines.join("\n"));
    assertMatch(run.summaries.get("train")!, /^- ok: test \S+\s%, at least 70\.00\s% \(--floor\)/m);
    const workspace = join(store, "jobs/train-1/workspace");
    const { $schema } = JSON.parse(await Deno.readTextFile(join(workspace, "config.json")));
    assertEquals(await exists(join(workspace, $schema)), true);
    const summary = join(workspace, "runs/model/summary.json");
    weights = JSON.parse(await Deno.readTextFile(summary)).weightsSha256;
  });

  await context.step("the action trains on the same table to the same weights", async () => {
    const files = {
      "action.yml": await Deno.readTextFile(join(ROOT, "action.yml")),
      "orders.csv": await Deno.readTextFile(join(folder.path, "shop/data/orders.csv")),
    };
    const jobs = `
  one:
    steps:
      - uses: actions/checkout@v4
      - id: run
        uses: ./
        with:
          data: orders.csv
          target: returned
          floor: 0.7
          package: ${archive}
      - run: npm --version && echo "> $WEIGHTS"
        env:
          WEIGHTS: \${{ steps.run.outputs.weights }}`;
    await using workflow = await tiny(jobs, { files });
    const run = await workflow.run({ programs: programs.path });
    assertEquals(run.result, "success", run.lines.join("\n"));
    assertStringIncludes(run.lines.join("\n"), `> ${weights}`);
  });
});
