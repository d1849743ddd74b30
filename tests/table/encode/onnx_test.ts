/** The ONNX model of a table in ONNX Runtime: raw cells in, answers out, as we give them. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { join } from "@std/path";
import { Network } from "../../../mod.ts";
import { MISSING_TEXTS } from "../../../lib/table/cells/cells.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { featureNamesOf } from "../../../lib/table/columns/features.ts";
import { RowEncoder } from "../../../lib/table/encode/encode.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { decodeQuantities } from "../../../lib/table/columns/target.ts";
import { findPython, runPython } from "../../helpers/python.ts";
import { onnxAnswers, onnxruntime } from "../onnx_answers.ts";
import {
  FIXTURE,
  granted,
  outcomeOf,
  startScript,
  temporaryFolder,
} from "../../helpers/run_task.ts";
import type { ActivationName } from "../../../mod.ts";

const mayRun = granted("read", "write", "run");
const find = async (module: string) => mayRun ? await findPython(module) : undefined;
const onnx = await find("onnx.checker");

/** Others add in another order and have another exponential function. Of numbers that are about 1. */
const NEAR = 1e-5;

/** Every kind of column, missing value and awkward name. */
const COLUMNS: TableDescription["columns"] = [
  { kind: "number", name: "time", mean: 1e9 + 5.25, deviation: 2.5, gaps: "mean" },
  { kind: "number", name: "layers.0.weight", mean: 3, deviation: 2, gaps: "drop" },
  { kind: "category", name: "sky", values: ["", "clear", "é🙂, “b”"], gaps: "category" },
  { kind: "category", name: "label", values: ["x", "y"], gaps: "drop" },
  { kind: "category", name: "probabilities", values: ["NA", "x"], gaps: "mean" },
  { kind: "category", name: "means", values: [""], gaps: "category" },
  { kind: "number", name: "network", mean: -1, deviation: 1e-3, gaps: "category" },
];
const CLASSES: TableDescription = {
  version: 1,
  columns: COLUMNS,
  target: { kind: "class", name: "what", classes: ["b, c", "a", "", "🙂"] },
};
const QUANTITIES: TableDescription = {
  version: 1,
  columns: COLUMNS,
  target: {
    kind: "quantity",
    quantities: [
      { name: "mass", unit: "g", mean: 1e9, deviation: 20 },
      { name: "target", mean: 1, deviation: 0.5 },
    ],
  },
};
const ONE: TableDescription = {
  version: 1,
  columns: [{ kind: "number", name: "x", mean: 2, deviation: 3, gaps: "drop" }],
  target: { kind: "quantity", quantities: [{ name: "y", mean: 5, deviation: 7 }] },
};

function modelFor(
  table: TableDescription,
  hidden: ActivationName,
  outputs: ActivationName,
): TableModel {
  const { target } = table;
  const last = target.kind === "class" ? target.classes.length : target.quantities.length;
  const network = new Network([featureNamesOf(table).length, 12, last], {
    activation: hidden,
    outputActivation: outputs,
    initializer: "he",
    seed: 2,
  });
  return new TableModel(network, table);
}

const MODELS = [
  modelFor(CLASSES, "relu", "softmax"),
  modelFor(CLASSES, "tanh", "linear"),
  modelFor(QUANTITIES, "leakyRelu", "linear"),
  modelFor(ONE, "relu", "linear"),
];

/** Cells of every kind for a column; the k-th of them. */
function cellOf({ table }: TableModel, c: number, k: number): string {
  const column = table.columns[c]!;
  if (column.kind === "number") {
    if (k % 5 === 4) return "NA";
    return String(column.mean + column.deviation * ((k * 7 + c) % 11 - 5) / 4);
  }
  if (!("values" in column)) throw new Error("expected categories");
  const missing = [...MISSING_TEXTS][k % MISSING_TEXTS.size]!;
  return [
    ...column.values,
    "none of them",
    "X",
    missing,
  ][(k * 3 + c) % (column.values.length + 3)]!;
}

Deno.test(
  "ONNX Runtime predicts raw cells as we do: missing values, unknown texts, large numbers, any names",
  { ignore: onnxruntime === undefined },
  async () => {
    for (const model of MODELS) {
      const { network, table: { columns, target } } = model;
      const rows = Array.from(
        { length: 80 },
        (_, k) => columns.map((_, c) => cellOf(model, c, k + 3 * c)),
      );
      const found = await onnxAnswers(model, rows);
      const encoder = new RowEncoder(model.table, {
        name: "rows",
        columns: columns.map(({ name }) => name),
      });
      let [dropped, predicted] = [0, 0];
      for (const [r, cells] of rows.entries()) {
        const features = new Float32Array(encoder.features);
        const missing = encoder.encode(cells, r, features, 0);
        missing === undefined ? predicted++ : dropped++;
        const { values } = network.feedforward([features]);
        if (target.kind === "class") {
          const name = network.predictsClasses ? "probabilities_" : "output";
          assertEquals(Object.keys(found), ["label_", name]);
          const outputs = found[name]![r] as number[];
          if (missing !== undefined) {
            assertEquals([found["label_"]![r], ...outputs], ["", null, null, null, null]);
            continue;
          }
          assertEquals(found["label_"]![r], target.classes[values.indexOf(Math.max(...values))]);
          values.forEach((value, k) => assertLess(Math.abs(value - outputs[k]!), NEAR));
        } else {
          assertEquals(Object.keys(found), target.quantities.map(({ name }) => name));
          const expected = decodeQuantities(target, values);
          for (const [k, { name, deviation }] of target.quantities.entries()) {
            const [value] = found[name]![r] as number[];
            if (missing !== undefined) assertEquals(value, null);
            else assertLess(Math.abs(value! - expected[k]!), NEAR * deviation);
          }
        }
      }
      assert(dropped > 5 && predicted > 30, `${dropped} dropped, ${predicted} predicted`);
    }
    const empty = await onnxAnswers(MODELS[0]!, []);
    assertEquals(empty, { "label_": [], "probabilities_": [] });
  },
);

