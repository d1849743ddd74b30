/** Options are declared once: a table of them agrees with the library's checks, the config, its sentences and its examples. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  checkOptions,
  expectedBy,
  type Kinds,
  type Option,
  type OptionTable,
} from "../../lib/checks/options.ts";
import { CONFIG_KEYS, configSchema, parseConfig, parseDraft } from "../../lib/config.ts";
import type { Schema } from "../../lib/config/words.ts";
import { EXAMPLES } from "../../lib/config/examples.ts";
import { granted } from "../helpers/run_task.ts";
import { DROPOUT } from "../../lib/network/dropout.ts";
import { OPTIMIZER_CONSTANTS } from "../../lib/network/optimizers.ts";
import { AVERAGING, PATIENCE, TRAIN_OPTIONS } from "../../lib/options.ts";
import { AUGMENT, ELASTIC } from "../../lib/options/augment.ts";
import { SCHEDULES } from "../../lib/options/schedules.ts";
import { DECLARATIONS, keyTexts, membersOf, pathOf } from "../../packages/lab/build/key_texts.ts";
import { type Fields, MAIN_FIELDS, MORE_FIELDS } from "../../packages/page/settings.ts";
import { sources } from "./sources.ts";

const fits = (option: Option, value: unknown) => expectedBy(option, value) === undefined;

/** The config that sets a key to a value. */
type SetKey = (key: string, value: unknown) => object;

/** The tables of options that come in kinds, each under its key. */
const kindsOf = (at: string, kinds: Kinds) =>
  Object.entries(kinds).map(([name, table]): [OptionTable, SetKey] => [
    table,
    (key, value) => ({ [at]: { name, [key]: value } }),
  ]);

/** Shorter texts may be said of something else too. */
const MIN_WORDS = 8;

/** Every table of options of training. */
const TABLES: [table: OptionTable, set: SetKey][] = [
  [TRAIN_OPTIONS, (key, value) => ({ [key]: value })],
  [DROPOUT, (key, value) => ({ dropout: { [key]: value } })],
  [AUGMENT, (key, value) => ({ augment: { [key]: value } })],
  [ELASTIC, (key, value) => ({ augment: { elastic: { [key]: value } } })],
  [AVERAGING, (key, value) => ({ averaging: { [key]: value } })],
  [PATIENCE, (key, value) => ({ earlyStopping: { [key]: value } })],
  ...kindsOf("optimizer", OPTIMIZER_CONSTANTS),
  ...kindsOf("schedule", SCHEDULES),
];

/** A schema's keys by path, with what its kinds are called. */
function pathsOf({ properties = {}, anyOf = [], oneOf = [] }: Schema, path = ""): string[] {
  return [
    ...Object.entries(properties).flatMap(([key, inner]) => {
      if (inner.const !== undefined) return [`${path}=${JSON.stringify(inner.const)}`];
      const at = path === "" ? key : `${path}.${key}`;
      return [at, ...pathsOf(inner, at)];
    }),
    ...[...anyOf, ...oneOf].flatMap((kind) => pathsOf(kind, path)),
  ];
}

Deno.test("the library and a config take the same numbers, to the ends of their ranges", () => {
  const values = [-1, 0, 1e-46, 1e-45, 0.05, 0.1, 0.5, 0.9, 0.95, 1, 1.5, 10, 60, 61, 100, 101];
  for (const [table, set] of TABLES) {
    for (const [key, option] of Object.entries(table)) {
      if (option === true || option.type !== "number" && option.type !== "whole") continue;
      for (const value of [...values, 180, 181, 1000, 1001, 1e9, 1e10, NaN]) {
        const given = set(key, value);
        if (fits(option, value) && value < 100_000) parseDraft(given);
        else if (!fits(option, value)) assertThrows(() => parseDraft(given), SyntaxError, key);
      }
    }
  }
});

Deno.test("every default fits its option, and is a config's", () => {
  const defaults: Record<string, unknown> = { ...parseConfig({}) };
  for (const [table, set] of TABLES) {
    for (const [key, option] of Object.entries(table)) {
      if (option === true || option.default === undefined || option.default === null) continue;
      assert(fits(option, option.default), key);
      parseDraft(set(key, option.default));
      if (table === TRAIN_OPTIONS) assertEquals(defaults[key], option.default, key);
    }
  }
});

Deno.test("every option of training that is data is a key of configs", () => {
  const options: [string, Option | true][] = Object.entries(TRAIN_OPTIONS);
  for (const [key, option] of options) {
    const isData = option !== true || key === "observe"; // names in a config, a function made of them here
    assertEquals(CONFIG_KEYS.includes(key), isData, key);
  }
  assertThrows(
    () => checkOptions("train", { learningRate: 0 }, TRAIN_OPTIONS),
    RangeError,
    "learningRate",
  );
});

Deno.test("every key of a config has a text on its option, and every example is of a key", () => {
  const paths = new Set(pathsOf(JSON.parse(configSchema())));
  const texts = keyTexts();
  for (const path of paths) assert(/^[A-Z\p{Script=Greek}][^@]+\.$/u.test(texts[path]!), path);
  for (const path of Object.keys(EXAMPLES)) assert(paths.has(path), path);
});

Deno.test("the text on a key stands once", { ignore: !granted("read") }, async () => {
  const paths = DECLARATIONS.flatMap(({ at, source, name }) =>
    membersOf(source, name).map(([key]) => pathOf(at, key))
  );
  const twice = paths.filter((path, k) => paths.indexOf(path) !== k);
  assertEquals(twice.toSorted(), ["observe", "optimizer", "schedule"]); // a config has them as data, of types of their own
  const files = (await Promise.all([
    sources("lib"),
    sources("tasks"),
    sources("packages", /\.(ts|html)$/),
    sources("docs", /\.md$/),
  ])).flatMap((some) => [...some.values()]);
  const all = files.map((text) => text.replaceAll(/\s+(\* )?/g, " ")).join("\n");
  for (const [path, text] of Object.entries(keyTexts())) {
    const meaning = text.replace(/ Default: .*/, "");
    if (meaning.split(" ").length < MIN_WORDS) continue;
    assertEquals(all.split(meaning).length - 1, 1, path);
  }
});

Deno.test("every key has an example that a config takes", () => {
  for (const key of CONFIG_KEYS) {
    const example = EXAMPLES[key];
    assert(example !== undefined, key);
    const cost = key === "outputActivation" ? "logLikelihood" : "quadratic";
    parseConfig({ cost, evaluate: ["validation"], [key]: example });
  }
});

Deno.test("a field of the page takes no number that its option does not", () => {
  const options: OptionTable = TRAIN_OPTIONS;
  const fields: Fields = { ...MAIN_FIELDS, ...MORE_FIELDS };
  let numbers = 0;
  for (const [key, values] of Object.entries(fields)) {
    const option = options[key];
    if (values === undefined || !("min" in values) || option === undefined || option === true) {
      continue; // a list, or of configs alone
    }
    for (const end of [values.min, values.max]) assert(fits(option, Number(end)), `${key} ${end}`);
    numbers++;
  }
  assert(numbers > 0);
});
