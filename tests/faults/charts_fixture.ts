/**
 * Lets `report` or `track` fail at any operation on the disk. A program of its own, since charts have their own lock.
 *
 * `deno run -P=test --lock=tasks/locks/charts.lock tests/faults/charts_fixture.ts report`
 *
 * @module
 */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { command as reportCommand, reportTask } from "../../tasks/report.ts";
import { isReport } from "../../tasks/report/write_report.ts";
import { command as trackCommand, trackTask } from "../../tasks/track.ts";
import { readHistory } from "../../tasks/track/history.ts";
import type { Fault } from "../helpers/failing_disk.ts";
import { temporaryFolder } from "../helpers/run_task.ts";
import { contentsOf, done, failAt, folderWith, trainIn } from "./failing_commands.ts";

/** The ways to fail of commands that take a second. */
const SLOW: readonly Fault[] = ["ENOSPC", "stop"];

/** Lets `report` fail. */
async function report(): Promise<void> {
  const before = await folderWith("out.html");
  const act = (folder: string) => {
    const out = ["--out", join(folder, "out.html"), "--force"];
    return done(reportCommand, reportTask, join(folder, "run"), ...out);
  };
  const isWhole = async (path: string) => await exists(path) && await isReport(path);
  await failAt({ before, writes: ["out.html"], act, isWhole }, SLOW);
}

/** Lets `track` fail. */
async function track(): Promise<void> {
  await using folder = await temporaryFolder();
  const add = (folder: string, run: string) => {
    const history = ["--history", join(folder, "history"), "--floor", "0"];
    return done(trackCommand, trackTask, join(folder, run), ...history);
  };
  await Deno.writeTextFile(join(folder.path, "notes.txt"), "mine\n");
  await trainIn(join(folder.path, "first"), 1);
  await trainIn(join(folder.path, "run"), 2);
  await add(folder.path, "first");
  const before = await contentsOf(folder.path);
  const writes = ["history.jsonl", "history.html", "badge.json"].map((name) =>
    join("history", name)
  );
  await failAt({
    before,
    writes,
    act: (folder) => add(folder, "run"),
    isWhole: async (path) => {
      if (path.endsWith(".jsonl")) return (await readHistory(path)).entries.length === 2;
      const text = await Deno.readTextFile(path);
      return path.endsWith(".html")
        ? text.endsWith("</html>\n")
        : Object(JSON.parse(text)) !== null;
    },
  });
}

const work: { readonly [name: string]: () => Promise<void> } = { report, track };
await work[Deno.args[0]!]!();
