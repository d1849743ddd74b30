/** A run that learned from whole numbers that float64 rounds, as version 0.1.0 read them, goes on working. */

import { join } from "@std/path";
import { CsvFile } from "../../../tasks/data/tables/open_table.ts";
import { done, refused, trained } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

/** 90 rows of times in nanoseconds; the column of parts makes the split the same whatever the cells are. */
const timesOf = (cell: (time: bigint) => bigint) =>
  [
    "time,part,late",
    ...Array.from({ length: 90 }, (_, k) => {
      const time = 1_700_000_000_000_000_000n + BigInt(k * 37 % 89) * 1_000_000_000_001n;
      return `${cell(time)},${["train", "train", "val", "test"][k % 4]},${
        k * 37 % 89 > 44 ? "yes" : "no"
      }`;
    }),
    "",
  ].join("\n");

/** The table with numbers that float64 holds: to it they are those of the other table. */
const HELD = timesOf((time) => BigInt(Number(time)));
const ROUNDED = timesOf((time) => time);

testsWith("read", "write", "run")(
  "a run's column of numbers that float64 rounds stays one",
  async (folder) => {
    const csv = join(folder.path, "times.csv");
    const words = ["--csv", csv, "--target", "late"];
    const set = ["dataset.split=part", "epochs=2"];
    await Deno.writeTextFile(csv, HELD);
    const run = await trained(folder.path, "times", words, ...set);
    // The same run on the table that has the numbers as they are, which now are codes.
    await Deno.writeTextFile(csv, ROUNDED);
    const file = await CsvFile.open(csv);
    await Array.fromAsync(file.open());
    const path = join(run, "summary.json");
    const summary = JSON.parse(await Deno.readTextFile(path));
    summary.data = { "rows and columns": file.sha256 };
    await Deno.writeTextFile(path, JSON.stringify(summary, null, 2) + "\n");

    for (const task of ["evaluate", "verify", "report"]) await done(task, run);
    const train = ["train", ...words, "--runs", folder.path, "--no-report"] as const;
    await done(...train, "--resume");
    const anew = [...train, "--name", "anew", ...set.flatMap((key) => ["--set", key])] as const;
    const message = /besides the target no column is left .* has more digits than float64/;
    await refused(anew, message);
  },
);
