/** Tables whose rows belong together: a new config splits them by that, prints so first, and `none` ignores it. */

import { assert, assertEquals, assertLess, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { salesTable } from "../../helpers/draw_fold_tables.ts";
import { patientsTable, sensorTable, withoutFirst } from "../../helpers/draw_related_tables.ts";
import { done } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";

const test = testsWith("read", "write", "run");

const QUICK = ["epochs=8", "hidden=[16]"].flatMap((change) => ["--set", change]);

/** Five standard errors of the share of heads among 300 coins: rows of a patient are right or wrong together. */
const NEAR_HALF = 5 * Math.sqrt(0.25 / 300);

async function written(folder: string, name: string, text: string): Promise<string> {
  const csv = join(folder, name);
  await Deno.writeTextFile(csv, text);
  return csv;
}

/** What stands in a run's folder. */
async function readRun(run: string) {
  const read = async (file: string) => JSON.parse(await Deno.readTextFile(join(run, file)));
  return { config: await read("config.json"), summary: await read("summary.json") };
}

test("patients are split by patient, unless the command line has none", async ({ path: folder }) => {
  const csv = await written(folder, "patients.csv", patientsTable());
  const words = ["--csv", csv, "--target", "sick", "--runs", folder, "--no-report", ...QUICK];
  const { stdout } = await done("train", ...words);
  assertMatch(
    stdout,
    /^Split by "patient": accuracy .* for new ones, .* for known ones \(--split random\), since rows with the same "patient" predict each other\. "patient" is not an input\.\n/,
  );
  assertMatch(
    stdout,
    /^Rows with the same "patient" stay together: the test part has \d+ of 300 groups; "patient" is not an input$/m,
  );
  const { config, summary } = await readRun(join(folder, "patients"));
  assertEquals(config.dataset.splitBy, "patient");
  assertLess(Math.abs(summary.validation.accuracy - 0.5), NEAR_HALF);

  // What the run was split by stays when it goes on; a copy of its config is not searched.
  const more = await done("train", ...words, "--resume", "--set", "epochs=9");
  assertNotMatch(more.stdout, /^Split by/m);
  await done("verify", join(folder, "patients"));

  const random = await done("train", ...words, "--split-by", "none", "--name", "random");
  assertNotMatch(random.stdout, /^Split by|stay together/m);
  const other = await readRun(join(folder, "random"));
  assert(!("splitBy" in other.config.dataset));
  assert(other.summary.validation.accuracy > 0.9);
  const { splitBy: _, ...dataset } = config.dataset;
  assertEquals(other.config.dataset, dataset);
  const file = join(folder, "copied.json");
  await Deno.writeTextFile(file, JSON.stringify({ ...other.config, epochs: 1 }));
  const copied = await done("train", "--config", file, "--runs", folder, "--no-report");
  assertNotMatch(copied.stdout, /^Split by|stay together/m);
});

test("patients without an id are split by what is their key, and --split random ignores it", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const csv = await written(folder, "visits.csv", withoutFirst(patientsTable()));
  const words = ["--csv", csv, "--target", "sick", "--runs", folder, "--no-report", ...QUICK];
  const { stdout } = await done("train", ...words);
  assertMatch(
    stdout,
    /^Split by "(age" and "height|height" and "age)": .* \(--split random\), .* as rows of one person do\. .* stay inputs\.\n/,
  );
  assertMatch(
    stdout,
    /^Rows with the same "\w+" and "\w+" stay together: the test part has \d+ of \d+ groups$/m,
  );
  const { config, summary } = await readRun(join(folder, "visits"));
  assertEquals(config.dataset.splitBy.toSorted(), ["age", "height"]);
  assertLess(Math.abs(summary.validation.accuracy - 0.5), NEAR_HALF);
  const random = await done("train", ...words, "--split", "random", "--name", "random");
  assertNotMatch(random.stdout, /^Split by|stay together/m);
  const { splitBy: _, ...dataset } = config.dataset;
  assertEquals((await readRun(join(folder, "random"))).config.dataset, dataset);
  const file = join(folder, "copied.json");
  await Deno.writeTextFile(file, JSON.stringify({ ...config, epochs: 1 }));
  const copied = ["--config", file, "--runs", folder, "--no-report"];
  assertMatch((await done("train", ...copied)).stdout, /stay together/);
  const ignored = await done("train", ...copied, "--split", "random", "--name", "ignored");
  assertNotMatch(ignored.stdout, /stay together/);
});

test(
  "patients are split by a column that is left out, and described so",
  { ignore: QUICK_TESTS },
  async ({ path: folder }) => {
    const csv = await written(folder, "patients.csv", patientsTable());
    const words = ["--csv", csv, "--target", "sick", "--without", "patient", "--describe"];
    const { stdout } = await done("train", ...words);
    assertMatch(stdout, /^patient .* the groups$/m);
    assertMatch(stdout, /^What may be wrong:\n\nSplit by "patient": /m);
    const random = await done("train", ...words, "--split-after", "none");
    assertMatch(random.stdout, /^patient .* left out by an option$/m);
    assertNotMatch(random.stdout, /^Split by/m);
  },
);

test(
  "a sensor's hours are split after their time",
  { ignore: QUICK_TESTS },
  async ({ path: folder }) => {
    const csv = await written(folder, "sensor.csv", sensorTable());
    const words = ["--csv", csv, "--target", "power", "--runs", folder, "--no-report", ...QUICK];
    const { stdout } = await done("train", ...words);
    assertMatch(
      stdout,
      /^Test on the latest rows by "time": R² .* for later rows, .* for random rows \(--split random\)\.\n/,
    );
    assertMatch(
      stdout,
      /^Rows are split after "time": the test part has the latest 225 of 1500 times$/m,
    );
    const { config } = await readRun(join(folder, "sensor"));
    assertEquals(config.dataset.splitAfter, "time");
    const random = await done("train", ...words, "--split-after", "none", "--name", "random");
    assertNotMatch(random.stdout, /the latest/);
  },
);

test("without their time a sensor's hours are split in the order of the file", async ({ path: folder }) => {
  const csv = await written(folder, "hours.csv", withoutFirst(sensorTable()));
  const words = ["--csv", csv, "--target", "power", "--runs", folder, "--no-report", ...QUICK];
  const { stdout } = await done("train", ...words);
  assertMatch(stdout, /^Test on the last rows of the file: .* \(--split random\), .*\.\n/);
  assertMatch(
    stdout,
    /^Rows are split in the order .*: the test part has the last 225 of 1500 rows$/m,
  );
  assertEquals((await readRun(join(folder, "hours"))).config.dataset.splitAfter, true);
  const random = await done("train", ...words, "--split", "random", "--name", "random");
  assertNotMatch(random.stdout, /the last/);
  assert(!("splitAfter" in (await readRun(join(folder, "random"))).config.dataset));
});

test("rows are split at random where there are too few groups for the folds", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const csv = await written(folder, "sales.csv", salesTable(130));
  const set = ["epochs=1", "hidden=[2]"].flatMap((change) => ["--set", change]);
  const words = ["--csv", csv, "--target", "sold", "--without", "price", "--runs", folder, ...set];
  const { stdout } = await done("train", ...words, "--no-report", "--folds", "27", "--verbose");
  assertMatch(stdout, /^column /);
  assertMatch(stdout, /^"town" matters: .* The rows are split at random: .* got 26\.$/m);
  assert(!("splitBy" in (await readRun(join(folder, "sales"))).config.dataset));
});
