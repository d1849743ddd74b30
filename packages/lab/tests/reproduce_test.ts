import { assert, assertEquals, assertGreater, assertMatch, assertNotMatch } from "@std/assert";
import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { toText } from "@std/streams";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { formatCheckpoint, parseCheckpoint } from "../../../lib/train/mod.ts";
import type { RowResult } from "../reproduce/result.ts";
import { waitForLine } from "../../../tests/helpers/lines.ts";
import { assertVerified, mnistData } from "../../../tests/helpers/mnist_data.ts";
import { runHere } from "../../../tests/helpers/run_here.ts";
import { granted, namesIn, type Outcome, startTask } from "../../../tests/helpers/run_task.ts";
import { longTestsWith, testsWhere, testsWith } from "../../../tests/helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net");
const longTest = longTestsWith("read", "write", "run", "net");
const unixTest = testsWhere(granted("read", "write", "run", "net") && Deno.build.os !== "windows");

const SMALL = { sizes: [784, 5, 10], trainingSize: 100, epochs: 2 };

/** Enough epochs not to come to their end in seconds. */
const LONG = { ...SMALL, epochs: 100_000, evaluate: ["test"] };

/** Writes configs in a folder, and what each reproduces, of an error if no accuracy is published. */
async function writeConfigs(
  folder: string,
  configs: { [name: string]: { reproduces?: object; [key: string]: unknown } },
): Promise<void> {
  await ensureDir(join(folder, "configs"));
  const published: { [name: string]: object } = {};
  for (const [name, { reproduces = {}, ...config }] of Object.entries(configs)) {
    await Deno.writeTextFile(join(folder, "configs", `${name}.json`), JSON.stringify(config));
    const error = "accuracy" in reproduces ? {} : { error: 0.016 };
    published[name] = { source: "a book", ...error, ...reproduces };
  }
  await Deno.writeTextFile(join(folder, "published.json"), JSON.stringify(published));
}

/** The words that name the configs of a folder, what they reproduce, and its runs. */
function wordsOf(folder: string): string[] {
  return ["configs", "published.json", "runs"].flatMap((name) => [
    `--${name.replace(".json", "")}`,
    join(folder, name),
  ]);
}

async function reproduceIn(folder: string, ...words: string[]): Promise<Outcome> {
  return await runHere(["reproduce", ...wordsOf(folder), "--data", await mnistData(), ...words]);
}

