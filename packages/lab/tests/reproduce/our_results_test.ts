import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { ensureDir, exists } from "@std/fs";
import { join } from "@std/path";
import { readKept, resultsPath } from "../../reproduce/results_file.ts";
import type { RowResult } from "../../reproduce/result.ts";
import type { ValidationRun } from "../../reproduce/chosen.ts";
import { mnistData } from "../../../../tests/helpers/mnist_data.ts";
import { runHere } from "../../../../tests/helpers/run_here.ts";
import type { Outcome } from "../../../../tests/helpers/run_task.ts";
import { longTestsWith, testsWith } from "../../../../tests/helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net");
const longTest = longTestsWith("read", "write", "run", "net");

/** Quick to train, without evaluations of test. */
const CONFIG = {
  sizes: [784, 5, 10],
  trainingSize: 100,
  epochs: 2,
  evaluate: [],
  augment: { rotation: 20 },
};

/** `deno task --cwd packages/lab reproduce` in a folder that has a config of ours and a page. */
class Workspace {
  readonly #folder: string;
  readonly #config: object;

  /** @param config what is different from {@linkcode CONFIG} */
  constructor(folder: string, config: object = {}) {
    this.#folder = folder;
    this.#config = { ...CONFIG, ...config };
  }

  /** The page whose file keeps the validation runs. */
  get page(): string {
    return join(this.#folder, "results.md");
  }

  get runs(): string {
    return join(this.#folder, "runs");
  }

  get #published(): string {
    return join(this.#folder, "published.json");
  }

  run(name = "reproduce-ours"): string {
    return join(this.runs, name);
  }

  /** @param keys of what it reproduces, besides the source */
  async writeConfig(keys: object = {}): Promise<void> {
    const configs = join(this.#folder, "configs");
    await ensureDir(configs);
    await Deno.writeTextFile(join(configs, "ours.json"), JSON.stringify(this.#config));
    const published = { ours: { source: "our own", ...keys } };
    await Deno.writeTextFile(this.#published, JSON.stringify(published));
  }

  async reproduce(...words: string[]): Promise<Outcome> {
    const folders = ["configs", "runs"].flatMap((name) => [
      `--${name}`,
      join(this.#folder, name),
    ]);
    const files = ["--published", this.#published, "--page", this.page];
    const data = ["--data", await mnistData()];
    return await runHere(["reproduce", ...folders, ...files, ...data, ...words]);
  }

  async row(...words: string[]): Promise<RowResult> {
    const { code, stdout, stderr } = await this.reproduce("--json", ...words);
    assertEquals(code, 0, stderr);
    return JSON.parse(stdout)[0];
  }

  async verify(): Promise<Outcome> {
    return await runHere(["verify", this.run(), "--data", await mnistData()]);
  }

  /** Trains the validation run, and writes its keys into what the config reproduces. */
  async choose(given: object = {}): Promise<ValidationRun> {
    await this.writeConfig(given);
    await Deno.writeTextFile(this.page, "<!-- reproduce:begin -->\n<!-- reproduce:end -->\n");
    const { stdout, stderr, code } = await this.reproduce("--trials", "--into", this.page);
    assertEquals(code, 0, stderr);
    const { validationRuns: [run] } = await readKept(resultsPath(this.page));
    const keys = JSON.parse(`{${stdout.trim().split("\n").pop()}}`);
    assertEquals(keys.chosen, { trial: run!.trial, error: run!.error });
    await this.writeConfig(keys);
    return run!;
  }
}

longTest("a result of ours is shown once a validation run has chosen it", async (folder) => {
  const workspace = new Workspace(folder.path);
  await workspace.writeConfig();
  const refused = await workspace.reproduce();
  assertEquals([refused.code, await exists(workspace.run())], [2, false]);
  assertMatch(
    refused.stderr,
    /^error: Cannot show the result of a config .*\n +ours: .* run is /,
  );

  const { trial, error, validation, weightsSha256 } = await workspace.choose();
  assertEquals(Math.round(10_000 * error), validation.size - validation.correct);
  const held = await runHere([
    "verify",
    workspace.run("reproduce-ours-validation"),
    "--data",
    await mnistData(),
  ]);
  assertEquals(held.code, 0, held.stderr);
  const summary = join(workspace.run("reproduce-ours-validation"), "summary.json");
  assertEquals(JSON.parse(await Deno.readTextFile(summary)).weightsSha256, weightsSha256);

  const row = await workspace.row();
  assertEquals([row.verdict, row.chosen], ["nothing published", { trial, error }]);
  assertEquals([row.finished, row.runs[0]!.curve], [1, {}]);
  assertEquals(row.accuracy, row.test!.last);
  const [low, high] = row.test!.interval;
  assert(low < row.accuracy!.mean && row.accuracy!.mean < high);
  assertMatch(row.runs[0]!.ended!, /^\d{4}-\d\d-\d\d$/);
  const metrics = await Deno.readTextFile(join(workspace.run(), "metrics.jsonl"));
  assertNotMatch(metrics, /test/);
  const table = await workspace.reproduce();
  assertMatch(
    table.stdout,
    /\| – \(error, test\) \| \d\d\.\d\d \|.* \d\d\.\d\d \(trial\) \| 1 +\|/,
  );

  const words = ["evaluate", workspace.run(), "--data", await mnistData(), "--json"] as const;
  assertEquals(JSON.parse((await runHere([...words])).stdout).accuracy, row.accuracy!.mean);
});

longTest(
  "a test error of ours is computed once, when all seeds are done; verify recomputes it",
  async (folder) => {
    const workspace = new Workspace(folder.path);
    await workspace.choose();
    const { runs: [first], test } = await workspace.row();
    assertEquals((await workspace.verify()).code, 0);
    const path = join(workspace.run(), "final.json");
    const text = await Deno.readTextFile(path);
    const { correct } = JSON.parse(text).test;
    assertEquals(correct / 10_000, test!.last.mean);

    const kept = text.replace(/"correct": \d+/, `"correct": 1`).replace(
      /"accuracy": .*,/,
      `"accuracy": 0.0001,`,
    );
    await Deno.writeTextFile(path, kept);
    assertEquals((await workspace.row()).accuracy!.mean, 0.0001); // it is read, and not computed anew
    const wrong = await workspace.verify();
    assertEquals(wrong.code, 1);
    assertMatch(wrong.stdout, /WRONG {2}test in final\.json, recomputed/);
    await Deno.writeTextFile(path, text);

    const words = [
      "train",
      "--resume",
      "--name",
      "reproduce-ours",
      "--runs",
      workspace.runs,
    ] as const;
    const resumed = await runHere([...words, "--data", await mnistData()]); // nothing is left to train
    assertEquals([resumed.code, await Deno.readTextFile(path)], [0, text], resumed.stderr);

    const ended = ["--seeds", "2", "--minutes", "0.0001"]; // no time is left for the second
    const part = await workspace.row(...ended);
    assertEquals([part.finished, part.whole.seeds, part.verdict], [1, 2, "out of time"]);
    assertEquals([part.accuracy, part.test], [null, undefined]);
    const { stdout } = await workspace.reproduce(...ended);
    assertMatch(stdout, /\| 1 of 2 \|/);
    assertMatch(stdout, /1 of 2 seeds begun; its test error is computed once, at the end/);

    const both = await workspace.row("--seeds", "2");
    assertEquals([both.accuracy!.seeds, both.test!.last.seeds, both.finished], [2, 2, 2]);
    assertEquals(both.runs[0]!, first!);

    const anew = await workspace.reproduce("--again");
    assertEquals(anew.code, 0);
    assertEquals(JSON.parse(await Deno.readTextFile(path)).test.correct, correct);
  },
);

longTest(
  "test-time augmentation has its own row, which the validation run chose too, and verify recomputes it",
  async (folder) => {
    const workspace = new Workspace(folder.path);
    const copies = { copies: 2, strength: 0.5 };
    const trial = await workspace.choose({ copies });
    const over = ["--copies", "2", "--strength", "0.5", "--data", await mnistData(), "--json"];
    const evaluated = async (run: string, split: string) => {
      const words = ["evaluate", workspace.run(run), "--split", split, ...over] as const;
      return JSON.parse((await runHere([...words])).stdout).correct;
    };
    const ofRun = await evaluated("reproduce-ours-validation", "validation");
    assertEquals(trial.copies!.validation.correct, ofRun);

    const row = await workspace.row();
    const { test, error } = row.overCopies!;
    assertEquals(error, Number((1 - ofRun / 10_000).toFixed(4)));
    assertEquals(test.last.mean, await evaluated("reproduce-ours", "test") / 10_000);
    assertEquals(test.last.mean === row.accuracy!.mean, false);
    assertEquals((await workspace.verify()).code, 0);
    const { stdout } = await workspace.reproduce();
    assertMatch(
      stdout,
      /\n\| ours over 2 copies of strength 0\.5 +\| – \(error, test\) \| \d\d\.\d\d \|/,
    );

    const path = join(workspace.run(), "final.json");
    const final = JSON.parse(await Deno.readTextFile(path));
    final.copies.test.correct--;
    await Deno.writeTextFile(path, JSON.stringify(final));
    const wrong = await workspace.verify();
    assertEquals(wrong.code, 1);
    assertMatch(wrong.stdout, /WRONG {2}test with augmentation in final\.json, recomputed/);
  },
);

longTest(
  "a test error of ours is not computed of fewer seeds than the config has",
  async (folder) => {
    const workspace = new Workspace(folder.path);
    const { trial, error } = await workspace.choose({ seeds: 2 });
    await workspace.writeConfig({ seeds: 2, chosen: { trial, error } });
    const one = await workspace.row("--seeds", "1");
    assertEquals([one.finished, one.whole.seeds, one.verdict], [1, 2, "out of time"]);
    assertEquals([one.accuracy, one.test], [null, undefined]);
    const both = await workspace.row();
    assertEquals([both.finished, both.test!.last.seeds], [2, 2]);
  },
);

longTest(
  "the error of a validation run that keeps its best epoch is that epoch's",
  async (folder) => {
    const workspace = new Workspace(folder.path, {
      augment: null,
      epochs: 5,
      learningRate: 30,
      keep: "best",
      seed: 5,
      evaluate: ["validation"],
    });
    const { validation } = await workspace.choose();
    const run = workspace.run("reproduce-ours-validation");
    const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
    assertEquals(summary.best.epoch < 5, true); // or the test shows nothing
    assertEquals(validation, summary.validation);
  },
);

test("a row that needs no validation run has none to train", async () => {
  const { code, stderr } = await runHere(["reproduce", "--trials", "--only", "simard-none"]);
  assertEquals(code, 2);
  assertMatch(stderr, /^error: --trials: expected a row without a published result/);
});
