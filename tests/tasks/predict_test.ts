import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../lib/config.ts";
import { digitImage } from "../../lib/digits/digit_image.ts";
import { normalizeWidth as widened } from "../../lib/digits/normalize_width.ts";
import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { Dataset, Network } from "../../mod.ts";
import { predictDataset } from "../../lib/evaluate/mod.ts";
import { noveltyText } from "../../tasks/run/novelty.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { jpegFile, pngFile } from "../helpers/draw_pictures.ts";
import { drawDigit, STYLES } from "../helpers/drawings.ts";
import { encodePng } from "../helpers/encode_png.ts";
import { runHere } from "../helpers/run_here.ts";
import { flagsOf, granted, outcomeOf, startScript, temporaryFolder } from "../helpers/run_task.ts";
import { trainedNetwork } from "../helpers/trained_network.ts";

const ignore = !granted("read", "write", "run", "net");

/** A drawing as a file; opaque ones without their opacity. */
async function pngOf(
  digit: number,
  style: typeof STYLES[number],
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, data } = drawDigit(digit, style);
  const opaque = style.colors.paper[3] === 255;
  return await encodePng({
    width,
    height,
    depth: 8,
    colorType: opaque ? 2 : 6,
    interlaced: width % 3 === 0,
    at: (x, y) => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + (opaque ? 3 : 4))],
  });
}

const FUNCTIONS = { activation: "relu", outputActivation: "softmax", cost: "logLikelihood" };

let trained: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** Weights of a network that has learned for a second. */
function weights(): Promise<Uint8Array<ArrayBuffer>> {
  const options = { ...FUNCTIONS, initializer: "he", learningRate: 0.1 };
  return trained ??= trainedNetwork([784, 60, 10], { ...options, trainingSize: 50_000 })
    .then(({ network }) => network.toSafetensors());
}

Deno.test({
  name: "predict names the digit of every image, with probabilities, for people and as JSON",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    await Deno.writeFile(at("weights"), await weights());
    await Deno.mkdir(at("drawings"));
    const digits = [0, 3, 7];
    for (const [k, digit] of digits.entries()) {
      await Deno.writeFile(at(`drawings/${digit}.png`), await pngOf(digit, STYLES[3 * k]!));
    }
    const words = ["predict", at("weights"), at("drawings")] as const;
    const json = await runHere([...words, "--json"]);
    assertEquals([json.code, json.stderr], [0, ""]);
    const { runs, images } = JSON.parse(json.stdout);
    assertEquals(runs, [at("weights")]);
    assertEquals(images.map(({ digit }: { digit: number }) => digit), digits);
    for (const [k, { image, probabilities, digit }] of images.entries()) {
      assertEquals(image, at(join("drawings", `${digits[k]}.png`)));
      assertEquals([probabilities.length, probabilities.indexOf(Math.max(...probabilities))], [
        10,
        digit,
      ]);
      const sum = probabilities.reduce((sum: number, p: number) => sum + p, 0);
      assertAlmostEquals(sum, 1, 1e-6);
    }
    const many = await runHere([...words]);
    assertMatch(many.stdout, /^image +digit +0 % .* 9 %$/m);
    assertMatch(many.stdout, /^\S+7\.png +7 .*\d\d\.\d/m);

    const one = await runHere(["predict", at("drawings/3.png"), at("weights"), "--show"]);
    assertEquals([one.code, one.stderr], [0, ""]);
    assertMatch(one.stdout, /^\S+3\.png: 3$/m);
    assertMatch(one.stdout, /^3 +\d+\.\d % +█+/m);
    assert(one.stdout.split("\n").length > 14 + 10);
    assertMatch(one.stdout, /^ {8,}[▀▄█]+$/m);
  },
});

Deno.test({
  name: "predict averages the outputs of several networks",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const image = at("4.png");
    await Deno.writeFile(image, await pngOf(4, STYLES[0]!));
    const networks = [new Network([784, 10], { seed: 2 }), new Network([784, 5, 10], { seed: 3 })];
    for (const [k, network] of networks.entries()) {
      await Deno.writeFile(at(`network${k}`), network.toSafetensors());
    }
    const outputs = async (...runs: string[]) => {
      const { stdout } = await runHere(["predict", ...runs.map(at), image, "--json"]);
      return JSON.parse(stdout).images[0].probabilities as number[];
    };
    const [first, second] = [await outputs("network0"), await outputs("network1")];
    const together = await outputs("network0", "network1");
    assertEquals(together, first.map((value, k) => Math.fround((value + second[k]!) / 2)));
  },
});

