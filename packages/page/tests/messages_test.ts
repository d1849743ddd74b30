/** The sentences of the page and its task; those of its server are in `serve_site_test.ts`. */

import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { DEFAULT_MISSING_VALUE_RULE } from "../../../lib/options/table.ts";
import { Network } from "../../../mod.ts";
import { demoTask } from "../../../tasks/demo.ts";
import { confidenceText, withArticle } from "../confidence.ts";
import type { TableSettings } from "../messages.ts";
import { picturesCommand } from "../pictures_command.ts";
import { commandLine, PRESETS } from "../settings.ts";
import { fetchBytes } from "../site.ts";
import { progressText } from "../train_panel.ts";
import { TABLE_FIELDS, tableCommand } from "../table_command.ts";
import { optionOfPage } from "../table_training.ts";
import { loadData } from "../training_data.ts";
import { pageNetwork } from "../../../tasks/demo/page_network.ts";
import { serveSite } from "../../../tasks/demo/serve_site.ts";
import { writeListed } from "../../../tasks/demo/write_site.ts";
import { replaced } from "../../../tests/helpers/replaced.ts";
import { inFolder, naming } from "../../../tests/helpers/in_folder.ts";
import { granted } from "../../../tests/helpers/run_task.ts";
import { each, pinnedIn } from "../../../tests/helpers/pinned.ts";
import { serve } from "../../../tests/tasks/demo/served.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const IMAGES = "train-images-idx3-ubyte";

/** The bytes of MNIST's training images. */
const IMAGES_BYTES = 47_040_016;

const never = new AbortController().signal;

/** Trains on files that a visitor picked, of zeros. */
const load = (files: Readonly<Record<string, number>>) =>
  loadData(
    { files: Object.entries(files).map(([name, size]) => new File([new Uint8Array(size)], name)) },
    () => {},
  );

/** Makes a call with a server that has no file. */
const without = async (call: () => Promise<unknown>) => {
  using _ = replaced({ fetch: () => Promise.resolve(new Response(null, { status: 404 })) });
  await call();
};

/** Shows a network of 12 inputs, or with other settings. */
const show = (config: object, input?: object) =>
  inFolder(async (folder) => {
    const parsed = parseConfig({
      dataset: { npz: "a.npz" },
      sizes: [12, 2],
      trainingSize: 9,
      outputActivation: "softmax",
      cost: "logLikelihood",
      ...config,
    });
    const { sizes, activation, outputActivation, cost, initializer } = parsed;
    const network = new Network(sizes, { activation, outputActivation, cost, initializer });
    const path = join(folder, "weights.safetensors");
    const file = network.toSafetensors({
      config: JSON.stringify(parsed),
      epoch: "1",
      ...input && { input: JSON.stringify({ version: 1, source: "npz", ...input }) },
    });
    await Deno.writeFile(path, file);
    await pageNetwork(path);
  });

pin("the page and its task", [
  () => load({ "a.txt": 1, "b.gz": 1 }),
  () => load({ [IMAGES]: 3 }),
  () => load({ [`${IMAGES} (1)`]: IMAGES_BYTES + 1 }),
  () => load({ [IMAGES]: IMAGES_BYTES }),
  () => without(() => loadData({ folder: "data/", suffix: ".gz" }, () => {})),
  () => without(() => fetchBytes("site.json")),
  () =>
    demoTask({
      operands: ["a"],
      options: {
        run: "b",
        runs: "runs",
        data: "data",
        port: "0",
        out: undefined,
        "without-data": false,
      },
    }, never),
]);

/** Windows needs a right of its own for links. */
const ignore = !granted("read", "write") || Deno.build.os === "windows";
pin("networks that the page cannot show, and folders that are not written to", [
  () => show({ dataset: "mnist", sizes: [784, 10], normalizeWidth: 12 }),
  () => show({}),
  () => show({}, { shape: [3, 4], type: "float32" }),
  () => show({}, { shape: [12], type: "uint8" }),
  () => show({ dataset: { csv: "a.csv", target: "b" } }),
  () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "thesis.txt"), "mine");
      await writeListed(folder, "demo", [], () => Promise.resolve());
    }),
  () =>
    inFolder(async (folder) => {
      await writeListed(folder, "demo", [], () => Promise.resolve());
      await Deno.writeTextFile(join(folder, "page.js"), "mine");
      await writeListed(folder, "demo", ["page.js"], () => Promise.resolve());
    }),
], { ignore });

pin("the page's server", [async () => {
  await using server = await serve(new Map());
  const again = () => serveSite(new Map(), server.port, never, () => {});
  await naming(String(server.port), "PORT", again);
}], { ignore: !granted("net") });

/** Counts of validation images. */
const COUNTS = [
  null,
  { images: 2000, sure: 1900, right: 1862, rightOfOthers: 55 },
  { images: 2000, sure: 2000, right: 1990, rightOfOthers: 0 },
];

/** The command for a table that was trained on. */
const command = (file: string, settings: Partial<TableSettings>, stopped?: number) => {
  const gaps = DEFAULT_MISSING_VALUE_RULE; // a form begins with it, as does a command
  const usual = { target: "a", without: [], kind: undefined, gaps, seed: 1 };
  return tableCommand(file, { ...usual, ...settings }, stopped);
};
const OTHER = { sizes: [784, 10], activation: "tanh" as const, seed: 7 };
const NAMES = { target: "body mass", without: ["year", "row number"] };

pin("what the page explains", [
  ...each("how sure of", COUNTS, (counts) => confidenceText("sigmoid", counts)),
  () => JSON.stringify(confidenceText("relu", COUNTS[2]!)),
  ...each("article of", [...Array(10).keys()], withArticle),
  ...each("progress", [[0.25, 10], [0.5, 300], [1, 40]], ([share, s]) => progressText(share!, s!)),
  () => progressText(0.01, 1), // too early for an estimate
  () => command("iris.csv", {}),
  () => command("t.csv", { gaps: "drop" }),
  // A name that begins with a hyphen is no option.
  () => command("-t.csv", { target: "-log p", without: ["-1", "a-b"] }),
  () => command("my table.csv", { ...NAMES, kind: "quantity", gaps: "mean", seed: 7 }, 12),
  () => command("rows.csv", { weights: "row weight" }),
  ...each(
    "command with",
    [{}, OTHER, { activation: "relu", outputActivation: "softmax" }] as const,
    (of) => {
      return commandLine({ ...PRESETS.tutorialPreset, ...of });
    },
  ),
  () => picturesCommand({ folder: "my cats", side: 28, color: false, seed: 1 }),
  () => picturesCommand({ folder: "cats", side: 64, color: true, seed: 7 }, 12),
  () => `${TABLE_FIELDS.gaps[0] === DEFAULT_MISSING_VALUE_RULE}`,
  // By the labels of its controls.
  () => optionOfPage("gaps", "drop"),
  () => optionOfPage("kind", "quantity"),
  () => optionOfPage("without", "sex", "year"),
]);
