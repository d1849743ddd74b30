/** The ONNX model of an ensemble over folds in ONNX Runtime: raw cells in, our answers out, row for row. */

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { FoldEnsemble, TableModel } from "@inkling/inkling/table";
import { isMissing } from "../../../lib/table/cells/cells.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { findPython, runPython } from "../../helpers/python.ts";
import { granted } from "../../helpers/run_task.ts";
import { onnxAnswers, onnxruntime } from "../onnx_answers.ts";
import { shopDatasets, shopModel, shopTable } from "./fold_fixture.ts";
import { shopSearch } from "./search_fixture.ts";
import { answeringByTrees } from "./tree_fixture.ts";

/** Others add in another order; of probabilities, and of quantities in standard deviations. */
const NEAR = 1e-6;

/** Rows that no table had: far numbers, other texts, nothing at all. */
const STRANGE = [
  ["1e9", "-1e9", "red", "item 3"],
  ["-1e9", "2.5", "purple", "item 99"],
  ["", "", "", ""],
  ["0.1", "1", "blue", ""],
];

/** The rows of the shop as the table has them, by the columns that a model takes. */
async function cellsFor({ table }: TableModel): Promise<string[][]> {
  const source = shopTable();
  const rows: string[][] = [];
  const index = new Map(source.columns.map((name, k) => [name, k]));
  for await (const piece of source.open()) {
    for (const row of piece.rows) rows.push([...row]);
  }
  const names = ["size", "count", "color", "code"];
  for (const cells of STRANGE) {
    const row = source.columns.map((name) => cells[names.indexOf(name)] ?? "1");
    rows.push(row);
  }
  return rows.map((row) => table.columns.map(({ name }) => row[index.get(name)!]!));
}

/** Compares all rows, and returns how many different answers there are. */
async function compare(model: TableModel): Promise<number> {
  const rows = await cellsFor(model);
  const { columns, target } = model.table;
  const found = await onnxAnswers(model, rows);
  const objects = rows.map((cells) =>
    Object.fromEntries(
      columns.map(({ name, kind }, c) => {
        const cell = cells[c]!;
        return [name, kind === "number" && !isMissing(cell) ? Number(cell) : cell];
      }),
    )
  );
  const different = new Set<string>();
  for (const [r, { label, values }] of model.predict(objects).entries()) {
    if (target.kind === "class") {
      assertEquals(found["label"]![r], label as string);
      Object.values(values).forEach((value, k) =>
        assertLessOrEqual(Math.abs(value - (found["probabilities"]![r] as number[])[k]!), NEAR)
      );
    } else {
      for (const { name, deviation } of target.quantities) {
        const [other] = found[name]![r] as number[];
        assertLessOrEqual(Math.abs(values[name]! - other!), NEAR * deviation);
      }
    }
    different.add(Object.values(values).map((value) => value.toFixed(6)).join());
  }
  return different.size;
}

/** An ensemble with weights on both families, and on the linear model, so that all are compared. */
function withAll({ network, table }: TableModel): TableModel {
  assert(network instanceof FoldEnsemble);
  const weights = [0.5, 0.3, 0.2];
  const families = network.families.map((family, k) => ({ ...family, weight: weights[k]! }));
  return new TableModel(new FoldEnsemble(families, network), table);
}

/** Trained for a few epochs, so that members differ. */
const fitted = (options: Partial<TableOptions>) =>
  shopModel(options, { epochs: 4, hidden: [6], seed: 3 });

const CASES = {
  "classes, levels, few distinct values and missing values with indicators": { gaps: "category" },
  "missing values become the mean, folds are repeated": { gaps: "mean", repeat: 2 },
  "a quantity whose answers are clipped": { target: "mass" },
  "two quantities": { target: ["mass", "size"] },
  "more than 10 classes, whose levels do not look at the target": { target: "shelf" },
} as const;

