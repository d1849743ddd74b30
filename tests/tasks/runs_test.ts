import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { findRun, runsIn } from "../../tasks/run/find_run.ts";
import { mnistData, tinyRun } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import {
  flagsOf,
  granted,
  namesIn,
  outcomeOf,
  startScript,
  temporaryFolder,
} from "../helpers/run_task.ts";

const ignore = !granted("read", "write", "run", "net");

Deno.test({
  name: "runs lists name, date, data, network, result and size, the newest first",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await tinyRun(folder.path);
    const table = join(folder.path, "petals.csv");
    const rows = Array.from({ length: 40 }, (_, k) => `${k % 7},${k},${k < 20 ? "low" : "high"}`);
    await Deno.writeTextFile(table, ["a,b,level", ...rows].join("\n"));
    const own = ["--csv", table, "--target", "level", "--set", "epochs=2"];
    const words = ["--no-report", "--runs", folder.path] as const;
    const trained = await runHere(["train", ...words, ...own, "--set", 'evaluate=["validation"]']);
    assertEquals(trained.code, 0, trained.stderr);
    const data = ["--data", await mnistData()];
    const small = ["--set", "trainingSize=10", "--set", "epochs=1", "--set", "evaluate=[]"];
    assertEquals(
      (await runHere(["train", ...words, ...data, "--name", "blind", ...small])).code,
      0,
    );
    const days = { tutorial: 3, petals: 2, blind: 1 };
    for (const [name, day] of Object.entries(days)) {
      const date = new Date(Date.UTC(2026, 10, 25 - day, 12, 30));
      await Deno.utime(join(folder.path, name, "summary.json"), date, date);
    }
    await Deno.mkdir(join(folder.path, "no-run"));
    await Deno.mkdir(join(folder.path, ".hidden"));

    const { code, stdout, stderr } = await runHere(["runs", "--runs", folder.path]);
    assertEquals([code, stderr], [0, ""]);
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

    const json = await runHere(["runs", "--runs", folder.path, "--json"]);
    const { runs } = JSON.parse(json.stdout);
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
    assertEquals([runs[0].result, runs[1].split, runs[1].dataset.csv], [
      undefined,
      "validation",
      table,
    ]);
  },
});

Deno.test({
  name: "runs shows a damaged run as such, with the file and what is wrong",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await tinyRun(folder.path);
    const damages: [name: string, damage: (path: string) => Promise<void>, message: RegExp][] = [
      [
        "no-weights",
        (path) => Deno.remove(join(path, "weights.safetensors")),
        /^Cannot find .*no-weights.weights\.safetensors: .* is not a run of `deno task train`$/,
      ],
      [
        "cut",
        (path) => Deno.truncate(join(path, "weights.safetensors"), 5000),
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
        async (path) => {
          const metrics = join(path, "metrics.jsonl");
          await Deno.writeTextFile(metrics, await Deno.readTextFile(metrics), { append: true });
        },
        /it has 1 epoch, and metrics\.jsonl has 2; `deno task train --resume`/,
      ],
      [
        "other-epoch",
        async (path) => {
          const summary = join(path, "summary.json");
          const text = await Deno.readTextFile(summary);
          await Deno.writeTextFile(summary, text.replace(/"epoch": 1,\n/g, '"epoch": 7,\n'));
        },
        /it is of epoch 1, and summary\.json of 7/,
      ],
    ];
    for (const [name, damage] of damages) {
      await Deno.mkdir(join(folder.path, name));
      for (const file of await namesIn(run)) {
        await Deno.copyFile(join(run, file), join(folder.path, name, file));
      }
      await damage(join(folder.path, name));
    }
    const { code, stdout, stderr } = await runHere(["runs", "--runs", folder.path]);
    assertEquals([code, stderr], [0, ""]);
    const json = JSON.parse((await runHere(["runs", "--runs", folder.path, "--json"])).stdout);
    for (const [name, , message] of damages) {
      assertMatch(stdout, new RegExp(`^${name} +\\d{4}-.* – .*damaged +[\\d.]+ kB$`, "m"));
      const found = json.runs.find((run: { name: string }) => run.name === name);
      assertMatch(found.damage, message);
      assert(stdout.includes(`\n${name} is damaged: ${found.damage}\n`), name);
    }
    assertMatch(stdout, /^tutorial .* 784-30-10 .*%/m);
  },
});

