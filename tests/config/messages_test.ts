/** What a config is refused with, each sentence once. */

import { parseConfig, parseDraft, resolveConfig } from "../../lib/config.ts";
import { assign } from "../../lib/config/assign.ts";
import { parseSweepDraft } from "../../lib/sweep.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

/** Keys of the data set of a table. */
const table = (keys: object) => parseDraft({ dataset: { csv: "a.csv", target: "b", ...keys } });

const sweep = (keys: object) => parseSweepDraft({ config: {}, method: "grid", ...keys });

const PUBLISHED = { error: 0.016, source: "a paper" };

pin("a config", [
  () => parseConfig({ epochs: 0 }),
  () => parseConfig({ seed: -1 }),
  () => parseConfig({ learningRate: 0 }),
  () => parseConfig({ optimizer: { name: "momentum", momentum: 1 } }),
  () => parseConfig({ clipNorm: -1 }),
  () => parseConfig({ epochs: "12" }),
  () => parseConfig({ l2: "5e-4 " }),
  () => parseConfig({ learningRate: "3.5px" }),
  () => parseConfig({ l1: "none" }),
  () => parseConfig([]),
  () => parseConfig({ evaluate: "test" }),
  () => parseConfig({ observe: ["weightNorms", "weightNorms"] }),
  () => parseConfig({ observe: ["weightNorms"], epochs: 100_001 }),
  () =>
    resolveConfig(
      parseDraft({ dataset: { csv: "a.csv", target: "b" }, folds: 5, observe: ["weightNorms"] }),
      { features: 4, outputs: 3, kind: "class", trainingSize: 105 },
    ),
  () => parseConfig({ sizes: 784 }),
  () => parseConfig({ sizes: "784,10" }),
  () => parseConfig({ augment: true }),
  () => parseConfig({ augment: { elastic: 7 } }),
  () => parseConfig({ augment: { rotationByClass: 7 } }),
  () => parseConfig({ augment: { rotationByClass: { a: 7 } } }),
  () => parseConfig({ averaging: 7 }),
  () => parseConfig({ dropout: 0.5 }),
  () => parseConfig({ earlyStopping: 7 }),
  () => parseConfig({ classWeights: 7 }),
  () => parseConfig({ dataset: 7 }),
  () => parseConfig({ reproduces: 7 }),
  () => parseConfig({ reproduces: { source: "…", chosen: 7 } }),
  () => parseConfig({ reproduces: { source: "…", copies: 7 } }),
  () => parseConfig({ reproduces: {} }),
  () => parseConfig({ reproduces: { source: "" } }),
  () => parseConfig({ augment: { flip: "yes" } }),
  () => parseConfig({ optimizer: {} }),
  () => parseConfig({ optimizer: "adam" }),
  () => parseConfig({ optimizer: "adm" }),
  () => parseConfig({ optimizer: { name: "sgd", momentum: 0.5 } }),
  () => parseConfig({ lerningRate: 1 }),
  () => parseConfig({ augment: { elastic: { sigma: 4, strength: 1 } } }),
  () => parseConfig(JSON.parse('{ "classWeights": { "__proto__": 3 } }')),
  () => parseConfig({ sizes: [10, 10] }),
  () => parseConfig({ sizes: [784, 65536, 65536, 10] }),
  () => parseConfig({ sizes: [784, 9000, 10], batchSize: 50000 }),
  () => parseConfig({ trainingSize: 60001, evaluate: ["test"] }),
  () => parseConfig({ trainingSize: 60000 }),
  () => parseConfig({ evaluate: ["test"], keep: "best" }),
  () => parseConfig({ evaluate: ["test"], earlyStopping: {} }),
  () => parseConfig({ evaluate: ["test"], schedule: { name: "plateau" } }),
  () => parseConfig({ evaluate: ["test", "test"] }),
  () => parseConfig({ optimizer: { name: "adamw" }, l2: 5 }),
  () => parseConfig({ sizes: [784, 10], dropout: { hidden: 0.5 } }),
  () => parseConfig({ hidden: [30], sizes: [784, 30, 10] }),
  () => parseConfig({ reproduces: { ...PUBLISHED, accuracy: 0.98 } }),
  () => parseConfig({ reproduces: PUBLISHED, evaluate: ["validation"] }),
  () => parseConfig({ reproduces: { source: "ours", split: "validation" } }),
  () => parseConfig({ reproduces: { ...PUBLISHED, copies: { copies: 2 } } }),
  () => parseConfig({ reproduces: { source: "ours", copies: { copies: 2 } } }),
  () =>
    parseConfig({
      augment: {},
      reproduces: { source: "ours", copies: { copies: 2 }, committee: true },
    }),
  () => table({ split: [2, 0.1, 0.1] }),
  () => table({ split: [0.5, 0.5] }),
  () => table({ target: [1] }),
  () => table({ target: [] }),
  () => table({ target: 1 }),
  () => table({ delimiter: "" }),
  () => table({ delimiter: "ab" }),
  () => table({ without: "id" }),
  () => table({ target: undefined }),
  () => table({ size: [1, 1] }),
  () => table({ kind: "labels" }),
  () => table({ npz: "a" }),
  () => sweep({ config: 5 }),
  () => sweep({ parameters: { epochs: { values: [] } } }),
  () => sweep({ method: "list", list: 5 }),
  () => parseConfig({ dataset: { csv: "a.csv", target: "b" } }),
  () => assign({ epochs: 1 }, "epochs.more", 1),
  () => assign(7, "epochs", 1),
  () => assign({ sizes: [784, 10] }, "sizes.3", 1),
  () => assign([1], "first", 1),
]);
