#!/usr/bin/env node
/** `inkling COMMAND …`, in Node: starts a command in the Deno that npm installed with the package. @module */

import process from "node:process";
import { quote, suggestion } from "../../lib/checks/mod.ts";
import { laidOut, USUAL_COLUMNS } from "../../tasks/cli/layout.ts";
import { PROGRAM } from "../../tasks/system/installation.ts";
import { leftCommand } from "../../tasks/system/left_commands.ts";
import { listText, readCommands } from "./commands.ts";
import { start } from "./start.ts";

/** The exit code of a wrong command line. */
const USAGE = 2;

function main([name = "--help", ...words]: readonly string[]): void {
  const left = leftCommand(name);
  if (left !== undefined) return fail(left);
  const commands = readCommands();
  const command = commands.find((command) => command.name === name);
  if (command !== undefined) return start(command, words);
  if (["--help", "-h", "help"].includes(name)) {
    return console.log(listText(commands, columnsOf(process.stdout)));
  }
  // Any command prints the versions.
  if (name === "--version") return start(commands[0]!, ["--version"]);
  const hint = suggestion(name, commands.map(({ name }) => name)) || ";";
  fail(`Cannot find the command ${quote(name)}${hint} \`${PROGRAM}\` lists them`);
}

/** How many characters a line of a stream has room for. */
function columnsOf({ columns = USUAL_COLUMNS }: { readonly columns?: number }): number {
  return columns;
}

function fail(message: string): void {
  console.error(laidOut(`error: ${message}`, columnsOf(process.stderr)));
  process.exitCode = USAGE;
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
