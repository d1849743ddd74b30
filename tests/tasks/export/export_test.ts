import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { parseInputDescription } from "../../../lib/pictures/input_description.ts";
import { Network, weightsSha256 } from "../../../mod.ts";
import { decodeTfevents } from "../../formats/decode_tfevents.ts";
import { drawSet } from "../../helpers/draw_pictures.ts";
import { tinyRun } from "../../helpers/mnist_data.ts";
import { done, quiet, refused, trained } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { namesIn } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net");

const jsonOf = async (...path: string[]) => JSON.parse(await Deno.readTextFile(join(...path)));

test("export writes every format into the run, and prints what it wrote", async (folder) => {
  const { run } = await tinyRun(folder.path);
  const { weightsSha256 } = await jsonOf(run, "summary.json");
  const before = await namesIn(run);
  for (const format of ["onnx", "safetensors", "npz", "json", "onnx"]) {
    const printed = JSON.parse(await quiet("export", run, "--format", format, "--json"));
    const path = join(run, `model.${format}`);
    const bytes = (await Deno.stat(path)).size;
    assertEquals(printed, { run, path, format, bytes, weightsSha256 });
  }
  const models = ["model.json", "model.npz", "model.onnx", "model.safetensors"];
  assertEquals(await namesIn(run), [...before, ...models].sort());

  const read = (name: string) => Deno.readFile(join(run, name));
  assertEquals(await read("model.safetensors"), await read("weights.safetensors"));
  const json = await jsonOf(run, "model.json");
  const config = await jsonOf(run, "config.json");
  assertEquals([json.config, json.epoch, json.classes.length], [config, 1, 10]);
  const model = new TextDecoder().decode(await read("model.onnx"));
  for (const text of [weightsSha256, '"dataset":"mnist"', '["0","1","2","3"']) {
    assert(model.includes(text), text);
  }
  const { stdout } = await runHere(["export", run]);
  assertMatch(stdout, /^Wrote .*model\.onnx, [\d,]+ bytes \(weights [\da-f]{12}…\)\n$/);
});

test("export writes the metrics of each epoch for TensorBoard, always the same", async (folder) => {
  const { run } = await tinyRun(folder.path);
  const words = ["export", run, "--format", "tensorboard"] as const;
  const { path } = JSON.parse(await quiet(...words, "--json"));
  assertEquals(path, join(run, "events.out.tfevents.inkling"));
  const bytes = await Deno.readFile(path);
  const [start, ...events] = decodeTfevents(bytes);
  assertEquals(start!.version, "brain.Event:2");
  const lines = (await Deno.readTextFile(join(run, "metrics.jsonl"))).trim().split("\n");
  assertEquals(events.length, lines.length);
  for (const [k, line] of lines.entries()) {
    const { epoch, learningRate, samplesPerSecond, train, validation, test } = JSON.parse(line);
    assertEquals(events[k]!.step, epoch);
    const scalars = events[k]!.summary!.values!.map(({ tag, value }) => [tag, value]);
    const expected = {
      learningRate,
      samplesPerSecond,
      "cost/train": train.cost,
      "accuracy/validation": validation.accuracy,
      "cost/validation": validation.cost,
      "accuracy/test": test.accuracy,
      "cost/test": test.cost,
    };
    const rounded = Object.entries(expected).map(([tag, value]) => [tag, Math.fround(value)]);
    assertEquals(scalars, rounded);
  }
  await done(...words);
  assertEquals(await Deno.readFile(path), bytes);

  const out = (name: string) => ["--out", join(folder.path, name)];
  await done("export", run, ...out("a.tfevents"));
  assertEquals(await Deno.readFile(join(folder.path, "a.tfevents")), bytes);
});

