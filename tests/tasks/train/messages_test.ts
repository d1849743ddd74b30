/** The sentences of training runs that are refused, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { type Config, parseConfig } from "../../../lib/config.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { FILES, type Summary } from "../../../tasks/run/run_folder.ts";
import { formatSaved, RETRAIN_HINT } from "../../../tasks/run/saved.ts";
import { checkReplace } from "../../../tasks/train/replace.ts";
import { checkResume, checkSameReading, checkUnchanged } from "../../../tasks/train/resume.ts";
import { minutesOf } from "../../../tasks/train/time_limit.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";
import { savedWith } from "./saved_with.ts";

const ignore = !granted("read", "write");

const resumeRow = (
  what: string,
  was: object,
  asked: object,
  sentence: string,
  engines: [string, string] = ["wasm", "wasm"],
): MessageRow => [
  what,
  () =>
    checkResume(
      "runs/a",
      savedWith(parseConfig(was), undefined, engines[0]),
      parseConfig(asked),
      engines[1],
    ),
  UsageError,
  sentence,
];

/** A call on the folder of a run of five epochs, which its error calls DIR. */
function inRun(
  call: (run: string, config: Config) => unknown,
  changes: Partial<Summary> = {},
): () => Promise<unknown> {
  return async () => {
    await using folder = await temporaryFolder();
    const run = folder.path;
    const config = parseConfig({});
    const summary = {
      ...{ epochs: 5, ended: "interrupted", engine: "wasm", data: { rows: "a1" } },
      ...changes,
    };
    await Deno.writeFile(join(run, FILES.checkpoint), await formatSaved(savedWith(config)));
    await Deno.writeTextFile(join(run, FILES.config), JSON.stringify(config));
    await Deno.writeTextFile(join(run, FILES.metrics), '{ "epoch": 1 }\n');
    await Deno.writeTextFile(join(run, FILES.summary), JSON.stringify(summary));
    try {
      return await call(run, config);
    } catch (error) {
      if (error instanceof Error) error.message = error.message.replaceAll(run, "DIR");
      throw error;
    }
  };
}

testMessages("tasks/train", [
  [
    "minutes that are none",
    () => minutesOf("max-minutes", "soon"),
    UsageError,
    'Cannot read --max-minutes "soon": expected a number of minutes above 0, at most 30000',
  ],
  resumeRow(
    "another config",
    {},
    { learningRate: 0.5, averaging: {} },
    "Cannot resume runs/a with another config:\n" +
      "  learningRate: 3 in the run, 0.5 asked\n" +
      '  averaging: none in the run, {"decay":0.999} asked',
  ),
  resumeRow(
    "fewer epochs than are trained",
    {},
    { epochs: 4 },
    "Cannot resume runs/a with another config:\n" +
      "  epochs: 30 in the run, 4 asked; 5 are already trained",
  ),
  resumeRow(
    "more epochs of a schedule over all of them",
    { schedule: { name: "cosine" } },
    { schedule: { name: "cosine" }, epochs: 60 },
    "Cannot resume runs/a with another config:\n" +
      '  epochs: 30 in the run, 60 asked; the schedule "cosine" depends on their number',
  ),
  resumeRow(
    "blas after wasm",
    {},
    {},
    "Cannot resume runs/a with blas: the wasm that it began with gives other bits; run `deno " +
      "task train --resume`",
    ["wasm", "blas"],
  ),
  resumeRow(
    "wasm after blas",
    {},
    {},
    "Cannot resume runs/a with another engine: the blas that it began with gives other bits; " +
      "run `deno task train_blas --resume`",
    ["blas", "auto"],
  ),
  [
    "another version of the numerics",
    () => {
      const saved = savedWith(parseConfig({}));
      const older = { ...saved, checkpoint: { ...saved.checkpoint, numerics: 1 } };
      checkResume("runs/a", older, parseConfig({}), "wasm");
    },
    UsageError,
    "Cannot resume runs/a: it began with version 1 of the numerics, and version 3 gives " +
    `other bits; ${RETRAIN_HINT}`,
  ],
  [
    "data that is read in another way",
    () => {
      const saved = savedWith({ ...parseConfig({}), dataset: { csv: "a.csv", target: "x" } });
      checkSameReading("runs/a", saved, { dataset: { csv: "a.csv", target: "y" } });
    },
    UsageError,
    "Cannot resume runs/a with another config:\n" +
    '  dataset.target: "x" in the run, "y" asked',
  ],
  [
    "data that has changed",
    inRun((run, config) => checkUnchanged(run, savedWith(config), { rows: "b2" })),
    UsageError,
    `Cannot resume DIR: the data has changed since it began, under the same name; ${RETRAIN_HINT}`,
  ],
  [
    "a run that another process has written",
    inRun((run, config) => checkUnchanged(run, savedWith(config, [0.1]), { rows: "a1" })),
    Error,
    "Cannot resume DIR: another training run has written it just now; try again",
  ],
  [
    "a run of another config, data, engine and numerics that is trained over",
    inRun((run, config) =>
      checkReplace(run, { config: { ...config, seed: 2 }, hashes: {}, engine: "blas" })
    ),
    UsageError,
    "Cannot train over DIR, which is another run:\n" +
    "  seed: 1 in the run, 2 asked\n" +
    "  numerics: version undefined in the run, 3 here, which gives other bits\n" +
    "  engine: wasm in the run, blas asked, which gives other bits\n" +
    "--name NAME trains another run; --replace trains this one anew, and loses it",
  ],
  [
    "a run of other data, engine and numerics that is trained over",
    inRun((run, config) => checkReplace(run, { config, hashes: {}, engine: "blas" })),
    UsageError,
    "Cannot train over DIR, which is another run:\n" +
    "  data: changed since the run, under the same name\n" +
    "  numerics: version undefined in the run, 3 here, which gives other bits\n" +
    "  engine: wasm in the run, blas asked, which gives other bits\n" +
    "--name NAME trains another run; --replace trains this one anew, and loses it",
  ],
  [
    "an unfinished run that is trained over",
    inRun(
      (run, config) => checkReplace(run, { config, hashes: { rows: "a1" }, engine: "wasm" }),
      { versions: { numerics: NUMERICS } } as Partial<Summary>,
    ),
    UsageError,
    "Cannot train over DIR, which holds 5 of 30 epochs: --resume goes on after them, to the " +
    "same bytes; --name NAME trains another run; --replace trains this one anew, and loses it",
  ],
  [
    "a run that may go on with more epochs",
    inRun(
      (run, config) =>
        checkReplace(run, {
          config: { ...config, epochs: 60 },
          ...{ hashes: { rows: "a1" }, engine: "wasm" },
        }),
      { versions: { numerics: NUMERICS } } as Partial<Summary>,
    ),
    UsageError,
    "Cannot train over DIR, which is another run:\n" +
    "  epochs: 30 in the run, 60 asked\n" +
    "--name NAME trains another run; --replace trains this one anew, and loses it; --resume " +
    "goes on with it",
  ],
], { ignore });
