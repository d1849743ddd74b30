/** What `console.log` of a cell prints of a value: as Deno prints it, as far as that is simple. @module */

const CUSTOM = Symbol.for("nodejs.util.inspect.custom");

/** The most items, entries or properties that are printed of a value. */
const MAX_ITEMS = 100;

/** How deep values in values are printed. */
const MAX_DEPTH = 4;

/** The columns of a value that is printed in one line. */
const MAX_COLUMNS = 76;

/** The texts of what is printed together, with a space between. */
export function printed(values: readonly unknown[]): string {
  return values.map((value) => typeof value === "string" ? value : inspect(value)).join(" ");
}

/** The text of a value; strings in quotes. */
export function inspect(value: unknown, outer: readonly object[] = []): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") {
    const kind = /^class\b/.test(String(value)) ? "class" : "Function";
    if (value.name === "") return `[${kind} (anonymous)]`;
    return kind === "class" ? `[class ${value.name}]` : `[Function: ${value.name}]`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  return objectText(value, outer);
}

function objectText(value: object, outer: readonly object[]): string {
  if (outer.includes(value)) return "[Circular]";
  const custom = (value as { [CUSTOM]?: unknown })[CUSTOM];
  if (typeof custom === "function") {
    const shown = custom.call(value, MAX_DEPTH, {});
    if (shown !== value) return typeof shown === "string" ? shown : inspect(shown, outer);
  }
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof RegExp) return String(value);
  const name = value.constructor?.name ?? "[Object: null prototype]";
  if (outer.length >= MAX_DEPTH) return `[${name}]`;
  const inner = (item: unknown) => inspect(item, [...outer, value]);
  if (Array.isArray(value)) return listText("", value.length, (k) => inner(value[k]));
  if (ArrayBuffer.isView(value) && "length" in value) {
    const items = value as unknown as ArrayLike<number | bigint>;
    return listText(`${name}(${items.length}) `, items.length, (k) => inner(items[k]));
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${inner(key)} => ${inner(item)}`);
    return block(`Map(${value.size}) `, entries);
  }
  if (value instanceof Set) return block(`Set(${value.size}) `, [...value].map(inner));
  const properties = Object.entries(value).map(([key, item]) =>
    `${/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : JSON.stringify(key)}: ${inner(item)}`
  );
  return block(name === "Object" ? "" : `${name} `, properties);
}

/** `[ 1, 2 ]`, in lines where it is long. */
function listText(prefix: string, length: number, text: (k: number) => string): string {
  const items = Array.from({ length: Math.min(length, MAX_ITEMS) }, (_, k) => text(k));
  if (length > MAX_ITEMS) items.push(`… ${length - MAX_ITEMS} more`);
  if (items.length === 0) return `${prefix}[]`;
  const line = items.join(", ");
  if (line.length <= MAX_COLUMNS && !line.includes("\n")) return `${prefix}[ ${line} ]`;
  const lines: string[] = [];
  for (const item of items) {
    const longer = `${lines.at(-1)} ${item},`;
    if (lines.length > 0 && longer.length <= MAX_COLUMNS && !longer.includes("\n")) {
      lines[lines.length - 1] = longer;
    } else lines.push(`${item},`);
  }
  return `${prefix}[\n${indented(lines.join("\n"))}\n]`;
}

/** `{ a: 1 }`, a line for each where it is long. */
function block(prefix: string, all: readonly string[]): string {
  const rest = all.length > MAX_ITEMS ? [`… ${all.length - MAX_ITEMS} more`] : [];
  const items = [...all.slice(0, MAX_ITEMS), ...rest];
  if (items.length === 0) return `${prefix}{}`;
  const line = items.join(", ");
  if (line.length <= MAX_COLUMNS && !line.includes("\n")) return `${prefix}{ ${line} }`;
  return `${prefix}{\n${indented(items.join(",\n"))},\n}`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
