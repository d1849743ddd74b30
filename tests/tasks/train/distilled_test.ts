/** A run that Inkling 0.1.0 or 0.2.0-dev distilled from an ensemble: it is read, and not trained. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { formatCheckpoint, parseCheckpoint } from "../../../lib/train/mod.ts";
import { berriesTable } from "../../helpers/draw_tables.ts";
import { done, jsonOf, refused, trained } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

/** What those versions wrote of the teacher, into the summary and the checkpoint. */
const TEACHER = {
  weightsSha256: ["a1", "b2"],
  weights: [0.75, 0.25],
  normalizeWidths: [null, null],
  temperature: 2,
  alpha: 0.25,
};

test("a distilled run of an earlier version is evaluated, verified and reported, and is not trained on", async ({ path }) => {
  const csv = join(path, "berries.csv");
  await Deno.writeTextFile(csv, berriesTable(90));
  const words = ["--csv", csv, "--target", "taste", "--folds", "0", "--set", "hidden=[4]"];
  const run = await trained(path, "student", words, "epochs=2");
  const [summary, file] = [join(run, "summary.json"), join(run, "checkpoint.safetensors")];
  const written = JSON.parse(await Deno.readTextFile(summary));
  const text = JSON.stringify({ ...written, teacher: TEACHER }, null, 2);
  await Deno.writeTextFile(summary, `${text}\n`);
  const { checkpoint, metadata } = await parseCheckpoint(await Deno.readFile(file));
  const ofRun = { ...JSON.parse(metadata["run"]!), teacher: TEACHER };
  const more = { config: metadata["config"]!, run: JSON.stringify(ofRun) };
  await Deno.writeFile(file, await formatCheckpoint(checkpoint, more));

  assertEquals((await jsonOf("evaluate", run)).correct, written.test.correct);
  assertMatch((await done("verify", run)).stdout, /teacher\.temperature/);
  await done("report", run);
  const page = await Deno.readTextFile(join(run, "report.html"));
  assertMatch(page, /It learned from an ensemble of 2 networks/);

  const learned = /it learned from an ensemble, which is not in its/;
  await refused(["verify", run, "--retrain"], learned, 2);
  const again = [...words, "--set", "epochs=3", "--runs", path, "--name", "student"];
  const resumed = await runHere(["train", ...again, "--resume"]);
  assertMatch(resumed.stderr, /it learned from an ensemble of 2 networks, which only earlier/);
  const anew = await runHere(["train", ...again]);
  assertMatch(
    anew.stderr,
    /Cannot train over [^]*teacher: an ensemble of 2 networks in the run, none/,
  );
  assertEquals([resumed.code, anew.code], [2, 2]);
});
