/** The sentences of training runs that are refused, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { type Config, parseConfig, parseDraft, resolveConfig } from "../../../lib/config.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { Dataset, Network } from "../../../mod.ts";
import { factsOf } from "../../../tasks/data/source.ts";
import { FILES, type Summary } from "../../../tasks/run/run_folder.ts";
import { formatSaved } from "../../../tasks/run/saved.ts";
import { checkReplace } from "../../../tasks/train/replace.ts";
import { checkResume, checkSameReading, checkUnchanged } from "../../../tasks/train/resume.ts";
import { minutesOf } from "../../../tasks/train/time_limit.ts";
import { sectionTexts } from "../../../tasks/results/document/terminal.ts";
import { truthSection } from "../../../tasks/results/problem/truth.ts";
import { warningsOf } from "../../../tasks/train/warnings.ts";
import { SMALL_TRUTH, TRUTH } from "../../helpers/drawn_truth.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { failing } from "../../helpers/outcomes.ts";
import { granted, namesIn } from "../../helpers/run_task.ts";
import { each, pinnedIn } from "../../helpers/pinned.ts";
import { savedWith } from "./saved_with.ts";
import { classesOf, half, points, warnings } from "./warned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const resume = (was: object, asked: object) =>
  checkResume("runs/a", savedWith(parseConfig(was)), parseConfig(asked));

/** A call on a run of five epochs, whose folder is FOLDER in an error. */
const inRun = (call: (run: string, config: Config) => unknown, changes: Partial<Summary> = {}) =>
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

pin("tasks/train", [
  ...each("--max-minutes", ["soon", "0"], (text) => minutesOf("max-minutes", text)),
  () => resume({}, { learningRate: 0.5, averaging: {} }),
  () =>
    resume({ optimizer: { name: "momentum" } }, { optimizer: { name: "momentum", momentum: 0.5 } }),
  () => resume({ sizes: [784, 10], schedule: { name: "plateau" } }, { seed: 2 }),
  () => resume({}, { epochs: 4 }),
  () => resume({ schedule: { name: "cosine" } }, { schedule: { name: "cosine" }, epochs: 60 }),
  () => {
    const saved = savedWith(parseConfig({}));
    const older = { ...saved, checkpoint: { ...saved.checkpoint, numerics: 1 } };
    checkResume("runs/a", older, parseConfig({}));
  },
  () => {
    const dataset = { csv: "a.csv", target: "x" };
    const saved = savedWith({ ...parseConfig({}), dataset });
    checkSameReading("runs/a", saved, { dataset, folds: 3 });
  },
  () => {
    const saved = savedWith({ ...parseConfig({}), dataset: { csv: "a.csv", target: "x" } });
    checkSameReading("runs/a", saved, { dataset: { csv: "a.csv", target: "y" } });
  },
  () => inRun((run, config) => checkUnchanged(run, savedWith(config), { rows: "b2" })),
  () => inRun((run, config) => checkUnchanged(run, savedWith(config, [0.1]), { rows: "a1" })),
  () =>
    inRun((run, config) => checkUnchanged(run, savedWith({ ...config, seed: 9 }), { rows: "a1" })),
  // Killed as it was written: the summary is not of this checkpoint.
  () =>
    inRun((run, config) => checkUnchanged(run, savedWith(config), { rows: "b2" }), { epochs: 4 })
      .then(() => "is resumed"),
  () =>
    inRun((run, config) => checkUnchanged(run, savedWith(config), SAME.hashes)).then(() =>
      "is resumed"
    ),
  () => inRun((run, config) => checkReplace(run, { config: { ...config, seed: 2 }, hashes: {} })),
  () => inRun((run, config) => checkReplace(run, { config, hashes: {} })),
  () => inRun((run, config) => checkReplace(run, { config, ...SAME }), NOW),
  () =>
    inRun((run, config) => checkReplace(run, { config: { ...config, epochs: 60 }, ...SAME }), NOW),
], { ignore: !granted("read", "write") });

