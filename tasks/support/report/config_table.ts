/** Configs as rows of keys and values, and what sets some apart. @module */

import { type Config, parseConfig } from "../../../lib/config.ts";

/** A config's values by path, such as `optimizer.momentum`, each as JSON. */
export type Flat = ReadonlyMap<string, string>;

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
  return flat;
}

/** The values of a config that is left empty. */
export function defaults(): Flat {
  return flatten(parseConfig({}));
}

/** The keys whose values are not the same in all configs, in the order of the first that has them. */
export function differingKeys(configs: readonly Flat[]): string[] {
  const keys = [...new Set(configs.flatMap((flat) => [...flat.keys()]))];
  return keys.filter((key) => new Set(configs.map((flat) => flat.get(key))).size > 1);
}
