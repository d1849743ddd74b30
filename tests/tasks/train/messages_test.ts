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
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type Sentences, testSentences } from "../../helpers/says.ts";
import { savedWith } from "./saved_with.ts";

const REPLACE = "--name NAME trains another run; --replace trains this one anew, and loses it";

const resume = (was: object, asked: object, engine = "wasm") => () =>
  checkResume("runs/a", savedWith(parseConfig(was), undefined, engine), parseConfig(asked));

/** A call on a run of five epochs, whose folder is FOLDER in an error. */
const inRun =
  (call: (run: string, config: Config) => unknown, changes: Partial<Summary> = {}) => () =>
    inFolder(async (run) => {
      const config = parseConfig({});
      const usual = { epochs: 5, ended: "interrupted", engine: "wasm", data: { rows: "a1" } };
      const summary = JSON.stringify({ ...usual, ...changes });
      await Deno.writeFile(join(run, FILES.checkpoint), await formatSaved(savedWith(config)));
      await Deno.writeTextFile(join(run, FILES.config), JSON.stringify(config));
      await Deno.writeTextFile(join(run, FILES.metrics), '{ "epoch": 1 }\n');
      await Deno.writeTextFile(join(run, FILES.summary), summary);
      await call(run, config);
    });

const NOW = { versions: { numerics: NUMERICS } } as Partial<Summary>;
const SAME = { hashes: { rows: "a1" } };
const OTHER_BITS = "  numerics: version undefined in the run, 3 here, which gives other bits\n";
const OF_BLAS = "  engine: CBLAS in the run, which gives other bits than the engines here\n";

const tables: Sentences[] = [
  [UsageError, "", {
    'Cannot read --max-minutes "soon": expected a number of minutes above 0, at most 30000': () =>
      minutesOf("max-minutes", "soon"),
  }],
  [UsageError, "Cannot resume runs/a", {
    [
      " with another config:\n  learningRate: 3 in the run, 0.5 asked\n" +
      '  averaging: none in the run, {"decay":0.999} asked'
    ]: resume({}, { learningRate: 0.5, averaging: {} }),
    " with another config:\n  epochs: 30 in the run, 4 asked; 5 are already trained": resume(
      {},
      { epochs: 4 },
    ),
    [
      " with another config:\n" +
      '  epochs: 30 in the run, 60 asked; the schedule "cosine" depends on their number'
    ]: resume({ schedule: { name: "cosine" } }, { schedule: { name: "cosine" }, epochs: 60 }),
    [
      ": CBLAS trained it, which gives other bits than the engines here; " +
      "version 0.1 goes on with it; " + RETRAIN_HINT
    ]: resume({}, {}, "blas"),
    [
      ": it began with version 1 of the numerics, and version 3 gives other bits; " + RETRAIN_HINT
    ]: () => {
      const saved = savedWith(parseConfig({}));
      const older = { ...saved, checkpoint: { ...saved.checkpoint, numerics: 1 } };
      checkResume("runs/a", older, parseConfig({}));
    },
    " with another config:\n  folds: 0 in the run, 3 asked": () => {
      const dataset = { csv: "a.csv", target: "x" };
      const saved = savedWith({ ...parseConfig({}), dataset });
      checkSameReading("runs/a", saved, { dataset, folds: 3 });
    },
    ' with another config:\n  dataset.target: "x" in the run, "y" asked': () => {
      const saved = savedWith({ ...parseConfig({}), dataset: { csv: "a.csv", target: "x" } });
      checkSameReading("runs/a", saved, { dataset: { csv: "a.csv", target: "y" } });
    },
  }],
  [UsageError, "Cannot resume FOLDER: ", {
    [`the data has changed since it began, under the same name; ${RETRAIN_HINT}`]: inRun(
      (run, config) => checkUnchanged(run, savedWith(config), { rows: "b2" }),
    ),
  }],
  [Error, "Cannot resume FOLDER: ", {
    "another training run has written it just now; try again": inRun((run, config) =>
      checkUnchanged(run, savedWith(config, [0.1]), { rows: "a1" })
    ),
  }],
  [UsageError, "Cannot train over FOLDER, which ", {
    [`is another run:\n  seed: 1 in the run, 2 asked\n${OTHER_BITS}${REPLACE}`]: inRun(
      (run, config) => checkReplace(run, { config: { ...config, seed: 2 }, hashes: {} }),
    ),
    [`is another run:\n${OF_BLAS}${REPLACE}`]: inRun(
      (run, config) => checkReplace(run, { config, ...SAME }),
      { ...NOW, engine: "blas" },
    ),
    [
      "is another run:\n  data: changed since the run, under the same name\n" +
      OTHER_BITS + REPLACE
    ]: inRun((run, config) => checkReplace(run, { config, hashes: {} })),
    [
      "holds 5 of 30 epochs: --resume goes on after them, to the same bytes; " + REPLACE
    ]: inRun((run, config) => checkReplace(run, { config, ...SAME }), NOW),
    [
      `is another run:\n  epochs: 30 in the run, 60 asked\n${REPLACE}; --resume goes on with it`
    ]: inRun(
      (run, config) => checkReplace(run, { config: { ...config, epochs: 60 }, ...SAME }),
      NOW,
    ),
  }],
];

testSentences("tasks/train", granted("read", "write") ? tables : []);
