/** What a config is refused with, each sentence once. */

import { type Config, parseConfig, parseDraft, resolveConfig } from "../../lib/config.ts";
import { assign } from "../../lib/config/assign.ts";
import { explainIssue } from "../../lib/config/errors.ts";
import { DATA_KINDS, type UserDataset, userDatasetProblem } from "../../lib/config/user_data.ts";
import { parseSweepDraft } from "../../tasks/sweep/sweep.ts";
import { LISTS } from "../helpers/lists.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import tutorial from "../../tasks/configs/tutorial.json" with { type: "json" };
import { z } from "zod";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

/** Keys of the data set of a table. */
const table = (keys: object) => parseDraft({ dataset: { csv: "a.csv", target: "b", ...keys } });

const sweep = (keys: object) => parseSweepDraft({ config: {}, method: "grid", ...keys });

/** A user's table, what is known of its data, and a config that has it filled in. */
const OWN = { csv: "a.csv", target: "b" };
const FACTS = { features: 10, outputs: 3, kind: "class", trainingSize: 232 } as const;
const WHOLE = {
  dataset: OWN,
  sizes: [10, 5, 3],
  cost: "logLikelihood",
  outputActivation: "softmax",
  trainingSize: 232,
};
const QUANTITY = { outputs: 1, kind: "quantity" } as const;

/** A config of one's own table, filled in by facts of it. */
const resolved = (config: object, facts: Partial<Parameters<typeof resolveConfig>[1]> = {}) =>
  JSON.stringify(resolveConfig(parseDraft(config), { ...FACTS, ...facts }));

const list: unknown[] = [];
list.push(list);
const itself: { [key: string]: unknown } = {};
itself["sizes"] = itself;

pin(
  "lists of names",
  Object.entries(LISTS).map(([word, names]) => [word, () => names.join(" ")] as const),
);

pin("a config", [
  () => parseConfig({ epochs: 0 }),
  () => parseConfig({ optimizer: { name: "momentum", momentum: 1 } }),
  () => parseConfig({ epochs: "12" }),
  () => parseConfig({ l2: "5e-4 " }),
  () => parseConfig({ learningRate: "3.5px" }),
  () => parseConfig([]),
  () => parseConfig({ evaluate: "test" }),
  () => parseConfig({ observe: ["weightNorms", "weightNorms"] }),
  () => parseConfig({ observe: ["weightNorms"], epochs: 100_001 }),
  () => resolved({ dataset: OWN, folds: 5, observe: ["weightNorms"] }),
  () => parseConfig({ sizes: 784 }),
  () => parseConfig({ augment: true }),
  () => parseConfig({ augment: { rotationByClass: 7 } }),
  () => parseConfig({ augment: { rotationByClass: { a: 7 } } }),
  () => parseConfig({ dropout: 0.5 }),
  () => parseConfig({ classWeights: 7 }),
  () => parseConfig({ dataset: 7 }),
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
  () => parseConfig({ optimizer: { name: "momentum", momentun: 0.5 } }),
  () => parseConfig({ earlyStopping: { delta: 1 } }),
  ...each("epochs", ["many", 3n, () => 3], (epochs) => parseConfig({ epochs })),
  () => parseConfig({ learningRate: ".5" }),
  ...each("sizes", [[784, 2.5, 10], list], (sizes) => parseConfig({ sizes })),
  () => parseConfig({ activation: "sigmoyd" }),
  () => parseConfig({ optimizer: { name: "adamm" } }),
  ...each(
    "rotations",
    [{ 10: 5 }, { 1: -5 }],
    (of) => parseConfig({ augment: { rotationByClass: of } }),
  ),
  ...each("classWeights", [{ "8": -2 }, "equal"], (classWeights) => parseConfig({ classWeights })),
  () => parseConfig({ schedule: "cosine" }),
  () => parseConfig({ evaluate: ["train"] }),
  ...each("a width of", [7, 21, 10.5, "wide"], (normalizeWidth) => parseConfig({ normalizeWidth })),
  ...each("the config", [null, "tutorial", itself], parseConfig),
  () => parseConfig({ epochs: 0, batchSize: 0, sede: 1 }),
  () => parseConfig({ activation: "relu", cost: "crossEntropy" }),
  ...each(
    "the logLikelihood behind",
    ["tanh", "scaledTanh", "leakyRelu", "linear"],
    (outputActivation) => parseConfig({ outputActivation, cost: "logLikelihood" }),
  ),
  () => parseConfig(JSON.parse('{ "__proto__": { "epochs": 1 } }')),
  () => parseConfig(JSON.parse('{ "augment": { "rotationByClass": { "__proto__": 3 } } }')),
  () => parseConfig({ sizes: [784, 10], batchSize: 60001, evaluate: ["test"] }),
  ...each(
    "without",
    ["sizes", "cost", "trainingSize"],
    (key) => parseConfig({ ...WHOLE, [key]: undefined }),
  ),
  () => resolved(WHOLE, { trainingSize: 41 }),
  () => resolved({ ...WHOLE, normalizeWidth: 15 }),
  () => resolved({ ...WHOLE, sizes: [10, 5, 1] }, QUANTITY),
  () => resolved({ dataset: OWN, sizes: [4, 3] }),
  () => parseConfig({ dataset: "minst" }),
  () => table({ gaps: "dropp" }),
  ...each(
    "activation",
    ["identity", "constructor", "CELU"], // the last is no slip of ours
    (activation) => parseConfig({ activation }),
  ),
  ...each(
    "a parameter of",
    [
      { min: "a", max: 2 },
      { min: 1 },
      { min: 1, max: 2, distribution: "log" },
      { min: 1, max: 2, more: 3 },
      { values: [1], min: 2 },
      { values: 3 },
      {},
      { vals: [1] },
      5,
    ],
    (epochs) => sweep({ parameters: { epochs } }),
  ),
  () => assign({ epochs: 1 }, "epochs.more", 1),
  () => assign({ sizes: [784, 10] }, "sizes.7.more", 1),
  () => assign({ sizes: [null] }, "sizes.0.more", 1),
  ...each("the index", ["01", "0a", "a0"], (k) => assign({ sizes: [784, 10] }, `sizes.${k}`, 1)),
  () => assign({ a: { sizes: [7] } }, "a.sizes.2", 1),
  () => assign(null, "epochs", 1),
  () => assign({}, "__proto__.polluted", 1),
  () => assign(7, "epochs", 1),
  () => assign({ sizes: [784, 10] }, "sizes.3", 1),
  () => assign([1], "first", 1),
]);

