/** `--kind labels` of `train`: without it, rows of an NPZ file with a single 1 are a class each. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { formatNpz } from "../../../lib/formats/npz.ts";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { done } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const COUNT = 60;

test("--kind labels takes rows with a single 1 for labels, not for classes", async (folder) => {
  const bytes = (length: number, valueOf: (k: number) => number) =>
    Uint8Array.from({ length }, (_, k) => valueOf(k));
  const inputs = bytes(2 * COUNT, (k) => 100 * (k % 3));
  const answers = bytes(3 * COUNT, (k) => Math.floor(k / 3) % 3 === k % 3 ? 1 : 0);
  const npz = formatNpz([
    ["x", { dtype: "U8", shape: [COUNT, 2], bytes: inputs }],
    ["y", { dtype: "U8", shape: [COUNT, 3], bytes: answers }],
  ]);
  const file = join(folder.path, "own.npz");
  await Deno.writeFile(file, npz);
  const learned = async (...words: string[]) => {
    const quick = ["--runs", folder.path, "--set", "epochs=1", "--no-report", "--replace"];
    await done("train", "--npz", file, ...quick, ...words);
    return (await readRun(join(folder.path, "own"))).config.outputActivation;
  };
  assertEquals(await learned(), "softmax");
  assertEquals(await learned("--kind", "labels"), "sigmoid");
});
