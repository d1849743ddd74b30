/** The text of `--help`, made of the table that parses the command line. @module */

import type { Command, Option } from "./arguments.ts";
import { PROGRAM } from "../system/installation.ts";

/** Whether the words contain `--help` or `-h`; the rest of the command line may be wrong. */
export function asksForHelp(words: readonly string[]): boolean {
  return beforeOperands(words).some((word) => word === "--help" || word === "-h");
}

/** Whether the words contain `--version`; the rest of the command line may be wrong. */
export function asksForVersion(words: readonly string[]): boolean {
  return beforeOperands(words).includes("--version");
}

/** The words before `--`, after which all are operands. */
function beforeOperands(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return end < 0 ? words : words.slice(0, end);
}

/**
 * What the task does, how it is called, and a line for every option.
 * @param hasRare whether rare options are described too, as by `--help all`, and not only named
 */
export function helpText(command: Command, hasRare: boolean): string {
  const options = {
    ...command.options,
    help: { description: "Show this help" },
    version: { description: "Show the versions, and which kernels run" },
  };
  const isShown = ({ isRare = false }: Option) => hasRare || !isRare;
  const all = Object.entries<Option>(options);
  const rare = all.filter(([, option]) => !isShown(option));
  const rows = all.filter(([, option]) => isShown(option)).map(([name, option]) => ({
    left: `--${name}${option.value === undefined ? "" : ` ${option.value}`}`,
    right: option.description + optionNotes(option),
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  const member = command.member === undefined ? "" : `--cwd ${command.member} `;
  const operands = command.operands === undefined ? "" : ` ${command.operands.value}`;
  return [
    command.description,
    "",
    `Usage: ${PROGRAM} ${member}${command.name}${operands} [options]`,
    "",
    "Options:",
    ...rows.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`),
    ...rare.length === 0 ? [] : [
      "",
      `More, described by --help all: ${rare.map(([name]) => `--${name}`).join(", ")}`,
    ],
  ].join("\n");
}

/** The values of an option, its default and whether it repeats, in brackets. */
export function optionNotes(option: Option): string {
  const notes: string[] = [];
  if (option.choices !== undefined) notes.push(option.choices.join(", "));
  if (option.default !== undefined) notes.push(`default ${option.default}`);
  if (option.repeatable) notes.push("may be given again");
  return notes.length === 0 ? "" : ` (${notes.join("; ")})`;
}
