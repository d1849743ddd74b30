/** The page as files, its scripts bundled, with a network, test images, the data. @module */

import { fromFileUrl, join } from "@std/path";
import { createHash } from "node:crypto";
import inkling from "../../deno.json" with { type: "json" };
import { Dataset } from "../../lib/dataset.ts";
import { CLASSES, mnist, splitTraining } from "../../lib/digits/mnist.ts";
import { parseMetadata } from "../../lib/measure/metadata.ts";
import { predictDataset } from "../../lib/evaluate/predictions.ts";
import { formatIdx, type IdxArray, parseIdx } from "../../lib/formats/idx.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { Network } from "../../lib/network.ts";
import { missingFiles } from "../data/missing_files.ts";
import { moduleCode } from "../export/module_code.ts";
import { browserCode } from "../system/browser_code.ts";
import { PROGRAM, ROOT } from "../system/installation.ts";
import type { Site, SiteConfidence, SiteNetwork } from "./site.ts";
import { isNovelDigit, isSure } from "./sure.ts";

/** A file of the site: its bytes, or where they are. */
export type SiteFile = Uint8Array<ArrayBuffer> | { readonly path: string };

/** The files by their paths in the site. */
export type SiteFiles = ReadonlyMap<string, SiteFile>;

/** The network that comes with the page: its description for the page, and its safetensors file. */
export interface PageNetwork extends Omit<SiteNetwork, "file" | "confidence"> {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const SOURCES = fromFileUrl(new URL("packages/page/", ROOT));

/** The files that go into the site as they are, but for spaces. */
const STATIC: readonly string[] = [
  "index.html",
  "predict.html",
  "style.css",
  "predict.css",
  "icon.svg",
];

const SERVICE_WORKER = "service_worker.js";

/** How many examples of each digit the page offers. */
const EXAMPLES_OF_EACH = 5;

/** The files of the page, without network and data. */
export async function pageFiles(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const texts = new Map<string, string>();
  for (const name of STATIC) {
    const text = await Deno.readTextFile(join(SOURCES, name));
    texts.set(name, squeezed(name, text));
  }
  for (const [name, text] of await browserCode("packages/page")) texts.set(name, text);
  const runtimes: [string, string][] = [["version", inkling.version]];
  for (const name of ["plain_table", "table", "pictures"] as const) {
    runtimes.push([name, await moduleCode(name)]);
  }
  texts.set("runtimes.json", JSON.stringify(Object.fromEntries(runtimes)));
  for (const [name, text] of texts) {
    // The page has commands to copy, as its user starts them.
    files.set(name, new TextEncoder().encode(text.replaceAll("deno task", PROGRAM)));
  }
  return files;
}

/** A text without what only people need: comments, the indentation, spaces and zeros in the parts of a style sheet. */
function squeezed(name: string, text: string): string {
  const flat = text.replaceAll(/<!--.*?-->/g, "").replaceAll(/\n\s+/g, "\n");
  if (!name.endsWith(".css")) return flat;
  return flat.replaceAll(/\/\*.*?\*\/\n/g, "").replaceAll(/([{};,])\n/g, "$1")
    .replaceAll(": ", ":").replaceAll(" {", "{").replaceAll(";}", "}")
    .replaceAll(", ", ",").replaceAll(/(?<![\d.])0\./g, ".");
}

/**
 * The whole site.
 * @param network what reads the drawings until the visitor has trained another
 * @param data the folder of the data sets; the page does without what is not there
 * @param options.withData whether the four files are part of the site; some test images are in any case
 * @param options.suffix how their names end in the site
 */
export async function siteFiles(
  network: PageNetwork | undefined,
  data: string,
  { withData, suffix }: { withData: boolean; suffix: "" | ".gz" },
): Promise<SiteFiles> {
  const files = new Map<string, SiteFile>(await pageFiles());
  const digits = network === undefined || network.kind === "digits";
  const folder = digits ? await wholeFolder(data) : undefined;
  const none: Site = { network: null, data: null, examples: null };
  const site: { -readonly [Key in keyof Site]: Site[Key] } = none;
  if (network !== undefined) {
    const { bytes, ...about } = network;
    const confidence = folder === undefined ? null : await confidenceOf(bytes, folder);
    site.network = { file: "network.safetensors", ...about, confidence };
    files.set(site.network.file, bytes);
  }
  if (folder !== undefined) {
    site.examples = { images: "example-images-idx3-ubyte", labels: "example-labels-idx1-ubyte" };
    const [images, labels] = await examplesIn(folder);
    files.set(site.examples.images, formatIdx(images));
    files.set(site.examples.labels, formatIdx(labels));
  }
  if (folder !== undefined && withData) {
    site.data = { folder: "data/", suffix };
    for (const { name } of Object.values(mnist.files)) {
      files.set(`data/${name}${suffix}`, { path: join(folder, name) });
    }
  }
  files.set("site.json", new TextEncoder().encode(JSON.stringify(site)));
  const script = files.get(SERVICE_WORKER) as Uint8Array;
  files.delete(SERVICE_WORKER); // it keeps all files but itself and the data to train on
  return files.set(SERVICE_WORKER, serviceWorkerFor(script, files));
}

async function wholeFolder(data: string): Promise<string | undefined> {
  const folder = join(data, mnist.name);
  return (await missingFiles(mnist, folder)).length === 0 ? folder : undefined;
}

/** The first test images of each digit, with their labels. */
async function examplesIn(folder: string): Promise<[images: IdxArray, labels: IdxArray]> {
  const { testImages, testLabels } = mnist.files;
  const images = parseIdx(await Deno.readFile(join(folder, testImages.name)));
  const labels = parseIdx(await Deno.readFile(join(folder, testLabels.name)));
  const digits = [...labels.data];
  const chosen = Array.from(
    { length: CLASSES },
    (_, digit) => [...digits.keys()].filter((k) => digits[k] === digit).slice(0, EXAMPLES_OF_EACH),
  ).flat();
  const [, height, width] = images.shape as [number, number, number];
  const size = height * width;
  const pixels = chosen.flatMap((k) => [...images.data.subarray(k * size, (k + 1) * size)]);
  const bytes = (values: readonly number[], ...shape: number[]): IdxArray => {
    return { type: "uint8", shape, data: Uint8Array.from(values) };
  };
  const { length } = chosen;
  return [bytes(pixels, length, height, width), bytes(chosen.map((k) => digits[k]!), length)];
}

/** The service worker's script after the paths of the files that it keeps, with their hashes. */
function serviceWorkerFor(
  script: Uint8Array,
  files: SiteFiles,
): Uint8Array<ArrayBuffer> {
  const kept = [...files].flatMap(([path, file]) => {
    if ("path" in file) return [];
    const hash = createHash("sha256").update(file).digest("base64");
    // As servers show it; some send a browser on that asks for index.html by its name.
    return [[path === "index.html" ? "./" : path, `sha256-${hash}`]];
  });
  const text = JSON.stringify(kept);
  const version = createHash("sha256").update(text).digest("hex");
  const head = new TextEncoder().encode(`const FILES=${text};const VERSION="${version}";\n`);
  return new Uint8Array([...head, ...script]);
}

/** How many images measure it within a percent, in a fraction of a second. */
const MAX_IMAGES = 2000;

/**
 * Has a network read MNIST's validation images as the page does.
 * @param bytes the network's file of weights
 * @param folder the folder of MNIST's files
 * @returns null if the network has learned from these images
 */
async function confidenceOf(
  bytes: Uint8Array<ArrayBuffer>,
  folder: string,
): Promise<SiteConfidence | null> {
  const { metadata } = parseSafetensors(bytes);
  const { trainingSize = 0 } = JSON.parse(metadata["config"] ?? "{}");
  const read = async ({ name }: { name: string }) =>
    parseIdx(await Deno.readFile(join(folder, name)));
  const { trainImages, trainLabels } = mnist.files;
  const all = Dataset.fromIdx(await read(trainImages), await read(trainLabels));
  const { training, validation: whole } = splitTraining(all);
  if (trainingSize > training.size) return null;
  const validation = whole.subset(0, MAX_IMAGES);
  const network = Network.fromSafetensors(bytes);
  const { detector } = parseMetadata(metadata, network);
  const { outputs, predicted, labels, classes } = predictDataset(network, validation);
  const counts = { images: validation.size, sure: 0, right: 0, rightOfOthers: 0 };
  const pixels = new Float32Array(validation.features);
  for (let k = 0; k < validation.size; k++) {
    for (let j = 0; j < pixels.length; j++) {
      pixels[j] = validation.inputs[pixels.length * k + j]! / 255;
    }
    const row = outputs.subarray(classes * k, classes * (k + 1));
    const sure = isSure(row, network.outputActivation.name) && !isNovelDigit(pixels, detector);
    const right = Number(predicted[k] === labels[k]);
    if (sure) counts.right += right;
    else counts.rightOfOthers += right;
    counts.sure += Number(sure);
  }
  network.engine.close();
  return counts;
}
