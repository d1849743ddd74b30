/** A run that learned from whole numbers that float64 rounds, as version 0.1.0 read them, goes on working. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { CsvFile } from "../../tasks/datasets/csv/file.ts";
import { runHere } from "../helpers/run_here.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";

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

Deno.test({
  name: "a run whose file has a column of numbers reads it so, though float64 rounds them",
  ignore: !granted("read", "write", "run"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const csv = join(folder.path, "times.csv");
    const words = ["--csv", csv, "--target", "late", "--runs", folder.path, "--no-report"];
    const set = ["--set", "dataset.split=part", "--set", "epochs=2"];
    await Deno.writeTextFile(csv, HELD);
    const trained = await runHere(["train", ...words, ...set]);
    assertEquals(trained.code, 0, trained.stderr);
    // The same run on the table that has the numbers as they are, which now are codes.
    await Deno.writeTextFile(csv, ROUNDED);
    const file = await CsvFile.open(csv);
    await Array.fromAsync(file.open());
    const run = join(folder.path, "times");
    const path = join(run, "summary.json");
    const summary = JSON.parse(await Deno.readTextFile(path));
    summary.data = { "rows and columns": file.sha256 };
    await Deno.writeTextFile(path, JSON.stringify(summary, null, 2) + "\n");

    const commands: [string, ...string[]][] = [
      ["evaluate", run],
      ["verify", run],
      ["report", run],
      ["train", ...words, "--resume"],
    ];
    for (const command of commands) {
      const { code, stdout, stderr } = await runHere(command);
      assertEquals(code, 0, stdout + stderr);
    }
    const anew = await runHere(["train", ...words, ...set, "--name", "anew"]);
    assertMatch(
      anew.stderr,
      /besides the target no column is left .* has more digits than float64/,
    );
  },
});
