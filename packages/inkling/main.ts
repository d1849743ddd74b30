#!/usr/bin/env node
/** `inkling COMMAND …`, in Node: starts a command in the Deno that npm installed with the package. @module */

import process from "node:process";
import { joinNames, quote, suggestion } from "../../lib/checks/mod.ts";
import { PROGRAM } from "../../tasks/system/installation.ts";
import { COMPLETION, type InstalledCommand, listText, readCommands } from "./commands.ts";
import { completionScript, SHELLS } from "./completion.ts";
import { start } from "./start.ts";

/** The exit code of a wrong command line. */
const USAGE = 2;

function main([name = "--help", ...words]: readonly string[]): void {
  const commands = readCommands();
  const command = commands.find((command) => command.name === name);
  if (command !== undefined) return start(command, words);
  if (name === COMPLETION.name) return printCompletion(words, commands);
  if (["--help", "-h", "help"].includes(name)) return console.log(listText(commands));
  // Any command prints the versions.
  if (name === "--version") return start(commands[0]!, ["--version"]);
  const hint = suggestion(name, [...commands, COMPLETION].map(({ name }) => name)) || ";";
  fail(`Cannot find the command ${quote(name)}${hint} \`${PROGRAM}\` lists them`);
}

function printCompletion(words: readonly string[], commands: readonly InstalledCommand[]): void {
  const given = words.join(" ");
  const shell = SHELLS.find((shell) => shell === given);
  if (shell !== undefined) console.log(completionScript(shell, commands));
  else if (words.some((word) => word === "--help" || word === "-h")) {
    const usage = `Usage: ${PROGRAM} ${COMPLETION.name} ${SHELLS.join("|")}`;
    console.log(`${COMPLETION.description}.\n\n${usage}`);
  } else fail(`Cannot print a completion: expected ${joinNames(SHELLS)}, got ${quote(given)}`);
}

function fail(message: string): void {
  console.error(`error: ${message}`);
  process.exitCode = USAGE;
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
