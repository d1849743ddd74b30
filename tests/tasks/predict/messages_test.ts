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
import { checkPredictionsFile } from "../../../tasks/predict/csv.ts";
import { tableEnsembleOf } from "../../../tasks/predict/table.ts";
import type { OpenNetwork } from "../../../tasks/run/open_network.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { testSentences } from "../../helpers/says.ts";

const { signal } = new AbortController();

const OPTIONS: Parameters<typeof predictTask>[0]["options"] = {
  ...{ out: undefined, force: false, show: false, json: false, copies: undefined },
  ...{ strength: undefined, activation: undefined, "output-activation": undefined },
  model: undefined,
  ...{
    encoding: undefined,
    sheet: undefined,
    query: undefined,
    engine: "wasm",
    row: [],
    jsonl: false,
    explain: false,
  },
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

const otherTable = { table: { version: 1 } as TableDescription };

testSentences("predict", [
  [Error, "Cannot predict rows", {
    ".csv with a: the run did not learn from a table, and the file is no PNG or JPEG": () =>
      tables(opened("a")),
    " with a: the run did not learn from a table": () => streamed(opened("a")),
    [
      " with a and b together: they learned from different columns or rows; " +
      "train them on the same table with the same splitSeed"
    ]: () => tables(opened("a", { table: TABLE }), opened("b", otherTable)),
  }],
  [Error, "Cannot predict pictures with a.safetensors: ", {
    "a learned from a table: expected a table of rows": () =>
      pictures(opened("a", { table: TABLE })),
    "expected 784 inputs and 10 outputs for mnist, got 4 and 2": () =>
      pictures(opened("a", { network: new Network([4, 2]) })),
    "its file does not describe its inputs; train it anew": () => pictures(opened("a", own)),
    "expected inputs [height, width] or [height, width, 3] of uint8, got [4] of float32": () =>
      pictures(opened("a", { ...own, input: numbers })),
  }],
  [Error, "Cannot predict with a.safetensors and b.safetensors together: ", {
    "they see pictures of [28,28] and of [2,2,3], and one of them drawn digits": () =>
      pictures(opened("a"), opened("b", { ...own, input: color })),
  }],
  [Error, "Cannot predict ", {
    "x.npz with a: it learned from a table, expected a table of rows": () =>
      arrays(opened("a", { table: TABLE, input: numbers })),
    "x.npz with a: its file does not describe its inputs": () => arrays(opened("a")),
    "arrays with a and b together: their inputs or answers differ": () =>
      arrays(opened("a", { input: numbers }), opened("b", { input: color })),
  }],
]);

testSentences("predict with files", [
  [UsageError, "", {
    "--show draws for people and --json prints for machines: use one of them": () =>
      predict(["run", "a.png"], { show: true, json: true }),
    "--out writes a file and --json prints: use one of them": () =>
      predict(["run", "a.png"], { json: true, out: "a.csv" }),
    "--out writes a file and --show prints: use one of them": () =>
      predict(["run", "a.png"], { show: true, out: "a.csv" }),
    "--out writes a file and --jsonl prints: use one of them": () =>
      predict(["run", "-"], { jsonl: true, out: "a.csv" }),
    "--json prints one object and --jsonl a line for each row: use one of them": () =>
      predict(["run", "-"], { jsonl: true, json: true }),
    "--jsonl is for rows of a table: --json prints the answers to pictures": () =>
      predict(["run", "a.png"], { jsonl: true }),
    "--jsonl is for rows of a table: --json prints the answers to an array": () =>
      predict(["run", "a.npz"], { jsonl: true }),
    "--show is for pictures: rows are printed as CSV, or as JSON": () =>
      predict(["run", "-"], { show: true }),
    "--copies is for pictures: a row cannot be deformed": () =>
      predict(["run", "rows.csv"], { copies: "8" }),
    "Cannot predict --row and rows.csv together": () =>
      predict(["run", "rows.csv"], { row: ["{}"] }),
    "Cannot read --row '[1]': expected an object of JSON such as '{\"width\":3.5}'": () =>
      predict(["run"], { row: ["[1]"] }),
    "Cannot predict - and a.csv together: predict them one by one": () =>
      predict(["run", "-", "a.csv"]),
    "Missing argument: expected a RUN before the table": () => predict(["rows.csv", "a.png"]),
    [
      "Missing argument: expected a FILE, that is a picture (PNG or JPEG), a folder of them, a table, " +
      "an NPZ file or - for standard input; taken for runs: run, other"
    ]: () => predict(["run", "other"]),
    "Cannot predict rows.csv and a.png together: predict them one by one": () =>
      predict(["run", "rows.csv", "a.png"]),
  }],
  [Error, "Cannot use FOLDER/a.npz: ", {
    "expected an array of 4 numbers, other than uint8, for each example, got no array": () =>
      predictNpz([]),
    'expected an array of 5 numbers, other than uint8, for each example, got "y"': () =>
      predictNpz(["y"], 5),
    '"a", "b" may all be the inputs: name one of them x, or save it alone': () =>
      predictNpz(["a", "b"]),
  }],
  [
    Error,
    "Cannot find a run or pictures in FOLDER: expected weights.safetensors, or PNG or JPEG files",
    {
      ', got "a.gif"': () => sort("a.gif", "."),
      "": () => inFolder((folder) => sortOperands([folder])),
    },
  ],
  [Error, "Cannot read ", {
    "FOLDER/page.pdf: it is a PDF file; only PNG and JPEG are read": () => sort("page.pdf"),
    "FOLDER/rows.ods: expected a table as CSV, Parquet, XLSX, JSON or SQLite; save it as XLSX or CSV":
      () => sort("rows.ods"),
    "none.webp: no such file or folder": () => sortOperands(["none.webp"]),
  }],
  [Error, "Cannot write ", {
    "FOLDER/rows.csv: it is to be predicted; --out names another file": () =>
      inFolder(async (folder) => {
        const file = join(folder, "rows.csv");
        await Deno.writeTextFile(file, "");
        await checkPredictionsFile(file, [file], true);
      }),
  }],
], { ignore: !granted("read", "write") });
