/** The workflow of a project that `init` makes, and the action: with the commands of the checkout, and as npm installs them. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { commandsPackage } from "../../packages/lab/build/npm.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { hasNpm } from "../helpers/npm.ts";
import { outputOf, ROOT } from "../helpers/run_task.ts";
import { runHere } from "../helpers/run_here.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { NPM } from "./programs.ts";
import { artifact, calls, ghWith, ignore, readWorkflow, runSteps } from "./steps.ts";

const TOKEN = { "github.token": "token", "github.repository": "Someone/shop" };

/** What the action is given, as its inputs. */
function inputs(given: Readonly<Record<string, string>>): Record<string, string> {
  const all = {
    config: "",
    data: "",
    target: "",
    floor: "",
    name: "trained",
    package: "",
    ...given,
  };
  const named = Object.entries(all).map(([name, value]) => [`inputs.${name}`, value]);
  const floor = { "inputs.floor != ''": all.floor };
  return { ...Object.fromEntries(named), ...floor, "github.action_path": ROOT };
}

testsWhere(!ignore)(
  "a project's workflow is green, first alone and then after that run",
  async ({ path }) => {
    const shop = join(path, "shop");
    const { code, stderr } = await runHere(["init", shop]);
    assertEquals(code, 0, stderr);
    const workflow = await readWorkflow("tasks/init/project/train.yml");
    const made = await Deno.readTextFile(join(shop, ".github/workflows/train.yml"));
    const [, floor] = made.match(/FLOOR: "(.*)"/)!;
    const own = { ...workflow.jobs.train!, env: { ...workflow.jobs.train!.env, FLOOR: floor! } };
    /** What the checks say in a run of the workflow. */
    const summaryOf = async (gh: string) => {
      const programs = { ...NPM, gh };
      const given = { cwd: shop, values: TOKEN, programs };
      const run = await runSteps({ ...workflow, jobs: { train: own } }, "train", given);
      assertEquals(run.code, 0, run.log);
      assertEquals(calls(run), ["npm install", "npm run train -- --max-minutes 45"]);
      return run.summary;
    };
    const first = await summaryOf(ghWith([], {}));
    assertMatch(first, /^~~~\n.*^ok {6}Accuracy \S+ %, at least 70\.00 %\n~~~\n.*^## /ms);
    await Deno.rename(join(shop, "runs/model"), join(path, "first"));
    const last = artifact(7, "run-7-1", "2026-11-25T09:00:00Z");
    const gh = ghWith([last], { "7 run-7-1": join(path, "first") });
    assertMatch(await summaryOf(gh), /^ok {6}The weights are the same as in runs\/earlier$/m);
  },
);

testsWhere(!ignore)(
  "the action trains, gives outputs, and fails below its floor",
  async ({ path }) => {
    const action = await readWorkflow("action.yml");
    await Deno.copyFile(join(ROOT, "tests/tasks/data/penguins.csv"), join(path, "birds.csv"));
    const dataset = { csv: "birds.csv", target: "species", gaps: "category" };
    const config = JSON.stringify({ dataset, hidden: [8], epochs: 30 });
    await Deno.writeTextFile(join(path, "config.json"), config);
    const act = (given: Readonly<Record<string, string>>) =>
      runSteps(action, "action", { cwd: path, programs: NPM, values: inputs(given) });

    const classes = await act({ config: "config.json", floor: "0.6", name: "birds" });
    assertEquals(classes.code, 0, classes.log);
    const { "result.weights": weights, "result.value": value, ...others } = classes.outputs;
    assertMatch(weights!, /^[\da-f]{64}$/);
    assertMatch(value!, /^0\.\d+$|^1$/);
    assertEquals(others, {
      "result.run": "runs/birds",
      "result.model": "runs/birds/weights.safetensors",
      "result.metric": "accuracy",
    });
    assertEquals(calls(classes), [
      `npm install --no-audit --no-fund --no-save --prefix ${path}/inkling ${`${ROOT}/dist/inkling-commands.tgz`}`,
    ]);
    assertStringIncludes(classes.log, "On the test split of birds.csv");
    assertMatch(classes.summary, /birds/);

    const quantities = await act({ data: "birds.csv", target: "body_mass_g", floor: "r2=0.9999" });
    assertEquals(quantities.code, 1);
    assertEquals(quantities.outputs["result.run"], "runs/trained");
    assertEquals(quantities.outputs["result.metric"], "r2");
    assertMatch(quantities.log, /^error: R² \S+ is below the floor of 0\.9999$/m);
    assertMatch(quantities.summary, /R²/);

    const nothing = await act({});
    assertEquals(nothing.code, 1);
    assertStringIncludes(nothing.log, "::error::Cannot train without a table: expected the inputs");
  },
);

testsWhere(!ignore && LONG_TESTS && await hasNpm())(
  "what npm installs runs the workflow of a project, and the action, to the same weights",
  async ({ path }) => {
    const archive = join(path, "inkling-commands.tgz");
    await Deno.writeFile(archive, await commandsPackage());
    await outputOf("npm", ["install", "--no-audit", "--no-fund", archive], { cwd: path });
    await outputOf("npx", ["inkling", "init", "shop"], { cwd: path });
    const shop = join(path, "shop");
    const workflow = await readWorkflow("tasks/init/project/train.yml");
    const given = { cwd: shop, values: TOKEN, programs: { gh: ghWith([], {}) } };
    const run = await runSteps(workflow, "train", given);
    assertEquals(run.code, 0, run.log);
    const { $schema } = JSON.parse(await Deno.readTextFile(join(shop, "config.json")));
    assertEquals(await exists(join(shop, $schema)), true);
    const summary = JSON.parse(await Deno.readTextFile(join(shop, "runs/model/summary.json")));

    await Deno.copyFile(join(shop, "data/orders.csv"), join(path, "orders.csv"));
    const table = { data: "orders.csv", target: "returned", floor: "0.7", package: archive };
    const action = await readWorkflow("action.yml");
    const acted = await runSteps(action, "action", { cwd: path, values: inputs(table) });
    assertEquals(acted.code, 0, acted.log);
    assertEquals(acted.outputs["result.weights"], summary.weightsSha256);
  },
);
