/** The rows of the table: the configs of which it is known what they reproduce. @module */

import { walk } from "@std/fs";
import { basename } from "@std/path";
import { suggestion } from "../../../lib/checks/mod.ts";
import { type Config, parseConfig } from "../../../lib/config/mod.ts";
import { weightCount } from "../../../lib/network/mod.ts";
import { problemOfKind } from "../../../lib/problem/mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { dataName } from "../../../tasks/data/names.ts";
import { readFacts } from "../../../tasks/data/source.ts";
import { readJson } from "../../../tasks/run/config.ts";
import { explain, reasonOf } from "../../../tasks/system/explain.ts";
import { type Reproduction, reproductionProblems } from "./published.ts";

/** The folders whose configs are rows of ours. */
export const CONFIGS: readonly string[] = ["packages/lab/configs", "tasks/configs"];

export interface Row {
  name: string;
  config: Config;
  reproduces: Reproduction;
}

export function configOf(
  { config, reproduces: { widths = [config.normalizeWidth] } }: Row,
  seed: number,
): Config {
  return { ...config, seed, normalizeWidth: widths[(seed - config.seed) % widths.length]! };
}

/**
 * Reads the rows from folders of configs, the quickest to train first. Rows whose names begin with the same word are a
 * family and are kept together. A config that reproduces nothing is no row.
 * @param published what configs reproduce, by their names
 * @throws {UsageError} if there is no such folder, or a file of a row is not a config that fits what it reproduces
 */
export async function readRows(
  folders: readonly string[],
  published: ReadonlyMap<string, Reproduction>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const path of (await Promise.all(folders.map(filesIn))).flat()) {
    const name = basename(path, ".json");
    const reproduces = published.get(name);
    if (reproduces !== undefined) rows.push(await readRow(name, path, reproduces));
  }
  const quickest = new Map<string, number>();
  for (const row of rows) {
    quickest.set(familyOf(row), Math.min(workOf(row), quickest.get(familyOf(row)) ?? Infinity));
  }
  return rows.sort((a, b) =>
    quickest.get(familyOf(a))! - quickest.get(familyOf(b))! || workOf(a) - workOf(b) ||
    (a.name < b.name ? -1 : 1)
  );
}

async function readRow(name: string, path: string, reproduces: Reproduction): Promise<Row> {
  const json = await readJson(path);
  try {
    const config = parseConfig(json);
    for (const normalizeWidth of reproduces.widths ?? []) {
      parseConfig({ ...config, normalizeWidth });
    }
    const [problem] = reproductionProblems(config, reproduces);
    if (problem !== undefined) throw new SyntaxError(`Cannot use this config as a row: ${problem}`);
    return { name, config, reproduces };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(error.message.replace("this config", path), { cause: error });
  }
}

/** The paths of the configs in a folder, in order. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const files = walk(folder, { maxDepth: 1, includeDirs: false, exts: [".json"] });
    const paths = await Array.fromAsync(files, ({ path }) => path);
    return paths.sort();
  } catch (error) {
    throw new UsageError(
      `Cannot read the configs in ${folder}: ${reasonOf(error) ?? explain(error)}`,
      { cause: error },
    );
  }
}

function familyOf({ name }: Row): string {
  return name.split("-")[0]!;
}

function workOf({ config: { sizes, trainingSize, epochs }, reproduces: { seeds } }: Row): number {
  return weightCount(sizes) * trainingSize * epochs * seeds;
}

/**
 * The rows that `--only` names, in its order.
 * @throws {UsageError} if there is none of a name
 */
export function chooseRows(rows: readonly Row[], only: string | undefined): Row[] {
  if (only === undefined) return [...rows];
  const names = rows.map(({ name }) => name);
  return [...new Set(only.split(","))].map((name) => {
    const row = rows.find((row) => row.name === name);
    if (row !== undefined) return row;
    throw new UsageError(
      `--only: expected names of rows, with commas between, got "${name}"${
        suggestion(name, names) || `; there are ${names.join(", ")}`
      }`,
    );
  });
}

/**
 * Checks that the rows are of classes, since their results are accuracies. Of the data only your own are read for it.
 * @throws {UsageError} if one learns quantities
 */
export async function checkClasses(rows: readonly Row[], data: string): Promise<void> {
  for (const { name, config } of rows) {
    const { facts } = await readFacts(config, data);
    if (problemOfKind(facts.kind).hasAccuracy) continue;
    throw new UsageError(
      `Cannot reproduce ${name}: expected classes, got the quantities of ${
        dataName(config.dataset)
      }; \`deno task train\` trains it`,
    );
  }
}
