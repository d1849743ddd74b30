/** Makes the kernels callable: compiled once, an instance for each memory. @module */

import type { KernelHost } from "../host.ts";
import { Arena } from "./arena.ts";
import { KERNELS, type Kernels } from "./kernels.ts";
import type { Join } from "./tape.ts";
import { parseText } from "./text.ts";

/** WebAssembly does not run here: a policy, the platform or a lack of memory is in the way. */
export class WasmUnavailableError extends Error {
  /** What is in the way, as a clause. */
  readonly reason: string;

  /** @param cause what compiling the kernels or making their memory threw */
  constructor(engine: string, cause: unknown) {
    const reason = `WebAssembly does not run here (${cause})`;
    super(`Cannot make the engine "${engine}": ${reason}`, { cause });
    this.reason = reason;
  }
}

/**
 * An empty memory, and the kernels on it.
 * @param engine the name of the engine that they are for
 * @param shared whether workers see the memory too
 * @param host who has kernels of its own
 * @throws {WasmUnavailableError} if WebAssembly does not run here
 */
export function openArena(
  engine: string,
  shared: boolean,
  host: KernelHost | undefined,
): { readonly arena: Arena; readonly kernels: Kernels; readonly join: Join | undefined } {
  const { arena, kernels } = instantiateArena(engine, shared);
  if (host === undefined) return { arena, kernels: { ...kernels }, join: undefined };
  const opened = host.open(arena.memory);
  arena.onGrow = opened.memoryGrew;
  return { arena, kernels: { ...kernels, ...opened.kernels }, join: opened.join };
}

function instantiateArena(engine: string, shared: boolean): { arena: Arena; kernels: Kernels } {
  try {
    const arena = new Arena(shared);
    return { arena, kernels: instantiate(arena.memory, shared) };
  } catch (error) {
    throw new WasmUnavailableError(engine, error);
  }
}

function instantiate(memory: WebAssembly.Memory, shared: boolean): Kernels {
  const { exports } = new WebAssembly.Instance(kernelModule(shared), { env: { memory } });
  return exports as unknown as Kernels;
}

const modules = new Map<boolean, WebAssembly.Module>();

/** The module for a memory that is shared, or for one that is not. */
export function kernelModule(shared: boolean): WebAssembly.Module {
  let module = modules.get(shared);
  if (module === undefined) {
    module = new WebAssembly.Module(withMemory(parseText(KERNELS), shared));
    modules.set(shared, module);
  }
  return module;
}

/** The limits of a memory with a maximum, shared or not (WebAssembly core specification, 5.3.10). */
const SHARED = 3;
const NOT_SHARED = 1;

/** The bytes of the import `"env" "memory"`, of kind 2, memory, up to its limits. */
const IMPORT = [3, ..."env", 6, ..."memory", 2].map((byte) =>
  typeof byte === "string" ? byte.charCodeAt(0) : byte
);

/** Has a module of kernels import a memory that is shared, or one that is not: they differ in a flag. */
export function withMemory<Bytes extends Uint8Array>(bytes: Bytes, shared: boolean): Bytes {
  const start = bytes.findIndex((_, k) => IMPORT.every((byte, i) => bytes[k + i] === byte));
  const flag = start + IMPORT.length;
  if (start === -1 || bytes[flag] !== SHARED && bytes[flag] !== NOT_SHARED) {
    throw new Error("Cannot find the memory of the kernels");
  }
  bytes[flag] = shared ? SHARED : NOT_SHARED;
  return bytes;
}
