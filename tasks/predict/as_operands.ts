/** The command line of someone who names a run or a file by an option. @module */

import { quote } from "../cli/shell.ts";

/** What a run or a file is called where it is named by an option. */
const NAMES = [
  ...["run", "name", "model", "weights"],
  ...["csv", "table", "data", "input", "file", "image", "images", "picture", "pictures", "folder"],
];

/**
 * The command without such options: `deno task predict penguins new.csv` for `--run penguins --csv new.csv`.
 *
 * @param name of the unknown option
 * @param words the whole command line
 * @returns `undefined` if the option is none of these
 */
export function asOperands(name: string, words: readonly string[]): string | undefined {
  if (!NAMES.includes(name)) return undefined;
  const option = new RegExp(`^--(?:${NAMES.join("|")})(?:=|$)`);
  const operands = words.map((word) => word.replace(option, "")).filter((word) => word !== "");
  return ["deno task predict", ...operands.map(quote)].join(" ");
}
