/** What to write instead of a key that a config does not have. @module */

import { namesMeant, nameSuggestion, sameName } from "../checks/meant.ts";
import { CONFIG_SYNONYMS } from "./synonyms.ts";
import { kindName, type Schema, schemaAt } from "./words.ts";

/**
 * What to write instead of a key that is unknown: another here, of another kind, or outside of the object.
 * @param schema of the object that has the key
 * @param path of the object
 * @returns the end of a sentence that begins with “unknown key”
 */
export function insteadOf(
  key: string,
  { properties = {} }: Schema,
  path: readonly PropertyKey[],
  root: Schema,
  config: unknown,
): string {
  const known = Object.keys(properties);
  const meant = namesMeant(key, known, CONFIG_SYNONYMS).length === 0 && path.length > 0
    ? ofOtherKinds(key, path, root, config) ?? outside(key, path, root)
    : undefined;
  return meant ??
    (nameSuggestion(key, known, CONFIG_SYNONYMS) || `; the keys here are ${known.join(", ")}`);
}

/** Which other kinds of an object have a key, if it comes in kinds: of the optimizers "adamw" has weightDecay. */
function ofOtherKinds(
  key: string,
  path: readonly PropertyKey[],
  root: Schema,
  config: unknown,
): string | undefined {
  const { properties } = schemaAt(root, path.slice(0, -1), config);
  const kinds = properties?.[String(path.at(-1))]?.oneOf ?? [];
  const [name] = kinds.flatMap(({ properties = {} }) =>
    sameName(key, Object.keys(properties)) ?? []
  );
  if (name === undefined) return undefined;
  const owners = kinds.filter(({ properties = {} }) => Object.hasOwn(properties, name)).map(
    kindName,
  );
  const own = path.reduce<unknown>((at, key) => (at as never)[key], config) as { name: unknown };
  const what = name === key ? "it" : name;
  return ` of "${own.name}"; ${owners.join(", ")} ${owners.length === 1 ? "has" : "have"} ${what}`;
}

/** The key of the config itself that was meant within an object of it. */
function outside(key: string, path: readonly PropertyKey[], root: Schema): string | undefined {
  const [name] = namesMeant(key, Object.keys(root.properties ?? {}), CONFIG_SYNONYMS).filter((
    name,
  ) => !name.startsWith(`${path.join(".")}.`) && name !== path.join("."));
  return name && `, did you mean ${name}, outside of ${path.join(".")}?`;
}
