/** What a text was probably meant to be, where a list or a number is expected. @module */

import type { Schema } from "./words.ts";

/** The list or the number that a text was probably meant to be, as JSON; `undefined` if that would not fit either. */
export function exampleOf(schema: Schema, text: string): string | undefined {
  if (schema.type === "array") {
    const items = schema.items ?? {};
    const parts = text.replace(/^[\s[(]+/, "").replace(/[\s\])]+$/, "").split(",");
    const examples = parts.map((part) =>
      items.type === "string"
        ? JSON.stringify(part.trim().replaceAll(/^["']|["']$/g, ""))
        : part.trim()
    );
    const isRight = items.type === "string"
      ? text !== ""
      : parts.every((part) => fits(items, part));
    return isRight ? `[${examples}]` : undefined;
  }
  // Also one with its unit behind it, or with a decimal comma.
  const number = parseFloat(/^\s*\d+,\d+\s*$/.test(text) ? text.replace(",", ".") : text);
  return fits(schema, String(number)) ? String(number) : undefined;
}

/** Whether a text is a number in the range of a schema. */
function fits(schema: Schema, text: string): boolean {
  const { type, minimum = -Infinity, maximum = Infinity } = schema;
  const { exclusiveMinimum: above = -Infinity, exclusiveMaximum: below = Infinity } = schema;
  const value = text.trim() === "" ? NaN : Number(text);
  const isRight = type === "integer" ? Number.isInteger(value) : type === "number";
  return isRight && Number.isFinite(value) && value >= minimum && value <= maximum &&
    value > above && value < below;
}
