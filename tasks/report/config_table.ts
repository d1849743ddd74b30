/** Configs as rows of keys and values, and what sets some apart. @module */

import {
  type Config,
  configSchema,
  type DataFacts,
  parseConfig,
  parseDraft,
  resolveConfig,
} from "../../lib/config.ts";
import type { Schema } from "../../lib/config/words.ts";

/** A config's values by path, such as `optimizer.momentum`, each as JSON. */
export type Flat = ReadonlyMap<string, string>;

/** All keys of a schema by path, in its order, those within a key after it. */
function pathsOf({ properties = {}, anyOf = [], oneOf = [] }: Schema, path = ""): string[] {
  const own = Object.entries(properties).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return [at, ...pathsOf(inner, at)];
  });
  return [...own, ...[...anyOf, ...oneOf].flatMap((kind) => pathsOf(kind, path))];
}

const ORDER = pathsOf(JSON.parse(configSchema()));

/** Where a key stands in the schema of configs; what is within a value of the user's own keys stands with the value. */
function placeOf(path: string): number {
  const place = ORDER.indexOf(path);
  return place !== -1 || path === "" ? place : placeOf(path.slice(0, path.lastIndexOf(".")));
}

/** Takes a config apart. */
export function flatten(config: Config): Flat {
  const flat = new Map<string, string>();
  const visit = (value: unknown, path: string) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value);
      if (entries.length === 0) flat.set(path, "{}");
      for (const [key, inner] of entries) visit(inner, path === "" ? key : `${path}.${key}`);
    } else flat.set(path, JSON.stringify(value));
  };
  visit(config, "");
  return new Map([...flat].sort(([a], [b]) => placeOf(a) - placeOf(b)));
}

/**
 * The values of a config that is left empty, or says no more than where its data is; those keys have no default. The split
 * seed is the seed by default.
 *
 * @param kind what the targets of its data are
 */
export function defaultsOf(config: Config, kind: DataFacts["kind"]): Flat {
  const { dataset, sizes, trainingSize, seed } = config;
  if (typeof dataset === "string") return flatten(parseConfig({}));
  const facts = { features: sizes[0]!, outputs: sizes.at(-1)!, kind, trainingSize } as const;
  const usual = resolveConfig(parseDraft({ dataset, seed }), facts);
  const flat = new Map(flatten({ ...usual, seed: parseConfig({}).seed }));
  for (const key of flat.keys()) if (key.startsWith("dataset.")) flat.delete(key);
  return flat;
}

/** The keys whose values are not the same in all configs, in the order of the schema. */
export function differingKeys(configs: readonly Flat[]): string[] {
  const keys = new Set(configs.flatMap((flat) => [...flat.keys()]));
  return [...keys].filter((key) => new Set(configs.map((flat) => flat.get(key))).size > 1)
    .sort((a, b) => placeOf(a) - placeOf(b));
}
