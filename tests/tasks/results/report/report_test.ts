import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { LONG_TESTS } from "../../../helpers/long.ts";
import { mnistData, tinyRun } from "../../../helpers/mnist_data.ts";
import { testsWhere } from "../../../helpers/tests_with.ts";
import { done, quiet, refused } from "../../../helpers/outcomes.ts";
import { copyOf } from "../../../helpers/shared_runs.ts";
import { granted, namesIn, type Outcome } from "../../../helpers/run_task.ts";
import { assertSelfContained, TORN_PERCENT } from "./assert_page.ts";

const ignore = !granted("read", "write", "run", "net");
const test = testsWhere(!ignore);

/** No page is larger, in bytes. */
const LARGEST_PAGE = 1_000_000;

/** GitHub's limit for the summary of a step, in bytes. */
const LARGEST_SUMMARY = 1024 * 1024;

/** Trains a little, under a name. */
async function train(runs: string, name: string, ...words: string[]): Promise<Outcome> {
  const folders = ["--data", await mnistData(), "--runs", runs, "--name", name];
  const small = ["--set", "trainingSize=2000", "--set", "epochs=3"];
  return await done("train", ...folders, ...small, ...words);
}

async function textOf(...path: string[]): Promise<string> {
  return await Deno.readTextFile(join(...path));
}

test("train leaves a report with the metrics of the run, and --no-report none", async ({ path: folder }) => {
  const { stdout, stderr } = await train(folder, "one");
  assertMatch(stdout, /^Report: .*one.report\.html\n$/m);
  assertEquals(stderr, "");
  const page = await textOf(folder, "one", "report.html");
  assertSelfContained(page);
  assertLess(page.length, LARGEST_PAGE);
  assertStringIncludes(page, "Predicts which of 10 classes an image of MNIST is.");
  assertNotMatch(page, /<summary>\s*<h2/); // only user data folds sections away
  const summary = JSON.parse(await textOf(folder, "one", "summary.json"));
  assertStringIncludes(page, `${(100 * summary.test.accuracy).toFixed(2)}\u00a0%`);
  assertStringIncludes(page, summary.weightsSha256);
  for (const hash of Object.values<string>(summary.data)) assertStringIncludes(page, hash);

  for (const word of ["--no-report", "--json"]) { // and that of the earlier weights is gone
    await train(folder, "one", word, "--seed", "2", "--replace");
    assert(!(await namesIn(join(folder, "one"))).includes("report.html"), word);
  }
});

test("report writes the same page as train, again and elsewhere", async ({ path: folder }) => {
  await train(folder, "one", "--set", 'schedule={"name":"cosine"}', "--set", "keep=best");
  const run = join(folder, "one");
  const page = await textOf(run, "report.html");
  assertMatch(page, /<h3>Learning rate<\/h3>/);
  const data = ["--data", await mnistData()];
  const out = join(folder, "elsewhere.html");
  assertEquals(await quiet("report", run, "--out", out, ...data), `Wrote ${out}\n`);
  assertEquals(await Deno.readTextFile(out), page);
});

test("report writes over reports, and over nothing else without --force; never over a run", async ({ path: folder }) => {
  const { run, data } = await tinyRun(folder);
  const report = ["report", run, "--data", data] as const;
  const noReport = /^error: Cannot write .*: it is not a report of this command; --force/;
  for (const [name, ...format] of [["page.html"], ["page.md", "--format", "markdown"]]) {
    const out = join(folder, name!);
    await Deno.writeTextFile(out, "<h1>My thesis</h1>");
    const words = ["--out", out, ...format];
    await refused([...report, ...words], noReport);
    assertEquals(await textOf(out), "<h1>My thesis</h1>");
    await done(...report, ...words, "--force");
    const written = await textOf(out);
    await done(...report, ...words); // over a report
    assertEquals(await textOf(out), written);
  }
  await Deno.writeTextFile(join(run, "report.html"), "mine");
  await refused(report, noReport);
  assertEquals(await textOf(run, "report.html"), "mine");
});

testsWhere(!(ignore || !LONG_TESTS))(
  "several runs are put side by side, with what sets their configs apart",
  async ({ path: folder }) => {
    await train(folder, "quadratic", "--no-report");
    await train(folder, "entropy", "--no-report", "--set", "cost=crossEntropy");
    const runs = ["quadratic", "entropy"].map((name) => join(folder, name));
    const data = ["--data", await mnistData()];
    const path = join(folder, "report.html");
    assertEquals(await quiet("report", ...runs, ...data), `Wrote ${path}\n`);
    const page = await Deno.readTextFile(path);
    assertSelfContained(page);
    for (const run of runs) {
      const { weightsSha256 } = JSON.parse(await textOf(run, "summary.json"));
      assertStringIncludes(page, `<code>${weightsSha256.slice(0, 12)}</code>`);
    }
    assertMatch(page, /<th scope="row">cost<\/th>.*quadratic.*crossEntropy/);
    assertNotMatch(page, /<th scope="row">batchSize<\/th>[^]*What they share/);

    const markdown = await quiet("report", ...runs, "--format", "markdown", ...data);
    assertMatch(markdown, /^## 2 runs on MNIST$/m);
    assertNotMatch(markdown, TORN_PERCENT);
    assertMatch(markdown, /^\| cost \| .*quadratic.* \| .*crossEntropy/m);
  },
);

test("the essentials as Markdown go to stdout, and fit GitHub's job summary", async ({ path: folder }) => {
  const epochs = ["--set", "trainingSize=10", "--set", "epochs=150"];
  await train(folder, "long", "--no-report", "--workers", "1", ...epochs);
  const words = ["--format", "markdown", "--data", await mnistData()];
  const stdout = await quiet("report", join(folder, "long"), ...words);
  assertLess(new TextEncoder().encode(stdout).length, LARGEST_SUMMARY / 20);
  assertMatch(stdout, /^## long: \d\d\.\d\d/);
  assertMatch(stdout, /^### Confusion matrix$[^]*^### Mistakes, the most confident first$/m);
  assertMatch(stdout, /^\| 150 \|/m);
  assertNotMatch(stdout, TORN_PERCENT);
  assertMatch(stdout, /^\| engine \| <code>wasm, 1 worker<\/code> \|$/m);
  assertEquals(await namesIn(join(folder, "long")).then((names) => names.length), 5);
});

test("text from a run's files is text in the report, never HTML or Markdown", async ({ path: folder }) => {
  const { run, data } = await tinyRun(folder);
  const other = await copyOf(run, folder, "other");
  const path = join(run, "summary.json");
  const evil = '<script>alert("1")</script> &amp; </svg> | `x` [a](b)';
  const summary = JSON.parse(await Deno.readTextFile(path));
  summary.versions.inkling = evil;
  await Deno.writeTextFile(path, JSON.stringify({ ...summary, name: evil, engine: evil }));
  for (const runs of [[run], [run, other]]) {
    const out = join(folder, "out.html");
    await quiet("report", ...runs, "--data", data, "--out", out);
    const page = await Deno.readTextFile(out);
    assertSelfContained(page);
    assertStringIncludes(page, "&lt;script&gt;");
    const md = join(folder, "out.md");
    await done("report", ...runs, "--data", data, "--format", "markdown", "--out", md);
    assertNotMatch(await Deno.readTextFile(md), /<script|`x`|\[a\]\(/);
  }
});
