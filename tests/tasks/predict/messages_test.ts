/** The messages of `predict`: its command line, the networks, and the files that it is given. */

import { join } from "@std/path";
import { formatNpz } from "../../../lib/formats/npz.ts";
import type { TableDescription } from "../../../lib/table/columns.ts";
import { Network } from "../../../mod.ts";
import { Ensemble } from "../../../lib/ensemble/mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { predictTask } from "../../../tasks/predict.ts";
import { arrayEnsembleOf, predictArrays } from "../../../tasks/predict/arrays.ts";
import { pictureInputsOf } from "../../../tasks/predict/inputs.ts";
import { sortOperands } from "../../../tasks/predict/operands.ts";
import { checkPredictionsFile } from "../../../tasks/predict/out.ts";
import { tableEnsembleOf } from "../../../tasks/predict/table.ts";
import type { OpenNetwork } from "../../../tasks/run/open_network.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

const OPTIONS: Parameters<typeof predictTask>[0]["options"] = {
  out: undefined,
  force: false,
  show: false,
  json: false,
  copies: undefined,
  strength: undefined,
  activation: undefined,
  "output-activation": undefined,
};

/** Predicts these words. */
function predict(operands: string[], options: Partial<typeof OPTIONS> = {}): Promise<void> {
  return predictTask(
    { operands, options: { ...OPTIONS, ...options } },
    new AbortController().signal,
  );
}

/** A network that was opened as the run `name`. */
function opened(name: string, more: Partial<OpenNetwork> = {}): OpenNetwork {
  const network = new Network([784, 10]);
  const path = `${name}.safetensors`;
  return { network, run: name, path, dataset: "mnist", metadata: {}, ...more };
}

const TABLE = {} as TableDescription;
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

/** Predicts an NPZ file with arrays of these names. */
function predictNpz(...names: string[]): Promise<void> {
  return inFolder(async (folder) => {
    const file = join(folder, "a.npz");
    const x = { dtype: "F32", shape: [1, 4], bytes: new Uint8Array(16) } as const;
    await Deno.writeFile(file, formatNpz(names.map((name) => [name, x])));
    const networks = arrays(opened("a", { ...own, input: numbers }));
    await predictArrays(networks, file, new AbortController().signal).next();
  });
}

/** Sorts a file of this name and text. */
function sort(name: string, text: string): Promise<void> {
  return inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, name), text);
    await sortOperands([join(folder, name)]);
  });
}

const plain: MessageRow[] = [
  [
    "rows for a network of pictures",
    () => tableEnsembleOf([opened("a")], new Ensemble([new Network([4, 2])]), "rows.csv"),
    Error,
    "Cannot predict rows.csv with a: the run did not learn from a table, and the file is no PNG or JPEG",
  ],
  [
    "rows for networks of different tables",
    () =>
      tableEnsembleOf(
        [opened("a", { table: TABLE }), opened("b", { table: TABLE, metadata: { table: "{}" } })],
        new Ensemble([new Network([4, 2])]),
        "rows.csv",
      ),
    Error,
    "Cannot predict rows with a and b together: they learned from different columns or rows; " +
    "train them on the same table with the same splitSeed",
  ],
  [
    "a picture for a network of a table",
    () => pictures(opened("a", { table: TABLE })),
    Error,
    "Cannot predict pictures with a.safetensors: a learned from a table: expected a CSV file of rows",
  ],
  [
    "a picture for a network of another size",
    () => pictures(opened("a", { network: new Network([4, 2]) })),
    Error,
    "Cannot predict pictures with a.safetensors: expected 784 inputs and 10 outputs for mnist, got 4 and 2",
  ],
  [
    "a picture for a network of unknown inputs",
    () => pictures(opened("a", own)),
    Error,
    "Cannot predict pictures with a.safetensors: its file does not describe its inputs; train it anew",
  ],
  [
    "a picture for a network of numbers",
    () => pictures(opened("a", { ...own, input: numbers })),
    Error,
    "Cannot predict pictures with a.safetensors: expected inputs [height, width] or [height, width, 3] of uint8, " +
    "got [4] of float32",
  ],
  [
    "a picture for networks of different shapes",
    () => pictures(opened("a"), opened("b", { ...own, input: color })),
    Error,
    "Cannot predict with a.safetensors and b.safetensors together: they see pictures of [28,28] and of [2,2,3], " +
    "and one of them drawn digits",
  ],
  [
    "arrays for a network of a table",
    () => arrays(opened("a", { table: TABLE, input: numbers })),
    Error,
    "Cannot predict x.npz with a: it learned from a table, expected a CSV file of rows",
  ],
  [
    "arrays for a network of unknown inputs",
    () => arrays(opened("a")),
    Error,
    "Cannot predict x.npz with a: its file does not describe its inputs",
  ],
  [
    "arrays for networks of different inputs",
    () => arrays(opened("a", { input: numbers }), opened("b", { input: color })),
    Error,
    "Cannot predict arrays with a and b together: their inputs or answers differ",
  ],
];

