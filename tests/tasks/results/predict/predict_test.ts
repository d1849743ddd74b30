import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../../../lib/config.ts";
import { digitImage } from "../../../../lib/digits/digit_image.ts";
import { normalizeWidth as widened } from "../../../../lib/digits/normalize_width.ts";
import { formatSafetensors, parseSafetensors } from "../../../../lib/formats/safetensors.ts";
import { Dataset, Network } from "../../../../mod.ts";
import { predictDataset } from "../../../../lib/evaluate/mod.ts";
import { noveltyText } from "../../../../tasks/run/novelty.ts";
import { RandomStream } from "../../../../lib/numerics/random.ts";
import { jpegFile, pngFile } from "../../../helpers/draw_pictures.ts";
import { drawDigit, STYLES } from "../../../helpers/drawings.ts";
import { encodePng } from "../../../helpers/encode_png.ts";
import { done, jsonOf, quiet, refused } from "../../../helpers/outcomes.ts";
import { runHere } from "../../../helpers/run_here.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { trainedNetwork } from "../../../helpers/trained_network.ts";

const test = testsWith("read", "write", "run", "net");

/** A drawing as a file; opaque ones without their opacity. */
async function pngOf(
  digit: number,
  style: typeof STYLES[number] = STYLES[0]!,
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

const FUNCTIONS = {
  activation: "relu",
  outputActivation: "softmax",
  cost: "logLikelihood",
} as const;

let learned: ReturnType<typeof trainedNetwork> | undefined;

/** A network that has learned for a second, and its data. */
function trained(): ReturnType<typeof trainedNetwork> {
  const options = { ...FUNCTIONS, initializer: "he", learningRate: 0.1 } as const;
  return learned ??= trainedNetwork([784, 60, 10], { ...options, trainingSize: 50_000 });
}

/** Writes files by their paths in a folder, which is made; returns what makes a name a path. */
async function written(
  folder: string,
  files: { readonly [name: string]: Uint8Array | Promise<Uint8Array> },
): Promise<(name: string) => string> {
  await Deno.mkdir(join(folder, "pictures"));
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(folder, name), await bytes);
  }
  return (name) => join(folder, name);
}

const weights = () => trained().then(({ network }) => network.toSafetensors());

test("predict names the digit of every image, for people and as JSON", async (folder) => {
  const digits = [0, 3, 7];
  const files = digits.map((digit, k) => [`pictures/${digit}.png`, pngOf(digit, STYLES[3 * k]!)]);
  const at = await written(folder.path, { weights: weights(), ...Object.fromEntries(files) });
  const words = ["predict", at("weights"), at("pictures")] as const;
  const { runs, images } = JSON.parse(await quiet(...words, "--json"));
  assertEquals(runs, [at("weights")]);
  assertEquals(images.map(({ digit }: { digit: number }) => digit), digits);
  for (const [k, { image, probabilities, digit }] of images.entries()) {
    assertEquals(image, at(join("pictures", `${digits[k]}.png`)));
    assertEquals(probabilities.length, 10);
    assertEquals(probabilities.indexOf(Math.max(...probabilities)), digit);
    assertAlmostEquals(probabilities.reduce((sum: number, p: number) => sum + p, 0), 1, 1e-6);
  }
  const many = await done(...words);
  assertMatch(many.stdout, /^image +digit +0 % .* 9 %$/m);
  assertMatch(many.stdout, /^\S+7\.png +7 .*\d\d\.\d/m);

  const one = await quiet("predict", at("pictures/3.png"), at("weights"), "--show");
  assertMatch(one, /^\S+3\.png: 3$/m);
  assertMatch(one, /^3 +\d+\.\d % +█+/m);
  assert(one.split("\n").length > 14 + 10);
  assertMatch(one, /^ {8,}[▀▄█]+$/m);
});

test("predict averages networks, each of which sees a drawing at its width", async (folder) => {
  const at = await written(folder.path, { "4.png": pngOf(4) });
  const drawing = digitImage(drawDigit(4, STYLES[0]!));
  const pixels = Uint8Array.from(drawing, (value) => Math.round(255 * value));
  const labels = new Uint8Array([4]);
  const images = new Dataset({ pixels, labels, features: 784, classes: 10, shape: [28, 28] });
  const expected: Float32Array[] = [];
  for (const [normalizeWidth, sizes] of [[10, [784, 10]], [20, [784, 5, 10]]] as const) {
    const config = parseConfig({ sizes, normalizeWidth, seed: normalizeWidth });
    const network = new Network(sizes, { seed: normalizeWidth });
    const metadata = { config: JSON.stringify(config), epoch: "1" };
    await Deno.writeFile(at(`width${normalizeWidth}`), network.toSafetensors(metadata));
    expected.push(predictDataset(network, widened(images, normalizeWidth)).outputs);
  }
  const outputsOf = async (...runs: string[]): Promise<number[]> =>
    (await jsonOf("predict", ...runs.map(at), at("4.png"))).images[0].probabilities;
  const [a, b] = expected.map((outputs) => [...outputs]) as [number[], number[]];
  assertEquals(await outputsOf("width10"), a);
  assertEquals(await outputsOf("width20"), b);
  const means = a.map((value, k) => Math.fround((value + b[k]!) / 2));
  assertEquals(await outputsOf("width10", "width20"), means);
});