Deno.test({
  name: "predict shows each network the drawing at the width that it learned from",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const drawing = drawDigit(4, STYLES[0]!);
    await Deno.writeFile(at("4.png"), await pngOf(4, STYLES[0]!));
    const pixels = Uint8Array.from(digitImage(drawing), (value) => Math.round(255 * value));
    const images = new Dataset({
      pixels,
      labels: new Uint8Array([4]),
      features: 784,
      classes: 10,
      shape: [28, 28],
    });
    const expected: Float32Array[] = [];
    for (const normalizeWidth of [10, 20]) {
      const config = parseConfig({ sizes: [784, 10], normalizeWidth });
      const network = new Network([784, 10], { seed: config.seed });
      const metadata = { config: JSON.stringify(config), epoch: "1" };
      await Deno.writeFile(at(`width${normalizeWidth}`), network.toSafetensors(metadata));
      expected.push(predictDataset(network, widened(images, normalizeWidth)).outputs);
    }
    const words = [
      "predict",
      at("width10"),
      at("width20"),
      at("4.png"),
      "--json",
    ] as const;
    const { code, stdout, stderr } = await runHere(words);
    assertEquals([code, stderr], [0, ""]);
    const [a, b] = expected as [Float32Array, Float32Array];
    const outputs = JSON.parse(stdout).images[0].probabilities;
    assertEquals(outputs, Array.from(a, (value, k) => Math.fround((value + b[k]!) / 2)));
  },
});

Deno.test({
  name: "predict takes weights that PyTorch wrote, and outputs that are no probabilities",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const [file, image] = [join(folder.path, "torch"), join(folder.path, "1.png")];
    const { tensors } = parseSafetensors(new Network([784, 10]).toSafetensors());
    const renamed = [...tensors].map(([name, tensor]) => [name.slice(7), tensor] as const);
    await Deno.writeFile(file, formatSafetensors(renamed));
    await Deno.writeFile(image, await pngOf(1, STYLES[1]!));
    const untold = await runHere(["predict", file, image]);
    assertEquals(untold.code, 2);
    assertMatch(untold.stderr, /example --output-activation softmax$/m);
    const words = ["predict", file, image, "--output-activation"] as const;
    assertMatch((await runHere([...words, "softmax"])).stdout, /^1 +\d+\.\d %/m);
    const linear = await runHere([...words, "relu", "--json"]);
    assertEquals(JSON.parse(linear.stdout).images[0].outputs.length, 10);
    assertMatch((await runHere([...words, "relu"])).stdout, /^1 +\d+\.\d{3}/m);
  },
});

Deno.test({
  name: "predict names the image that it cannot use, with the reason, and goes on with the others",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    await Deno.writeFile(at("weights"), await weights());
    await Deno.mkdir(at("drawings"));
    const blank = await encodePng({
      width: 30,
      height: 30,
      depth: 8,
      colorType: 0,
      at: () => [255],
    });
    await Deno.writeFile(at("drawings/1.png"), blank);
    await Deno.writeFile(at("drawings/2.png"), (await pngOf(2, STYLES[0]!)).slice(0, 99));
    await Deno.writeFile(at("drawings/3.png"), await pngOf(3, STYLES[0]!));
    const { code, stdout, stderr } = await runHere([
      "predict",
      at("weights"),
      at("drawings"),
      "--json",
    ]);
    assertEquals(code, 1);
    assertMatch(stderr, /^Cannot use .*1\.png: Cannot find a digit: the image is blank/m);
    assertMatch(stderr, /^Cannot read .*2\.png: it ends after 99 bytes/m);
    assertMatch(stderr, /^error: 2 of 3 images could not be used$/m);
    const { images } = JSON.parse(stdout);
    assertEquals(images.map(({ digit }: { digit?: number }) => digit), [undefined, undefined, 3]);
    assertMatch(images[0].error, /the image is blank/);
  },
});

Deno.test({
  name: "predict refuses a wrong command line or network",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const image = at("1.png");
    await Deno.writeFile(image, await pngOf(1, STYLES[0]!));
    await Deno.writeFile(at("weights"), await weights());
    const fails = async (words: string[], code: number, message: RegExp) => {
      const outcome = await runHere(["predict", ...words]);
      assertMatch(outcome.stderr, message);
      assertEquals([outcome.code, outcome.stdout], [code, ""]);
    };
    await fails([], 2, /Missing argument: RUN… FILE…/);
    await fails([image, image], 2, /expected a RUN before the images/);
    await fails(
      [at("weights"), "one"],
      2,
      /expected a FILE, .* runs: .*weights, one$/m,
    );
    await fails([at("none"), image], 1, /none is not a run of `deno task train`/);
    await fails([at("weights"), "photo.jpg"], 1, /Cannot read photo\.jpg: no such file/);
    await fails(
      [at("weights"), "rows.csv"],
      1,
      /did not learn from a table/,
    );
    await fails(
      [at("weights"), image, "rows.csv"],
      2,
      /rows\.csv and .*1\.png together/,
    );
    await fails([at("weights"), image, "--out", "a.csv", "--json"], 2, /use one of them/);
    await fails([at("weights"), image, "--out", "a.png"], 2, /that ends in \.csv, got \.png/);
    await fails([at("weights"), image, "--out", image, "--force"], 2, /ends in \.csv/);
    await fails(
      ["--run", "penguins", "--csv", "new.csv"],
      2,
      /Unknown option --run, did you mean deno task predict penguins new\.csv\? /,
    );
    await fails([at("weights"), image, "--show", "--json"], 2, /use one of them/);
    await Deno.writeFile(at("small"), new Network([64, 10]).toSafetensors());
    await fails([at("small"), image], 1, /784 inputs and 10 outputs for mnist, got 64 and 10/);
    const broken = new Network([784, 10]);
    broken.biases[0]!.values[3] = NaN;
    await Deno.writeFile(at("broken"), broken.toSafetensors());
    await fails([at("broken"), image], 1, /Cannot predict .*1\.png: the network answers NaN/);
  },
});