test("export writes over files only with --force, and never over weights", async (folder) => {
  const { run } = await tinyRun(folder.path);
  const out = join(folder.path, "new", "digits.onnx");
  await done("export", run, "--out", out);
  const there = /^error: Cannot write .*: it already exists; --force overwrites/;
  await refused(["export", run, "--out", out], there);
  await done("export", run, "--out", out, "--force");

  const weights = join(run, "weights.safetensors");
  const before = await Deno.readFile(weights);
  const force = (path: string) => ["export", run, "--out", path, "--force"] as const;
  await refused(force(weights), /these are the weights; --out names another file/);
  assertEquals(await Deno.readFile(weights), before);
  const other = join(folder.path, "other");
  await Deno.mkdir(other);
  for (const name of ["weights.safetensors", "summary.json"]) {
    const path = join(other, name);
    await Deno.writeTextFile(path, "of another run");
    const words = [...force(path), "--format", name.split(".")[1]!] as const;
    await refused(words, /it is a file of a run; --out names another file/);
    assertEquals(await Deno.readTextFile(path), "of another run");
  }
});

test("export writes the format of the name of --out", async (folder) => {
  const { run } = await tinyRun(folder.path);
  const out = (name: string) =>
    ["export", run, "--json", "--out", join(folder.path, name)] as const;
  const formats = { "a.npz": "npz", "b.JSON": "json", "c.bin": "onnx", d: "onnx" };
  for (const [name, format] of Object.entries(formats)) {
    assertEquals(JSON.parse((await done(...out(name))).stdout).format, format, name);
  }
});

test("export takes PyTorch's file with its functions", async (folder) => {
  const network = new Network([784, 20, 12, 10], { seed: 4 });
  const { tensors } = parseSafetensors(network.toSafetensors());
  const renamed = [...tensors].map(([name, tensor]) =>
    [name.replace(/layers\.(\d)/, (_, l) => `net.${2 * l}`), tensor] as const
  );
  const file = join(folder.path, "torch.safetensors");
  await Deno.writeFile(file, formatSafetensors(renamed, { format: "pt" }));
  const functions = ["--activation", "relu", "--output-activation", "softmax", "--json"];
  const printed = JSON.parse(await quiet("export", file, "--format", "json", ...functions));
  const path = join(folder.path, "torch.json");
  assertEquals([printed.path, printed.weightsSha256], [path, await weightsSha256(network)]);
  const { sizes, activation, outputActivation, config } = await jsonOf(path);
  assertEquals(sizes, [784, 20, 12, 10]);
  assertEquals([activation, outputActivation, config], ["relu", "softmax", undefined]);

  // As safetensors it carries the functions from now on.
  const out = join(folder.path, "named.safetensors");
  await done("export", file, "--format", "safetensors", "--out", out, ...functions);
  const back = Network.fromSafetensors(await Deno.readFile(out));
  assertEquals([back.activation.name, back.outputActivation.name], ["relu", "softmax"]);
  await done("export", out);
});

test("files of a run on pictures describe its inputs; a wrong one is refused", async (folder) => {
  const pictures = join(folder.path, "figures");
  await drawSet(pictures, { each: 8 });
  const set = ["epochs=1", "dataset.size=[6,10]", "dataset.color=true"];
  const run = await trained(folder.path, "run", ["--images", pictures], ...set);
  const bytes = await Deno.readFile(join(run, "weights.safetensors"));
  const { metadata } = parseSafetensors(bytes);
  const shape = [6, 10, 3];
  const description = { version: 1, source: "pictures", shape, type: "uint8" } as const;
  assertEquals(parseInputDescription(metadata["input"]!, 180), description);
  assertEquals(JSON.parse(metadata["classNames"]!).length, 3);
  await done("export", run);
  const model = new TextDecoder().decode(await Deno.readFile(join(run, "model.onnx")));
  assert(model.includes(JSON.stringify(description)));

  const other = join(folder.path, "other.safetensors");
  const input = JSON.stringify({ ...description, shape: [6, 10] });
  const network = Network.fromSafetensors(bytes);
  await Deno.writeFile(other, network.toSafetensors({ ...metadata, input }));
  const message = /other\.safetensors: .*\[6,10\] has 60 numbers, and the network 180/;
  await refused(["export", other], message);
});
