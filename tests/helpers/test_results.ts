/** What `deno test` prints of each test, collected: how long each file took, and what was ignored. @module */

/** A test or a step of one, as a line of `deno test --parallel` has it. */
export interface TestResult {
  /** The file of the test, from the project's folder. */
  readonly file: string;
  /** The name of the test; names of steps follow it, each after " ... ". */
  readonly name: string;
  readonly state: "ok" | "ignored" | "FAILED";
  readonly seconds: number;
}

const UNITS: Readonly<Record<string, number>> = { "µs": 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** The result on a line; undefined where the line has none. A test's name begins with its file, as `room.ts` writes it. */
export function resultOn(line: string): TestResult | undefined {
  const match = /^(?:\S+ => )?(\S+\.ts): (.*) \.\.\. (ok|ignored|FAILED) \((.*)\)$/.exec(line);
  if (match === null) return undefined;
  const [, file = "", name = "", state, time = ""] = match;
  return { file, name, state: state as TestResult["state"], seconds: secondsOf(time) };
}

/** A time as Deno prints it, such as `85µs`, `12ms` or `1m3s`, in seconds. */
function secondsOf(time: string): number {
  const parts = [...time.matchAll(/(\d+)(µs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
}

/**
 * The slowest files.
 * @param count how many
 * @returns each with the sum of its tests' times in seconds, slowest first
 */
export function slowestFiles(
  results: readonly TestResult[],
  count: number,
): [file: string, seconds: number][] {
  const times = new Map<string, number>();
  for (const { file, name, seconds } of results) {
    if (name.includes(" ... ")) continue; // a step, whose time is in its test's
    times.set(file, (times.get(file) ?? 0) + seconds);
  }
  return [...times].sort(([, a], [, b]) => b - a).slice(0, count);
}
