/** Track with new data: the entry has its metric, the floor comes from what is asked, the history or the test. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { newDataFloor } from "../../../tasks/track/new_data.ts";
import { berriesTable } from "../../helpers/draw_tables.ts";
import { done } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { copyOld } from "../../old_runs/old_runs.ts";

const test = testsWith("read", "write", "run");

Deno.test("the floor is of the first new data, or else of the test", () => {
  const of = (low: number | null) => ({ value: 0.9, low, high: 0.95 });
  const then = of(0.8);
  assertEquals(newDataFloor({ then }, undefined), {
    least: 0.8,
    from: "the lower end of the interval of its test",
  });
  const newData = {
    ...{ sha256: "a".repeat(64), size: 9, metric: "accuracy", now: of(0.85), then } as const,
    drifted: 0,
  };
  assertEquals(newDataFloor({ then }, { newData, day: "2026-11-01" })?.least, 0.85);
  assertEquals(newDataFloor({ then: of(null) }, undefined), undefined);
  assertEquals(newDataFloor({ then: null }, undefined), undefined);
});

test("track adds new data of one run again and again, and fails where they are worse", async ({ path: folder }) => {
  const [head, ...rows] = berriesTable(900).trim().split("\n");
  const file = async (name: string, lines: readonly string[]) => {
    await Deno.writeTextFile(join(folder, name), [head, ...lines, ""].join("\n"));
    return join(folder, name);
  };
  const old = await file("old.csv", rows.slice(0, 300));
  const words = ["--target", "taste", "--without", "number", "--runs", folder, "--no-report"];
  await done("train", "--csv", old, ...words, "--set", "epochs=12");
  const run = join(folder, "old");
  const history = join(folder, "history");
  const track = (...more: string[]) => runHere(["track", run, "--history", history, ...more]);
  const lines = async () =>
    (await Deno.readTextFile(join(history, "history.jsonl"))).trimEnd().split("\n")
      .map((line) => JSON.parse(line));

  assertEquals((await track()).code, 0); // as before
  const next = await file("next.csv", rows.slice(300, 500));
  const first = await track("--csv", next);
  assertEquals(first.code, 0, first.stdout + first.stderr);
  assertMatch(
    first.stdout,
    /^ok {6}new data \d\d\.\d\d % on \d+ examples, at least \d\d\.\d\d % \(the lower end of the interval of its test\)$/m,
  );
  assert(!first.stdout.includes("MNIST") && !first.stdout.includes("95.00 %"));
  assertMatch((await track("--csv", next)).stderr, /already in .*, 2 in all$/m);
  const later = await file("later.csv", rows.slice(500, 900));
  assertMatch(
    (await track("--csv", later)).stdout,
    /^ok .*\(the lower end of the interval of \d{4}-/m,
  );

  const swapped = rows.slice(300, 500).map((row, k) =>
    k % 2 === 0 ? row : row.replace(/sweet|sour/, (taste) => taste === "sweet" ? "sour" : "sweet")
  );
  const worse = await track("--csv", await file("worse.csv", swapped));
  assertEquals(worse.code, 1);
  assertMatch(
    worse.stdout,
    /^FAILED {2}new data \d\d\.\d\d % on \d+ examples is below the floor of \d\d\.\d\d % \(/m,
  );
  const asked = await track("--csv", next, "--floor", "0.99");
  assertMatch(asked.stdout, /^FAILED {2}new data .* is below the floor of 99\.00 % \(--floor\)$/m);

  const entries = await lines();
  assertEquals(entries.map(({ holds, newData }) => [holds, newData?.size]), [
    [true, undefined],
    [true, 200],
    [true, 400],
    [false, 200],
  ]);
  assertEquals(entries[1].newData.drifted, 0);
  const { stdout } = await done("evaluate", run, "--csv", next, "--json");
  assertEquals(entries[1].newData.now, JSON.parse(stdout).metric.now);
  const page = await Deno.readTextFile(join(history, "history.html"));
  assertStringIncludes(page, "new data");
  const badge = JSON.parse(await Deno.readTextFile(join(history, "badge.json")));
  assertEquals([badge.label, badge.color], ["old.csv new data accuracy", "red"]);
  // The file that it learned from is nothing new.
  const copy = await file("copy.csv", rows.slice(0, 300));
  assertMatch((await track("--csv", copy)).stderr, /already in .*, 4 in all$/m);
});

test("a run of an older version is tracked by R², and on new data by what it has", async ({ path: folder }) => {
  const run = await copyOld("runs/quantity", folder);
  const next = join(folder, "next.csv");
  await Deno.writeTextFile(
    next,
    "speed,grams,price\nslow,700,80\nfast,2900,400\nslow,900,95\nfast,1000,220\n",
  );
  const history = join(folder, "history");
  const { code, stdout } = await runHere(["track", run, "--csv", next, "--history", history]);
  assertEquals(code, 0, stdout);
  assertMatch(stdout, /^– {7}there is no floor for new data R² .*: --floor gives one$/m);
  const below = await runHere(["track", run, "--floor", "0.999", "--history", history]);
  assertMatch(
    below.stdout,
    /^FAILED {2}test R² -?\d\.\d{4} is below the floor of 0\.9990 \(--floor\)$/m,
  );
});
