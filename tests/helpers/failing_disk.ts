/**
 * A disk on which an operation fails, for the tests of what becomes of the files then.
 *
 * @module
 */

import { type Disk, disk } from "../../tasks/system/disk.ts";

/** The system's messages, as Deno passes them on. */
const FAULTS = {
  ENOSPC: ["No space left on device", 28],
  EACCES: ["Permission denied", 13],
  EIO: ["Input/output error", 5],
  ENOLCK: ["No locks available", 37],
  ENOTSUP: ["Operation not supported", 95],
} as const;

/** A fault of the system, by its name in C; `stop` is a process that is killed: nothing that it would do is done. */
export type Fault = keyof typeof FAULTS | "stop";

/** A disk on which something fails. */
export interface FailingDisk extends Disposable {
  /** How many operations were begun. */
  readonly operations: number;
  /** Whether one failed. */
  readonly hasFailed: boolean;
}

/** Stands for the end of the process. */
export class Stop extends Error {
  override readonly name = "Stop";
}

/**
 * Lets operations fail until the end of the scope: `using failing = failingDisk("EIO", { at: 3 })`.
 *
 * @param options.at the first operation that fails, from 1; after a `stop` all others do too
 * @param options.only the names of operations that count
 */
export function failingDisk(
  fault: Fault,
  { at, only }: { readonly at: number; readonly only?: readonly (keyof Disk)[] },
): FailingDisk {
  const whole = { ...disk };
  let operations = 0;
  for (const name of Object.keys(whole) as (keyof Disk)[]) {
    if (only !== undefined && !only.includes(name)) continue;
    // A test need not wait for the disk itself.
    const operation = (name === "sync" ? () => Promise.resolve() : whole[name]) as (
      ...values: unknown[]
    ) => Promise<unknown>;
    const failing = async (...values: unknown[]) => {
      operations++;
      if (operations === at || fault === "stop" && operations > at) {
        throw errorOf(fault, name, values);
      }
      return await operation(...values);
    };
    Object.assign(disk, { [name]: failing });
  }
  return {
    get operations() {
      return operations;
    },
    get hasFailed() {
      return operations >= at;
    },
    [Symbol.dispose]: () => void Object.assign(disk, whole),
  };
}

function errorOf(fault: Fault, name: string, [path]: unknown[]): Error {
  if (fault === "stop") return new Stop("the process was killed");
  const [text, number] = FAULTS[fault];
  const where = typeof path === "string"
    ? `: ${name === "makeFolder" ? "mkdir" : name} '${path}'`
    : "";
  const error = new Error(`${text} (os error ${number})${where}`);
  return fault === "ENOLCK" ? error : Object.assign(error, { code: fault }); // as Deno does
}