pin("wrong command lines of train", async (folder) => {
  const [runs, list] = [join(folder, "runs"), join(folder, "list.json")];
  await Deno.writeTextFile(list, "[784, 30, 10]");
  const wrong = [
    ["--cofnig", "x"],
    ["--epoch", "3"],
    ["--batch-size", "3"],
    ["stray"],
    ["--seed", "1.5"],
    ...["lerningRate=1", "l3", "optimizer.rate=1", "seed.b=1", "sizes.length=2", "epochs=two"]
      .map((set) => ["--set", set]),
    ["--set", "__proto__.epochs=1"],
    ["--name", "../elsewhere"],
    ["--name", ".hidden"],
    ["--max-minutes", "soon"],
    ["--engine", "gpu"],
    ["--resume", "--replace"],
    ...["none.json", ".", "list.json"].map((name) => ["--config", join(folder, name)]),
  ];
  return [
    ...wrong.map((words) => failing("train", "--runs", runs, ...words)),
    ["what is left", async () => `${(await namesIn(runs)).length} runs`],
  ];
}, { ignore: !granted("read", "write") });

pin("what is printed of the network beside simpler models", [
  () => sectionTexts([truthSection(TRUTH)]).join("\n"),
  () => sectionTexts([truthSection(SMALL_TRUTH)]).join("\n"), // what is not known is a dash
]);

const classes = classesOf(half);
const given = { dataset: { npz: "data.npz" } };

/** The warnings where validation has one row, of a class that training has once. */
function ofRareRow(): string {
  const first = [...classes.labels].indexOf(1);
  const rows = [...classes.labels.keys()].filter((k) => k === first || classes.labels[k] === 0);
  const rare = classes.select([first]);
  const splits = { training: classes.select(rows), validation: rare, test: rare };
  const config = resolveConfig(parseDraft(given), factsOf(splits));
  const validation = { size: 1, correct: 0, accuracy: 0, cost: 1 };
  const network = new Network([2, 4, 2], { seed: 1 });
  return warningsOf(config, network, { validation, epochs: 300 }, splits).join("\n");
}

/** The warnings of a network with dead units that is better than a guess, with changes of the config. */
function ofDeadUnits(changes: object): string {
  const network = new Network([2, 4, 2], { seed: 1, activation: "relu" });
  network.biases[0]!.values.set([-99, -99, 0, -99]);
  const splits = { training: classes, validation: classes, test: classes };
  const config = resolveConfig(parseDraft({ ...given, hidden: [4] }), factsOf(splits));
  const validation = { size: 240, correct: 200, accuracy: 200 / 240, cost: 0.1 };
  const results = { validation, epochs: 5 };
  return warningsOf({ ...config, ...changes }, network, results, splits).join("\n");
}

const pairs = half.map((row) => row.slice(0, 2));
const targets = half.map(([x, y]) => [Number(x! > 0), Number(y! > 0.95), Number(x! + y! > 0)]);
const adam = { optimizer: { name: "adam" } };
let example = 0;

pin("warnings of runs that only guess", [
  () => warnings(classes, {}),
  () => warnings(classes, { ...adam, learningRate: 30, activation: "relu" }),
  () => warnings(Dataset.from({ inputs: pairs, targets }), {}),
  () => warnings(Dataset.from({ inputs: half.map(() => [1, 2]), targets }), {}),
  ofRareRow,
  ...each(
    "dead units",
    [{}, { initializer: "normalized" }, { activation: "sigmoid" }],
    ofDeadUnits,
  ),
  [
    "large inputs, and few steps",
    () => {
      const data = classesOf(points(() => Number(example++ % 2), 5000));
      return warnings(data, { epochs: 1, learningRate: 1e-6 });
    },
  ],
  [
    "a quantity without information",
    () => {
      const data = { inputs: half.map(([, y]) => [y!, 0]), targets: half.map(([x]) => [x!]) };
      return warnings(Dataset.from(data), { ...adam, learningRate: 1e-5 });
    },
  ],
  // Where classes weigh, balanced accuracy reveals a guess.
  () =>
    warnings(classesOf(points((x, y) => Number(x + y > 1.4))), {
      classWeights: "balanced",
      epochs: 60,
    }),
]);
