/**
 * Errors of the system in plain sentences that name the path. The runtime's own ("No space left on device (os error 28):
 * writefile 'a'") is for programmers, and does not name the file of a write to an open file. @module
 */

import { NotAFileError } from "./open_file.ts";
import { printable } from "./printable.ts";

const REASONS: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EBUSY: "it is in use",
  EDQUOT: "the disk quota is used up",
  EIO: "the disk fails (input/output error)",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links lead in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENOLCK: "the file system has no locks",
  ENOENT: "no such file or folder",
  ENOSPC: "the disk is full",
  ENOTEMPTY: "it is a folder that is not empty",
  ENOTDIR: "a file is where a folder should be",
  EEXIST: "it already exists",
  ENOTSUP: "the file system cannot do that",
  EPERM: "permission denied",
  ESTALE: "the network drive has lost it",
  EROFS: "the disk is read-only",
};

const VERBS: { readonly [operation: string]: string } = {
  lstat: "find",
  mkdir: "make the folder",
  open: "open",
  readdir: "read",
  readfile: "read",
  realpath: "find",
  remove: "remove",
  rename: "rename",
  stat: "find",
  writefile: "write",
};

/** The verb for each kind of access; for special files, such as `/proc/x`, Deno needs all. */
const ACCESS_VERBS: { readonly [access: string]: string } = {
  all: "use",
  env: "read the environment variable",
  ffi: "load",
  net: "reach",
  sys: "ask the system for",
};

/** Errors that Deno gives no code, by their numbers in Linux and macOS, which differ. */
const CODES_BY_NUMBER: { readonly [number: string]: string } = Deno.build.os === "darwin"
  ? { 69: "EDQUOT", 70: "ESTALE", 77: "ENOLCK", 78: "ENOSYS" }
  : { 37: "ENOLCK", 38: "ENOSYS", 116: "ESTALE", 122: "EDQUOT" };

/** The system's name for an error, such as `ENOSPC`; `undefined` if it is not the system's. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  if (typeof code === "string") return code;
  const number = /\(os error (\d+)\)/.exec(error.message)?.[1];
  return number === undefined ? undefined : CODES_BY_NUMBER[number];
}

/** What the system refused, without the path; `undefined` if it is not such an error. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof NotAFileError) return error.reason;
  if (error instanceof Deno.errors.NotCapable) return "the task has no permission for it";
  const code = codeOf(error);
  if (code !== undefined && Object.hasOwn(REASONS, code)) return REASONS[code];
  if (error instanceof Deno.errors.NotFound) return REASONS["ENOENT"];
  if (error instanceof Deno.errors.PermissionDenied) return REASONS["EACCES"];
  return undefined;
}

/** The most characters of a message, which may quote a whole file. */
const MAX_MESSAGE_LENGTH = 2000;

/** An error's message for people: no stack trace, with the path if the system gave one, safe to print. */
export function explain(error: unknown): string {
  const text = sentence(error);
  const short = text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)}…` : text;
  return printable(short);
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = error instanceof NotAFileError ? undefined : reasonOf(error);
  if (reason === undefined) return message.trim() || "an error without a message";
  const access = /^Requires (\w+) access to "?(.*?)"?, run again/s.exec(message);
  if (access !== null) {
    return `Cannot ${ACCESS_VERBS[access[1]!] ?? access[1]} ${access[2]}: ${reason}`;
  }
  const [, operation = "", path] = /: (\w+) '(.*)'$/s.exec(message) ?? [];
  if (path === undefined) return `Cannot continue: ${reason}`;
  // mkdir fails only where a file has the name.
  const cause = operation === "mkdir" && reason === REASONS["EEXIST"] ? REASONS["ENOTDIR"] : reason;
  return `Cannot ${VERBS[operation] ?? operation} ${path.replace("' -> '", " to ")}: ${cause}`;
}