/** A value of a config that is filled in, or all of it. */
const filled = (config: object, key?: keyof Config) =>
  JSON.stringify(key === undefined ? parseConfig(config) : parseConfig(config)[key]);
const decayed = (trainingSize: number) =>
  JSON.stringify(resolveConfig(parseDraft({ dataset: OWN }), { ...FACTS, trainingSize }).optimizer);

pin("configs that are filled in", [
  () => filled({}),
  () => filled(tutorial),
  ...each(
    "optimizer",
    ["momentum", "adam", "adamw"],
    (name) => filled({ optimizer: { name } }, "optimizer"),
  ),
  () => filled({ dropout: { hidden: 0.5 } }, "dropout"),
  ...each(
    "cost",
    ["categoricalCrossEntropy", "binaryCrossEntropy", "meanSquaredError"],
    (cost) => filled({ cost, outputActivation: "softmax" }, "cost"),
  ),
  ...each(
    "augment",
    [{}, { rotation: 15, rotationByClass: { 1: 7.5 }, elastic: { sigma: 6 } }, { flip: true }],
    (augment) => filled({ augment }, "augment"),
  ),
  ...each(
    "schedule",
    ["constant", "step", "cosine", "oneCycle", "plateau"],
    (name) => filled({ schedule: { name } }, "schedule"),
  ),
  () => filled({ averaging: {} }, "averaging"),
  () => filled({ earlyStopping: { patience: 3 } }, "earlyStopping"),
  () => filled({ earlyStopping: { patience: 3 } }, "keep"),
  () => filled({ earlyStopping: {}, keep: "last" }, "keep"),
  () => filled({ activation: "relu" }, "outputActivation"),
  () => filled({ activation: "relu", outputActivation: "softmax" }, "outputActivation"),
  ...each(
    "classWeights",
    ["balanced", { "8": 2 }],
    (classWeights) => filled({ classWeights }, "classWeights"),
  ),
  () => filled({ hidden: [100, 50] }, "sizes"),
  () => JSON.stringify(parseDraft({ dataset: OWN, seed: 7 })),
  () => JSON.stringify(parseDraft({ dataset: { images: "photos" } })),
  () => resolved({ dataset: OWN, seed: 7 }),
  () => resolved({ dataset: OWN }, QUANTITY),
  ...each(
    "the decay of rows",
    [1, 1000, 1001, 1500, 2000, 14_000, 1_000_000, 100_000_000],
    decayed,
  ),
  () => resolved({ dataset: { npz: "a.npz" } }, { kind: "labels" }),
  () => resolved({ dataset: OWN, optimizer: { name: "sgd" } }),
  () => filled(WHOLE),
]);

/** The lines on what is wrong with a value under the key `k`. */
function explained(inner: z.ZodType, value: unknown): string {
  const schema = z.strictObject({ k: inner });
  const config = { k: value };
  const { issues } = schema.safeParse(config).error!;
  return issues.map((issue) => explainIssue(issue, config, schema)).join("\n");
}

