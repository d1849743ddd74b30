/** Runs over folds that are interrupted or damaged: what is kept, and which error is printed. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { toText } from "@std/streams";
import { FILES, readRun } from "../../../tasks/run/run_folder.ts";
import { formatSaved, readSaved } from "../../../tasks/run/saved.ts";
import { foldPlansOf } from "../../../tasks/train/fold_learner.ts";
import { openLearner } from "../../../tasks/train/open_learner.ts";
import { MemberWorkers } from "../../../tasks/train/member_workers.ts";
import { killAt } from "../../helpers/kills.ts";
import { waitForLine } from "../../helpers/lines.ts";
import { verified } from "../../helpers/run_content.ts";
import { granted, namesIn, startTask } from "../../helpers/run_task.ts";
import { rejectsSaying } from "../../helpers/says.ts";
import { testsWhere } from "../../helpers/tests_with.ts";
import { salesConfig, trainSales, writeSales } from "./fold_runs.ts";

const isAble = granted("read", "write", "run");
const test = testsWhere(isAble);
const unixTest = testsWhere(isAble && Deno.build.os !== "windows");

unixTest(
  "Ctrl-C and SIGTERM keep the last whole round of members, and exit with 130",
  async (folder) => {
    const csv = await writeSales(folder.path);
    const words = ["--csv", csv, "--target", "price", "--without", "sold", "--split-by", "none"];
    const set = ["--set", "epochs=10000", "--set", "earlyStopping=null"];
    const long = ["--folds", "3", ...set, "--runs", folder.path];
    let epochs = 0;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const process = startTask(["train", ...words, ...long, "--resume", "--verbose"]);
      await waitForLine(process.stdout, new RegExp(`^Epoch ${epochs + 1}: `, "m"));
      await killAt(`${signal} after epoch ${epochs + 1}`, async () => {
        process.kill(signal);
        const errors = await toText(process.stderr);
        assertEquals((await process.status).code, 130, errors);
        assertMatch(
          errors,
          /^Stopped after epoch \d+: .*keeps the best epoch of each network; .* continues$/m,
        );
        const run = join(folder.path, "sales");
        const { summary } = await readRun(run);
        assertEquals([summary.ended, summary.epochs > epochs], ["interrupted", true]);
        assertEquals((await verified(run)).wrong, []);
        epochs = Math.max(summary.epochs, 9); // later lines are every tenth epoch
      });
      epochs += 9 - epochs % 10;
    }
  },
);

test("a checkpoint over folds that is cut off or damaged anywhere is refused by its name", async ({ path }) => {
  const run = join(path, "run");
  await trainSales(run, await salesConfig(path), { stopAfter: 1 });
  const file = join(run, FILES.checkpoint);
  const bytes = await Deno.readFile(file);
  const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const refused = async (bytes: Uint8Array) => {
    await Deno.writeFile(file, bytes);
    await rejectsSaying(() => readSaved(run), Error, "Cannot resume from ", FILES.checkpoint);
  };
  const lengths = [0, 7, 8, 100, header - 1, header, header + 9, bytes.length >> 1];
  for (const length of [...lengths, bytes.length - 1]) await refused(bytes.subarray(0, length));
  for (let k = 0; k < 16; k++) {
    const at = Math.floor(k * (bytes.length - 1) / 15); // the first byte, the last, and between
    const damaged = bytes.slice();
    damaged[at]! ^= 4;
    if (at > 8 && at < header) continue; // a key of the header, which `verify` compares
    await refused(damaged);
  }
  await Deno.writeFile(file, bytes);
  const saved = (await readSaved(run))!;
  await refused(await formatSaved({ ...saved, config: { ...saved.config, folds: 0 } }));
  await Deno.remove(file);
  await rejectsSaying(() => readSaved(run), Error, "Cannot resume ", "has no checkpoint");
});

test("what goes wrong on a thread is the error of the command, and nothing is left", async ({ path }) => {
  const { config, opened } = await salesConfig(path);
  const { plans, training } = foldPlansOf(config, opened.folded!);
  const { signal } = new AbortController();
  const start = (more: Partial<Parameters<typeof MemberWorkers.start>[2]>) =>
    MemberWorkers.start(opened.folded!, plans, {
      training,
      engine: "wasm",
      threads: 2,
      signal,
      ...more,
    });
  await rejectsSaying(() => start({ engine: "none" }), Error, "none");
  const aborted = AbortSignal.abort(new Error("stopped"));
  await rejectsSaying(() => start({ signal: aborted }), Error, "stopped");
  using trainers = await start({});
  await trainers.advance();
  const checkpoints = await trainers.checkpoints(1);
  await rejectsSaying(
    () => start({ resume: checkpoints.slice(1) }),
    TypeError,
    "Cannot continue from this checkpoint: it has 11 members: expected 12",
  );
  await rejectsSaying(
    () => start({ resume: checkpoints.toReversed() }),
    TypeError,
    "Cannot continue from this checkpoint: its parameters do not fit",
  );
  const saved = { checkpoint: checkpoints[0]! };
  const options = { engine: "wasm", workers: 2, saved };
  await rejectsSaying(
    () => openLearner(config, opened, options),
    TypeError,
    "Cannot continue from this checkpoint: it is of one network, not of folds",
  );
  assertEquals(await namesIn(path), ["sales.csv"]);
});
