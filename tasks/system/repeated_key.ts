/** Keys that an object of a JSON text has twice: `JSON.parse` keeps the last of them without a word. @module */

/** A key that an object has twice. */
export interface RepeatedKey {
  /** Its path, such as `optimizer.momentum` or `list.0.epochs`. */
  readonly path: string;
  /** The lines of its first two occurrences, counted from 1. */
  readonly lines: readonly [number, number];
}

/** An object or a list that the scan is in. */
interface Level {
  /** The line of each key so far; `undefined` in a list. */
  readonly lines: Map<string, number> | undefined;
  /** The key or the index of the value that follows. */
  key: string | number;
}

const JSON_TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:\n]/g;

/** The first key that an object has twice in a text that `JSON.parse` reads. */
export function repeatedKey(json: string): RepeatedKey | undefined {
  const levels: Level[] = [];
  let line = 1;
  let text = { line, token: '""' }; // the last one, which is a key if a colon follows
  for (const [token] of json.matchAll(JSON_TOKENS)) {
    const level = levels.at(-1);
    if (token === "\n") line++;
    else if (token === "{") levels.push({ lines: new Map(), key: "" });
    else if (token === "[") levels.push({ lines: undefined, key: 0 });
    else if (token === "}" || token === "]") levels.pop();
    else if (token === ",") {
      if (typeof level!.key === "number") level!.key++;
    } else if (token === ":") {
      const key: string = JSON.parse(text.token);
      const lines = level!.lines!;
      level!.key = key;
      const first = lines.get(key);
      if (first !== undefined) {
        return { path: levels.map(({ key }) => key).join("."), lines: [first, text.line] };
      }
      lines.set(key, text.line);
    } else text = { line, token };
  }
  return undefined;
}