Deno.test("ONNX Runtime Web, WebAssembly under Deno, predicts rows of a table as we do", {
  ignore: !mayRun || !granted("net"),
}, async () => {
  const [model] = MODELS as [TableModel];
  const rows = [
    { time: 1e9 + 4, "layers.0.weight": 2, sky: "clear", label: "x", means: "", network: -1 },
    { "layers.0.weight": 1, sky: "NA", label: "y", probabilities: "x", means: "", network: -1 },
  ];
  const names = model.table.columns.map(({ name, kind }) => [name, kind] as const);
  const columns = names.map(([name, kind]) => {
    const cells = rows.map((row) => (row as Record<string, string | number>)[name]);
    return [name, cells.map((cell) => cell ?? (kind === "number" ? null : ""))];
  });
  await using folder = await temporaryFolder();
  const path = join(folder.path, "model.onnx");
  await Deno.writeFile(path, model.toOnnx());
  const words = [path, JSON.stringify(Object.fromEntries(columns))];
  const script = "tests/table/onnxruntime_web_fixture.ts";
  const { stdout, stderr } = await outcomeOf(
    startScript(script, words, { flags: [...FIXTURE, "--allow-read"] }),
  );
  assert(stdout !== "", stderr);
  const { label_: labels, probabilities_: probabilities } = JSON.parse(stdout);
  const expected = model.predict(rows);
  assertEquals(labels, expected.map(({ label }) => label));
  expected.flatMap(({ values }) => Object.values(values)).forEach((value, k) =>
    assertLess(Math.abs(value - probabilities[k]), NEAR)
  );
});

Deno.test(
  "onnx.checker finds nothing wrong in the model of a table, which states what its columns are",
  { ignore: onnx === undefined },
  async () => {
    const program = `
import json, sys, onnx
for text in json.load(sys.stdin):
    model = onnx.load_model_from_string(bytes.fromhex(text))
    onnx.checker.check_model(model, full_check=True)
    describe = lambda values: [[v.name, v.type.tensor_type.elem_type, v.doc_string,
        [d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim]] for v in values]
    print(json.dumps({"inputs": describe(model.graph.input), "outputs": describe(model.graph.output),
        "opsets": {o.domain: o.version for o in model.opset_import},
        "metadata": {p.key: p.value for p in model.metadata_props}}))
`;
    const files = MODELS.map((model) => model.toOnnx({ note: "mine" }));
    for (const file of files) assertLess(file.length, 10_000);
    const input = new TextEncoder().encode(JSON.stringify(files.map((file) => file.toHex())));
    const output = new TextDecoder().decode(await runPython(onnx!, program, input));
    const [classes, , quantities] = output.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(classes.opsets, { "": 13, "ai.onnx.ml": 2 });
    assertEquals(classes.metadata, { table: JSON.stringify(CLASSES), note: "mine" });
    const [DOUBLE, STRING, FLOAT] = [11, 8, 1];
    assertEquals(classes.inputs.map(([name, type, , shape]: unknown[]) => [name, type, shape]), [
      ["time", DOUBLE, ["batch", 1]],
      ["layers.0.weight", DOUBLE, ["batch", 1]],
      ["sky", STRING, ["batch", 1]],
      ["label", STRING, ["batch", 1]],
      ["probabilities", STRING, ["batch", 1]],
      ["means", STRING, ["batch", 1]],
      ["network", DOUBLE, ["batch", 1]],
    ]);
    assertEquals(classes.inputs.map(([, , description]: unknown[]) => description).slice(0, 4), [
      "A number, mean 1000000005.25, standard deviation 2.5; NaN becomes the mean",
      "A number, mean 3, standard deviation 2; NaN leaves the row out",
      'Text: "clear", "é🙂, “b”"',
      'Text: "x", "y"; a missing value leaves the row out',
    ]);
    assertEquals(classes.outputs, [
      ["label_", STRING, "what", ["batch"]],
      ["probabilities_", FLOAT, '"b, c", "a", "", "🙂"', ["batch", 4]],
    ]);
    assertEquals(quantities.outputs, [
      ["mass", DOUBLE, "In g", ["batch", 1]],
      ["target", DOUBLE, "", ["batch", 1]],
    ]);
  },
);

Deno.test("the model of a table of many columns is written, and the same bytes each time", () => {
  const columns = Array.from({ length: 5000 }, (_, k) => ({
    kind: "number" as const,
    name: `c${k}`,
    mean: k,
    deviation: 1,
    gaps: "mean" as const,
  }));
  const quantities = [{ name: "y", mean: 0, deviation: 1 }];
  const table = { version: 1, columns, target: { kind: "quantity", quantities } } as const;
  const model = new TableModel(new Network([columns.length, 1]), table);
  const file = model.toOnnx();
  assert(file.length < 300 * columns.length);
  assertEquals(file, model.toOnnx());
});