Deno.test({
  name: "a folder that cannot be read ends no list of runs",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await tinyRun(folder.path);
    const later = new Date(Date.now() + 60_000);
    await Deno.utime(join(run, "summary.json"), later, later);
    const [shut, inside] = [join(folder.path, "lost+found"), join(run, "inside")];
    for (const path of [shut, inside]) await Deno.mkdir(path);
    const words = ["--runs", folder.path, "--json"];
    const flags = ["-q", "--no-prompt", "--allow-read", `--deny-read=${shut},${inside}`];
    const { code, stdout, stderr } = await outcomeOf(
      startScript("tasks/runs.ts", words, { flags }),
    );
    assertEquals([code, stderr], [0, ""]);
    const [first, second] = JSON.parse(stdout).runs;
    assertEquals([first.name, first.ended, second.name], ["tutorial", "done", "lost+found"]);
    assertMatch(second.damage, /^Cannot read .*lost\+found.*: the task has no permission for it$/);
    assertEquals(await runsIn(folder.path), ["tutorial"]);
  },
});

Deno.test({
  name: "a link that leads nowhere is named with where it leads, by runs, evaluate and verify",
  ignore: ignore || Deno.build.os === "windows", // which needs a permission for links
  fn: async () => {
    await using folder = await temporaryFolder();
    const link = join(folder.path, "moved");
    await Deno.symlink("/elsewhere/moved", link);
    const why =
      `Cannot find ${link}: it is a symbolic link to /elsewhere/moved, which is not there`;
    const { code, stdout, stderr } = await runHere(["runs", "--runs", folder.path]);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, /^moved .* damaged /m);
    assert(stdout.endsWith(`\nmoved is damaged: ${why}\n`), stdout);
    const json = await runHere(["runs", "--runs", folder.path, "--json"]);
    const [{ name, damage }] = JSON.parse(json.stdout).runs;
    assertEquals([name, damage], ["moved", why]);
    for (const task of ["evaluate", "verify"]) {
      const failed = await runHere([task, link]);
      assertEquals([failed.code, failed.stderr], [1, `error: ${why}\n`], task);
    }
    const none = await runHere(["runs", "--runs", link]);
    assertEquals([none.code, none.stderr], [1, `error: ${why}\n`]);
    assertEquals(await findRun("moved", folder.path), link);
  },
});

Deno.test({
  name: "runs reports an empty folder, and a file instead of it",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const none = join(folder.path, "none");
    for (const runs of [folder.path, none]) {
      assertEquals(await runHere(["runs", "--runs", runs]), {
        code: 0,
        stdout: `No runs in ${runs}; \`deno task train\` makes one\n`,
        stderr: "",
      });
      const json = await runHere(["runs", "--runs", runs, "--json"]);
      assertEquals(JSON.parse(json.stdout), { folder: runs, runs: [] });
    }
    await Deno.writeTextFile(none, "");
    const { code, stdout, stderr } = await runHere(["runs", "--runs", none]);
    assertEquals([code, stdout], [1, ""]);
    assertMatch(stderr, /^error: Cannot read .*none: a file is where a folder should be\n$/);
    assertEquals((await runHere(["runs", "stray"])).code, 2);
  },
});

Deno.test({
  name: "runs may read, and nothing else, and --help describes its options",
  ignore,
  fn: async () => {
    const { stdout } = await outcomeOf(
      startScript("tests/tasks/permissions_fixture.ts", [], { flags: flagsOf("runs") }),
    );
    const granted = Object.entries(JSON.parse(stdout)).filter(([, state]) => state === "granted");
    assertEquals(granted.map(([name]) => name), ["read"]);
    const help = await runHere(["runs", "--help"]);
    assertEquals(help.code, 0);
    for (const option of ["runs", "json"]) {
      assertMatch(help.stdout, new RegExp(`^  --${option}\\b.*\\w`, "m"));
    }
  },
});
