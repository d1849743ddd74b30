/** Tables that are split by groups or by time: trained, verified, resumed from the config, reported, swept. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
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

const together = /^Rows of an equal "customer" stay together: of 40 groups \d test$/m;
const latest = /^Rows are split after "day": of 60 times the latest 9 test$/m;

for (
  const [option, column, key, found] of [
    ["--split-by", "customer", "splitBy", together],
    ["--split-after", "day", "splitAfter", latest],
  ] as const
) {
  test(`a table that is split by ${option} is trained, verified and reported`, async ({ path: folder }) => {
    const csv = join(folder, "orders.csv");
    await Deno.writeTextFile(csv, ORDERS);
    const words = ["--csv", csv, "--target", "class", "--runs", folder, option, column];
    const trained = await done("train", ...words, "--set", "epochs=2", "--set", "hidden=[4]");
    assertMatch(trained.stdout, found);
    const isTimed = option === "--split-after";
    assertEquals(/^persistence /m.test(trained.stdout), isTimed);
    assertEquals(
      /^Rows are not forecast .* "class" one day before$/m.test(trained.stderr),
      isTimed,
    );
    const run = join(folder, "orders");
    const read = async (file: string) => JSON.parse(await Deno.readTextFile(join(run, file)));
    const config = await read("config.json");
    assertEquals(config.dataset[key], column);
    await done("verify", run);
    const plain = ["--folds", "0", "--name", "plain", "--no-report", "--set", "epochs=1"];
    const { stdout } = await done("train", ...words, ...plain);
    assertEquals(/^persistence /m.test(stdout), isTimed);
    await done("verify", join(folder, "plain"));
    assertMatch(await Deno.readTextFile(join(run, "report.html")), /stay together|are split after/);
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
    assertEquals(trial.dataset[key], column);
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
});
