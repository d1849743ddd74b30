import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { findRun, runsIn } from "../../../tasks/run/find_run.ts";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { mnistData, tinyRun } from "../../helpers/mnist_data.ts";
import { done, jsonOf, quiet, refused, trained } from "../../helpers/outcomes.ts";
import { granted, namesIn, outcomeOf, startScript } from "../../helpers/run_task.ts";
import { copyOf, IRISES } from "../../helpers/shared_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const areGranted = granted("read", "write", "run", "net");
const test = testsWhere(areGranted);

test("runs lists name, date, data, network, result and size, the newest first", async (folder) => {
  const { run } = await tinyRun(folder.path);
  const table = join(folder.path, "petals.csv");
  const rows = Array.from({ length: 40 }, (_, k) => `${k % 7},${k},${k < 20 ? "low" : "high"}`);
  await Deno.writeTextFile(table, ["a,b,level", ...rows].join("\n"));
  const own = ["--csv", table, "--target", "level"];
  await trained(folder.path, "petals", own, "epochs=2", 'evaluate=["validation"]');
  const data = ["--data", await mnistData()];
  await trained(folder.path, "blind", data, "trainingSize=10", "epochs=1", "evaluate=[]");
  const days = { tutorial: 3, petals: 2, blind: 1 };
  for (const [name, day] of Object.entries(days)) {
    const date = new Date(Date.UTC(2026, 10, 25 - day, 12, 30));
    await Deno.utime(join(folder.path, name, "summary.json"), date, date);
  }
  await Deno.mkdir(join(folder.path, "no-run"));
  await Deno.mkdir(join(folder.path, ".hidden"));

  const stdout = await quiet("runs", "--runs", folder.path);
  const [head, ...lines] = stdout.trimEnd().split("\n").map((line) => line.split(/ {2,}/));
  assertEquals(head, ["run", "trained, UTC", "data", "network", "epochs", "result", "size"]);
  assertEquals(lines.map((cells) => cells.slice(0, 5)), [
    ["blind", "2026-11-24 12:30", "mnist", "784-30-10", "1"],
    ["petals", "2026-11-23 12:30", "petals.csv (level)", lines[1]![3]!, "2"],
    ["tutorial", "2026-11-22 12:30", "mnist", "784-30-10", "1"],
  ]);
  assertEquals(lines[0]![5], "–");
  assertMatch(lines[1]![5]!, /^\d+\.\d\d % \(validation\)$/);
  const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  assertEquals(lines[2]![5], `${(100 * summary.test.accuracy).toFixed(2)} %`);
  assertMatch(lines[2]![6]!, /^\d+(\.\d)? kB$/);

  const { runs } = JSON.parse(await quiet("runs", "--runs", folder.path, "--json"));
  let bytes = 0;
  for (const name of await namesIn(run)) bytes += (await Deno.stat(join(run, name))).size;
  assertEquals(runs[2], {
    name: "tutorial",
    path: run,
    date: "2026-11-22T12:30:00.000Z",
    bytes,
    dataset: "mnist",
    sizes: [784, 30, 10],
    seed: 5,
    epoch: 1,
    epochs: 1,
    ended: "done",
    split: "test",
    result: summary.test,
    weightsSha256: summary.weightsSha256,
  });
  const { result } = runs[0];
  const { split, dataset } = runs[1];
  assertEquals([result, split, dataset.csv], [undefined, "validation", table]);
});

async function change(path: string, to: (text: string) => string): Promise<void> {
  await Deno.writeTextFile(path, to(await Deno.readTextFile(path)));
}

test("runs shows a damaged run as such, with the file and what is wrong", async (folder) => {
  const { run } = await tinyRun(folder.path);
  const weights = "weights.safetensors";
  const damages: [name: string, damage: (path: string) => Promise<void>, message: RegExp][] = [
    [
      "no-weights",
      (path) => Deno.remove(join(path, weights)),
      /^Cannot find .*no-weights.weights\.safetensors: .* is not a run of `deno task train`$/,
    ],
    [
      "cut",
      (path) => Deno.truncate(join(path, weights), 5000),
      /^Cannot use .*cut.weights\.safetensors: /,
    ],
    ["empty", (path) => Deno.writeTextFile(join(path, "summary.json"), "{}"), /it lacks metrics/],
    [
      "no-json",
      (path) => Deno.writeTextFile(join(path, "config.json"), "{"),
      /^Cannot use .*no-json.config\.json: /,
    ],
    [
      "two-epochs",
      (path) => change(join(path, "metrics.jsonl"), (text) => text + text),
      /it has 1 epoch, and metrics\.jsonl has 2; `deno task train --resume`/,
    ],
    [
      "other-epoch",
      (path) =>
        change(join(path, "summary.json"), (text) => text.replaceAll('"epoch": 1,', '"epoch": 7,')),
      /it has epoch 1, and summary\.json has 7/,
    ],
  ];
  for (const [name, damage] of damages) await damage(await copyOf(run, folder.path, name));
  const stdout = await quiet("runs", "--runs", folder.path);
  const json = JSON.parse(await quiet("runs", "--runs", folder.path, "--json"));
  for (const [name, , message] of damages) {
    assertMatch(stdout, new RegExp(`^${name} +\\d{4}-.* – .*damaged +[\\d.]+ kB$`, "m"));
    const found = json.runs.find((run: { name: string }) => run.name === name);
    assertMatch(found.damage, message);
    assert(stdout.includes(`\n${name} is damaged: ${found.damage}\n`), name);
  }
  assertMatch(stdout, /^tutorial .* 784-30-10 .*%/m);
});

