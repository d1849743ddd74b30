/** The messages of `predict`: its command line, the networks, and the files that it is given. */

import { join } from "@std/path";
import { formatNpz } from "../../../../lib/formats/npz.ts";
import type { TableDescription } from "../../../../lib/table/columns/columns.ts";
import { Network } from "../../../../mod.ts";
import { Ensemble } from "../../../../lib/ensemble/mod.ts";
import { predictTask } from "../../../../tasks/predict.ts";
import { arrayEnsembleOf, predictArrays } from "../../../../tasks/results/predict/arrays.ts";
import { pictureInputsOf } from "../../../../tasks/results/predict/inputs.ts";
import { sortOperands } from "../../../../tasks/results/predict/operands.ts";
import { checkPredictionsFile } from "../../../../tasks/results/predict/csv.ts";
import { reasonsText } from "../../../../tasks/results/predict/table/reasons.ts";
import { tableEnsembleOf } from "../../../../tasks/results/predict/table.ts";
import type { OpenNetwork } from "../../../../tasks/run/open_network.ts";
import { pngFile } from "../../../helpers/draw_pictures.ts";
import { drawDigit, STYLES } from "../../../helpers/drawings.ts";
import { inFolder } from "../../../helpers/in_folder.ts";
import { done, failing } from "../../../helpers/outcomes.ts";
import { granted } from "../../../helpers/run_task.ts";
import { pinnedIn } from "../../../helpers/pinned.ts";
import { runOn } from "../../../helpers/shared_runs.ts";
import { writeFiles } from "../../../helpers/write_files.ts";
import { oldPath } from "../../../old_runs/old_runs.ts";
import { FLATS } from "./flats.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const { signal } = new AbortController();

const OPTIONS: Parameters<typeof predictTask>[0]["options"] = {
  out: undefined,
  force: false,
  show: false,
  json: false,
  copies: undefined,
  strength: undefined,
  activation: undefined,
  "output-activation": undefined,
  model: undefined,
  encoding: undefined,
  sheet: undefined,
  query: undefined,
  engine: "wasm",
  row: [],
  jsonl: false,
  explain: false,
};

/** Predicts these words. */
function predict(operands: string[], options: Partial<typeof OPTIONS> = {}): Promise<void> {
  return predictTask({ operands, options: { ...OPTIONS, ...options } }, signal);
}

/** A network that was opened as the run `name`. */
function opened(name: string, more: Partial<OpenNetwork> = {}): OpenNetwork {
  const network = new Network([784, 10]);
  const path = `${name}.safetensors`;
  return { network, run: name, path, dataset: "mnist", metadata: {}, ...more };
}

const TABLE: TableDescription = {
  version: 1,
  columns: [],
  target: { kind: "class", name: "answer", classes: ["no", "yes"] },
};
const color = { version: 1, source: "npz", shape: [2, 2, 3], type: "uint8" } as const;
const numbers = { version: 1, source: "npz", shape: [4], type: "float32" } as const;
const own = { dataset: { npz: "a.npz" }, network: new Network([4, 2]) } as const;

/** The inputs of pictures for these networks. */
function pictures(...networks: OpenNetwork[]): unknown {
  return pictureInputsOf(networks, new Ensemble([networks[0]!.network]));
}

/** The array's ensemble of these networks. */
function arrays(...networks: OpenNetwork[]) {
  return arrayEnsembleOf(networks, new Ensemble([networks[0]!.network]), "x.npz");
}

/** Predicts an NPZ file with arrays of these names, each of 4 numbers, by a network of so many. */
function predictNpz(names: string[], inputs = 4): Promise<void> {
  return inFolder(async (folder) => {
    const file = join(folder, "a.npz");
    const x = { dtype: "F32", shape: [1, 4], bytes: new Uint8Array(16) } as const;
    await Deno.writeFile(file, formatNpz(names.map((name) => [name, x])));
    const network = new Network([inputs, 2]);
    const input = { ...numbers, shape: [inputs] };
    const networks = arrays(opened("a", { ...own, network, input }));
    await predictArrays(networks, file, signal).next();
  });
}

/** Sorts an empty file of this name, or its folder. */
function sort(name: string, word = name): Promise<void> {
  return inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, name), "");
    await sortOperands([join(folder, word)]);
  });
}

/** Opens networks for the rows of a table. */
function tables(...networks: OpenNetwork[]): unknown {
  return tableEnsembleOf(networks, new Ensemble([new Network([4, 2])]), "rows.csv");
}

/** Opens networks for rows that are in no file. */
function streamed(...networks: OpenNetwork[]): unknown {
  return tableEnsembleOf(networks, new Ensemble([new Network([4, 2])]), undefined);
}

const otherTable = { table: { ...TABLE, target: { ...TABLE.target, name: "other" } } };

pin("predict", [
  () => tables(opened("a")),
  () => streamed(opened("a")),
  () => tables(opened("a", { table: TABLE }), opened("b", otherTable)),
  () => pictures(opened("a", { table: TABLE })),
  () => pictures(opened("a", { network: new Network([4, 2]) })),
  () => pictures(opened("a", own)),
  () => pictures(opened("a", { ...own, input: numbers })),
  () => pictures(opened("a"), opened("b", { ...own, input: color })),
  () => arrays(opened("a", { table: TABLE, input: numbers })),
  () => arrays(opened("a")),
  () => arrays(opened("a", { input: numbers }), opened("b", { input: color })),
]);

