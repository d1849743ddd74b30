/**
 * Compares the speed of two modules of kernels, in the WebAssembly engine with one worker: a file, and by default the one that
 * is built in. Both work by turns, in a process each, so that the load of the machine meets both; processor time is counted,
 * not the clock's.
 *
 *   deno task --cwd packages/lab compare_kernels BASE [OTHER]
 *
 * @module
 */

import { fromFileUrl } from "@std/path";
import {
  type Arguments,
  type Command,
  UsageError,
  wholeNumber,
} from "../../tasks/cli/arguments.ts";
import { main } from "../../tasks/cli/main.ts";
import { DATA } from "../../tasks/cli/options.ts";
import { printNote, printText } from "../../tasks/cli/print.ts";
import { table } from "../../tasks/cli/table.ts";

/** The benchmark's workloads on fewer images, and the measurements of each in a turn. */
const WORKLOADS: { readonly [name: string]: { readonly images: number; readonly times: number } } =
  {
    W1: { images: 5000, times: 4 },
    W2: { images: 2500, times: 4 },
    W3: { images: 2560, times: 2 },
    W4: { images: 256, times: 1 },
    batch: { images: 2000, times: 8 },
    one: { images: 1000, times: 8 },
  };

const command = {
  name: "compare_kernels",
  member: "packages/lab",
  description:
    "Prints how fast a module of kernels is, in the speed of another one: a file, or built.\n" +
    "By default the module that is built in is compared with BASE.\n" +
    "In each round both take a turn of some epochs, or inferences; the shortest counts.",
  operands: { value: "BASE OTHER", min: 1, max: 2 },
  options: {
    only: {
      description: "The workloads",
      value: "NAME,…",
      default: Object.keys(WORKLOADS).join(","),
    },
    rounds: { description: "How many rounds", value: "N", default: "30" },
    data: DATA,
  },
} satisfies Command;

/** A process that works with one module. */
class Contender implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;

  constructor(module: string, workload: string, data: string) {
    const program = fromFileUrl(new URL("bench/kernels_worker.ts", import.meta.url));
    const words = [program, module, workload, `${WORKLOADS[workload]!.images}`, data];
    this.#child = new Deno.Command("deno", {
      args: ["run", "-q", "--no-prompt", "--no-remote", "--cached-only", "--allow-read", ...words],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** The shortest of several measurements, in milliseconds of processor time. */
  async shortest(times: number): Promise<number> {
    await this.#writer.write(new TextEncoder().encode(`${times}`));
    let line = "";
    while (!line.endsWith("\n")) {
      const { value, done } = await this.#lines.read();
      if (done) throw new Error("Cannot measure: the process has ended");
      line += value;
    }
    return Math.min(...JSON.parse(line) as number[]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {}); // the process may have ended
    await this.#lines.cancel();
    await this.#child.status;
  }
}

/** The speed of one module in that of another, in each round. */
async function ratiosOf(
  modules: readonly [base: string, other: string],
  { workload, rounds, data }: { workload: string; rounds: number; data: string },
): Promise<number[]> {
  await using base = new Contender(modules[0], workload, data);
  await using other = new Contender(modules[1], workload, data);
  const { times } = WORKLOADS[workload]!;
  for (const contender of [base, other]) await contender.shortest(times + 2); // V8 compiles
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [base, other] : [other, base];
    const milliseconds = new Map<Contender, number>();
    for (const contender of order) milliseconds.set(contender, await contender.shortest(times));
    ratios.push(milliseconds.get(base)! / milliseconds.get(other)!);
  }
  return ratios.sort((a, b) => a - b);
}

/** The median of sorted numbers, and the interval of its order statistics that holds it 19 times of 20. */
function medianOf(sorted: readonly number[]): [median: number, least: number, most: number] {
  const { length } = sorted;
  const half = (length - 1) / 2;
  const reach = 0.98 * Math.sqrt(length); // the deviations of a binomial distribution
  const at = (index: number) => sorted[Math.min(length - 1, Math.max(0, Math.round(index)))]!;
  return [at(half), at(half - reach), at(half + reach)];
}

async function compareKernels({ operands, options }: Arguments<typeof command>): Promise<void> {
  const [base = "", other = "built"] = operands;
  const rounds = wholeNumber("rounds", options.rounds, { min: 1 });
  const workloads = options.only.split(",");
  for (const name of workloads) {
    if (name in WORKLOADS) continue;
    throw new UsageError(
      `--only takes ${Object.keys(WORKLOADS).join(", ")}: there is no "${name}"`,
    );
  }
  const rows = [["", "speed", "95 % from", "to", "load"]];
  for (const workload of workloads) {
    const ratios = await ratiosOf([base, other], { workload, rounds, data: options.data });
    const numbers = [...medianOf(ratios), Deno.loadavg()[0]!];
    rows.push([workload, ...numbers.map((number) => number.toFixed(3))]);
    printNote(rows.at(-1)!.join("  "));
  }
  printText(`The speed of ${other} in that of ${base}, ${rounds} rounds:\n${table(rows)}`);
}

if (import.meta.main) await main(command, compareKernels);
