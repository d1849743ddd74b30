/** Tables that are split by groups or by time: trained, verified, resumed from the config, reported, swept. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { QUICK_TESTS } from "../../helpers/long.ts";
import { done, refused } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** 200 orders of 40 customers over 60 days. */
const ORDERS = [
  "day,customer,price,class",
  ...Array.from({ length: 200 }, (_, k) => {
    const price = k * 37 % 101;
    return `${k * 7 % 60},c${k * 11 % 40},${price},${price > 50 ? "high" : "low"}`;
  }),
  "",
].join("\n");

const together =
  /^Rows with the same "customer" stay together: the test part has \d of 40 groups; "customer" is not an input$/m;
const pairs =
  /^Rows with the same "customer" and "day" stay together: the test part has \d+ of \d+ groups$/m;
const last =
  /^Rows are split in the order of the table: the test part has the last 30 of 200 rows$/m;
const latest = /^Rows are split after "day": the test part has the latest 9 of 60 times$/m;

for (
  const [options, key, value, found] of [
    [["--split-by", "customer"], "splitBy", "customer", together],
    [["--split-by", "customer", "--split-by", "day"], "splitBy", ["customer", "day"], pairs],
    [["--split-after", "day"], "splitAfter", "day", latest],
    [["--split", "order"], "splitAfter", true, last],
  ] as const
) {
  test(`a table that is split by ${options.join(" ")} is trained, verified and reported`, {
    ignore: QUICK_TESTS && found !== pairs,
  }, async ({ path: folder }) => {
    const csv = join(folder, "orders.csv");
    await Deno.writeTextFile(csv, ORDERS);
    const words = ["--csv", csv, "--target", "class", "--runs", folder, ...options];
    const trained = await done("train", ...words, "--set", "epochs=2", "--set", "hidden=[4]");
    assertMatch(trained.stdout, found);
    const isTimed = key === "splitAfter";
    assertEquals(/^persistence /m.test(trained.stdout), isTimed);
    assertEquals(
      /^Earlier rows are not used .* "class" one day before$/m.test(trained.stderr),
      isTimed,
    );
    const run = join(folder, "orders");
    const read = async (file: string) => JSON.parse(await Deno.readTextFile(join(run, file)));
    const config = await read("config.json");
    assertEquals(config.dataset[key], value);
    await done("verify", run);
    const plain = ["--folds", "0", "--name", "plain", "--no-report", "--set", "epochs=1"];
    const { stdout } = await done("train", ...words, ...plain);
    assertEquals(/^persistence /m.test(stdout), isTimed);
    await done("verify", join(folder, "plain"));
    assertMatch(await Deno.readTextFile(join(run, "report.html")), /stay together|are split /);
    await done("evaluate", run);

    // The recipe as a config, and its sweep, split the table in the same way.
    const recipe = /^The recipe, to copy into a config: (.*)$/m.exec(trained.stdout)![1]!;
    const file = join(folder, "copied.json");
    await Deno.writeTextFile(file, recipe);
    await done("train", "--config", file, "--runs", folder, "--no-report");
    const summary = await read("summary.json");
    const copied = JSON.parse(await Deno.readTextFile(join(folder, "copied", "summary.json")));
    assertEquals(copied.weightsSha256, summary.weightsSha256);
    const definition = join(folder, "sweep.json");
    const parameters = { batchSize: { values: [8, 16] } };
    const swept = { method: "grid", config: { ...JSON.parse(recipe), epochs: 1 }, parameters };
    await Deno.writeTextFile(definition, JSON.stringify(swept));
    const out = join(folder, "swept");
    await done("sweep", definition, "--out", out, "--no-report");
    const trial = await findConfig(join(out, "trials"));
    assertEquals(trial.dataset[key], value);
  });
}

/** The first config of a trial below a folder. */
// deno-lint-ignore no-explicit-any -- JSON
async function findConfig(folder: string): Promise<any> {
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.name === "config.json") return JSON.parse(await Deno.readTextFile(path));
    const found = entry.isDirectory ? await findConfig(path) : undefined;
    if (found !== undefined) return found;
  }
}

test("a table is split in one way", async ({ path: folder }) => {
  const csv = join(folder, "orders.csv");
  await Deno.writeTextFile(csv, ORDERS);
  const words = ["train", "--csv", csv, "--target", "class", "--runs", folder] as const;
  await refused([...words, "--split-by", "customer", "--split-after", "day"], /at once/);
  const { stderr } = await refused([...words, "--split-by", "custmer"], /did you mean/);
  assertStringIncludes(stderr, "customer");
  const both = "customer,day";
  await refused([...words, "--split-by", both], /write --split-by customer --split-by day$/m);
  for (const other of [["--split-by", "customer"], ["--split-after", "day"]]) {
    await refused([...words, "--split", "random", ...other], /--split random with --split-/, 2);
  }
  await refused(["train", "--images", folder, "--split", "random"], /--split without a table/, 2);
});
