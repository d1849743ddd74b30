import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { parseInputDescription } from "../../lib/pictures/input_description.ts";
import { Network, weightsSha256 } from "../../mod.ts";
import { drawSet } from "../helpers/draw_pictures.ts";
import { tinyRun } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import { granted, namesIn, temporaryFolder } from "../helpers/run_task.ts";

const ignore = !granted("read", "write", "run", "net");

Deno.test({
  name: "export writes every format into the run, again too, and prints what it wrote",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await tinyRun(folder.path);
    const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
    const before = await namesIn(run);
    for (const format of ["onnx", "safetensors", "npz", "json", "onnx"]) {
      const words = ["export", run, "--format", format, "--json"] as const;
      const { code, stdout, stderr } = await runHere([...words]);
      assertEquals([code, stderr], [0, ""]);
      const path = join(run, `model.${format}`);
      const bytes = (await Deno.stat(path)).size;
      const weightsSha256 = summary.weightsSha256;
      assertEquals(JSON.parse(stdout), { run, path, format, bytes, weightsSha256 });
    }
    const models = ["model.json", "model.npz", "model.onnx", "model.safetensors"];
    assertEquals(await namesIn(run), [...before, ...models].sort());

    const read = (name: string) => Deno.readFile(join(run, name));
    assertEquals(await read("model.safetensors"), await read("weights.safetensors"));
    const json = JSON.parse(await Deno.readTextFile(join(run, "model.json")));
    const config = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
    assertEquals([json.config, json.epoch, json.classes.length], [config, 1, 10]);
    const model = new TextDecoder().decode(await read("model.onnx"));
    for (const text of [summary.weightsSha256, '"dataset":"mnist"', '["0","1","2","3"']) {
      assert(model.includes(text), text);
    }
    const { stdout } = await runHere(["export", run]);
    assertMatch(stdout, /^Wrote .*model\.onnx, [\d,]+ bytes \(weights [\da-f]{12}…\)\n$/);
  },
});

Deno.test({
  name: "export writes over another file only with --force, and never over the weights",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await tinyRun(folder.path);
    const out = join(folder.path, "new", "digits.onnx");
    assertEquals((await runHere(["export", run, "--out", out])).code, 0);
    const again = await runHere(["export", run, "--out", out]);
    assertEquals(again.code, 1);
    assertMatch(again.stderr, /^error: Cannot write .*: it is already there; --force writes over/);
    assertEquals((await runHere(["export", run, "--out", out, "--force"])).code, 0);

    const weights = join(run, "weights.safetensors");
    const before = await Deno.readFile(weights);
    const { code, stderr } = await runHere(["export", run, "--out", weights, "--force"]);
    assertEquals(code, 1);
    assertMatch(stderr, /these are the weights; --out names another file/);
    assertEquals(await Deno.readFile(weights), before);
    const other = join(folder.path, "other");
    await Deno.mkdir(other);
    for (const name of ["weights.safetensors", "summary.json"]) {
      await Deno.writeTextFile(join(other, name), "of another run");
      const words = ["export", run, "--out", join(other, name), "--force"] as const;
      const refused = await runHere([...words, "--format", name.split(".")[1]!]);
      assertEquals(refused.code, 1);
      assertMatch(refused.stderr, /it is a file of a run; --out names another file/);
      assertEquals(await Deno.readTextFile(join(other, name)), "of another run");
    }
    const inFolder = await runHere(["export", run, "--out", run, "--force"]);
    assertEquals(inFolder.code, 1);
    assertMatch(inFolder.stderr, /Cannot write .*: it is a folder/);
  },
});

Deno.test({
  name: "export writes the format of the name of --out, and refuses another",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await tinyRun(folder.path);
    const out = (name: string) =>
      ["export", run, "--json", "--out", join(folder.path, name)] as const;
    for (
      const [name, format] of [["a.npz", "npz"], ["b.JSON", "json"], ["c.bin", "onnx"], [
        "d",
        "onnx",
      ]]
    ) {
      const { code, stdout } = await runHere(out(name!));
      assertEquals([code, JSON.parse(stdout).format], [0, format], name);
    }
    for (const format of ["onnx", "json"]) {
      const { code, stdout, stderr } = await runHere([...out("m.npz"), "--format", format]);
      assertEquals([code, stdout], [2, ""]);
      assertMatch(
        stderr,
        new RegExp(`^error: .*m\\.npz: expected .* in \\.${format}, got \\.npz; --format npz `),
      );
    }
    assertEquals((await namesIn(folder.path)).includes("m.npz"), false);
  },
});