test("a folder that cannot be read ends no list of runs", async (folder) => {
  const { run } = await tinyRun(folder.path);
  const later = new Date(Date.now() + 60_000);
  await Deno.utime(join(run, "summary.json"), later, later);
  const [shut, inside] = [join(folder.path, "lost+found"), join(run, "inside")];
  for (const path of [shut, inside]) await Deno.mkdir(path);
  const words = ["--runs", folder.path, "--json"];
  const flags = ["-q", "--no-prompt", "--allow-read", `--deny-read=${shut},${inside}`];
  const { code, stdout, stderr } = await outcomeOf(startScript("tasks/runs.ts", words, { flags }));
  assertEquals([code, stderr], [0, ""]);
  const [first, second] = JSON.parse(stdout).runs;
  assertEquals([first.name, first.ended, second.name], ["tutorial", "done", "lost+found"]);
  assertMatch(second.damage, /^Cannot read .*lost\+found.*: the task has no permission for it$/);
  assertEquals(await runsIn(folder.path), ["tutorial"]);
});

// On Windows a link needs a permission.
testsWhere(areGranted && Deno.build.os !== "windows")(
  "a link that leads nowhere is named with where it leads, by runs, evaluate and verify",
  async (folder) => {
    const link = join(folder.path, "moved");
    await Deno.symlink("/elsewhere/moved", link);
    const why =
      `Cannot find ${link}: it is a symbolic link to /elsewhere/moved, which does not exist`;
    const stdout = await quiet("runs", "--runs", folder.path);
    assertMatch(stdout, /^moved .* damaged /m);
    assert(stdout.endsWith(`\nmoved is damaged: ${why}\n`), stdout);
    const json = await quiet("runs", "--runs", folder.path, "--json");
    const [{ name, damage }] = JSON.parse(json).runs;
    assertEquals([name, damage], ["moved", why]);
    for (const words of [["evaluate", link], ["verify", link], ["runs", "--runs", link]] as const) {
      assertEquals((await refused(words, /^error: /)).stderr, `error: ${why}\n`);
    }
    assertEquals(await findRun("moved", folder.path), link);
  },
);

test("runs reports an empty folder, and a file instead of it", async (folder) => {
  const none = join(folder.path, "none");
  for (const runs of [folder.path, none]) {
    const text = await quiet("runs", "--runs", runs);
    assertEquals(text, `No runs in ${runs}; \`deno task train\` makes one\n`);
    const json = await quiet("runs", "--runs", runs, "--json");
    assertEquals(JSON.parse(json), { folder: runs, runs: [] });
  }
  await Deno.writeTextFile(none, "");
  const message = /^error: Cannot read .*none: a file is where a folder should be\n$/;
  await refused(["runs", "--runs", none], message);
  await refused(["runs", "stray"], /stray/, 2);
});

test("a run over folds is listed with its epochs, and compared by its weights", async ({ path }) => {
  const run = await trained(path, "folds", [...IRISES, "--folds", "3"], "epochs=2", "hidden=[4]");
  const { summary: { weightsSha256, validation } } = await readRun(run);
  const { runs: [listed] } = await jsonOf("runs", "--runs", path);
  assertEquals([listed.damage, listed.epochs, listed.epoch.length], [undefined, 2, 9]);
  const { split, result } = listed;
  assertEquals([split, result, listed.weightsSha256], [
    "validation",
    validation as unknown,
    weightsSha256,
  ]);
  const { stdout } = await done("evaluate", run, "--against", run);
  assertMatch(stdout, /^ok {6}The weights are the same as in /m);
});