async function rowsIn(folder: string, ...words: string[]): Promise<RowResult[]> {
  const { code, stdout, stderr } = await reproduceIn(folder, "--json", ...words);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

test("reproduce trains every seed, and prints ours beside the published ones", async (folder) => {
  const reproduces = { accuracy: 0.01, epoch: "best", seeds: 3 };
  await writeConfigs(folder.path, { tiny: { ...SMALL, reproduces } });
  const [row, ...others] = await rowsIn(folder.path);
  assertEquals(others, []);
  const { name, published, epochs, seconds, verdict, stuck, validation, test, runs } = row!;
  const accuracy = row!.accuracy!;
  assertEquals([name, published, epochs, verdict], ["tiny", 0.01, 2, "reproduced"]);
  assertEquals(Object.keys(accuracy), ["mean", "sd", "median", "best", "seeds"]);
  assertEquals([accuracy.seeds, accuracy], [3, test!.best]);
  assertEquals([validation!.last.seeds, stuck], [3, [1, 2, 3]]);
  assertGreater(seconds, 0);
  assertEquals(runs.map(({ curve }) => curve.test!.length), [2, 2, 2]);
  assertEquals(Math.max(...runs.flatMap(({ curve }) => curve.test!)), accuracy.best);
  assertEquals(await namesIn(join(folder.path, "runs")), [
    "reproduce-tiny",
    "reproduce-tiny-2",
    "reproduce-tiny-3",
  ]);

  const run = join(folder.path, "runs", "reproduce-tiny-2");
  await assertVerified(run);
});

test("the table is Markdown, and replaces the earlier one in a page", async (folder) => {
  await writeConfigs(folder.path, {
    tiny: { ...SMALL, reproduces: { error: 0.016, deviations: "tiny" } },
  });
  const page = join(folder.path, "page.md");
  await Deno.writeTextFile(page, "a\n<!-- reproduce:begin -->\nold\n<!-- reproduce:end -->\nb\n");
  const { code, stdout, stderr } = await reproduceIn(folder.path, "--into", page);
  assertEquals(code, 0, stderr);
  const [head, rule, row] = stdout.split("\n");
  assertMatch(head!, /^\| config +\| published +\| ours +\|/);
  assertMatch(rule!, /^\| -+ \| -+ \|/);
  assertMatch(row!, /^\| tiny +\| 1\.60 % error, test \| \d\d\.\d\d \|.*\| not reproduced \|$/);
  const today = new Date().toISOString().slice(0, 7); // to the month: the day may have ended meanwhile
  assertMatch(row!, new RegExp(`\\| ${today}-\\d\\d \\| \`[\\da-f]{12}\` \\| not reproduced`));
  assertMatch(stdout, /\n- tiny: a book\. Deviations: tiny\.\n$/);
  assertEquals(
    await Deno.readTextFile(page),
    `a\n<!-- reproduce:begin -->\n\n${stdout}\n<!-- reproduce:end -->\nb\n`,
  );
  await Deno.writeTextFile(page, "no marks");
  const refused = await reproduceIn(folder.path, "--into", page);
  assertEquals(refused.code, 1);
  assertMatch(
    refused.stderr,
    /Cannot put the table into .*page\.md: it lacks <!-- reproduce:begin/,
  );
  assertEquals(await Deno.readTextFile(page), "no marks");
});

longTest(
  "a page keeps its rows: their runs may go, other rows are trained beside them, and a changed config counts anew",
  async (folder) => {
    const page = join(folder.path, "page.md");
    await Deno.writeTextFile(page, "<!-- reproduce:begin -->\n<!-- reproduce:end -->\n");
    const into = async (...words: string[]) => {
      const { code, stdout, stderr } = await reproduceIn(folder.path, "--into", page, ...words);
      assertEquals(code, 0, stderr);
      return { stdout, stderr };
    };
    const reproduces = { error: 0.5, tolerance: 0.5 };
    await writeConfigs(folder.path, { one: { ...SMALL, reproduces }, two: SMALL });
    const first = await into("--only", "one");
    await Deno.remove(join(folder.path, "runs"), { recursive: true });
    const both = await into();
    assertNotMatch(both.stderr, /reproduce-one/);
    assertMatch(both.stderr, /reproduce-two: trains/);
    const rowOf = (stdout: string) => stdout.split("\n").find((line) => line.startsWith("| one"))!;
    const cells = (stdout: string) => rowOf(stdout).split("|").map((cell) => cell.trim());
    assertEquals(cells(both.stdout), cells(first.stdout)); // which has the hash of the weights
    assertEquals(
      await Deno.readTextFile(page),
      `<!-- reproduce:begin -->\n\n${both.stdout}\n<!-- reproduce:end -->\n`,
    );

    const nothingLeft = await into("--only", "one");
    assertEquals(nothingLeft, { stdout: both.stdout, stderr: "" });
    const published = { error: 0.01, tolerance: 0, source: "another book" };
    await writeConfigs(folder.path, { one: { ...SMALL, reproduces: published }, two: SMALL });
    const corrected = await into("--only", "one");
    assertMatch(rowOf(corrected.stdout), /\| 1\.00 % error, test \|.*\| not reproduced \|$/);
    assertMatch(corrected.stdout, /\n- one: another book\./);
    assertEquals(corrected.stderr, "");
    await writeConfigs(folder.path, { one: { ...SMALL, epochs: 3 } });
    await Deno.remove(join(folder.path, "configs", "two.json"));
    const changed = await into();
    assertMatch(changed.stderr, /one: .*page\.json has it of another config, data or numerics/);
    assertMatch(changed.stderr, /two: .*page\.json has it, and no config, so it goes/);
    assertMatch(changed.stderr, /reproduce-one: trains/);

    await Deno.writeTextFile(join(folder.path, "page.json"), "{");
    const damaged = await reproduceIn(folder.path, "--into", page);
    assertEquals([damaged.code, damaged.stdout], [1, ""]);
    assertMatch(damaged.stderr, /Cannot read .*page\.json, which is not the rows of a table/);
  },
);

longTest("runs of the same config are not trained again without --again", async (folder) => {
  await writeConfigs(folder.path, { tiny: SMALL });
  const summary = join(folder.path, "runs", "reproduce-tiny", "summary.json");
  const written = async () => (await Deno.stat(summary)).mtime!.getTime();
  const [first] = await rowsIn(folder.path);
  const time = await written();
  assertEquals(await rowsIn(folder.path), [first!]);
  assertEquals(await written(), time);

  await rowsIn(folder.path, "--again");
  assertGreater(await written(), time);

  await writeConfigs(folder.path, { tiny: { ...SMALL, learningRate: 1 } });
  const { code, stderr } = await reproduceIn(folder.path);
  assertEquals(code, 0);
  assertMatch(
    stderr,
    /another config, and is trained anew:\n +learningRate: 3 in the run, 1 now/,
  );

  await writeConfigs(folder.path, {
    tiny: { ...SMALL, learningRate: 1, reproduces: { seeds: 2 } },
  });
  const more = await reproduceIn(folder.path);
  assertNotMatch(more.stderr, /reproduce-tiny: trains/);
  assertMatch(more.stderr, /reproduce-tiny-2: trains/);
});

test("a run that began with an older version of the numerics is trained anew", async (folder) => {
  await writeConfigs(folder.path, { tiny: SMALL });
  const [now] = await rowsIn(folder.path);
  const run = join(folder.path, "runs", "reproduce-tiny");
  const file = join(run, "checkpoint.safetensors");
  const { checkpoint, metadata } = await parseCheckpoint(await Deno.readFile(file));
  const older = { ...checkpoint, numerics: NUMERICS - 1 };
  await Deno.writeFile(file, await formatCheckpoint(older, metadata));
  const { code, stderr } = await reproduceIn(folder.path);
  assertEquals(code, 0);
  const reason = `it began with version ${NUMERICS - 1} of the numerics`;
  assert(stderr.includes(`${run} is trained anew: ${reason}`), stderr);
  const [anew] = await rowsIn(folder.path);
  assertEquals(anew!.runs[0]!.weightsSha256, now!.runs[0]!.weightsSha256);
});

test("a run that was killed in its last writing is written anew, not trained", async (folder) => {
  await writeConfigs(folder.path, { tiny: SMALL });
  const [whole] = await rowsIn(folder.path);
  const summary = join(folder.path, "runs", "reproduce-tiny", "summary.json");
  const text = await Deno.readTextFile(summary);
  await Deno.writeTextFile(summary, text.replace('"epochs": 2', '"epochs": 1'));
  const { stderr } = await reproduceIn(folder.path);
  assertMatch(stderr, /reproduce-tiny: resumes after epoch 2/);
  const [again] = await rowsIn(folder.path);
  assertEquals([again!.epochs, again!.test], [2, whole!.test]);
  assertEquals(again!.runs[0]!.weightsSha256, whole!.runs[0]!.weightsSha256);
});

longTest(
  "a row whose time is over is shown with its curve, and goes on when it gets more",
  async (folder) => {
    await writeConfigs(folder.path, {
      long: { ...LONG, reproduces: { accuracy: 0.01, seeds: 2 } },
    });
    let minutes = 0.03;
    const words = () => ["--minutes", String(minutes)];
    let { code, stdout } = await reproduceIn(folder.path, ...words());
    while (!/epoch [1-9]/.test(stdout) && minutes < 1) { // a slow machine needs more
      minutes *= 2;
      ({ code, stdout } = await reproduceIn(folder.path, ...words()));
    }
    assertEquals(code, 0);
    assertMatch(stdout, /\| 0 of 2 \| \d+ of 100000 \|.*\| out of time +\|/);
    assertMatch(
      stdout,
      /not trained to its end: epoch \d+ of 100000, 1 of 2 seeds begun; test accuracy by epoch, in %: 1: /,
    );

    const again = () => rowsIn(folder.path, ...words());
    const [before] = await again(); // the time of the first sitting counts
    assertEquals(await again(), [before!]);
    let after = before;
    while (after!.epochs <= before!.epochs) {
      minutes *= 2;
      [after] = await rowsIn(folder.path, ...words());
    }
    assertEquals(after!.runs[0]!.curve.test!.slice(0, before!.epochs), before!.runs[0]!.curve.test);
  },
);

longTest("the members of an ensemble answer together", async (folder) => {
  await writeConfigs(folder.path, {
    both: { ...SMALL, reproduces: { error: 0.1, ensemble: true, seeds: 2 } },
  });
  const [row] = await rowsIn(folder.path);
  assertEquals([row!.accuracy!.seeds, row!.members!.last.seeds], [1, 2]);
  assertEquals(row!.accuracy, row!.test!.last);
});

longTest("the members of an ensemble see digits of its widths in turn", async (folder) => {
  const reproduces = { error: 0.1, ensemble: true, seeds: 3, widths: [10, null] };
  await writeConfigs(folder.path, { both: { ...SMALL, reproduces } });
  const [row] = await rowsIn(folder.path);
  const runs = row!.runs.map(({ run }) => join(folder.path, "runs", run));
  const widths = [];
  for (const run of runs) {
    const config = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
    widths.push(config.normalizeWidth);
  }
  assertEquals(widths, [10, null, 10]);
  const words = ["evaluate", ...runs, "--data", await mnistData(), "--json"] as const;
  assertEquals(JSON.parse((await runHere([...words])).stdout).accuracy, row!.accuracy!.mean);
  assertEquals(await rowsIn(folder.path), [row!]); // nothing is of another config
});

test("a row that there is not, and a wrong number of minutes, are wrong usage", async (folder) => {
  await writeConfigs(folder.path, { tiny: SMALL });
  const only = await reproduceIn(folder.path, "--only", "tinny");
  assertEquals(only.code, 2);
  assertMatch(only.stderr, /^error: --only: .*"tinny".*tiny/);
  const minutes = await reproduceIn(folder.path, "--minutes", "0");
  assertEquals(minutes.code, 2);
  assertMatch(minutes.stderr, /^error: Cannot read --minutes "0"/);
});

unixTest("Ctrl-C prints the rows so far, and what is whole is kept", async (folder) => {
  await writeConfigs(folder.path, { a: SMALL, long: LONG });
  const process = startTask(
    ["reproduce", ...wordsOf(folder.path), "--data", await mnistData()],
  );
  const { whole } = await waitForLine(process.stderr, /^Epoch 3:/);
  process.kill("SIGINT");
  const [{ code }, stdout] = await Promise.all([
    process.status,
    toText(process.stdout),
    whole,
  ]);
  assertEquals(code, 130);
  assertMatch(stdout, /\n\| a +\|.*\n\| long +\|/);
  assertEquals((await namesIn(join(folder.path, "runs"))).length, 2);
});
