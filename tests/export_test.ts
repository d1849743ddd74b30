/** Our files in the libraries that they are for: the same predictions for the 10,000 test images. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { join } from "@std/path";
import { formatSafetensors, parseSafetensors } from "../lib/formats/safetensors.ts";
import {
  Dataset,
  fit,
  Network,
  type NetworkOptions,
  toJson,
  toNpz,
  toOnnx,
  weightsSha256,
} from "../mod.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import { findPython, pythonJson, runPython } from "./helpers/python.ts";
import { FIXTURE, granted, outcomeOf, startScript, temporaryFolder } from "./helpers/run_task.ts";
import { outputsFor, type TrainedNetwork, trainedNetwork } from "./helpers/trained_network.ts";

const mayRun = granted("read", "write", "run", "net");
const find = async (module: string) => mayRun ? await findPython(module) : undefined;
const [onnx, onnxruntime, torch, numpy] = [
  await find("onnx.checker"),
  await find("onnxruntime, numpy"),
  await find("torch, safetensors.torch, numpy"),
  await find("numpy"),
];

/** Others add in another order and have another exponential function. Of outputs that are about 1 at most. */
const NEAR = 1e-5;

const ALL_KINDS: readonly (NetworkOptions & { learningRate: number; sizes: number[] })[] = [
  { sizes: [784, 30, 10], learningRate: 3, seed: 5 },
  {
    sizes: [784, 40, 20, 10],
    learningRate: 0.1,
    activation: "relu",
    outputActivation: "softmax",
    cost: "logLikelihood",
    initializer: "he",
  },
  ...([["tanh", "linear"], ["scaledTanh", "softmax"], ["leakyRelu", "sigmoid"]] as const).map((
    [activation, outputActivation],
  ) => ({
    sizes: [784, 20, 10],
    learningRate: 0.05,
    activation,
    outputActivation,
    initializer: "lecun" as const,
  })),
];

/** The networks that are looked at. */
const KINDS = LONG_TESTS ? ALL_KINDS : ALL_KINDS.slice(0, 2);

let trained: Promise<TrainedNetwork[]> | undefined;

/** The networks, trained when the first test asks. */
function networks(): Promise<TrainedNetwork[]> {
  return trained ??= Promise.all(
    KINDS.map(({ sizes, ...kind }) => trainedNetwork(sizes, { ...kind, trainingSize: 2000 })),
  );
}

/** How far another reader's outputs are from ours. */
interface Comparison {
  difference: number;
  otherPredictions: number;
  rows: number;
}

function assertSame({ difference, otherPredictions, rows }: Comparison): void {
  assertEquals([rows, otherPredictions], [10_000, 0]);
  assertLess(difference, NEAR);
}

/** Reads `images` and our outputs in Python, and prints how far `outputs`, which `code` computes, are from ours. */
function comparison(code: string): string {
  return `
import json, sys, numpy
paths = json.load(sys.stdin)
pixels = numpy.fromfile(paths["images"], dtype=numpy.uint8, offset=16).reshape(-1, 784)
images = pixels.astype(numpy.float32) / numpy.float32(255)
ours = numpy.fromfile(paths["outputs"], dtype="<f4").reshape(-1, 10)
${code}
print(json.dumps({"difference": float(numpy.abs(outputs - ours).max()), "rows": len(outputs),
                  "otherPredictions": int((outputs.argmax(1) != ours.argmax(1)).sum())}))
`;
}