for (const [what, options] of Object.entries(CASES)) {
  Deno.test(
    `ONNX Runtime answers raw rows as an ensemble over folds does: ${what}`,
    { ignore: onnxruntime === undefined },
    async () => {
      const model = await fitted(options);
      assert(await compare(model) > 40);
      assert(await compare(withAll(model)) > 40);
      const table = await shopDatasets(options);
      const different = await compare(answeringByTrees(model, table));
      assertEquals(different > 20, what !== "two quantities"); // of which no tree lowers the cost
    },
  );
}

for (const options of [{}, { target: "mass" }]) {
  const what = `ONNX Runtime answers as a search's ensemble does: ${options.target ?? "kind"}`;
  Deno.test(what, { ignore: onnxruntime === undefined }, async () => {
    const { model } = await shopSearch(options);
    assert(await compare(model) > 40);
  });
}

const onnx = granted("read", "write", "run") ? await findPython("onnx.checker") : undefined;

Deno.test(
  "the model has operators of the ONNX standard alone, and no control flow",
  { ignore: onnx === undefined },
  async () => {
    const program = `
import json, sys, onnx
model = onnx.load_model_from_string(bytes.fromhex(sys.stdin.read()))
onnx.checker.check_model(model, full_check=True)
print(json.dumps([sorted({f"{n.domain}:{n.op_type}" for n in model.graph.node}), {o.domain: o.version for o in model.opset_import}]))
`;
    const model = withAll(await fitted({ gaps: "category" }));
    const input = new TextEncoder().encode(model.toOnnx().toHex());
    const output = new TextDecoder().decode(await runPython(onnx!, program, input));
    const [operators, opsets] = JSON.parse(output);
    assertEquals(opsets, { "": 13, "ai.onnx.ml": 2 });
    const control = /:(If|Loop|Scan|SequenceMap)$/;
    assertEquals(operators.filter((name: string) => control.test(name)), []);
  },
);

const torch = granted("read", "write", "run")
  ? await findPython("torch, safetensors.torch, numpy")
  : undefined;

Deno.test(
  "PyTorch loads a member by the names of its tensors, and answers as it does",
  { ignore: torch === undefined },
  async () => {
    const program = `
import json, sys, torch
from safetensors.torch import load
given = json.load(sys.stdin)
tensors = load(bytes.fromhex(given["file"]))
state = {name[len("members.1."):]: value for name, value in tensors.items() if name.startswith("members.1.layers.")}
nn = torch.nn
class Member(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.nn.functional.silu(layer(x))
        return self.layers[-1](x).softmax(1)
member = Member(given["sizes"])
member.load_state_dict(state)
print(json.dumps([member(torch.tensor(given["inputs"])).tolist(), {n: list(t.shape) for n, t in tensors.items()}]))
`;
    const { network } = await fitted({});
    assert(network instanceof FoldEnsemble);
    const member = network.networks[1]!;
    const inputs = Array.from(
      { length: 5 },
      (_, r) => Array.from({ length: member.sizes[0]! }, (_, k) => ((r * 7 + k) % 9 - 4) / 2),
    );
    const file = network.toSafetensors().toHex();
    const input = new TextEncoder().encode(JSON.stringify({ file, inputs, sizes: member.sizes }));
    const output = new TextDecoder().decode(await runPython(torch!, program, input));
    const [answers, shapes] = JSON.parse(output);
    const ours = member.feedforward(inputs).values;
    answers.flat().forEach((answer: number, k: number) =>
      assertLessOrEqual(Math.abs(answer - ours[k]!), NEAR)
    );
    const networks = network.networks.flatMap(({ sizes }, m) =>
      sizes.slice(1).flatMap((outputs, l) => [
        [`members.${m}.layers.${l}.weight`, [outputs, sizes[l]]],
        [`members.${m}.layers.${l}.bias`, [outputs]],
      ])
    );
    for (const [name, shape] of networks) assertEquals(shapes[name as string], shape);
    assertEquals(shapes["members.1.levels.0"], [26, 2]); // 25 levels and others, of 3 classes
  },
);