const whole = z.int().min(0);
const letters = z.enum(["a", "b"]);
const kinds = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("alpha"), p: whole }),
  z.strictObject({ name: z.literal("beta"), q: whole }),
]);
const lettersOrObject = z.union([letters, z.strictObject({ x: whole })]);
const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

const VALUES: Required<UserDataset> = {
  costs: { falseAlarm: 1, miss: 5 },
  positive: "yes",
  coverage: 0.9,
  metric: "auc",
  csv: "a",
  images: "a",
  idx: "a",
  npz: "a",
  target: "b",
  kind: "class",
  delimiter: ";",
  header: true,
  gaps: "mean",
  without: ["c"],
  weights: "d",
  missingValues: ["k. A."],
  split: "e",
  test: 0.2,
  memory: 9,
  size: [28, 28],
  color: true,
  standardize: true,
  splitBy: "f",
  splitAfter: "g",
  as: { f: "mdy" },
  encoding: "latin1",
  table: ["a"],
  sheet: "b",
  query: "select 1",
};

/** What is wrong with a key beside the path of a kind of data set. */
const beside = (kind: string, keys: Partial<UserDataset>) =>
  userDatasetProblem({
    [kind]: "a",
    ...["csv", "table"].includes(kind) && { target: "b" },
    ...keys,
  });

/** The keys that a kind of data set takes, and the sentence on the first that it does not. */
function keysBeside(kind: string): string {
  const keys = Object.entries(VALUES).filter(([key]) => !(key in DATA_KINDS))
    .map(([key, value]) => [key, beside(kind, { [key]: value })] as const);
  const taken = keys.filter(([, problem]) => problem === undefined).map(([key]) => key);
  const [, refused] = keys.find(([, problem]) => problem !== undefined)!;
  return [`alone: ${beside(kind, {}) ?? "taken"}`, `takes: ${taken.join(" ")}`, refused].join("\n");
}

pin("data sets of one's own", [
  ...each("keys for", Object.keys(DATA_KINDS), keysBeside),
  ...each(
    "the data set",
    [{}, { target: "species" }, { images: "a", npz: "b" }, { csv: "a.csv" }],
    userDatasetProblem,
  ),
]);

pin("what a key expects", [
  () => explained(z.number().min(1).max(5), 9),
  () => explained(z.number().gt(0).lt(1), 2),
  () => explained(z.number().min(1).lt(3), 3),
  () => explained(z.number().gt(1).max(3), 4),
  () => explained(z.number(), true),
  () => explained(z.number(), "a lot"),
  () => explained(z.boolean(), 1),
  () => explained(z.string(), 1),
  () => explained(z.string().regex(/^a$/), "b"),
  () => explained(z.literal("x"), "y"),
  () => explained(z.array(whole).max(2), 1),
  () => explained(z.array(whole).min(1).max(3), []),
  () => explained(z.array(whole), "784,10"),
  ...each("a list of letters:", [{}, "a"], (value) => explained(z.array(letters), value)),
  () => explained(z.union([z.string(), z.array(z.string())]), 4),
  () => explained(z.union([z.string(), z.array(whole).min(3)]), [-1]),
  () => explained(whole.nullable(), -1),
  ...each("a whole number:", [0.5, " 7"], (value) => explained(whole, value)),
  ...each("a letter:", ["c", undefined, "aa"], (value) => explained(letters, value)),
  ...each("of two kinds:", ["alpha", "alpa", 7, null], (value) => explained(kinds, value)),
  ...each(
    "of a kind:",
    [{ name: "alpha", p: 0.5 }, { name: "gamma" }, { name: "alpa" }, { name: "beta", p: 5 }],
    (value) => explained(kinds, value),
  ),
  () => explained(kinds.nullable(), { name: "beta", q: 0.5 }),
  () => explained(z.strictObject({ name: z.string() }), { name: 1 }),
  () => explained(z.null(), 4),
  ...each(
    "letters or an object:",
    [{ x: -1 }, { y: 1, z: 2 }],
    (of) => explained(lettersOrObject, of),
  ),
  () => explained(z.array(z.strictObject({ a: whole })), [{ a: 1 }, { a: -1 }]),
  () => explained(z.record(z.string(), whole), { a: -1 }),
  () => explained(z.record(z.string().regex(/^[0-9]$/), whole), { a: 1 }),
  ...each(
    "in words:",
    [1n, list, () => 1, { a: { b: [null] } }, new Map(), deep(8), deep(9), { a: 1, b: deep(8) }],
    (value) => explained(z.boolean(), value),
  ),
]);