Deno.test({
  name: "export takes PyTorch's file with its functions, and names those that are missing",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const network = new Network([784, 20, 12, 10], { seed: 4 });
    const { tensors } = parseSafetensors(network.toSafetensors());
    const renamed = [...tensors].map(([name, tensor]) =>
      [name.replace(/layers\.(\d)/, (_, l) => `net.${2 * l}`), tensor] as const
    );
    const file = join(folder.path, "torch.safetensors");
    await Deno.writeFile(file, formatSafetensors(renamed, { format: "pt" }));
    const fails = async (words: string[], message: RegExp) => {
      const { code, stderr } = await runHere(["export", file, ...words]);
      assertEquals(code, 2, stderr);
      assertMatch(stderr, message);
    };
    await fails([], /example --activation relu --output-activation softmax$/m);
    await fails(["--activation", "relu"], /example --output-activation softmax$/m);
    await fails(["--activation", "rely"], /did you mean relu/);
    assertEquals(await namesIn(folder.path), ["torch.safetensors"]);

    const functions = ["--activation", "relu", "--output-activation", "softmax", "--json"];
    const { code, stdout, stderr } = await runHere([
      "export",
      file,
      "--format",
      "json",
      ...functions,
    ]);
    assertEquals([code, stderr], [0, ""]);
    const { path, weightsSha256: hash } = JSON.parse(stdout);
    assertEquals([path, hash], [join(folder.path, "torch.json"), await weightsSha256(network)]);
    const { sizes, activation, outputActivation, config } = JSON.parse(
      await Deno.readTextFile(path),
    );
    assertEquals([sizes, activation, outputActivation, config], [
      [784, 20, 12, 10],
      "relu",
      "softmax",
      undefined,
    ]);

    // As safetensors it carries the functions from now on.
    const out = join(folder.path, "named.safetensors");
    const words = ["export", file, "--format", "safetensors", "--out", out, ...functions] as const;
    assertEquals((await runHere([...words])).code, 0);
    const back = Network.fromSafetensors(await Deno.readFile(out));
    assertEquals([back.activation.name, back.outputActivation.name], ["relu", "softmax"]);
    assertEquals((await runHere(["export", out])).code, 0);
  },
});

Deno.test({
  name: "export refuses a wrong command line or run",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await tinyRun(folder.path);
    const fails = async (words: string[], code: number, message: RegExp) => {
      const outcome = await runHere(["export", ...words]);
      assertMatch(outcome.stderr, message);
      assertEquals([outcome.code, outcome.stdout], [code, ""]);
    };
    await fails([], 2, /Missing argument: RUN is needed/);
    await fails([run, "--format", "onxx"], 2, /did you mean onnx/);
    await fails([run, "--activation", "relu"], 2, /is for weights without a config/);
    await fails([join(folder.path, "none")], 1, /none is not a run/);
    const damaged = join(folder.path, "damaged.safetensors");
    await Deno.writeTextFile(damaged, "weights");
    await fails(
      [damaged],
      1,
      /Cannot use .*damaged\.safetensors: Cannot read the safetensors file/,
    );
  },
});

Deno.test({
  name:
    "the files of a run on pictures say what its inputs are, and a description that is not true is refused",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const pictures = join(folder.path, "figures");
    await drawSet(pictures, { each: 8 });
    const words = ["--images", pictures, "--runs", folder.path, "--name", "run", "--no-report"];
    const set = [
      "--set",
      "epochs=1",
      "--set",
      "dataset.size=[6,10]",
      "--set",
      "dataset.color=true",
    ];
    const trained = await runHere(["train", ...words, ...set]);
    assertEquals(trained.code, 0, trained.stderr);
    const run = join(folder.path, "run");
    const bytes = await Deno.readFile(join(run, "weights.safetensors"));
    const { metadata } = parseSafetensors(bytes);
    const shape = [6, 10, 3];
    const description = { version: 1, source: "pictures", shape, type: "uint8" } as const;
    assertEquals(parseInputDescription(metadata["input"]!, 180), description);
    assertEquals(JSON.parse(metadata["classNames"]!).length, 3);
    assertEquals((await runHere(["export", run])).code, 0);
    const model = new TextDecoder().decode(await Deno.readFile(join(run, "model.onnx")));
    assert(model.includes(JSON.stringify(description)));

    const other = join(folder.path, "other.safetensors");
    const input = JSON.stringify({ ...description, shape: [6, 10] });
    const network = Network.fromSafetensors(bytes);
    await Deno.writeFile(other, network.toSafetensors({ ...metadata, input }));
    const refused = await runHere(["export", other]);
    assertEquals(refused.code, 1);
    assertMatch(
      refused.stderr,
      /other\.safetensors: .*\[6,10\] has 60 numbers, and the network 180/,
    );
  },
});