/** Writes a file and our outputs beside it, and runs a program of Python that gets the paths as JSON. */
async function compareInPython(
  python: string,
  code: string,
  file: Uint8Array<ArrayBuffer>,
  { imagesPath, outputs }: TrainedNetwork,
): Promise<Comparison> {
  await using folder = await temporaryFolder();
  const paths = {
    file: join(folder.path, "file"),
    outputs: join(folder.path, "outputs"),
    images: imagesPath,
  };
  await Deno.writeFile(paths.file, file);
  await Deno.writeFile(paths.outputs, bytesOf(outputs.values));
  const [compared] = await pythonJson(python, comparison(code), paths);
  return compared;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

Deno.test(
  "Python's ONNX Runtime predicts what we predict",
  { ignore: onnxruntime === undefined },
  async () => {
    const code = `
import onnxruntime
session = onnxruntime.InferenceSession(paths["file"], providers=["CPUExecutionProvider"])
[outputs] = session.run(None, {"input": images})
[[one]] = session.run(None, {"input": images[:1]})
assert numpy.abs(one - outputs[0]).max() < 1e-6, "a batch of one"
`;
    for (const trained of await networks()) {
      const model = toOnnx(trained.network);
      assertSame(await compareInPython(onnxruntime!, code, model, trained));
    }
  },
);

Deno.test("ONNX Runtime Web, WebAssembly under Deno, predicts what we predict", {
  ignore: !mayRun || !LONG_TESTS,
}, async () => {
  await using folder = await temporaryFolder();
  const [model, ours] = [join(folder.path, "model.onnx"), join(folder.path, "outputs")];
  for (const { network, outputs, imagesPath } of await networks()) {
    await Deno.writeFile(model, toOnnx(network));
    await Deno.writeFile(ours, bytesOf(outputs.values));
    const { stdout, stderr } = await outcomeOf(
      startScript("tests/onnxruntime_web_fixture.ts", [model, imagesPath, ours], {
        flags: [...FIXTURE, "--allow-read"],
      }),
    );
    assert(stdout !== "", stderr);
    assertSame(JSON.parse(stdout));
  }
});

Deno.test("onnx.checker finds nothing wrong, and a model's hash is that of its parameters", {
  ignore: onnx === undefined,
}, async () => {
  const program = `
import hashlib, json, sys, onnx
model = onnx.load_model_from_string(sys.stdin.buffer.read())
onnx.checker.check_model(model, full_check=True)
parameters = b"".join(tensor.raw_data for tensor in model.graph.initializer if "factor" not in tensor.name)
metadata = {entry.key: entry.value for entry in model.metadata_props}
print(json.dumps([hashlib.sha256(parameters).hexdigest(), metadata]))
`;
  const metadata = { config: '{"seed":5}', classes: '["0","1"]' };
  for (const { network } of await networks()) {
    const output = await runPython(onnx!, program, toOnnx(network, metadata));
    const hash = await weightsSha256(network);
    assertEquals(JSON.parse(new TextDecoder().decode(output)), [hash, metadata]);
  }
});

Deno.test("PyTorch's nn.Linear predicts what we predict, from our safetensors file", {
  ignore: torch === undefined,
}, async () => {
  const code = `
import torch
from safetensors.torch import load_file
class Model(torch.nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = torch.nn.ModuleList(torch.nn.Linear(i, o) for i, o in zip(sizes, sizes[1:]))
    def forward(self, a):
        *hidden, last = self.layers
        for layer in hidden:
            a = layer(a).relu() if len(hidden) > 1 else layer(a).sigmoid()
        return last(a).softmax(1) if len(hidden) > 1 else last(a).sigmoid()
tensors = load_file(paths["file"])
model = Model([784] + [len(tensors[f"layers.{l}.bias"]) for l in range(len(tensors) // 2)])
model.load_state_dict(tensors)
outputs = model(torch.from_numpy(images)).detach().numpy()
`;
  for (const trained of (await networks()).slice(0, 2)) {
    const file = trained.network.toSafetensors();
    assertSame(await compareInPython(torch!, code, file, trained));
  }
});

Deno.test("NumPy predicts what we predict, from NPZ and from JSON, which hold the same numbers", {
  ignore: numpy === undefined,
}, async () => {
  const predict = `
a = images
for l in range(2):
    a = 1 / (1 + numpy.exp(-(a @ weights[l].T + biases[l])))
outputs = a
`;
  const npz = `
arrays = numpy.load(paths["file"])
weights, biases = [[arrays[f"layers.{l}.{kind}"] for l in range(2)] for kind in ["weight", "bias"]]
${predict}`;
  const text = `
layers = json.load(open(paths["file"]))["layers"]
weights, biases = [[numpy.float32(layer[kind]) for layer in layers] for kind in ["weight", "bias"]]
${predict}`;
  const [trained] = await networks();
  const { network } = trained!;
  const first = await compareInPython(numpy!, npz, toNpz(network), trained!);
  assertSame(first);
  const json = new TextEncoder().encode(toJson(network));
  assertEquals(await compareInPython(numpy!, text, json, trained!), first);
});

Deno.test(
  "a file that PyTorch wrote is read, predicts what PyTorch does, and goes back byte for byte",
  { ignore: torch === undefined || !LONG_TESTS },
  async () => {
    const [{ images, imagesPath }] = await networks() as [TrainedNetwork];
    await using folder = await temporaryFolder();
    const file = join(folder.path, "model.safetensors");
    const write = `
import sys, torch
from safetensors.torch import save_file
torch.manual_seed(1)
nn = torch.nn
model = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 10), nn.Softmax(1))
for parameter in model.parameters():
    parameter.data *= 2  # further from a tie
prefix, path, images = sys.stdin.read().split("\\n")
save_file({prefix + name: tensor for name, tensor in model.state_dict().items()}, path)
import numpy
pixels = numpy.fromfile(images, dtype=numpy.uint8, offset=16).reshape(-1, 784)
outputs = model(torch.from_numpy(pixels.astype(numpy.float32) / numpy.float32(255)))
sys.stdout.buffer.write(outputs.detach().numpy().astype("<f4").tobytes())
`;
    for (const prefix of ["", "net."]) {
      const input = new TextEncoder().encode([prefix, file, imagesPath].join("\n"));
      const theirs = new Float32Array((await runPython(torch!, write, input)).buffer);
      const written = await Deno.readFile(file);
      const network = Network.fromSafetensors(written, {
        activation: "relu",
        outputActivation: "softmax",
      });
      assertEquals(network.sizes, [784, 32, 16, 10]);
      const outputs = outputsFor(network, images).values;
      let difference = 0;
      let otherPredictions = 0;
      for (let start = 0; start < outputs.length; start += 10) {
        const [our, their] = [outputs, theirs].map((all) => all.subarray(start, start + 10));
        const [a, b] = [our!, their!].map((row) => row.indexOf(Math.max(...row)));
        if (a !== b) otherPredictions++;
        our!.forEach((value, k) => difference = Math.max(difference, Math.abs(value - their![k]!)));
      }
      assertSame({ difference, otherPredictions, rows: theirs.length / 10 });

      const { tensors } = parseSafetensors(network.toSafetensors());
      const back = [...tensors].map(([name, tensor]) =>
        [name.replace(/layers\.(\d+)/, (_, l) => prefix + 2 * l), tensor] as const
      );
      // The same bytes behind the same names. Written in PyTorch's order, the same file.
      const order = [...parseSafetensors(written).tensors.keys()];
      back.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
      assertEquals(parseSafetensors(formatSafetensors(back)), parseSafetensors(written));
      const data = (bytes: Uint8Array) => bytes.subarray(-4 * (784 * 32 + 32 * 16 + 160 + 58));
      assertEquals(data(formatSafetensors(back)), data(written));
    }
  },
);

/** Rows that are standardized, and the type that a graph takes them in: float64 where float32 would merge them. */
const STANDARDIZED = {
  float: Array.from({ length: 100 }, (_, k) => [1000 + 30 * (k % 7), (k % 5) / 100]),
  double: Array.from({ length: 100 }, (_, k) => [1_700_000_000 + k, k % 5]),
};

for (const [type, rows] of Object.entries(STANDARDIZED)) {
  Deno.test(
    `an ONNX graph of ${type} standardizes its inputs as the network does, and holds the names`,
    { ignore: onnxruntime === undefined },
    async () => {
      const middle = rows[50]![0]!;
      const labels = rows.map(([x]) => x! > middle ? "far" : "near");
      const network = new Network([2, 5, 2], { outputActivation: "softmax" });
      const data = Dataset.from({ inputs: rows, labels }).standardize();
      await fit(network, data, { epochs: 20, batchSize: 4, learningRate: 1 });
      await using folder = await temporaryFolder();
      const path = join(folder.path, "model.onnx");
      await Deno.writeFile(path, toOnnx(network));
      const program = `
import json, sys, numpy, onnxruntime
path, rows = json.load(sys.stdin)
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
[input] = session.get_inputs()
dtype = numpy.float64 if input.type == "tensor(double)" else numpy.float32
[outputs] = session.run(None, {"input": numpy.array(rows, dtype=dtype)})
print(json.dumps([input.type, outputs.tolist(), session.get_modelmeta().custom_metadata_map]))
`;
      const [[found, outputs, metadata]] = await pythonJson(onnxruntime!, program, [path, rows]);
      assertEquals(found, `tensor(${type})`);
      assertEquals(JSON.parse(metadata.classNames).sort(), ["far", "near"]);
      for (const [k, prediction] of network.predict(rows).entries()) {
        prediction.outputs.forEach((ours, j) => assertLess(Math.abs(ours - outputs[k][j]), NEAR));
      }
    },
  );
}
