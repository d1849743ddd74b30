/** A model that is trained in the page has the trees of the command's, and answers by them. */

import { hash } from "node:crypto";
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors, type Safetensors } from "../../../lib/formats/mod.ts";
import { RandomStream } from "../../../lib/numerics/mod.ts";
import { granted, runTask, temporaryFolder } from "../../../tests/helpers/run_task.ts";
import { DEFAULT_MISSING_VALUE_RULE } from "../../../lib/table/mod.ts";
import type { Report } from "../messages.ts";
import { trainOnTable } from "../table_training.ts";

/** Rows with steps and noise, which trees learn better than networks, with missing values and many levels. */
function steps(): string {
  const random = new RandomStream(1, "data");
  const rows = Array.from({ length: 500 }, () => {
    const [a, b, c] = [10 * random.uniform(), random.uint32() % 8, random.uniform() - 0.5];
    const [color, code] = [["red", "green", "blue"][random.uint32() % 3]!, random.uint32() % 40];
    const y = 2 * (Math.floor(2.3 * a) * 7 % 5) * (c > 0 ? 1 : -0.5) +
      (color === "red" ? 2 : 0) + code * 13 % 7 + b * 5 % 3 + random.normal();
    const cells = [a.toFixed(3), b, c.toFixed(4), color].map((cell) =>
      random.uniform() < 0.05 ? "" : cell
    );
    return [...cells, `i${code}`, y.toFixed(4)].join();
  });
  return ["a,b,c,color,code,y", ...rows].join("\n") + "\n";
}

Deno.test("the page's file of a table on which trees win is the command's, trees and all", {
  ignore: !granted("read", "write", "run"),
}, async () => {
  await using folder = await temporaryFolder();
  const csv = join(folder.path, "steps.csv");
  await Deno.writeTextFile(csv, steps());
  const reports: Report[] = [];
  const settings = {
    target: "y",
    without: [],
    kind: undefined,
    gaps: DEFAULT_MISSING_VALUE_RULE,
    weights: undefined,
    seed: 1,
  } as const;
  const file = new File([steps()], "steps.csv");
  await trainOnTable(file, settings, new AbortController().signal, (one) => reports.push(one));
  const ended = reports.at(-1);
  assert(ended?.kind === "ended");
  const options = ["--target", "y", "--runs", folder.path, "--no-report", "--folds", "auto"];
  const { code, stderr } = await runTask(["train", "--csv", csv, ...options]);
  assertEquals(code, 0, stderr);
  const [page, command] = [
    parseSafetensors(ended.network!.file),
    parseSafetensors(await Deno.readFile(join(folder.path, "steps", "weights.safetensors"))),
  ];
  assert(page.tensors.has("trees.4.values"));
  const hashes = ({ tensors }: Safetensors) =>
    [...tensors].map(([name, { bytes }]) => `${name} ${hash("sha256", bytes)}`);
  assertEquals(hashes(page), hashes(command));
  for (const key of ["folds", "table", "intervals", "novelty"]) {
    assertEquals(page.metadata[key], command.metadata[key], key);
  }
});
