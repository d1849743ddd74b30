import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { testsWith } from "../helpers/tests_with.ts";
import { runHere } from "../helpers/run_here.ts";
import { namesIn } from "../helpers/run_task.ts";
import { hashOf, resultOf, writeRun } from "./track/runs.ts";

const test = testsWith("read", "write", "run");

test("a run on other data than MNIST has no floor of its own, and is held to the run before", async ({ path: folder }) => {
  const history = join(folder, "history");
  const own = { csv: "iris.csv", target: "species" };
  for (const dataset of ["fashion-mnist", own]) {
    const config = { dataset } as object;
    const track = async (day: number, correct: number, ...words: string[]) => {
      const run = await writeRun(folder, day, { test: resultOf(correct) }, config);
      return await runHere(["track", run, "--history", history, ...words]);
    };
    const first = await track(1, 8900);
    assertEquals(first.code, 0, first.stderr);
    assertEquals(first.stdout.split("\n").slice(1), [
      "–       there is no floor for test 89.00 %: --floor gives one",
      "–       4.0 s of training, the first run",
      "",
    ]);
    const second = await track(2, 8700);
    assertEquals(second.code, 1);
    assertMatch(second.stdout, /^FAILED {2}test 87\.00 %, 89\.00 % on 2026-11-01: chance /m);
    const third = await track(3, 8900, "--floor", "0.95");
    assertMatch(third.stdout, /^FAILED {2}test 89\.00 % is below the floor of 95\.00 %/m);
    const page = await Deno.readTextFile(join(history, "history.html"));
    assertMatch(page, /The floor is 95\.00\s%\./);
    await track(4, 8900);
    const without = await Deno.readTextFile(join(history, "history.html"));
    assert(!without.includes("The floor is"));
    await Deno.remove(history, { recursive: true });
  }
});

test("track adds a run a line, draws them, makes a badge, and fails where one is worse", async ({ path: folder }) => {
  const history = join(folder, "history");
  const track = async (run: string, ...words: string[]) =>
    await runHere(["track", run, "--history", history, ...words]);
  const read = (name: string) => Deno.readTextFile(join(history, name));
  const badge = async () => JSON.parse(await read("badge.json"));

  const first = await track(await writeRun(folder, 1), "--commit", "0123456789abcdef");
  assertEquals(first.code, 0, first.stderr);
  assertEquals(first.stdout.split("\n"), [
    "–       the weights are the first of this config and data",
    "ok      test 95.50 %, at least 95.00 % (the default of --floor)",
    "–       4.0 s of training, the first run",
    "",
  ]);
  assertMatch(first.stderr, /^Added to .*history\.jsonl, 1 in all\n$/);
  assertEquals(await namesIn(history), ["badge.json", "history.html", "history.jsonl"]);
  assertEquals(await badge(), {
    schemaVersion: 1,
    label: "mnist test accuracy",
    message: "95.50 %",
    color: "brightgreen",
  });

  // Another config is another story.
  await track(await writeRun(folder, 2, {}, { learningRate: 1 }), "--floor", "0.9");
  const before = await read("history.jsonl");
  const worse = { test: resultOf(9000), weightsSha256: hashOf("b") };
  const third = await track(await writeRun(folder, 3, worse), "--format", "markdown");
  assertEquals(third.code, 1);
  assertMatch(third.stderr, /, 3 in all\nerror: .*run-3 fails 3 of 5 checks\n$/);
  assertMatch(
    third.stdout,
    /^## History: 90\.00\s% on test, \*\*a check failed\*\*\n\n### The last run\n\n- FAILED: /,
  );
  assertMatch(
    third.stdout,
    /^\| 2026-11-03 03:17 \| – \| 96\.00\s% \| 90\.00\s% \| 4\.0\ss \| b{12} \| failed \|\n\| 2026-11-01 .*\| 0123456 \|.*\n$/m,
  );
  assertEquals((await badge()).color, "red");

  const text = await read("history.jsonl");
  assert(text.startsWith(before));
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.map(({ holds }) => holds), [true, true, false]);
  assertEquals([lines[0].commit, lines[0].date], [
    "0123456789abcdef",
    "2026-11-01T03:17:00.000Z",
  ]);
  const page = await read("history.html");
  assertStringIncludes(page, "2 runs of one config and data");
  assertStringIncludes(page, "The history has 1 run of others.");
  assertEquals(page.match(/<svg class="chart"/g)?.length, 2);

  // The same run again is compared again, and not added.
  const again = await track(join(folder, "run-3"));
  assertEquals(again.code, 1);
  assertMatch(again.stderr, /^It is already in .*, 3 in all\n/);
  assertEquals(await read("history.jsonl"), text);
  // One that is no longer the newest leaves page and badge to that.
  assertEquals((await track(join(folder, "run-1"))).code, 0);
  assertEquals((await badge()).color, "red");
});

test("a damaged history is refused, as is a damaged run, and nothing is written", async ({ path: folder }) => {
  const run = await writeRun(folder, 1);
  const file = join(folder, "history.jsonl");
  await Deno.writeTextFile(file, "{}\n");
  const { code, stdout, stderr } = await runHere(["track", run, "--history", folder]);
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^error: Cannot use .*history\.jsonl: line 1 is damaged .*nothing was wri/);
  assertEquals(await Deno.readTextFile(file), "{}\n");
  assertEquals(await namesIn(folder), ["history.jsonl", "run-1"]);

  // Nor does a damaged run become a damaged line.
  const summary = join(run, "summary.json");
  const text = await Deno.readTextFile(summary);
  await Deno.writeTextFile(summary, text.replace('"weightsSha256":"a', '"weightsSha256":"g'));
  await Deno.remove(file);
  const damaged = await runHere(["track", run, "--history", folder]);
  assertEquals([damaged.code, damaged.stdout], [1, ""]);
  assertMatch(
    damaged.stderr,
    /^error: Cannot use .*summary\.json: its weightsSha256 is "ga+"\n$/,
  );
  assertEquals(await namesIn(folder), ["run-1"]);
});
