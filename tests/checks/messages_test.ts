/** The sentences of checks that rooms share, each pinned once. */

import { named, nameSuggestion, suggestion, valueSuggestion } from "../../lib/checks/meant.ts";
import {
  checkOptions,
  constantsOf,
  expectedBy,
  filledIn,
  rangeText,
  type Value,
} from "../../lib/checks/options.ts";
import { checkNames, describe } from "../../lib/checks/texts.ts";
import { CONFIG_SYNONYMS } from "../../lib/config/synonyms.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const entries = { adam: {}, momentum: {} };

pin("checks", [
  () => checkNames("classNames", ["a"], 2),
  () => checkNames("classNames", ["a", "a"], 2),
  () => checkNames("classNames", "ab" as never, 2),
  () => checkNames("classNames", ["a", 3 as never], 2),
  () => checkNames("classNames", Float32Array.of(1, 2) as never, 2),
  () => named("optimizer", entries, "adma"),
  () => named("optimizer", entries, undefined as never),
  ...each(
    "to describe",
    [null, "a", [1], 2, new Map(), {}, () => {}, Object.create(null)],
    describe,
  ),
]);

const NAMES = { epochs: true, batchSize: true } as const;
const TABLE = {
  epochs: { type: "whole", min: 1, required: true, default: 30 },
  rate: { type: "number", min: 0, max: 1, default: 0.5 },
  limit: { type: "number", above: 0, orNull: true, default: null },
  degrees: { type: "map", of: { type: "number", min: 0 }, default: {} },
  mode: { type: "choice", of: ["slow", "fast"] },
  onEnd: true,
} as const;
const KINDS = { a: { p: TABLE.rate }, b: { p: TABLE.rate, q: TABLE.rate }, c: {} };

/** Ranges with an end or both, which are in them or not. */
const RANGES = [
  {},
  { min: 0 },
  { above: 0 },
  { max: 3 },
  { below: 3 },
  { above: 0, max: Infinity },
  { min: 0, max: 3 },
  { min: 0, below: 3 },
  { above: 0, max: 3 },
  { above: 0, below: 3 },
];

/** What is expected of values, some of which do not fit their option. */
const values = (option: Value, ...values: unknown[]) =>
  each(
    `${Deno.inspect(option, { breakLength: Infinity })}`,
    values,
    (value) => expectedBy(option, value) ?? "it fits",
  );

/** All options, with those that were left out. */
const filled = (given: object) => Deno.inspect(filledIn("run", given as { epochs: number }, TABLE));
const ALL = { epochs: 2, rate: 0, limit: 3, degrees: { a: 1 }, mode: "fast", onEnd: 7 };

pin("options", [
  ...each(
    "options",
    [{ batch_size: 1 }, { lr: 1 }, { colour: 1 }, undefined, 30, [1, 2]],
    (options) => checkOptions("train", options, NAMES, { lr: "expected learningRate" }),
  ),
  ...each("a range of", RANGES, rangeText),
  ...values({ type: "number" }, NaN, Infinity, -Infinity, "1", null, true, 0, -1e300, 1e300),
  ...values({ type: "number", min: 0, below: 1 }, -0.1, 1, 0, 0.999),
  ...values({ type: "number", above: 0, max: 1 }, 0, 1.1, 1e-300, 1),
  ...values({ type: "number", above: 0, max: Infinity }, 0, NaN, 1, Infinity),
  ...values({ type: "number", below: 1 }, 1),
  ...values({ type: "whole", min: 1 }, 0, 1.5, 2 ** 53, Infinity, 1, 2 ** 53 - 1),
  ...values({ type: "flag" }, 0, 1, "true", null, true, false),
  ...values({ type: "choice", of: ["a", "b"] }, "c", "", null, "a", "b"),
  ...values({ type: "object", of: {} }, {}, 5), // checked where it is used
  ...each("defaults beside", [{ epochs: 2 }, ALL, { epochs: 2, rate: undefined }], filled),
  () => `${checkOptions("run", { epochs: 1, limit: null, onEnd: "anything" }, TABLE)}`,
  () => filledIn("run", {}, TABLE),
  ...each(
    "to run with",
    [{ epochs: 0 }, { epochs: "1" }, { rate: null }, { mode: "fat" }, { mode: 1 }, {
      degrees: { b: -1 },
    }],
    (options) => checkOptions("run", { epochs: 1, ...options }, TABLE),
  ),
  () => Deno.inspect(constantsOf("rule", "b", { name: "b", p: 0.25 }, KINDS)),
  () => constantsOf("rule", "a", { q: 1 }, KINDS),
  () => constantsOf("rule", "c", { p: 1 }, KINDS),
  () => constantsOf("rule", "c", { name: "c", r: 1 }, KINDS),
]);

const ids = Array.from({ length: 60 }, (_, k) => `C${17400 + k}`);
const islands = ["Biscoe", "Torgersen"];
const sizes = ["sizes", "hidden"];
const known = ["epochs", "batchSize", "learningRate"];
const strange = ["constructor", "__proto__", "toString", ""];
const letterPairs = [..."abcdefghijkl"].flatMap((a) =>
  [..."abcdefghijkl"].map((b) => `Mc${a}${b}ster`)
);

pin("what was meant", [
  ...each("of learningRate:", ["lr"], (name) => nameSuggestion(name, ["l2", "learningRate"])),
  ...each("of l1 and l2:", ["lr"], (name) => nameSuggestion(name, ["l1", "l2"])), // no slip of l2
  () => nameSuggestion("momentum", ["optimizer"]),
  () => nameSuggestion("momentun", ["momentum"]),
  () => nameSuggestion("layers", sizes, CONFIG_SYNONYMS),
  () => nameSuggestion("nn.Softmax(dim=1)", ["softmax"]),
  () => nameSuggestion("HardSwish", ["sigmoid", "relu"]),
  () => nameSuggestion("celu", ["ceru"]),
  ...each("of sizes and hidden:", strange, (name) => nameSuggestion(name, sizes)),
  ...each("of ids:", ["C17999", "c17401"], (text) => valueSuggestion(text, ids)),
  ...each("of types:", ["type 3", "tipe 2"], (text) => valueSuggestion(text, ["type 1", "type 2"])),
  () => valueSuggestion("Torgerson", islands),
  () => valueSuggestion("Mczzster", letterPairs),
  ...each("of options:", ["epoch", "lerningrate", "colour"], (word) => suggestion(word, known)),
  () => suggestion("sed", ["seed", "shed"]),
  () => suggestion("epochs", []),
  () => suggestion("0", ["k", "j"]), // another letter is another word
  () => suggestion("K", ["j", "k"]),
]);
