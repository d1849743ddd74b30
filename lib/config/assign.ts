/** Changes one key of a config that is still JSON, by its path. @module */

/**
 * Puts a value at a path of a config, such as `optimizer.momentum` or `sizes.1`. Where an object on the way is missing, or
 * null, it is made.
 * @param config what `JSON.parse` made of a config; it is changed
 * @throws {SyntaxError} if there is nothing at the path to put it in
 */
export function assign(config: unknown, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop()!;
  let at = config;
  for (const key of keys) at = objectAt(at, key);
  if (!isContainer(at)) {
    throw new SyntaxError(
      `Cannot set "${path}": there is no ${keys.join(".") || "config"} to set it in`,
    );
  }
  if (Array.isArray(at) && !(/^(0|[1-9]\d*)$/.test(last) && Number(last) <= at.length)) {
    throw new SyntaxError(
      `Cannot set "${path}": ${keys.join(".") || "the config"} is a list, expected 0 to ` +
        `${at.length}`,
    );
  }
  define(at, last, value);
}

/** Two keys that hold the same of a network: its layers with inputs and outputs, or without. */
const SAME: { readonly [key: string]: string } = { hidden: "sizes", sizes: "hidden" };

/**
 * Removes from a config what keys replace that are about to be set: `hidden` replaces `sizes`, and `sizes` replaces `hidden`.
 * Where both are set both stay, to be refused.
 * @param config what `JSON.parse` made of a config; it is changed
 */
export function makeRoom(config: unknown, keys: readonly string[]): void {
  if (!isContainer(config)) return;
  for (const key of keys) {
    if (Object.hasOwn(SAME, key)) delete config[SAME[key]!];
  }
}

/** What a key holds; where an object lacks it, or has null there, it becomes an object. */
function objectAt(at: unknown, key: string): unknown {
  if (!isContainer(at) || key === "__proto__") return undefined;
  if (Object.hasOwn(at, key) && at[key] !== null) return at[key];
  if (Array.isArray(at)) return undefined;
  define(at, key, {});
  return at[key];
}

/** Not at[key] = …, which would change the prototype if the key were __proto__. */
function define(at: object, key: string, value: unknown): void {
  Object.defineProperty(at, key, { value, configurable: true, enumerable: true, writable: true });
}

/** Whether a value is an object or a list. */
function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
