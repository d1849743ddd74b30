/** Values as literals of C. @module */

/** A text in UTF-8; what is not printable ASCII is in octal. */
export function textLiteral(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.includes(0)) throw new RangeError("Cannot write a text with a null character in C");
  const shown = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (`"\\`.includes(character)) return `\\${character}`;
    return byte >= 32 && byte < 127 ? character : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `"${shown.join("").replaceAll("??", "?\\?")}"`; // two would begin a trigraph
}

/**
 * A float64 as a literal that is read as it.
 * @throws {RangeError} if it is not finite
 */
export function doubleLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot write ${value} as a number of C`);
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/**
 * A float32 as the shortest literal that is read as it.
 * @throws {RangeError} if it is not finite
 */
export function floatLiteral(value: number): string {
  let text = doubleLiteral(value);
  for (let digits = 1; digits <= 9 && Number.isFinite(value); digits++) {
    const shorter = value.toPrecision(digits);
    if (Math.fround(Number(shorter)) !== value) continue;
    text = doubleLiteral(Number(shorter));
    break;
  }
  return `${Object.is(value, -0) ? "-0.0" : text}f`;
}

/** An array's definition, its items in lines. An empty one has an item that nobody reads. */
export function arrayOf(declaration: string, items: readonly string[], none = "0"): string {
  const lines: string[] = [];
  let line = "";
  for (const item of items.length === 0 ? [none] : items) {
    if (line.length + item.length > 110) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += `${item}, `;
  }
  lines.push(line.trimEnd());
  return `static const ${declaration} = {${lines.join("\n  ").replace(/,$/, "")}};\n`;
}

/** Code with tables where it has a place for them, behind the types of theirs. */
export function withTables(code: string, tables: string): string {
  return code.replace("/* TABLES */\n", () => tables);
}

/** An inline function or a pattern, with the comment on it. */
const DEFINITION = new RegExp(
  "^(?:/\\*(?:[^*]|\\*(?!/))*\\*/\\n)?static (?:inline [\\w *]+?|const pattern )(\\w+)" +
    "(?:\\([^{;]*?\\)(?:;| \\{(?:.*\\}|\\n[^]*?^\\}))| = .*;)\\n",
  "gm",
);

const COMMENT = /\/\*(?:[^*]|\*(?!\/))*\*\//g;

/** A code without those of its inline functions and patterns that nothing needs. */
export function neededOf(code: string): string {
  const definitions = Map.groupBy(code.matchAll(DEFINITION), ([, name]) => name!);
  const needed = new Set<string>();
  const addFrom = (text: string) => {
    for (const [word] of text.replaceAll(COMMENT, "").matchAll(/[A-Za-z]\w*/g)) {
      if (needed.has(word) || !definitions.has(word)) continue;
      needed.add(word);
      for (const [definition] of definitions.get(word)!) addFrom(definition);
    }
  };
  addFrom(code.replaceAll(DEFINITION, ""));
  return code.replaceAll(DEFINITION, (text, name) => needed.has(name) ? text : "");
}

/** A text in a comment of one line. */
export function inComment(text: string): string {
  // deno-lint-ignore no-control-regex -- they would end the comment, or hide text
  return text.replaceAll(/[\0-\x1f\x7f-\x9f\u2028\u2029\\]/g, " ").replaceAll("*/", "* /")
    .replaceAll("/*", "/ *").replaceAll("??", "? ?");
}

/** Words that no name of C may be. */
const RESERVED = new Set(
  ("auto break case char const continue default do double else enum extern float for goto if inline int long register " +
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while NULL NAN EOF " +
    "stdin stdout stderr alignas alignof bool constexpr false nullptr static_assert thread_local true typeof INFINITY")
    .split(" "),
);

/** Names of C for texts, all different: letters, digits and underscores. */
export function identifiers(texts: readonly string[]): string[] {
  const used = new Set<string>(RESERVED);
  return texts.map((text) => {
    const plain = text.normalize("NFKD").replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
    const start = /^[A-Za-z]/.test(plain) ? plain : `column_${plain}`;
    let name = start;
    for (let k = 2; used.has(name); k++) name = `${start}_${k}`;
    used.add(name);
    return name;
  });
}
