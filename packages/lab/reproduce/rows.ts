/** The rows of the table: the configs that name what they reproduce. @module */

import { walk } from "@std/fs";
import { basename } from "@std/path";
import { suggestion } from "../../../lib/checks/mod.ts";
import {
  type Config,
  parseConfig,
  parseReproduction,
  type Reproduction,
} from "../../../lib/config/mod.ts";
import { weightCount } from "../../../lib/network/mod.ts";
import { problemOfKind } from "../../../lib/problem/mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { dataName } from "../../../tasks/data/names.ts";
import { readFacts } from "../../../tasks/data/open_data.ts";
import { readJson } from "../../../tasks/run/config.ts";
import { explain, reasonOf } from "../../../tasks/system/explain.ts";

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
 * @throws {UsageError} if there is no such folder, or a file in it is not a config
 */
export async function readRows(...folders: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const path of (await Promise.all(folders.map(filesIn))).flat()) {
    const json = await readJson(path);
    try {
      const reproduces = parseReproduction(json);
      if (reproduces === undefined) continue;
      rows.push({ name: basename(path, ".json"), config: parseConfig(json), reproduces });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new UsageError(error.message.replace("this config", path), { cause: error });
    }
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

/** The paths of the configs in a folder, in order. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const files = walk(folder, { maxDepth: 1, includeDirs: false, exts: [".json"] });
    const paths = await Array.fromAsync(files, ({ path }) => path);
    return paths.filter((path) => basename(path) !== "schema.json").sort();
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
      `--only: expected names of configs that have "reproduces", with commas between, got "${name}"${
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
      }; without "reproduces" in its config \`deno task train\` trains it`,
    );
  }
}
