/** How sentences name the options of a table. @module */

/**
 * Writes an option with its value as the caller's users give it, to be put into sentences: `--gaps mean` at a terminal. A
 * target and columns that are left out may be several. `header` is one of those who read tables of text. The values of `as` are a
 * kind and a column.
 */
export type OptionText = (
  option: "as" | "gaps" | "header" | "kind" | "target" | "without",
  ...values: readonly string[]
) => string;

/** As `TableOptions` has them, in backquotes: `gaps: "mean"`, `without: ["sex", "year"]`. */
export const optionOfLibrary: OptionText = (option, ...values) => {
  if (option === "header") return `\`header: ${values[0]}\``;
  if (option === "as") {
    const [kind, column] = values;
    return `\`as: ${JSON.stringify({ [column!]: kind })}\``;
  }
  const texts = values.map((value) => JSON.stringify(value)).join(", ");
  return `\`${option}: ${option === "target" || option === "without" ? `[${texts}]` : texts}\``;
};
