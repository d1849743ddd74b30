/** An ensemble over folds as a safetensors file, which may come from anyone. @module */

import { isObject } from "../../checks/texts.ts";
import type { FoldEnsemble, FoldEnsembleDetails, FoldFamily, FoldMember } from "./fold_ensemble.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../formats/safetensors.ts";
import { Network } from "../../network.ts";
import type { NetworkOptions } from "../../network/options.ts";
import {
  floatsIn,
  floatTensor,
  metadataOf,
  optionsIn,
  parametersIn,
  tensorsOf,
  zeros,
} from "../../network/weights.ts";
import { type Encoding, InputEncoding } from "../encode/input_encoding.ts";
import { type EncodingTables, MAX_EDGES, MAX_KNOTS } from "../encode/tables.ts";
import { type Family, functionsOf } from "./members.ts";
import { parseTrees, type TreesInFile, treesInFile, treeTensors } from "./trees_file.ts";

/** Families, and to which their answers are clipped. */
interface FamiliesInFile {
  readonly families: readonly (Omit<FoldFamily, "members"> & {
    /** Of its members' encodings. Default: those of all */
    readonly tables?: EncodingTables;
    readonly members: readonly {
      readonly fold: number;
      readonly repeat: number;
      readonly epoch: number;
    }[];
  })[];
  readonly ranges?: readonly (readonly [number, number])[];
}

/** What the metadata has under `folds`. */
interface FoldsInFile extends FamiliesInFile {
  readonly version: 1;
  readonly joins?: boolean;
  /** Those that learned from all rows after the test; their members are behind the others. */
  readonly refitted?: FamiliesInFile;
  readonly tables: EncodingTables;
  readonly trees?: TreesInFile;
  /** Whether trees answer. */
  readonly treesAnswer?: boolean;
}

/** The tensors of all members, and the rest as metadata. */
export function formatFoldEnsemble(
  ensemble: FoldEnsemble,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const { joins, classNames, refitted, trees, treesAnswer } = ensemble;
  const tensors = new Map<string, Tensor>();
  const all = [ensemble, ...refitted === undefined ? [] : [refitted]];
  const members = all.flatMap(({ families }) => families.flatMap((family) => family.members));
  for (const [m, { network, encoding }] of members.entries()) {
    for (const [name, tensor] of tensorsOf(network, `members.${m}.`)) tensors.set(name, tensor);
    for (const [k, levels] of encoding.levels.entries()) {
      const { width } = encoding.tables.levels[k]!;
      tensors.set(`members.${m}.levels.${k}`, floatTensor([levels.length / width, width], levels));
    }
  }
  if (trees !== undefined) {
    for (const [name, tensor] of treeTensors(trees)) tensors.set(name, tensor);
  }
  const { tables } = members[0]!.encoding;
  const folds: FoldsInFile = {
    version: 1,
    ...familiesInFile(ensemble, tables),
    ...joins && { joins },
    ...refitted && { refitted: familiesInFile(refitted, tables) },
    tables,
    ...trees && { trees: treesInFile(trees) },
    ...treesAnswer && { treesAnswer },
  };
  const { seed: _, ...details } = metadataOf({ ...named(functionsOf(ensemble)), classNames });
  return formatSafetensors(tensors, { ...details, folds: JSON.stringify(folds), ...metadata });
}

function familiesInFile(
  { families, ranges }: FoldEnsemble,
  tables: EncodingTables,
): FamiliesInFile {
  return {
    families: families.map(({ members, ...family }) => ({
      ...family,
      ...ownTables(members[0]!, tables),
      members: members.map(({ fold, repeat, epoch }) => ({ fold, repeat, epoch })),
    })),
    ...ranges && { ranges },
  };
}

/** The tables of a member's encoding, where they are not those of all. */
export function ownTables(
  { encoding: { tables } }: Pick<FoldMember, "encoding">,
  all: EncodingTables,
): { readonly tables?: EncodingTables } {
  return tables === all || JSON.stringify(tables) === JSON.stringify(all) ? {} : { tables };
}

function named({ activation, outputActivation, cost, seed }: Network) {
  return { activation, outputActivation, cost, seed, standardization: undefined };
}

