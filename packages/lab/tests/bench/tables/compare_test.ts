import { testsWith } from "../../../../../tests/helpers/tests_with.ts";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { compare, comparisonText } from "../../../bench/tables/compare.ts";
import type { BenchTable } from "../../../bench/tables/list.ts";

const TABLES = ["vowel", "soybean", "mpg"].map((name) => ({ name, kind: "class" }) as BenchTable);

async function writeScores(folder: string, peer: string, logLosses: Record<string, number>) {
  await Deno.mkdir(`${folder}/results/${peer}`, { recursive: true });
  for (const [table, logLoss] of Object.entries(logLosses)) {
    const score = { table, seed: 1, peer, accuracy: 0.5, logLoss, seconds: 2 };
    await Deno.writeTextFile(`${folder}/results/${peer}/${table}.json`, JSON.stringify([score]));
  }
}

const test = testsWith("read", "write");

test("ours is compared on tables with all results, and its losses are named first", async (folder) => {
  await writeScores(folder.path, "ours", { vowel: 0.3, soybean: 0.2, mpg: 0.1 });
  await writeScores(folder.path, "forest", { vowel: 0.2, soybean: 0.4 });
  const comparison = await compare(folder.path, TABLES, ["ours", "forest"], [1]);
  assertEquals(comparison.leftOut, ["mpg"]);
  assertEquals(comparison.summaries, [
    { name: "ours", meanRank: 1.5, seconds: 4 },
    {
      name: "forest",
      meanRank: 1.5,
      seconds: 4,
      against: { wins: 1, ties: 0, losses: 1, p: 1, lostOn: ["vowel"] },
      byAccuracy: { wins: 0, ties: 2, losses: 0, p: 1 },
    },
  ]);
  assertStringIncludes(comparisonText(comparison).slice(0, 60), "worse than\n- forest: vowel");
});
