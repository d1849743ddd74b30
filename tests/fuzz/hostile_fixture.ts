/**
 * Gives a reader its hostile files, and damaged ones, and prints a line for each: `READER CASES`. The processor's time and the
 * memory of a process are those of all its threads, which `Deno.test` would count with the other tests.
 */

import { damagedCopies } from "./damaged.ts";
import { HOSTILE } from "./hostile.ts";
import { TARGETS } from "./targets.ts";

/** What reading a file took. */
export interface Taken {
  readonly name: string;
  /** Of the processor, in all threads. */
  readonly seconds: number;
  /** The most memory of the process, in bytes; and how much of it reading the file took. */
  readonly memory: number;
  readonly taken: number;
  /** The file's bytes. */
  readonly size: number;
  /** The error's class and message; `undefined` if the file was read. */
  readonly error?: string;
}

async function spent(): Promise<number> {
  const [user, system] = (await Deno.readTextFile("/proc/self/stat")).split(") ").at(-1)!.split(" ")
    .slice(11).map(Number);
  return (user! + system!) / 100;
}

async function peak(): Promise<number> {
  const [, kibibytes] = /VmHWM:\s*(\d+)/.exec(await Deno.readTextFile("/proc/self/status"))!;
  return 1024 * Number(kibibytes);
}

async function measure(name: string, size: number, read: () => unknown): Promise<void> {
  await Deno.writeTextFile("/proc/self/clear_refs", "5"); // forgets the peak
  const [before, held] = [await spent(), await peak()];
  let error: string | undefined;
  try {
    await read();
  } catch (thrown) {
    error = String(thrown).slice(0, 300);
  }
  const memory = await peak();
  const taken = { name, size, seconds: await spent() - before, memory, taken: memory - held };
  console.log(JSON.stringify({ ...taken, ...error !== undefined && { error } } satisfies Taken));
}

const [reader, cases] = Deno.args as [string, string];
const folder = await Deno.makeTempDir({ prefix: "inkling_" });
try {
  for (const { name, file, read } of HOSTILE.get(reader) ?? []) {
    const bytes = await file();
    (globalThis as { gc?: () => void }).gc?.(); // what made the file is no memory of the reader
    await measure(name, bytes.length, () => read(bytes, folder));
  }
  const target = TARGETS.find(({ name }) => name === reader);
  for (const seed of Number(cases) === 0 ? [] : await target?.seeds() ?? []) {
    for (const [k, bytes] of damagedCopies(seed, Number(cases)).entries()) {
      await measure(`damaged file ${k}`, bytes.length, () => target!.read(bytes, folder));
    }
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