interface ParsedFoldEnsemble {
  readonly families: readonly FoldFamily[];
  readonly details: Omit<FoldEnsembleDetails, "refitted">;
  /** Those that learned from all rows after the test. */
  readonly refitted?: Pick<ParsedFoldEnsemble, "families" | "details"> | undefined;
  readonly classNames: readonly string[] | undefined;
}

/** @throws {SyntaxError} if the file holds none, or is damaged */
export function parseFoldEnsemble(
  bytes: Uint8Array,
  options: NetworkOptions,
): ParsedFoldEnsemble {
  const { tensors, metadata } = parseSafetensors(bytes);
  if (metadata["folds"] === undefined) throw wrong('the file\'s metadata has no "folds"');
  const { families, ranges, joins, tables, refitted, trees: found, treesAnswer } = foldsIn(
    metadata["folds"],
  );
  const again = refitted?.families ?? [];
  const { seed: _, classNames, ...functions } = optionsIn(metadata);
  let [m, used] = [0, 0];
  const read = [...families, ...again].map((
    { members, tables: own = tables, ...family },
  ): FoldFamily => ({
    ...family,
    members: members.map((member) => {
      const prefix = `members.${m++}.`;
      const { sizes, weights, biases } = parametersIn(tensors, prefix);
      const levels = own.levels.map(({ levels, width }, k) =>
        floatsIn(tensors, `${prefix}levels.${k}`, [levels + 1, width])
      );
      const encoding = new InputEncoding(family.encoding, own, levels);
      used += weights.length + biases.length + levels.length;
      if (sizes.length < 2 || sizes[0] !== encoding.inputs) {
        throw wrong(`member ${m - 1} has ${sizes[0] ?? 0} inputs: expected ${encoding.inputs}`);
      }
      if (String(sizes.slice(1, -1)) !== String(family.hidden)) {
        throw wrong(
          `member ${m - 1} has the hidden layers [${
            sizes.slice(1, -1)
          }]: expected [${family.hidden}]`,
        );
      }
      const network = new Network(sizes, {
        ...functions,
        ...classNames && { classNames },
        initializer: zeros,
        ...options,
      });
      for (const [l, values] of weights.entries()) {
        network.weights[l]!.values.set(values);
        network.biases[l]!.values.set(biases[l]!);
      }
      return { ...member, network, encoding };
    }),
  }));
  const outputs = read[0]!.members[0]!.network.sizes.at(-1)!;
  const trees = found && parseTrees(found, tensors, tables.features, outputs);
  if (trees !== undefined) used += treeTensors(trees).size;
  if (used !== tensors.size) throw wrong("it holds tensors that are not its members'");
  const networks = read.flatMap(({ members }) => members.map(({ network }) => network));
  if (networks.some(({ sizes }) => sizes.at(-1) !== outputs)) {
    throw wrong("its members differ in their outputs");
  }
  for (const clipped of [ranges, refitted?.ranges]) {
    if (clipped === undefined || clipped.length === outputs) continue;
    throw wrong(`it has ${clipped.length} ranges of ${outputs} outputs`);
  }
  const [own, others] = [read.slice(0, families.length), read.slice(families.length)];
  return {
    families: own,
    details: { ranges, joins, trees, treesAnswer },
    refitted: refitted && { families: others, details: { ranges: refitted.ranges } },
    classNames,
  };
}

const NAMES: readonly Family["name"][] = ["piecewise", "standardized", "linear"];
const ENCODINGS: readonly Encoding[] = ["piecewise", "standardized"];

/** More members are taken for damage: ten repeats of a hundred folds of three families have as many. */
const MAX_MEMBERS = 3000;

