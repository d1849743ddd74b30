/**
 * The projects that `init` makes, with their scripts and workflow, and the action: npm installs what `build_npm` builds, and
 * only GitHub is not there.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { builtPackages, canInstall } from "../helpers/packages.ts";
import { waitForLine } from "../helpers/lines.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { outputOf, ROOT } from "../helpers/run_task.ts";
import { runHere } from "../helpers/run_here.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { artifact, ghWith, ignore, readWorkflow, runSteps } from "./steps.ts";

const test = testsWhere(!ignore && await canInstall());
const longTest = testsWhere(!ignore && LONG_TESTS && await canInstall());

const TOKEN = { "github.token": "token", "github.repository": "Someone/shop" };

/** What the action is given, as its inputs; `checkout` is where GitHub puts the action. */
function inputs(
  checkout: string,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const none = { config: "", data: "", target: "", floor: "", name: "trained", package: "" };
  const all = { ...none, ...given };
  const named = Object.entries(all).map(([name, value]) => [`inputs.${name}`, value]);
  const floor = { "inputs.floor != ''": all.floor };
  return { ...Object.fromEntries(named), ...floor, "github.action_path": checkout };
}

/** A project of the example, made by `init` of a checkout, after the first of the steps that it prints. */
async function exampleIn(shop: string): Promise<void> {
  const { code, stdout, stderr } = await runHere(["init", shop]);
  assertEquals(code, 0, stderr);
  const first = "Next: `deno task --cwd packages/lab build_npm` in a checkout, and copy dist/";
  assertStringIncludes(stdout + stderr, `${first}inkling-commands.tgz into ${shop}\n`);
  assertStringIncludes(stdout + stderr, `Next, in ${shop}: npm install, then npm run train\n`);
  await Deno.copyFile((await builtPackages()).commands, join(shop, "inkling-commands.tgz"));
}