const ofFiles: MessageRow[] = [
  [
    "a drawing as JSON",
    () => predict(["run", "a.png"], { show: true, json: true }),
    UsageError,
    "--show draws for people and --json prints for machines: use one of them",
  ],
  [
    "a file of what is drawn",
    () => predict(["run", "a.png"], { show: true, out: "a.csv" }),
    UsageError,
    "--out writes a file and --show prints: use one of them",
  ],
  [
    "no run",
    () => predict(["rows.csv", "a.png"]),
    UsageError,
    "Missing argument: expected a RUN before the table",
  ],
  [
    "no file",
    () => predict(["run", "other"]),
    UsageError,
    "Missing argument: expected a FILE, that is a picture (PNG or JPEG), a folder of them, a CSV or an NPZ file; " +
    "taken for runs: run, other",
  ],
  [
    "two kinds of files",
    () => predict(["run", "rows.csv", "a.png"]),
    UsageError,
    "Cannot predict rows.csv and a.png together: predict them one by one",
  ],
  [
    "an NPZ file without inputs",
    () => predictNpz(),
    Error,
    "Cannot use FOLDER/a.npz: expected an array of 4 numbers, other than uint8, for each example, got no array",
  ],
  [
    "an NPZ file with several arrays",
    () => predictNpz("a", "b"),
    Error,
    'Cannot use FOLDER/a.npz: "a", "b" may all be the inputs: name one of them x, or save it alone',
  ],
  [
    "a folder without pictures",
    () =>
      inFolder(async (folder) => {
        await Deno.writeTextFile(join(folder, "a.gif"), "");
        await sortOperands([folder]);
      }),
    Error,
    'Cannot find a run or pictures in FOLDER: expected weights.safetensors, or PNG or JPEG files, got "a.gif"',
  ],
  [
    "a picture of another format",
    () => sort("page.pdf", ""),
    Error,
    "Cannot read FOLDER/page.pdf: it is a PDF file; only PNG and JPEG are read",
  ],
  [
    "a table of another format",
    () => sort("rows.xlsx", ""),
    Error,
    "Cannot read FOLDER/rows.xlsx: expected a table as CSV; save it as a CSV file",
  ],
  [
    "a file that is not there",
    () => sortOperands(["none.webp"]),
    Error,
    "Cannot read none.webp: no such file or folder",
  ],
  [
    "an output over its own rows",
    () =>
      inFolder(async (folder) => {
        const file = join(folder, "rows.csv");
        await Deno.writeTextFile(file, "");
        await checkPredictionsFile(file, [file], true);
      }),
    Error,
    "Cannot write FOLDER/rows.csv: it is to be predicted; --out names another file",
  ],
];

testMessages("predict", plain);
testMessages("predict with files", ofFiles, { ignore: !granted("read", "write") });