/** Reads and checks what the metadata has under `folds`. */
function foldsIn(json: string): FoldsInFile {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw wrong("its folds cannot be parsed as JSON");
  }
  const { version, joins, tables, refitted, trees, treesAnswer, ...own } = Object(
    value,
  ) as Partial<FoldsInFile>;
  if (version !== 1) throw wrong(`expected version 1 of its folds, got ${JSON.stringify(version)}`);
  if (checkFamilies(own) + (refitted === undefined ? 0 : checkFamilies(refitted)) > MAX_MEMBERS) {
    throw wrong("its families are not a list of members");
  }
  if (joins !== undefined && typeof joins !== "boolean") {
    throw wrong("whether it joins inputs is neither true nor false");
  }
  if (treesAnswer !== undefined && (treesAnswer !== true || trees === undefined)) {
    throw wrong("trees answer that it does not hold");
  }
  checkTables(tables);
  const families = [...own.families!, ...refitted?.families ?? []];
  for (const { tables: others = tables } of families) {
    if (others !== tables) checkTables(others);
    if (others!.features !== tables!.features) {
      throw wrong("the tables of its families differ in how many features there are");
    }
  }
  return value as FoldsInFile;
}

/** Checks families and their ranges, and counts the members. */
function checkFamilies(given: Partial<FamiliesInFile>): number {
  const { families, ranges } = Object(given) as Partial<FamiliesInFile>;
  const isCount = (count: unknown) => Number.isSafeInteger(count) && (count as number) >= 0;
  const areFamilies = isList(families) && families.length > 0 && families.every((family) => {
    const { name, encoding, hidden, weight, weights, weightDecay, members } = Object(family);
    const isWeight = (value: unknown) => isNumber(value) && value >= 0;
    return NAMES.includes(name) && ENCODINGS.includes(encoding) && isList(hidden) &&
      hidden.every(isCount) && isWeight(weight) && isNumber(weightDecay) &&
      (weights === undefined || isList(weights) && weights.every(isWeight)) &&
      isList(members) && members.length > 0 &&
      members.every((member) =>
        isObject(member) && ["fold", "repeat", "epoch"].every((key) => isCount(member[key]))
      );
  });
  if (!areFamilies) throw wrong("its families are not a list of members");
  if (families.every(({ weight }) => weight === 0)) {
    throw wrong("the weights of its families are 0");
  }
  const folds = families.flatMap(({ members }) => members.map(({ fold }) => fold));
  const areWhole = [...new Set(folds)].every((fold) =>
    families.every(({ weights }) => weights === undefined || fold < weights.length) &&
    families.some(({ weight, weights }) => (weights?.[fold] ?? weight) > 0)
  );
  if (!areWhole) throw wrong("the weights of its families are not there for each fold");
  const isPair = (pair: unknown) => isList(pair) && pair.length === 2 && pair.every(isNumber);
  if (ranges !== undefined && !(isList(ranges) && ranges.every(isPair))) {
    throw wrong("its ranges are not pairs of numbers");
  }
  return families.reduce((sum, { members }) => sum + members.length, 0);
}

/** Checks the tables of encodings, on which memory and indices depend. */
function checkTables(tables: EncodingTables | undefined): void {
  const { features, numbers, levels } = Object(tables) as Partial<EncodingTables>;
  const isFeature = (feature: unknown) =>
    Number.isSafeInteger(feature) && (feature as number) >= 0 && (feature as number) < features!;
  const isIncreasing = (list: unknown, most: number) =>
    // each member has them in memory
    isList(list) && list.length <= most &&
    list.every((x, k) => isNumber(x) && (k === 0 || x > (list[k - 1] as number)));
  const isSize = (size: unknown, most: number) =>
    Number.isSafeInteger(size) && (size as number) >= 1 && (size as number) <= most;
  const areNumbers = isList(numbers) && numbers.every((number) => {
    const { feature, edges, knots, scores } = Object(number);
    return isFeature(feature) && isIncreasing(edges, MAX_EDGES) && isIncreasing(knots, MAX_KNOTS) &&
      isList(scores) && scores.every(isNumber) && scores.length === (knots as unknown[]).length;
  });
  const areLevels = isList(levels) && levels.every((level) => {
    const { feature, levels, width } = Object(level);
    return isFeature(feature) && isSize(levels, 1_000_000) && isSize(width, 100_000);
  });
  const taken = areNumbers && areLevels && [...numbers, ...levels].map(({ feature }) => feature);
  if (!taken || !isSize(features, 1_000_000) || new Set(taken).size < taken.length) {
    throw wrong("the tables of its encodings do not fit each other");
  }
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function wrong(what: string): SyntaxError {
  return new SyntaxError(`Cannot read an ensemble over folds: ${what}`);
}
