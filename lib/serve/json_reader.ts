/** JSON read in pieces. What `JSON.parse` hides is an error: a name that an object has twice. @module */

import { plain } from "../checks/texts.ts";
import { MAX_COLUMNS } from "../table/cells/limits.ts";
import { MAX_ROW_CHARACTERS } from "./limits.ts";
import { type InPieces, PIECE, Piece } from "./pieces.ts";

/** How deep lists and objects may be in each other: each level takes memory. */
export const MAX_DEPTH = 500;

export const [QUOTE, COMMA, COLON, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN, CLOSE] = [
  34,
  44,
  58,
  91,
  92,
  93,
  123,
  125,
] as const;

/** JSON that cannot be used: its message is for the client. */
export class UnusableJson extends SyntaxError {}

/** A list or an object whose end is not read yet. */
interface Level {
  readonly value: unknown[] | Record<string, unknown>;
  /** The name of the value that follows; `undefined` in a list. */
  name: string | undefined;
  /** How many names it has so far. */
  names: number;
}

const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?![\w.])/y;

/**
 * Reads a text of JSON, as `JSON.parse` does.
 * @throws {UnusableJson} if it is too deep, has too long a text, or an object has a name twice
 * @throws {SyntaxError} if it is not JSON
 */
export function* readJson(text: string): InPieces<unknown> {
  const levels: Level[] = [];
  let at = 0;
  let since = 0;

  function* skipSpace(): InPieces<void> {
    for (;; at++) {
      if (at - since >= PIECE) {
        yield new Piece(at - since);
        since = at;
      }
      const code = text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    }
  }
  const isSpace = () => text.charCodeAt(at) <= 32 || at - since >= PIECE;
  const unexpected = () =>
    new SyntaxError(
      at < text.length
        ? `Unexpected ${JSON.stringify(plain(text[at]!))} at position ${at}`
        : "Unexpected end",
    );
  const stringAt = (): string => {
    if (text.charCodeAt(at) !== QUOTE) throw unexpected();
    const end = endOfString(text, at);
    if (end - at > MAX_ROW_CHARACTERS) {
      throw new UnusableJson(`a text has more than ${MAX_ROW_CHARACTERS} characters`);
    }
    const string: string = JSON.parse(text.slice(at, end + 1));
    at = end + 1;
    return string;
  };
  function* nameAt(level: Level): InPieces<void> {
    const name = stringAt();
    if (Object.hasOwn(level.value, name)) throw new UnusableJson(twice(levels, name));
    if (level.names++ === MAX_COLUMNS) {
      throw new UnusableJson(`an object has more than ${MAX_COLUMNS} names`);
    }
    level.name = name;
    if (isSpace()) yield* skipSpace();
    if (text.charCodeAt(at) !== COLON) throw unexpected();
    at++;
    if (isSpace()) yield* skipSpace();
  }

  yield* skipSpace();
  for (;;) {
    const code = text.charCodeAt(at);
    let value: unknown;
    if (code === OPEN || code === OPEN_LIST) {
      if (levels.length === MAX_DEPTH) throw new UnusableJson(TOO_DEEP);
      const level: Level = { value: code === OPEN ? {} : [], name: undefined, names: 0 };
      at++;
      if (isSpace()) yield* skipSpace();
      if (text.charCodeAt(at) !== (code === OPEN ? CLOSE : CLOSE_LIST)) {
        levels.push(level);
        if (code === OPEN) yield* nameAt(level);
        continue;
      }
      at++;
      value = level.value;
    } else if (code === QUOTE) value = stringAt();
    else {
      SCALAR.lastIndex = at;
      const found = SCALAR.exec(text);
      if (found === null) throw unexpected();
      value = JSON.parse(found[0]);
      at += found[0].length;
    }
    for (;;) {
      if (isSpace()) yield* skipSpace();
      const level = levels.at(-1);
      if (level === undefined) {
        if (at < text.length) throw unexpected();
        yield new Piece(at - since);
        return value;
      }
      add(level, value);
      const code = text.charCodeAt(at);
      if (code !== COMMA && code !== (level.name === undefined ? CLOSE_LIST : CLOSE)) {
        throw unexpected();
      }
      at++;
      if (code === COMMA) {
        if (isSpace()) yield* skipSpace();
        if (level.name !== undefined) yield* nameAt(level);
        break;
      }
      levels.pop();
      value = level.value;
    }
  }
}

export const TOO_DEEP = `expected lists and objects at most ${MAX_DEPTH} levels deep`;

function add({ value: container, name }: Level, value: unknown): void {
  if (Array.isArray(container)) container.push(value);
  else if (name !== "__proto__") container[name!] = value;
  else {
    const all = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(container, name, all); // an assignment would change what it inherits
  }
}

/** That an object has a name twice, and where. */
function twice(levels: readonly Level[], name: string): string {
  const path = levels.slice(0, -1).map(({ value, name }) =>
    Array.isArray(value) ? `[${value.length}]` : `.${plain(name!)}`
  ).join("").replace(/^\./, "");
  const where = path === "" ? "" : ` in ${path}`;
  return `${JSON.stringify(plain(name))} occurs twice${where}; remove one of them`;
}

/** The index of the quotation mark that ends a string, or the text's length. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** Whether objects have as many names as a text of JSON that was parsed to them: otherwise one has a name twice. */
export function hasEachName(text: string, value: unknown): boolean {
  let names = 0;
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    if (code === COLON) names++;
    else if (code === QUOTE) k = endOfString(text, k);
  }
  const open = [value];
  for (let some = open.pop(); some !== undefined; some = open.pop()) {
    const values = Array.isArray(some) ? some : Object.values(some as object);
    if (!Array.isArray(some)) names -= values.length;
    for (const inner of values) if (typeof inner === "object" && inner !== null) open.push(inner);
  }
  return names === 0;
}
