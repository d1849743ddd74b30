/** The sentences of the page and its task; those of its server are in `serve_site_test.ts`. */

import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { Network } from "../../../mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { demoTask } from "../../../tasks/demo.ts";
import { fetchBytes } from "../../../tasks/demo/page/site.ts";
import { loadData } from "../../../tasks/demo/page/training_data.ts";
import { pageNetwork } from "../../../tasks/demo/page_network.ts";
import { serveSite } from "../../../tasks/demo/serve_site.ts";
import { writeListed } from "../../../tasks/demo/write_site.ts";
import { replaced } from "../../helpers/replaced.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";
import { serve } from "./served.ts";

const IMAGES = "train-images-idx3-ubyte";

/** The bytes of MNIST's training images. */
const IMAGES_BYTES = 47_040_016;

const never = new AbortController().signal;

/** Trains on files that a visitor picked, of zeros. */
const load = (files: Readonly<Record<string, number>>) => () =>
  loadData(
    { files: Object.entries(files).map(([name, size]) => new File([new Uint8Array(size)], name)) },
    () => {},
  );

/** Makes a call with a server that has no file. */
const without = (call: () => Promise<unknown>) => async () => {
  using _ = replaced({ fetch: () => Promise.resolve(new Response(null, { status: 404 })) });
  await call();
};

/** Makes a call in whose message a text that differs from run to run has a name instead. */
async function naming(text: string, name: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(text, name);
    throw error;
  }
}

/** Makes a call with a folder, whose path is `FOLDER` in the message. */
const inFolder = (call: (folder: string) => Promise<unknown>) => async () => {
  await using folder = await temporaryFolder();
  await naming(folder.path, "FOLDER", () => call(folder.path));
};

/** Shows a network of 12 inputs, or with other settings. */
const show = (config: object, input?: object) =>
  inFolder(async (folder) => {
    const parsed = parseConfig({
      ...{ dataset: { npz: "a.npz" }, sizes: [12, 2], trainingSize: 9 },
      ...{ outputActivation: "softmax", cost: "logLikelihood", ...config },
    });
    const { sizes, activation, outputActivation, cost, initializer } = parsed;
    const network = new Network(sizes, { activation, outputActivation, cost, initializer });
    const path = join(folder, "weights.safetensors");
    const file = network.toSafetensors({
      ...{ config: JSON.stringify(parsed), epoch: "1" },
      ...input && { input: JSON.stringify({ version: 1, source: "npz", ...input }) },
    });
    await Deno.writeFile(path, file);
    await pageNetwork(path);
  });

const MNIST_SHA256 = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db";
const ZEROS_SHA256 = "03dc6d029f04f9c472ed97b0f74ea073c09cb652c8c0a1f7750a2c34a9a8796f";

/** Data that cannot be loaded, and why. */
const data: [call: () => Promise<unknown>, sentence: string][] = [
  [
    load({ "a.txt": 1, "b.gz": 1 }),
    `Cannot find ${IMAGES}, .gz or not, among the files picked: a.txt, b.gz`,
  ],
  [load({ [IMAGES]: 3 }), `Cannot use ${IMAGES}: expected 47040016 bytes, got 3`],
  [ // under the name that a browser gives a second download
    load({ [`${IMAGES} (1)`]: IMAGES_BYTES + 1 }),
    `Cannot use ${IMAGES}: expected 47040016 bytes, got more`,
  ],
  [
    load({ [IMAGES]: IMAGES_BYTES }),
    `Cannot use ${IMAGES}: expected the SHA-256 ${MNIST_SHA256}, got ${ZEROS_SHA256}`,
  ],
  [
    without(() => loadData({ folder: "data/", suffix: ".gz" }, () => {})),
    `Cannot fetch ${IMAGES}: the server answers 404`,
  ],
  [without(() => fetchBytes("site.json")), "Cannot fetch site.json: the server answers 404"],
];

/** What of a network the page cannot show. */
const refusals: [call: () => Promise<unknown>, sentence: string][] = [
  [
    show({ dataset: "mnist", sizes: [784, 10], normalizeWidth: 12 }),
    "Cannot show FOLDER/weights.safetensors: expected digits as drawn, got normalizeWidth 12; train without it",
  ],
  [
    show({}),
    "Cannot show FOLDER/weights.safetensors: it does not describe its inputs; train it again",
  ],
  [
    show({}, { shape: [3, 4], type: "float32" }),
    "Cannot show FOLDER/weights.safetensors: expected pictures of bytes, got inputs [3,4] of float32",
  ],
  [
    show({}, { shape: [12], type: "uint8" }),
    "Cannot show FOLDER/weights.safetensors: expected pictures of bytes, got inputs [12] of uint8",
  ],
  [
    show({ dataset: { csv: "a.csv", target: "b" } }),
    "Cannot use FOLDER/weights.safetensors: Cannot read the description of a table: it is no JSON",
  ],
];

/** A folder that is not written to, and why. */
const folders: [call: () => Promise<unknown>, sentence: string][] = [
  [
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "thesis.txt"), "mine");
      await writeListed(folder, "demo", [], () => Promise.resolve());
    }),
    "Cannot write to FOLDER: it holds other files, such as thesis.txt; name a new or an empty folder",
  ],
  [
    inFolder(async (folder) => {
      await writeListed(folder, "demo", [], () => Promise.resolve());
      await Deno.writeTextFile(join(folder, "page.js"), "mine");
      await writeListed(folder, "demo", ["page.js"], () => Promise.resolve());
    }),
    "Cannot write to FOLDER: FOLDER/page.js is in the way, and not written by `deno task demo`; " +
    "move it, or name another folder",
  ],
];

/** Rows of a class of errors, each called by its sentence. */
const rowsOf = (Class: MessageRow[2], rows: typeof data): MessageRow[] =>
  rows.map(([call, sentence]) => [sentence, call, Class, sentence]);

const filesGranted = granted("read", "write") && Deno.build.os !== "windows";
testMessages("the page and its task", [
  ...rowsOf(Error, data),
  ...filesGranted ? [...rowsOf(Error, refusals), ...rowsOf(UsageError, folders)] : [],
  [
    "two runs",
    () =>
      demoTask({
        operands: ["a"],
        options: {
          ...{ run: "b", runs: "runs", data: "data", port: "0", out: undefined },
          "without-data": false,
        },
      }, never),
    UsageError,
    'Expected one run, got "a" and --run "b"',
  ],
]);
testMessages("the page's server", [[
  "a port that is in use",
  async () => {
    await using server = await serve(new Map());
    const again = () => serveSite(new Map(), server.port, never, () => {});
    await naming(String(server.port), "PORT", again);
  },
  Error,
  "Cannot serve on port PORT: something else uses it; --port 0 takes one that is free",
]], { ignore: !granted("net") });
