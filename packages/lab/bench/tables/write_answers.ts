/**
 * Trains an ensemble over folds on each table of classes, and writes what its members answer, for `calibrate.ts`:
 *
 *     deno run -A packages/lab/bench/tables/write_answers.ts FOLDER kept OUT
 *
 * `OUT/NAME-SEED.json` has for each member its answers to its own fold and to the test part. What is there is not made again.
 * @module
 */

import { join } from "@std/path";
import { outputsFor } from "../../../../lib/evaluate/mod.ts";
import { FoldEnsemble } from "../../../../lib/table/folds/mod.ts";
import { tableSource } from "../../../../lib/table/model/data.ts";
import { trainEnsemble } from "../../../../lib/table/model/training.ts";
import { tableDatasets } from "../../../../lib/table/mod.ts";
import { type BenchTable, readTables } from "./list.ts";

/** What the members of an ensemble over folds answer. */
export interface MemberAnswers {
  readonly table: string;
  readonly classes: readonly string[];
  /** The class of each row that is dealt to folds, and of each row of the test. */
  readonly labels: readonly number[];
  readonly testLabels: readonly number[];
  /** [repeats][rows] */
  readonly folds: readonly (readonly number[])[];
  readonly members: readonly {
    readonly family: string;
    /** Of its family. */
    readonly weight: number;
    readonly fold: number;
    readonly repeat: number;
    /** [rows of its fold, classes] */
    readonly outOfFold: readonly number[];
    /** [test rows, classes] */
    readonly test: readonly number[];
  }[];
}

async function answersOf(
  { name, target }: BenchTable,
  folder: string,
  seed: number,
): Promise<MemberAnswers | undefined> {
  const source = await tableSource(await Deno.readTextFile(join(folder, `${name}.csv`)), {
    target,
  });
  const table = await tableDatasets(source, {
    ...{ target, kind: "class", gaps: "category", as: {}, folds: "auto", splitSeed: seed },
  });
  const { training, test, folds } = table;
  if (folds.length === 0) return undefined;
  let ensemble: FoldEnsemble | undefined;
  for await (const round of trainEnsemble(table, { seed })) {
    if (round.isLast) ensemble = (await round.parts()).network as FoldEnsemble;
  }
  const members = ensemble!.families.filter(({ weight }) => weight > 0).flatMap((family) =>
    family.members.map((member) => {
      const alone = new FoldEnsemble([{ ...family, members: [member] }]);
      const all = alone.outOfFold(training, folds).outputs;
      const { outputs } = training;
      const own = Array.from(all, (value) => value * folds.length)
        .filter((_, k) => folds[member.repeat]![Math.floor(k / outputs)] === member.fold);
      return {
        ...{ family: family.name, weight: family.weight },
        ...{ fold: member.fold, repeat: member.repeat },
        outOfFold: own,
        test: [...outputsFor(alone, test)],
      };
    })
  );
  return {
    ...{ table: name, classes: training.classNames!, members },
    ...{ labels: [...training.labels], testLabels: [...test.labels] },
    folds: folds.map((fold) => [...fold]),
  };
}

if (import.meta.main) {
  const [folder, which, out, seed = "1"] = Deno.args;
  if (folder === undefined || which === undefined || out === undefined) {
    throw new Error("Cannot train: expected a folder, which tables, and where to write");
  }
  const tables = (await readTables(folder)).filter(({ kind, division, name }) =>
    kind === "class" && (division === which || which.split(",").includes(name))
  ).sort((a, b) => a.rows * a.columns - b.rows * b.columns);
  for (const table of tables) {
    const path = join(out, `${table.name}-${seed}.json`);
    if (await Deno.stat(path).catch(() => undefined)) continue;
    const start = performance.now();
    const answers = await answersOf(table, folder, Number(seed));
    if (answers === undefined) console.log(table.name, "has no folds");
    else await Deno.writeTextFile(path, JSON.stringify(answers));
    console.log(table.name, Math.round((performance.now() - start) / 1000), "s");
  }
}