pin("predict with files", [
  () => predict(["run", "a.png"], { show: true, json: true }),
  () => predict(["run", "a.png"], { json: true, out: "a.csv" }),
  () => predict(["run", "a.png"], { show: true, out: "a.csv" }),
  () => predict(["run", "-"], { jsonl: true, out: "a.csv" }),
  () => predict(["run", "-"], { jsonl: true, json: true }),
  () => predict(["run", "a.png"], { jsonl: true }),
  () => predict(["run", "a.npz"], { jsonl: true }),
  () => predict(["run", "-"], { show: true }),
  () => predict(["run", "rows.csv"], { copies: "8" }),
  () => predict(["run", "rows.csv"], { row: ["{}"] }),
  () => predict(["run"], { row: ["[1]"] }),
  () => predict(["run", "-", "a.csv"]),
  () => predict(["rows.csv", "a.png"]),
  () => predict(["run", "other"]),
  () => predict(["run", "rows.csv", "a.png"]),
  () => predictNpz([]),
  () => predictNpz(["y"], 5),
  () => predictNpz(["a", "b"]),
  () => sort("a.gif", "."),
  () => inFolder((folder) => sortOperands([folder])),
  () => sort("page.pdf"),
  () => sort("rows.ods"),
  () => sortOperands(["none.webp"]),
  () =>
    inFolder(async (folder) => {
      const file = join(folder, "rows.csv");
      await Deno.writeTextFile(file, "");
      await checkPredictionsFile(file, [file], true);
    }),
], { ignore: !granted("read", "write") });

pin("wrong command lines of predict", async (folder) => {
  const broken = new Network([784, 10]);
  broken.biases[0]!.values[3] = NaN;
  const png = await pngFile(drawDigit(1, STYLES[0]!));
  await writeFiles(folder, {
    "1.png": png,
    "2.png": png.slice(0, 99),
    weights: new Network([784, 10]).toSafetensors(),
    small: new Network([64, 10]).toSafetensors(),
    broken: broken.toSafetensors(),
    "model.onnx": "a graph",
  });
  const [image, run] = [join(folder, "1.png"), join(folder, "weights")];
  return [
    failing("predict", image, image),
    failing("predict", join(folder, "model.onnx"), image),
    failing("predict", join(folder, "none"), image),
    failing("predict", run, "photo.jpg"),
    failing("predict", run, join(folder, "2.png")),
    failing("predict", run, image, "--out", "a.png"),
    failing("predict", run, image, "--out", image, "--force"),
    failing("predict", "--run", "penguins", "--csv", "new.csv"),
    failing("predict", join(folder, "small"), image),
    failing("predict", join(folder, "broken"), image),
    failing("predict", oldPath("runs/digits"), "three.png", "--explain"),
    failing("predict", oldPath("runs/digits"), "tests/outsider/iris.csv"),
  ];
}, { ignore: !granted("read", "write") });

/** The reasons of an answer, whose columns add these numbers. */
const reasons = (of: string, answer: number, columns: Record<string, number>, isShare = true) => {
  const contributions = Object.entries(columns).map(([column, contribution]) => ({
    column,
    value: "",
    contribution,
    error: 0,
  }));
  return reasonsText({ of, answer, base: 0.38, contributions }, isShare);
};

pin("reasons", [
  () =>
    reasons("returned", 0.8112, { price: 0.2123, article: 0.1187, delivered: -0.05, note: 0.01 }),
  () => reasons("price", 231.44, { area: 40.2149, zone: -3.1, x: 0 }, false),
  () => reasons("kept", 0.5, { price: 0.004 }),
]);

const many = Array.from({ length: 12 }, (_, k) => `${k < 6 ? "" : "60"},zone ${k}`).join("\n");

/** Rows of flats, most of which lack something. */
const ROWS = {
  "unlike the training data":
    "zone,area,caution\nnorth,60,\nnorth,6000,\nnorht,60,\n,60,\nnorth,,\nnorth,sixty,\n",
  "many of a kind": `area,zone\n${many}\n6000,north\n`,
  "with mark, line ends and decimal commas":
    "\ufeffzone;area\r\nnorth;61\r\nsouth;60,5\r\nnorth;\r\n",
  "with decimal points": "zone;area\nnorth;61.5\n",
};

pin("rows of flats", async (folder) => {
  const dropped = await runOn(FLATS, ["--gaps", "drop"], "epochs=60");
  const kept = await runOn(FLATS, [], "epochs=60");
  const predict = async (run: string, text: string) => {
    const [file, out] = [join(folder, "new.csv"), join(folder, "out.csv")];
    await Deno.writeTextFile(file, text);
    const { stderr } = await done("predict", run, file, "--out", out, "--force");
    const bytes = await Deno.readFile(out);
    return `${new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)}\n${stderr}`;
  };
  await Deno.writeTextFile(join(folder, "typo.csv"), "zoen,area\nnorth,60\n");
  return [
    ...Object.entries(ROWS).map(([what, text]) => [what, () => predict(dropped, text)] as const),
    ["missing values", () => predict(kept, "zone,area\nnorth,60\n,60\nnorth,NA\n,\nnorth,sixty\n")],
    ["a typo", failing("predict", kept, join(folder, "typo.csv"))[1]],
  ];
}, { ignore: !granted("read", "write") });
