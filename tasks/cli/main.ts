/** How every task starts and ends: the command line, Ctrl-C, errors in one line, the exit code. @module */

import { explain } from "../system/explain.ts";
import { PROGRAM } from "../system/installation.ts";
import { interrupt, interruption } from "../system/interruption.ts";
import {
  type Arguments,
  type Command,
  MissingOperand,
  type Option,
  parseArguments,
  UsageError,
} from "./arguments.ts";
import { hanging, laidOut } from "./layout.ts";
import { lineWidth, printNote, printText, stderr } from "./print.ts";
import { CLEAR_LINE } from "./styled.ts";

export { UsageError };

/** The exit codes; 130 is the shell's 128 + SIGINT. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 };

/** Signals within this time count as one: a terminal sends Ctrl-C to `deno task` too, which passes it on. */
const SAME_INTERRUPT_MS = 1000;

/** How long a command may tidy up after a signal that no key sends twice, before it ends all the same. */
const TIDIES_MS = 30_000;

/** The largest part of a line of `--help` that an option's name takes beside its description. */
const WIDEST_OPTION = 0.45;

/** The least version of Deno that every task runs on: older ones have no file locks. */
const LEAST_DENO = "2.9.0";

/**
 * Gives up imports from other machines, runs the task and ends the process.
 *
 * The first Ctrl-C aborts `signal`: the task tidies up, and returns or throws. A second one, more than a second later, ends
 * the process at once. SIGTERM and SIGHUP, which nobody repeats, end it after {@linkcode TIDIES_MS} at the latest: a disk that
 * does not answer holds no command for ever.
 * @param words what follows the command's name
 */
export async function main<const C extends Command>(
  command: C,
  task: Task<C>,
  words: readonly string[] = Deno.args,
): Promise<never> {
  const problem = denoProblem();
  if (problem !== undefined) {
    printNote(`error: ${problem}`);
    Deno.exit(EXIT.failed);
  }
  await Deno.permissions.revoke({ name: "import" }); // all modules are files of ours or in the lock
  Deno.exit(await execute(command, task, words, abortOnInterrupt()));
}

/** What a command does. `signal` is aborted when the user interrupts it. */
export type Task<C extends Command> = (
  given: Arguments<C>,
  signal: AbortSignal,
) => Promise<void> | void;

/**
 * Parses the command line and runs the task, or prints the help or the versions. An error is printed as one line on stderr.
 * @returns the exit code; that of a `UsageError` is 2
 */
export async function execute<const C extends Command>(
  command: C,
  task: Task<C>,
  words: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  if (asksForHelp(words)) {
    printText(helpText(command, words.includes("all"), lineWidth()));
    return EXIT.done;
  }
  try {
    if (asksForVersion(words)) {
      const { versionText } = await import("./version.ts"); // which loads the native kernels
      printText(versionText());
    } else await task(parseArguments(words, command), signal);
    return signal.aborted ? EXIT.interrupted : EXIT.done;
  } catch (error) {
    const { known } = command.operands ?? {};
    if (error instanceof MissingOperand && known) error.message = `Which run? ${await known()}`;
    return report(error, signal);
  }
}

/** Prints why the task ended early, unless the reason is the user; returns the exit code. */
function report(error: unknown, signal: AbortSignal): number {
  if (signal.aborted && isAbort(error, signal.reason)) return EXIT.interrupted;
  // The reader has ended, as in `deno task evaluate RUN | head -1`: nobody would read a message.
  if (error instanceof Deno.errors.BrokenPipe) return EXIT.failed;
  printNote(`error: ${explain(error).replaceAll(/\s*\n\s*/g, "\n  ")}`);
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

function isAbort(error: unknown, reason: unknown): boolean {
  if (error === reason) return true;
  return error instanceof Error && (error.name === "AbortError" || isAbort(error.cause, reason));
}

function abortOnInterrupt(): AbortSignal {
  let first: number | undefined;
  // SIGHUP: the terminal is closed. Windows has no SIGTERM from outside; its Ctrl-Break is SIGBREAK.
  const last = Deno.build.os === "windows" ? "SIGBREAK" : "SIGTERM";
  for (const name of ["SIGINT", "SIGHUP", last] as const) {
    Deno.addSignalListener(name, () => {
      first ??= performance.now();
      if (stderr.redraws) stderr.write(CLEAR_LINE); // half a bar, and the ^C behind it
      if (performance.now() - first > SAME_INTERRUPT_MS) Deno.exit(EXIT.interrupted);
      if (name !== "SIGINT") {
        Deno.unrefTimer(setTimeout(() => Deno.exit(EXIT.interrupted), TIDIES_MS));
      }
      interrupt();
    });
  }
  return interruption;
}

/**
 * Why this Deno is too old, and what to do; `undefined` if it is new enough.
 *
 * Deno before 2.5 never runs this: it refuses the lock file or the name of the permission set by itself.
 * @param version of the Deno that runs
 */
export function denoProblem(version: string = Deno.version.deno): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_DENO.split(".").map(Number);
  if (major > leastMajor || major === leastMajor && minor >= leastMinor) return undefined;
  return `Cannot run on Deno ${version}: expected ${leastMajor}.${leastMinor} or newer; ` +
    "run `deno upgrade`, or write `npx --yes deno@latest` instead of `deno`";
}

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
 * @param columns how many characters a line has room for; any number by default
 */
export function helpText(command: Command, hasRare: boolean, columns = Infinity): string {
  const options = {
    ...command.options,
    help: { description: "Show this help" },
    version: { description: "Show the versions, and which kernels run" },
  };
  const isShown = ({ isRare = false }: Option) => hasRare || !isRare;
  const all = Object.entries<Option>(options);
  const rare = all.filter(([, option]) => !isShown(option));
  const rows = all.filter(([, option]) => isShown(option)).map(([name, option]) => ({
    left: `  --${name}${option.value === undefined ? "" : ` ${option.value}`}  `,
    right: option.description + optionNotes(option),
  }));
  const widest = Math.floor(columns * WIDEST_OPTION); // the description of a wider one stands below it
  const width = Math.max(
    ...rows.map(({ left }) => left.length).filter((length) => length <= widest),
  );
  const described = rows.map(({ left, right }) =>
    left.length > width
      ? `${left.trimEnd()}\n${hanging(" ".repeat(width), right, columns, width)}`
      : hanging(left.padEnd(width), right, columns, width)
  );
  const member = command.member === undefined ? "" : `--cwd ${command.member} `;
  const operands = command.operands === undefined ? "" : ` ${command.operands.value}`;
  return [
    laidOut(command.description, columns, 0),
    "",
    `Usage: ${PROGRAM} ${member}${command.name}${operands} [options]`,
    "",
    "Options:",
    ...described,
    ...rare.length === 0 ? [] : [
      "",
      laidOut(
        `More, described by --help all: ${rare.map(([name]) => `--${name}`).join(", ")}`,
        columns,
      ),
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