test("a project of init trains by npm, and its scripts do what its README describes", async ({ path }) => {
  const shop = join(path, "shop");
  await exampleIn(shop);
  const npm = (...words: string[]) => outputOf("npm", words, { cwd: shop });
  await npm("install");
  assertMatch(await npm("run", "train"), /^Wrote runs\/model \(weights [\da-f]{12}…\)/m);
  const { scripts } = JSON.parse(await Deno.readTextFile(join(shop, "package.json")));
  assertEquals(Object.keys(scripts), ["train", "evaluate", "predict", "serve", "report"]);
  assertMatch(await npm("run", "evaluate"), /^runs\/model\/weights\.safetensors, /m);
  await npm("run", "report");
  assert(await exists(join(shop, "runs/model/report.html")));
  const table = (await Deno.readTextFile(join(shop, "data/orders.csv"))).split("\n");
  await Deno.writeTextFile(join(shop, "new.csv"), table.slice(0, 3).join("\n"));
  assertMatch(await npm("run", "predict", "--", "new.csv"), /returned,prediction,.*\n\w+,.*,yes,/);
  assertMatch(await npm("run", "train", "--", "--replace"), /^Wrote runs\/model/m);
  const server = new Deno.Command("npm", {
    args: ["run", "serve", "--", "--port", "0"],
    cwd: shop,
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const { match, whole } = await waitForLine(server.stdout, /at (http:\S+) \(/);
  const row = { article: "shoes", price: 40, size: "S", "delivery_days": 9 };
  const response = await fetch(`${match[1]}/predict`, {
    method: "POST",
    body: JSON.stringify(row),
    headers: { "content-type": "application/json" },
  });
  assertEquals((await response.json()).label, "yes");
  Deno.kill(-server.pid, "SIGINT");
  await Promise.all([server.status, whole, server.stderr.cancel()]);
});

test("a project's workflow is green, first alone and then after that run", async ({ path }) => {
  const shop = join(path, "shop");
  await exampleIn(shop);
  const workflow = await readWorkflow("tasks/init/project/train.yml");
  const made = await Deno.readTextFile(join(shop, ".github/workflows/train.yml"));
  const [, floor] = made.match(/FLOOR: "(.*)"/)!;
  const own = { ...workflow.jobs.train!, env: { ...workflow.jobs.train!.env, FLOOR: floor! } };
  /** What the checks say in a run of the workflow. */
  const summaryOf = async (gh: string) => {
    const given = { cwd: shop, values: TOKEN, programs: { gh } };
    const run = await runSteps({ ...workflow, jobs: { train: own } }, "train", given);
    assertEquals(run.code, 0, run.log);
    return run.summary;
  };
  const first = await summaryOf(ghWith([], {}));
  assertMatch(first, /^~~~\n.*^ok {6}Accuracy \S+ %, at least 70\.00 %\n~~~\n.*^## /ms);
  await Deno.rename(join(shop, "runs/model"), join(path, "first"));
  const last = artifact(7, "run-7-1", "2026-11-25T09:00:00Z");
  const gh = ghWith([last], { "7 run-7-1": join(path, "first") });
  assertMatch(await summaryOf(gh), /^ok {6}The weights are the same as in runs\/earlier$/m);
});

test("the action builds its package, trains, gives outputs, and fails below its floor", async ({ path }) => {
  const { commands, checkout } = await builtPackages();
  const action = await readWorkflow("action.yml");
  await Deno.copyFile(join(ROOT, "tests/tasks/data/penguins.csv"), join(path, "birds.csv"));
  const dataset = { csv: "birds.csv", target: "species", gaps: "category" };
  const config = JSON.stringify({ dataset, hidden: [8], epochs: 30 });
  await Deno.writeTextFile(join(path, "config.json"), config);
  const act = (given: Readonly<Record<string, string>>) =>
    runSteps(action, "action", { cwd: path, values: inputs(checkout, given) });

  const classes = await act({ config: "config.json", floor: "0.6", name: "birds" });
  assertEquals(classes.code, 0, classes.log);
  assertStringIncludes(classes.log, "Wrote dist/inkling.tgz and dist/inkling-commands.tgz");
  const { "result.weights": weights, "result.value": value, ...others } = classes.outputs;
  assertMatch(weights!, /^[\da-f]{64}$/);
  assertMatch(value!, /^0\.\d+$|^1$/);
  assertEquals(others, {
    "result.run": "runs/birds",
    "result.model": "runs/birds/weights.safetensors",
    "result.metric": "accuracy",
  });
  assertStringIncludes(classes.log, "On the test split of birds.csv");
  assertMatch(classes.summary, /birds/);

  const table = { data: "birds.csv", target: "body_mass_g", package: commands };
  const quantities = await act({ ...table, floor: "r2=0.9999" });
  assertEquals(quantities.code, 1);
  assertEquals(quantities.outputs["result.run"], "runs/trained");
  assertEquals(quantities.outputs["result.metric"], "r2");
  assertMatch(quantities.log, /^error: R² \S+ is below the floor of 0\.9999$/m);
  assertMatch(quantities.summary, /R²/);

  const nothing = await act({});
  assertEquals(nothing.code, 1);
  assertStringIncludes(nothing.log, "::error::Cannot train without a table: expected the inputs");
});

longTest(
  "init, as npm installs it, brings its own tarball, and the action comes to the project's weights",
  async ({ path }) => {
    const { commands, checkout } = await builtPackages();
    await outputOf("npm", ["install", "--no-audit", "--no-fund", commands], { cwd: path });
    await outputOf("npx", ["--no", "inkling", "init", "shop"], { cwd: path });
    const shop = join(path, "shop");
    const workflow = await readWorkflow("tasks/init/project/train.yml");
    const given = { cwd: shop, values: TOKEN, programs: { gh: ghWith([], {}) } };
    const run = await runSteps(workflow, "train", given);
    assertEquals(run.code, 0, run.log);
    const { $schema } = JSON.parse(await Deno.readTextFile(join(shop, "config.json")));
    assertEquals(await exists(join(shop, $schema)), true);
    const summary = JSON.parse(await Deno.readTextFile(join(shop, "runs/model/summary.json")));

    await Deno.copyFile(join(shop, "data/orders.csv"), join(path, "orders.csv"));
    const table = { data: "orders.csv", target: "returned", floor: "0.7", package: commands };
    const action = await readWorkflow("action.yml");
    const values = inputs(checkout, table);
    const acted = await runSteps(action, "action", { cwd: path, values });
    assertEquals(acted.code, 0, acted.log);
    assertEquals(acted.outputs["result.weights"], summary.weightsSha256);
  },
);
