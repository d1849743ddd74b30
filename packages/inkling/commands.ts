/** The commands of the package, as `commands.json` lists them, and their list for people. @module */

import { readFileSync } from "node:fs";
import { hanging } from "../../tasks/cli/layout.ts";
import { PROGRAM, ROOT } from "../../tasks/system/installation.ts";

/** A command that the package has. Its permission set has its name. */
export interface InstalledCommand {
  readonly name: string;
  /** A line, as `deno.json` has it. */
  readonly description: string;
  /** The path of its script from the folder of the package. */
  readonly script: string;
  /** The words before those of the user. */
  readonly words: readonly string[];
  /** Whether its set denies writing to code. */
  readonly isConfined: boolean;
  /** Whether it opens the library of native kernels, where there is one. */
  readonly mayOpenKernels: boolean;
}

/** The file of the commands, in the folder of the package. */
export const COMMANDS_FILE = "commands.json";

export function readCommands(): InstalledCommand[] {
  return JSON.parse(readFileSync(new URL(COMMANDS_FILE, ROOT), "utf8"));
}

/** All commands with what they do. */
export function listText(commands: readonly InstalledCommand[], columns: number): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "Trains fully connected neural networks, evaluates them and predicts with them.",
    "",
    `Usage: ${PROGRAM} COMMAND [words]`,
    "",
    "Commands:",
    ...commands.map(({ name, description }) =>
      hanging(`  ${name.padEnd(width)}  `, description, columns, width + 4)
    ),
    "",
    `\`${PROGRAM} COMMAND --help\` lists the options of a command.`,
  ].join("\n");
}