test("predict takes PyTorch's weights, and outputs that are not probabilities", async (folder) => {
  const { tensors } = parseSafetensors(new Network([784, 10]).toSafetensors());
  const renamed = [...tensors].map(([name, tensor]) => [name.slice(7), tensor] as const);
  const at = await written(folder.path, {
    torch: formatSafetensors(renamed),
    "1.png": pngOf(1, STYLES[1]!),
  });
  const words = ["predict", at("torch"), at("1.png")] as const;
  await refused(words, /example --output-activation softmax$/m, 2);
  const as = (name: string) => [...words, "--output-activation", name] as const;
  assertMatch((await done(...as("softmax"))).stdout, /^1 +\d+\.\d %/m);
  assertMatch((await done(...as("relu"))).stdout, /^1 +\d+\.\d{3}/m);
  assertEquals((await jsonOf(...as("relu"))).images[0].outputs.length, 10);
});

test("predict names an image that it cannot use, with the reason, and goes on", async (folder) => {
  const size = { width: 30, height: 30, depth: 8, colorType: 0 } as const;
  const at = await written(folder.path, {
    weights: weights(),
    "pictures/1.png": encodePng({ ...size, at: () => [255] }),
    "pictures/2.png": pngOf(2).then((bytes) => bytes.slice(0, 99)),
    "pictures/3.png": pngOf(3),
  });
  const words = ["predict", at("weights"), at("pictures"), "--json"] as const;
  const { code, stdout, stderr } = await runHere(words);
  assertEquals(code, 1);
  assertMatch(stderr, /^Cannot use .*1\.png: Cannot find a digit: the image is blank/m);
  assertMatch(stderr, /^Cannot read .*2\.png: it ends after 99 bytes/m);
  assertMatch(stderr, /^error: Cannot use 2 of 3 images$/m);
  const { images } = JSON.parse(stdout);
  assertEquals(images.map(({ digit }: { digit?: number }) => digit), [undefined, undefined, 3]);
  assertMatch(images[0].error, /the image is blank/);
});

test("noise and two digits are unlike MNIST, a JPEG of a digit is not", async (folder) => {
  const { network, training, validation } = await trained();
  const random = new RandomStream(1, "data", 0);
  const gray = (width: number, height: number, at: (x: number, y: number) => number) => {
    const data = new Uint8Array(4 * width * height);
    for (let k = 0; k < width * height; k++) {
      const level = at(k % width, Math.floor(k / width));
      data.set([level, level, level, 255], 4 * k);
    }
    return { width, height, data };
  };
  const [three, eight] = [drawDigit(3, STYLES[0]!), drawDigit(8, STYLES[0]!)];
  const two = gray(400, 200, (x, y) => (x < 200 ? three : eight).data[4 * (200 * y + x % 200)]!);
  const at = await written(folder.path, {
    weights: network.toSafetensors({ novelty: noveltyText({ training, validation })! }),
    "pictures/digit.jpg": jpegFile(three),
    "pictures/noise.png": pngFile(gray(64, 64, () => random.below(256))),
    "pictures/two.png": pngFile(two),
  });
  const words = ["predict", at("weights"), at("pictures")] as const;
  const { images: [digit, ...others] } = await jsonOf(...words);
  assertEquals([digit.digit, digit.unsure, digit.unfamiliar], [3, false, false]);
  for (const { unfamiliar } of others) assertEquals(unfamiliar, true);
  const { stdout: table } = await done(...words);
  assertMatch(table, /^image .* caution$/m);
  assertMatch(table, /digit\.jpg +3 .*[\d·]$/m);
  assertMatch(table, /noise\.png +Not sure, perhaps \d .* unlike the training data/m);
  const { stdout: text } = await done("predict", at("weights"), at("pictures/two.png"));
  assertMatch(text, /^It does not look like what the network learned from/m);
});

test("an answer that is not sure is called so, alone and in a table", async (folder) => {
  const network = new Network([784, 10], { outputActivation: "softmax" });
  network.weights[0]!.values.fill(0); // every class is as likely
  const files = { weights: network.toSafetensors(), "1.png": pngOf(1), "2.png": pngOf(2) };
  const at = await written(folder.path, files);
  const one = await done("predict", at("weights"), at("1.png"));
  assertMatch(one.stdout, /^\S+1\.png: Not sure, perhaps \d$/m);
  assertMatch(one.stdout, /^No class is clearly ahead; --show draws what it saw$/m);
  const two = await done("predict", at("weights"), at("1.png"), at("2.png"));
  assertMatch(two.stdout, /9 %\n\S+1\.png +Not sure, perhaps \d .*\n.*Not sure, perhaps \d .*\n/);
});
