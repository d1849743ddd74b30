/** A run on a table, exported: ONNX Runtime predicts the rows of the CSV file as `predict` does, with no code beside it. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { findPython, runPython } from "../../helpers/python.ts";
import { done, trained } from "../../helpers/outcomes.ts";
import { granted, ROOT } from "../../helpers/run_task.ts";
import { IRIS } from "../../helpers/shared_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const mayRun = granted("read", "write", "run");
const onnxruntime = mayRun ? await findPython("onnxruntime, numpy") : undefined;
const torch = mayRun ? await findPython("torch, safetensors.torch") : undefined;

const PENGUINS = join(ROOT, "examples", "penguins.csv");

/** `predict` prints six decimals, and others add in another order. */
const NEAR = 2e-5;

/** `predict` prints seven digits of a quantity. */
const NEAR_QUANTITY = 1e-5;

/**
 * Feeds the columns of a CSV file as they stand in it to a model, and compares what it answers with what `predict` printed.
 * Missing numbers are NaN: Python needs no other rule for missing values.
 */
const PROGRAM = `
import csv, json, math, sys, numpy, onnxruntime
model, raw, predicted = json.load(sys.stdin)
read = lambda path: list(csv.DictReader(open(path, newline="", encoding="utf-8")))
rows, printed = read(raw), read(predicted)
assert len(rows) == len(printed)
def number(cell):
    try:
        return float(cell)
    except ValueError:
        return math.nan
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
feed = {}
for column in session.get_inputs():
    cells = [row[column.name] for row in rows]
    isNumber = column.type == "tensor(double)"
    values = numpy.array([number(cell) for cell in cells]) if isNumber else numpy.array(cells, dtype=object)
    feed[column.name] = values.reshape(-1, 1)
names = [output.name for output in session.get_outputs()]
answers = dict(zip(names, session.run(None, feed)))
classes = json.loads(session.get_modelmeta().custom_metadata_map.get("classes", "[]"))
result = {"rows": len(rows), "predicted": 0, "otherLabels": 0, "difference": 0.0}
def compare(ours, theirs, scale=1.0):
    result["difference"] = max(result["difference"], abs(float(ours) - float(theirs)) / scale)
for r, row in enumerate(printed):
    if "label" in answers:
        label = str(answers["label"][r])
        result["otherLabels"] += label != row["prediction"]
        if label == "":
            assert numpy.isnan(answers["probabilities"][r]).all()
            continue
        for k, name in enumerate(classes):
            compare(row["probability " + name], answers["probabilities"][r][k])
    else:
        for name in names:
            ours, theirs = row["predicted " + name], answers[name][r][0]
            assert (ours == "") == math.isnan(theirs)
            if ours != "": compare(ours, theirs, max(1.0, abs(theirs)))
        if ours == "":
            continue
    result["predicted"] += 1
print(json.dumps(result))
`;

const test = testsWhere(onnxruntime !== undefined);

/** Trains on a CSV file for a few epochs. */
function train(folder: string, csv: string, target: string[], words: string[] = []) {
  const targets = target.flatMap((name) => ["--target", name]);
  return trained(folder, "run", ["--csv", csv, ...targets, "--set", "epochs=5", ...words]);
}

/** Trains on a CSV file, exports the run, and predicts the file by both. */
async function compare(folder: string, csv: string, target: string[], words: string[] = []) {
  const run = await train(folder, csv, target, words);
  await done("export", run);
  const printed = join(folder, "predicted.csv");
  await Deno.writeTextFile(printed, (await done("predict", run, csv)).stdout);
  const given = JSON.stringify([join(run, "model.onnx"), csv, printed]);
  const output = await runPython(onnxruntime!, PROGRAM, new TextEncoder().encode(given));
  return JSON.parse(new TextDecoder().decode(output));
}

for (const folds of ["0", "3"]) {
  test(`ONNX Runtime, fed the raw columns of Iris, agrees with predict: ${folds} folds`, async (folder) => {
    const words = ["--folds", folds];
    const { difference, ...counts } = await compare(folder.path, IRIS, ["species"], words);
    assertEquals(counts, { rows: 150, predicted: 150, otherLabels: 0 });
    assertLess(difference, NEAR);
  });
}

testsWhere(onnxruntime !== undefined && LONG_TESTS)(
  "ONNX Runtime, fed the penguins, agrees with predict, whatever missing values become",
  async (folder) => {
    for (const [gaps, predicted] of [["drop", 333], ["mean", 344], ["category", 344]] as const) {
      const found = await compare(folder.path, PENGUINS, ["species"], ["--gaps", gaps]);
      const { difference, ...counts } = found;
      assertEquals(counts, { rows: 344, predicted, otherLabels: 0 }, gaps);
      assertLess(difference, NEAR);
    }
    const one = await compare(folder.path, PENGUINS, ["body_mass_g"], ["--gaps", "mean"]);
    assertEquals([one.rows, one.predicted], [344, 344]);
    assertLess(one.difference, NEAR_QUANTITY);
    const targets = ["body_mass_g", "bill_length_mm"];
    const several = await compare(folder.path, PENGUINS, targets, ["--gaps", "drop"]);
    assertEquals(several.rows, 344);
    assert(several.predicted >= 333 && several.predicted < 344);
    assertLess(several.difference, NEAR_QUANTITY);
  },
);

