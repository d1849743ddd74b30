import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { ensureDir, exists } from "@std/fs";
import { join } from "@std/path";
import type { RowResult } from "../../../tasks/reproduce/result.ts";
import type { Trial } from "../../../tasks/reproduce/trials.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { granted, type Outcome, runTask, temporaryFolder } from "../../helpers/run_task.ts";

const ignore = !granted("read", "write", "run", "net");

/** Quick to train, and nothing looks at test. */
const CONFIG = {
  sizes: [784, 5, 10],
  trainingSize: 100,
  epochs: 2,
  evaluate: [],
  augment: { rotation: 20 },
};

/** `deno task reproduce` in a folder that has a config of ours and a page. */
class Place {
  readonly #folder: string;
  readonly #config: object;

  /** @param config what is different from {@linkcode CONFIG} */
  constructor(folder: string, config: object = {}) {
    this.#folder = folder;
    this.#config = { ...CONFIG, ...config };
  }

  /** The page with the lines of trials. */
  get page(): string {
    return join(this.#folder, "results.md");
  }

  /** The folder of all runs. */
  get runs(): string {
    return join(this.#folder, "runs");
  }

  /** The folder of a run. */
  run(name = "reproduce-ours"): string {
    return join(this.runs, name);
  }

  /** @param keys of `reproduces`, besides the source */
  async writeConfig(keys: object = {}): Promise<void> {
    const configs = join(this.#folder, "configs");
    await ensureDir(configs);
    const reproduces = { source: "our own", ...keys };
    const text = JSON.stringify({ ...this.#config, reproduces });
    await Deno.writeTextFile(join(configs, "ours.json"), text);
  }

  async reproduce(...words: string[]): Promise<Outcome> {
    const folders = ["configs", "runs"].flatMap((name) => [
      `--${name}`,
      join(this.#folder, name),
    ]);
    const data = ["--data", await mnistData(), "--page", this.page];
    return await runTask(["reproduce", ...folders, ...data, ...words]);
  }

  async row(...words: string[]): Promise<RowResult> {
    const { code, stdout, stderr } = await this.reproduce("--json", ...words);
    assertEquals(code, 0, stderr);
    return JSON.parse(stdout)[0];
  }

  async verify(): Promise<Outcome> {
    return await runTask(["verify", this.run(), "--data", await mnistData()]);
  }

  /** Trains the trial, and writes what it prints where it belongs: the lines and the keys. */
  async choose(wanted: object = {}): Promise<Trial> {
    await this.writeConfig(wanted);
    const { stdout: json, stderr, code } = await this.reproduce("--trials", "--json");
    assertEquals(code, 0, stderr);
    const [trial] = JSON.parse(json);
    const { stdout } = await this.reproduce("--trials");
    const lines = stdout.trim().split("\n");
    const keys = JSON.parse(`{${lines.pop()}}`);
    assertEquals(keys.chosen, { trial: trial.trial, error: trial.error });
    await this.writeConfig(keys);
    await Deno.writeTextFile(this.page, `${lines.join("\n")}\n`);
    return trial;
  }
}

Deno.test({
  name:
    "a figure of ours is refused before anything is trained, and shown once its trial has chosen it",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const place = new Place(folder.path);
    await place.writeConfig();
    const refused = await place.reproduce();
    assertEquals([refused.code, await exists(place.run())], [2, false]);
    assertMatch(
      refused.stderr,
      /^error: Cannot show a figure of a config .*\n +ours: .* trial is /,
    );

    const { trial, error, validation, weightsSha256 } = await place.choose();
    assertEquals(Math.round(10_000 * error), validation.size - validation.correct);
    assert((await Deno.readTextFile(place.page)).includes(weightsSha256.slice(0, 12)));
    const held = await runTask([
      "verify",
      place.run("reproduce-ours-validation"),
      "--data",
      await mnistData(),
    ]);
    assertEquals(held.code, 0, held.stderr);

    const row = await place.row();
    assertEquals([row.verdict, row.chosen], ["nothing published", { trial, error }]);
    assertEquals([row.finished, row.runs[0]!.curve], [1, {}]);
    assertEquals(row.accuracy, row.test!.last);
    const [low, high] = row.test!.interval;
    assert(low < row.accuracy!.mean && row.accuracy!.mean < high);
    assertMatch(row.runs[0]!.ended!, /^\d{4}-\d\d-\d\d$/);
    const metrics = await Deno.readTextFile(join(place.run(), "metrics.jsonl"));
    assertNotMatch(metrics, /test/);
    const table = await place.reproduce();
    assertMatch(
      table.stdout,
      /\| – \(error, test\) \| \d\d\.\d\d \|.* \d\d\.\d\d \(trial\) \| 1 +\|/,
    );

    const words = ["evaluate", place.run(), "--data", await mnistData(), "--json"] as const;
    assertEquals(JSON.parse((await runTask([...words])).stdout).accuracy, row.accuracy!.mean);
  },
});

Deno.test({
  name:
    "the test error of a figure of ours is computed once, when all seeds are done; verify recomputes it",
  ignore: ignore || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const place = new Place(folder.path);
    await place.choose();
    const { runs: [first], test } = await place.row();
    assertEquals((await place.verify()).code, 0);
    const path = join(place.run(), "final.json");
    const text = await Deno.readTextFile(path);
    const { correct } = JSON.parse(text).test;
    assertEquals(correct / 10_000, test!.last.mean);

    const kept = text.replace(/"correct": \d+/, `"correct": 1`).replace(
      /"accuracy": .*,/,
      `"accuracy": 0.0001,`,
    );
    await Deno.writeTextFile(path, kept);
    assertEquals((await place.row()).accuracy!.mean, 0.0001); // it is read, and not computed anew
    const wrong = await place.verify();
    assertEquals(wrong.code, 1);
    assertMatch(wrong.stdout, /WRONG {2}test in final\.json, recomputed/);
    await Deno.writeTextFile(path, text);

    const words = ["train", "--resume", "--name", "reproduce-ours", "--runs", place.runs] as const;
    const resumed = await runTask([...words, "--data", await mnistData()]); // nothing is left to train
    assertEquals([resumed.code, await Deno.readTextFile(path)], [0, text], resumed.stderr);

    const ended = ["--seeds", "2", "--minutes", "0.0001"]; // no time is left for the second
    const part = await place.row(...ended);
    assertEquals([part.finished, part.whole.seeds, part.verdict], [1, 2, "out of time"]);
    assertEquals([part.accuracy, part.test], [null, undefined]);
    const { stdout } = await place.reproduce(...ended);
    assertMatch(stdout, /\| 1 of 2 \|/);
    assertMatch(stdout, /1 of 2 seeds begun; its test error is computed once, at the end/);

    const both = await place.row("--seeds", "2");
    assertEquals([both.accuracy!.seeds, both.test!.last.seeds, both.finished], [2, 2, 2]);
    assertEquals(both.runs[0]!, first!);

    const anew = await place.reproduce("--again");
    assertEquals(anew.code, 0);
    assertEquals(JSON.parse(await Deno.readTextFile(path)).test.correct, correct);
  },
});

Deno.test({
  name:
    "over deformed copies a network has a row of its own, which the trial chose too, and verify recomputes it",
  ignore: ignore || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const place = new Place(folder.path);
    const copies = { copies: 2, strength: 0.5 };
    const trial = await place.choose({ copies });
    const over = ["--copies", "2", "--strength", "0.5", "--data", await mnistData(), "--json"];
    const evaluated = async (run: string, split: string) => {
      const words = ["evaluate", place.run(run), "--split", split, ...over] as const;
      return JSON.parse((await runTask([...words])).stdout).correct;
    };
    const ofTrial = await evaluated("reproduce-ours-validation", "validation");
    assertEquals(trial.copies!.validation.correct, ofTrial);

    const row = await place.row();
    const { test, error } = row.overCopies!;
    assertEquals(error, Number((1 - ofTrial / 10_000).toFixed(4)));
    assertEquals(test.last.mean, await evaluated("reproduce-ours", "test") / 10_000);
    assertEquals(test.last.mean === row.accuracy!.mean, false);
    assertEquals((await place.verify()).code, 0);
    const { stdout } = await place.reproduce();
    assertMatch(
      stdout,
      /\n\| ours over 2 copies of strength 0\.5 +\| – \(error, test\) \| \d\d\.\d\d \|/,
    );

    const path = join(place.run(), "final.json");
    const final = JSON.parse(await Deno.readTextFile(path));
    final.copies.test.correct--;
    await Deno.writeTextFile(path, JSON.stringify(final));
    const wrong = await place.verify();
    assertEquals(wrong.code, 1);
    assertMatch(wrong.stdout, /WRONG {2}test over deformed copies in final\.json, recomputed/);

    const page = await Deno.readTextFile(place.page);
    await Deno.writeTextFile(place.page, page.split("\n")[0]!);
    const refused = await place.reproduce();
    assertEquals(refused.code, 2);
    assertMatch(
      refused.stderr,
      /has no line on ours over 2 copies of strength 0\.5 with the trial/,
    );
  },
});

Deno.test({
  name: "the test error of a figure of ours is not computed of fewer seeds than the config has",
  ignore: ignore || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const place = new Place(folder.path);
    const { trial, error } = await place.choose({ seeds: 2 });
    await place.writeConfig({ seeds: 2, chosen: { trial, error } });
    const one = await place.row("--seeds", "1");
    assertEquals([one.finished, one.whole.seeds, one.verdict], [1, 2, "out of time"]);
    assertEquals([one.accuracy, one.test], [null, undefined]);
    const both = await place.row();
    assertEquals([both.finished, both.test!.last.seeds], [2, 2]);
  },
});

Deno.test({
  name: "a trial that keeps its best epoch is known by that epoch's error",
  ignore: ignore || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const place = new Place(folder.path, {
      ...{ augment: null, epochs: 5, learningRate: 30, keep: "best", seed: 5 },
      evaluate: ["validation"],
    });
    const { validation } = await place.choose();
    const run = place.run("reproduce-ours-validation");
    const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
    assertEquals(summary.best.epoch < 5, true); // or the test shows nothing
    assertEquals(validation, summary.validation);
  },
});

Deno.test({
  name: "a row that needs no trial has none to train",
  ignore,
  fn: async () => {
    const { code, stderr } = await runTask(["reproduce", "--trials", "--only", "simard-none"]);
    assertEquals(code, 2);
    assertMatch(stderr, /^error: --trials is for rows whose figure is our own or that train/);
  },
});