Deno.test({
  name: "predict and export may read and write, and nothing else",
  ignore,
  fn: async () => {
    for (const name of ["predict", "export"]) {
      const { stdout } = await outcomeOf(
        startScript("tests/tasks/permissions_fixture.ts", [], { flags: flagsOf(name) }),
      );
      const { read, write, ...others } = JSON.parse(stdout);
      assertEquals([read, write], ["granted", "granted"]);
      assertEquals(Object.values(others).includes("granted"), false, stdout);
    }
  },
});

Deno.test({
  name:
    "noise, two digits in an image and a photo are called unlike MNIST's, a JPEG file of a digit is not",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    await Deno.mkdir(at("pictures"));
    const { network, training, validation } = await trainedNetwork([784, 60, 10], {
      ...FUNCTIONS,
      initializer: "he",
      learningRate: 0.1,
      trainingSize: 50_000,
    });
    const novelty = noveltyText({ training, validation });
    await Deno.writeFile(at("weights"), network.toSafetensors({ novelty: novelty! }));
    const random = new RandomStream(1, "data", 0);
    const gray = (width: number, height: number, at: (x: number, y: number) => number) => {
      const data = new Uint8Array(4 * width * height);
      for (let k = 0; k < width * height; k++) {
        const level = at(k % width, Math.floor(k / width));
        data.set([level, level, level, 255], 4 * k);
      }
      return { width, height, data };
    };
    const three = drawDigit(3, STYLES[0]!);
    const eight = drawDigit(8, STYLES[0]!);
    const two = gray(400, 200, (x, y) => (x < 200 ? three : eight).data[4 * (200 * y + x % 200)]!);
    const photo = gray(
      90,
      60,
      (x, y) => 128 + 60 * Math.sin(x / 7 + y / 11) + 50 * Math.sin(y / 5) + random.below(16),
    );
    const pictures = {
      "digit.jpg": jpegFile(three),
      "noise.png": await pngFile(gray(64, 64, () => random.below(256))),
      "photo.jpg": jpegFile(photo),
      "two.png": await pngFile(two),
    };
    for (const [name, bytes] of Object.entries(pictures)) {
      await Deno.writeFile(at(join("pictures", name)), bytes);
    }
    const json = await runHere(["predict", at("weights"), at("pictures"), "--json"]);
    const { images } = JSON.parse(json.stdout);
    assertEquals(images.map(({ unfamiliar }: { unfamiliar: boolean }) => unfamiliar), [
      false,
      true,
      true,
      true,
    ]);
    assertEquals([images[0].digit, images[0].unsure], [3, false]);
    const { stdout } = await runHere(["predict", at("weights"), at("pictures")]);
    assertMatch(stdout, /^image .* caution$/m);
    assertMatch(stdout, /digit\.jpg +3 .*[\d·]$/m);
    assertMatch(stdout, /noise\.png +Not sure, perhaps \d .* unlike the training data/m);
    const one = await runHere(["predict", at("weights"), at("pictures/two.png")]);
    assertMatch(one.stdout, /^It does not look like what the network learned from/m);
  },
});

Deno.test({
  name: "an answer that is not sure is called so, of one image and in the table of several",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const network = new Network([784, 10], { outputActivation: "softmax" });
    network.weights[0]!.values.fill(0); // every class is as likely
    await Deno.writeFile(at("weights"), network.toSafetensors());
    for (const digit of [1, 2]) {
      await Deno.writeFile(at(`${digit}.png`), await pngOf(digit, STYLES[0]!));
    }
    const one = await runHere(["predict", at("weights"), at("1.png")]);
    assertMatch(one.stdout, /^\S+1\.png: Not sure, perhaps \d$/m);
    assertMatch(one.stdout, /^No class is clearly ahead; --show draws what it saw$/m);
    const two = await runHere(["predict", at("weights"), at("1.png"), at("2.png")]);
    assertMatch(two.stdout, /9 %\n\S+1\.png +Not sure, perhaps \d .*\n.*Not sure, perhaps \d .*\n/);
  },
});
