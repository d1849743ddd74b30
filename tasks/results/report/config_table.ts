/** Configs as rows of keys and values, and the keys in which they differ. @module */

import {
  type Config,
  configSchema,
  type DataFacts,
  parseConfig,
  parseDraft,
  resolveConfig,
} from "../../../lib/config.ts";
import { dataKindOf } from "../../../lib/config/user_data.ts";

/** A config's values by path, such as `optimizer.momentum`, each as JSON. */
type Flat = ReadonlyMap<string, string>;

let schemaKeys: string[] | undefined;

/** The index of a path's first key in the schema of configs. */
function orderOf(path: string): number {
  schemaKeys ??= Object.keys(JSON.parse(configSchema()).properties);
  return schemaKeys.indexOf(path.split(".")[0]!);
}

/** A config as paths and values, in the order of the schema. */
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
  return new Map([...flat].sort(([a], [b]) => orderOf(a) - orderOf(b)));
}

/**
 * The default values for a config on the same data; the keys of the data itself have none. The split seed is the config's
 * seed by default.
 * @param kind of the data's targets
 */
export function defaultsOf(config: Config, kind: DataFacts["kind"]): Flat {
  const { dataset, sizes, trainingSize, seed } = config;
  if (!dataKindOf(dataset).isUserData) return flatten(parseConfig({}));
  const facts = { features: sizes[0]!, outputs: sizes.at(-1)!, kind, trainingSize } as const;
  const usual = resolveConfig(parseDraft({ dataset, seed }), facts);
  const flat = new Map(flatten({ ...usual, seed: parseConfig({}).seed }));
  for (const key of flat.keys()) if (key.startsWith("dataset.")) flat.delete(key);
  return flat;
}

/** The keys in which configs differ, in the order of the schema. */
export function differingKeys(configs: readonly Flat[]): string[] {
  const keys = new Set(configs.flatMap((flat) => [...flat.keys()]));
  return [...keys].filter((key) => new Set(configs.map((flat) => flat.get(key))).size > 1)
    .sort((a, b) => orderOf(a) - orderOf(b));
}
