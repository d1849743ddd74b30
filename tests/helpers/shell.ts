/**
 * Runs blocks of shell commands without doing what they say: every program is replaced by one that notes its words.
 * What a shell does to the words, such as zsh to brackets, then shows.
 */

import { join } from "@std/path";
import { outcomeOf, temporaryFolder } from "./run_task.ts";

/** The programs that the documents call. */
const PROGRAMS = [
  ..."bash deno gh git jupyter npm npx podman python3 qemu-aarch64-static Rscript".split(" "),
];

/** Notes its own name and words, NUL after each, and an empty word at the end. */
const STAND_IN = `#!/bin/sh
{ printf '%s\\0' "\${0##*/}" "$@"; printf '\\0'; } >> "$NOTES"
`;

/** Where a shell is; undefined if it is not installed or may not be run. */
export async function findShell(name: "bash" | "zsh"): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "run" });
  if (state !== "granted" || Deno.build.os === "windows") return undefined;
  const { success, stdout } = await new Deno.Command("sh", {
    args: ["-c", `command -v ${name}`],
  }).output();
  return success ? new TextDecoder().decode(stdout).trim() : undefined;
}

/**
 * Runs a block in a shell, with stand-ins for all programs, in a folder that is empty but for the folders that it writes
 * to and the files that it reads.
 *
 * @param shell the path of bash or zsh
 * @returns the words of each command, the program's name first
 * @throws {Error} if the shell finds something wrong, or a program has no stand-in
 */
export async function wordsOf(shell: string, code: string): Promise<string[][]> {
  await using folder = await temporaryFolder();
  const bin = join(folder.path, "bin");
  const work = join(folder.path, "work");
  const notes = join(folder.path, "notes");
  await Deno.mkdir(bin);
  await Deno.mkdir(work);
  for (const [, path] of code.matchAll(/> (\w[\w./]*)\//g)) {
    await Deno.mkdir(join(work, path!), { recursive: true });
  }
  for (const [, path] of code.matchAll(/ < (\w[\w.]*)/g)) {
    await Deno.writeTextFile(join(work, path!), "");
  }
  await Deno.writeTextFile(notes, "");
  for (const name of PROGRAMS) {
    await Deno.writeTextFile(join(bin, name), STAND_IN, { mode: 0o755 });
  }
  const noFiles = shell.endsWith("zsh") ? ["-f"] : ["--norc", "--noprofile"];
  const { code: status, stderr } = await outcomeOf(
    new Deno.Command(shell, {
      args: [...noFiles, "-e", "-c", code],
      cwd: work,
      clearEnv: true,
      env: { PATH: bin, HOME: work, NOTES: notes },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  if (status !== 0 || stderr !== "") throw new Error(`${shell} prints ${stderr.trim()}`);
  const text = await Deno.readTextFile(notes);
  return text.split("\0\0").filter((command) => command !== "").map((command) =>
    command.split("\0")
  );
}
