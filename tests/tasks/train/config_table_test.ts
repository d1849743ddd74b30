/** The options of a table change the table that a config names: what a warning advises is what the next command takes. */

import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { done, refused } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** 120 rows, of which most have a missing value in one of two columns; `late` is a day of January. */
const VISITS = [
  "age,plan,late,cls",
  ...Array.from({ length: 120 }, (_, k) =>
    [
      k % 5 === 1 ? "" : k * 37 % 61,
      k % 2 ? ["a", "b"][(k >> 1) % 2] : "",
      k * 7 % 23,
      k * 37 % 61 > 30 ? "yes" : "no",
    ].join(",")),
  "",
].join("\n");

/** The table, a config of it, and what trains from that for an epoch, in a folder. */
async function withConfig(folder: string, dataset: object = {}) {
  const [csv, config] = [join(folder, "visits.csv"), join(folder, "visits.json")];
  await Deno.writeTextFile(csv, VISITS);
  const named = { csv, target: "cls", ...dataset };
  await Deno.writeTextFile(config, JSON.stringify({ dataset: named, hidden: [4], epochs: 1 }));
  const all = (...words: string[]) => ["train", ...words, "--runs", folder, "--no-report"] as const;
  const train = async (...words: string[]) => {
    const trained = await done(...all("--config", config, ...words, "--replace"));
    const saved = await Deno.readTextFile(join(folder, "visits", "config.json"));
    return { ...trained, dataset: JSON.parse(saved).dataset };
  };
  return { csv, config, all, train };
}

test("the options that a warning advises are taken", async ({ path: folder }) => {
  const { csv, train } = await withConfig(folder);
  const { stderr } = await train();
  assertMatch(stderr, /; --gaps mean or --gaps category keeps them$/m);
  assertMatch(stderr, /: --without plan keeps 48 more$/m);
  const kept = await train("--gaps", "category");
  assertEquals(kept.dataset, { csv, target: "cls", gaps: "category" });
  assertNotMatch(kept.stderr, /left out/);
  const without = await train("--without", "plan");
  assertEquals(without.dataset, { csv, target: "cls", without: ["plan"] });
  const quantity = await train("--target", "late", "--kind", "quantity");
  assertEquals(quantity.dataset, { csv, target: "late", kind: "quantity" });
});

test("a column that is left out is added to the config's", async ({ path: folder }) => {
  const { csv, train } = await withConfig(folder, { without: ["plan"] });
  const { dataset } = await train("--without", "late", "--without", "plan");
  assertEquals(dataset, { csv, target: "cls", without: ["plan", "late"] });
  const named = await train("--csv", csv, "--without", "late");
  assertEquals(named.dataset, { csv, target: "cls", without: ["plan", "late"] });
});

test("a run goes on with its options only", async ({ path: folder }) => {
  const { all, train } = await withConfig(folder);
  await train("--gaps", "mean");
  const words = ["--name", "visits", "--resume"];
  for (const options of [[], ["--gaps", "mean"], ["--target", "cls"]]) {
    await done(...all(...words, ...options));
  }
  const other = /^error: Cannot resume .*\n {2}dataset\.gaps: "mean" in the run, "drop" now$/m;
  await refused(all(...words, "--gaps", "drop"), other, 2);
});

test("an option of a table is refused where a config names no table", async ({ path: folder }) => {
  const { config, all } = await withConfig(folder);
  const pictures = { images: "photos" };
  for (
    const [dataset, ...words] of [
      [undefined, "--gaps", "mean"],
      [pictures, "--without", "a"],
      [pictures, "--kind", "class"],
    ] as const
  ) {
    await Deno.writeTextFile(config, JSON.stringify({ dataset, hidden: [4] }));
    const message = new RegExp(`${words[0]} without a table: expected --csv FILE`);
    await refused(all("--config", config, ...words), message, 2);
  }
});

test("another table than a config's is read as those of new runs, its own by its rule", async ({ path: folder }) => {
  const { csv, train } = await withConfig(folder, { csv: "elsewhere.csv" });
  assertEquals((await train("--csv", csv)).dataset, {
    gaps: "category",
    csv,
    target: "cls",
    as: {},
  });
  const own = await withConfig(folder);
  assertEquals((await own.train("--csv", own.csv)).dataset, { csv: own.csv, target: "cls" });
  const spelled = join(folder, ".") + "/./visits.csv";
  assertEquals((await own.train("--csv", spelled)).dataset, { csv: spelled, target: "cls" });
});
