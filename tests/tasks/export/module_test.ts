/** `export --format module`: the files that it writes of a run, and `verify` of them. */

import { assert, assertEquals, assertLessOrEqual, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { gzipSync } from "node:zlib";
import { parseModule } from "../../../lib/module/format.ts";
import { exportsOf, loaded } from "../../module/model_fixture.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";
import { jsonOf, quiet, refused, trained } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { ROOT } from "../../helpers/run_task.ts";
import { copyOf, sharedRun } from "../../helpers/shared_runs.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const PENGUINS = ["--csv", join(ROOT, "tests", "tasks", "data", "penguins.csv")];

/** What a module of penguins and one network may have beside its weights, in bytes. */
const MAX_GZIPPED_BYTES = 13_700;

const ROW = { island: "Dream", "bill_length_mm": 46.5, sex: "femal", year: 2008 };

/** A copy of a run on penguins: an ensemble over folds, which `train --csv` trains, or one network. */
async function penguinRun(folder: string, folds: number): Promise<string> {
  const words = [...PENGUINS, "--target", "species", "--folds", String(folds)];
  const run = await sharedRun(`penguins ${folds}`, (shared) => {
    return trained(shared, "run", words, "epochs=2");
  });
  return await copyOf(run, folder, `run ${folds}`);
}

/** The claims of a module that `verify` found wrong, without the file's name. */
async function wrongClaims(run: string, file: string): Promise<string[]> {
  const { stdout } = await runHere(["verify", run, "--module", file, "--json"]);
  const { problems } = JSON.parse(stdout) as { problems: { claim: string }[] };
  return problems.map(({ claim }) => claim.replace(/,? in \S+$|^\S+ (?=is )/, ""));
}

test("a run's module answers as predict does, and verify makes it again", async ({ path }) => {
  for (const folds of [0, 2]) {
    const run = await penguinRun(path, folds);
    const { weightsSha256 } = await jsonOf("export", run, "--format", "module");
    const text = await Deno.readTextFile(join(run, "model.mjs"));
    assertEquals(
      text.slice(0, text.indexOf("; Inkling ")),
      `// ${weightsSha256} is the SHA-256 of the weights`,
    );
    const predict = await loaded(text);
    const { rows: [expected], classes } = await jsonOf(
      "predict",
      run,
      "--row",
      JSON.stringify(ROW),
    );
    const { label, probabilities, remarks } = predict(ROW);
    assertEquals([label, Object.keys(probabilities)], [expected.prediction, classes]);
    assertEquals(Object.values(probabilities), expected.probabilities);
    assertEquals(JSON.parse(JSON.stringify(remarks)), expected.remarks);
    const declaration = await Deno.readTextFile(join(run, "model.d.mts"));
    assertMatch(declaration, /"sex": "female" \| "male" \| null;\n/);
    const verified = await jsonOf("verify", run);
    for (const claim of ["the weights", "the columns and answers", "the code"]) {
      assert(verified.verified.includes(`${claim} in model.mjs`), claim);
    }
    if (folds > 0) continue;
    const [weights, beside] = [text, text.replace(/"weights":"[^"]*"/, "")];
    assertLessOrEqual(gzipSync(beside).length, MAX_GZIPPED_BYTES);
    assert(beside.length < weights.length - 4 * 2947); // 11-64-32-3 in base64
  }
});

test("--explain adds reasons to a module of a table, which verify makes again", async ({ path }) => {
  const run = await penguinRun(path, 0);
  await jsonOf("export", run, "--format", "module", "--explain");
  const text = await Deno.readTextFile(join(run, "model.mjs"));
  assertEquals(parseModule(text)!.explains, true);
  const { explain } = await exportsOf(text);
  const words = ["--explain", "--row", JSON.stringify(ROW)];
  const { rows: [expected] } = await jsonOf("predict", run, ...words);
  assertEquals(explain!(ROW), expected.explanation);
  assertMatch(await Deno.readTextFile(join(run, "model.d.mts")), /^export function explain\(/m);
  const { verified } = await jsonOf("verify", run);
  for (const claim of ["the columns and answers", "the code"]) {
    assert(verified.includes(`${claim} in model.mjs`), claim);
  }
  const other = join(path, "other.mjs");
  await Deno.writeTextFile(other, text.replace(/"background":"../, '"background":"zz'));
  assertEquals(await wrongClaims(run, other), ["the columns and answers"]);
  const beside = text.replace(/"(?:weights|background)":"[^"]*"/g, "");
  assertLessOrEqual(gzipSync(beside).length, MAX_GZIPPED_BYTES);
});

test("a module of float16 has what rounding costs, and verify measures it again", {
  ignore: QUICK_TESTS,
}, async ({ path }) => {
  const [one, folds] = [await penguinRun(path, 0), await penguinRun(path, 2)];
  const file = join(path, "half.mjs");
  const words = ["export", one, "--format", "module", "--weights", "float16", "--out", file];
  const printed = await quiet(...words as [string]);
  const text = await Deno.readTextFile(file);
  const { notes, isHalf } = parseModule(text)!;
  assertEquals(isHalf, true);
  assertMatch(
    notes.join(" "),
    /^The weights are rounded to float16\. On the test split of \d+: accuracy \d+\.\d\d %, loss [\d.]+; with the weights as they were trained: accuracy \d+\.\d\d %, loss [\d.]+\.$/,
  );
  assertEquals(printed.split("\n").slice(1, -1), notes);
  assertEquals(await wrongClaims(one, file), []);

  const changed: [from: RegExp, to: string, claims: string[]][] = [
    [/"weights":"../, '"weights":"AA', ["the weights", "the columns and answers"]],
    [/"mean":/, '"mean":1', ["the columns and answers"]],
    [/=40;/, "=41;", ["the code"]],
    [/(On the test split of \d+: accuracy )/, "$19", ["what rounding costs"]],
    [/^\/\/ ./, "// e", ["is of these weights"]],
    [/export \{ predict \};/, "export default predict;", ["is a module of export"]],
  ];
  for (const [from, to, claims] of changed) {
    const other = text.replace(from, to);
    assert(other !== text, to);
    await Deno.writeTextFile(file, other);
    assertEquals(await wrongClaims(one, file), claims, to);
  }
  await Deno.writeTextFile(file, text);
  assertEquals(await wrongClaims(folds, file), ["is of these weights"]);
  await Deno.writeTextFile(join(path, "half.d.mts"), "export {};\n");
  assertEquals(await wrongClaims(one, file), ["the types"]);

  await Deno.remove(file);
  await refused(words as [string], /Cannot write .*half\.d\.mts: it already exists; --force/);
});
