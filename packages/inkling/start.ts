/** Starts a command in Deno, and ends as it does. @module */

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ROOT, RUN_WORDS } from "../../tasks/system/installation.ts";
import { ffiFlags } from "../../tasks/native/library.ts";
import { denyFlags } from "../../tasks/system/own_code.ts";
import type { InstalledCommand } from "./commands.ts";
import { findDeno } from "./deno_program.ts";

/** What asks a program to end. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Starts a command with the words of the user; it inherits the terminal. */
export function start(
  { name, script, words, isConfined, mayOpenKernels }: InstalledCommand,
  given: readonly string[],
): void {
  const deno = findDeno();
  // Commands that start others find the same Deno.
  process.env.PATH = [dirname(deno), process.env.PATH].join(delimiter);
  process.env.DENO_NO_UPDATE_CHECK = "1";
  delete process.env.NODE_OPTIONS; // Yarn loads its own code by it, which Deno would load too
  const path = fileURLToPath(new URL(script, ROOT));
  const flags = [
    `-P=${name}`,
    ...isConfined ? denyFlags() : [],
    ...mayOpenKernels ? ffiFlags() : [],
  ];
  const child = spawn(deno, [...RUN_WORDS, ...flags, path, ...words, ...given], {
    stdio: "inherit",
  });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // In Windows a terminal signals the child itself, and `kill` would leave it no time to tidy up.
      if (process.platform !== "win32") child.kill(signal);
    });
  }
  child.on("error", (error) => {
    console.error(`error: Cannot start ${deno}: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal!]);
  });
}