test("large numbers that differ little are told apart, standardized in float64", async (folder) => {
  const csv = join(folder.path, "times.csv");
  // Float32 holds multiples of 128 near 1.7e9; all of these would be one number.
  const lines = Array.from({ length: 120 }, (_, k) => {
    const seconds = (k * 37) % 60;
    const zone = ["UTC", "Ñandú, “east”", "NA"][k % 3];
    return `${1_700_000_000 + seconds}.5,"${zone}",${seconds < 30 ? "first" : "second, later"}`;
  });
  const quoted = lines.map((line) => line.replace("second, later", '"second, later"'));
  await Deno.writeTextFile(csv, ["time,zone,half", ...quoted, ""].join("\n"));
  const options = ["--gaps", "category", "--set", "epochs=60"];
  const { difference, ...counts } = await compare(folder.path, csv, ["half"], options);
  assertEquals(counts, { rows: 120, predicted: 120, otherLabels: 0 });
  assertLess(difference, NEAR);
  const summary = await Deno.readTextFile(join(folder.path, "run", "summary.json"));
  assert(JSON.parse(summary).test.accuracy > 0.85); // it did tell them apart
});

/** What a file of PyTorch needs besides its tensors to predict rows, as JSON in its metadata. */
const TABLE = {
  version: 1,
  columns: [
    { kind: "number", name: "length", mean: 1e9 + 3, deviation: 2, gaps: "mean" },
    { kind: "category", name: "color", values: ["red", "blue"], gaps: "mean" },
    { kind: "number", name: "width", mean: -1, deviation: 0.25, gaps: "drop" },
  ],
  target: { kind: "class", name: "shape", classes: ["square", "circle", "oval", "bar", "kite"] },
};

testsWhere(torch !== undefined)(
  "a network that PyTorch wrote, with a table beside it, predicts CSV rows",
  async (folder) => {
    const file = join(folder.path, "torch.safetensors");
    const program = `
import json, sys, torch
from safetensors.torch import save_file
path, table, features = json.load(sys.stdin)
torch.manual_seed(4)
nn = torch.nn
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 5))
for parameter in model.parameters():
  parameter.data *= 2  # further from a tie
save_file({"net." + name: tensor for name, tensor in model.state_dict().items()}, path, {"table": json.dumps(table)})
print(json.dumps(model(torch.tensor(features)).softmax(1).tolist()))
`;
    const features = Array.from({ length: 30 }, (_, k) => [
      (k % 7 - 3) / 2,
      Number(k % 3 === 0),
      Number(k % 3 === 1),
      (k % 9 - 4) * 2,
    ]);
    const given = JSON.stringify([file, TABLE, features]);
    const output = await runPython(torch!, program, new TextEncoder().encode(given));
    const expected: number[][] = JSON.parse(new TextDecoder().decode(output));
    const csv = join(folder.path, "new.csv");
    const rows = features.map(([length, red, blue, width]) =>
      [width! / 4 - 1, red ? "red" : blue ? "blue" : "", length! * 2 + 1e9 + 3].join(",")
    );
    await Deno.writeTextFile(csv, ["width,color,length", ...rows, ""].join("\n"));

    const functions = ["--activation", "relu", "--output-activation", "softmax"];
    const { stdout } = await done("predict", file, csv, ...functions);
    const [header, ...lines] = stdout.trim().split("\n").map((line) => line.split(","));
    const { classes } = TABLE.target;
    const first = header!.indexOf(`probability ${classes[0]}`);
    const names = classes.map((name) => `probability ${name}`);
    assertEquals(header!.slice(first, first + 5), names);
    const labels = new Set<string>();
    for (const [r, cells] of lines.entries()) {
      const best = expected[r]!.indexOf(Math.max(...expected[r]!));
      assertEquals(cells[header!.indexOf("prediction")], classes[best]);
      labels.add(classes[best]!);
      expected[r]!.forEach((value, k) =>
        assertLess(Math.abs(value - Number(cells[first + k])), NEAR)
      );
    }
    assertEquals(lines.length, 30);
    assert(labels.size >= 3, [...labels].join());

    // Exported, it is a model of raw columns as well, and a file that names its functions.
    for (const format of ["onnx", "safetensors", "json"]) {
      const out = join(folder.path, `exported.${format}`);
      await done("export", file, "--out", out, ...functions);
    }
    const back = join(folder.path, "exported.safetensors");
    const { metadata } = parseSafetensors(await Deno.readFile(back));
    assertEquals(JSON.parse(metadata["table"]!), TABLE);
    assertEquals(JSON.parse(metadata["classNames"]!), classes);
    assertEquals((await done("predict", back, csv)).stdout, stdout);
    const json = JSON.parse(await Deno.readTextFile(join(folder.path, "exported.json")));
    assertEquals([json.table, json.classNames], [TABLE, classes]);
  },
);
