/**
 * The optional engine `blas`: large products by the system's CBLAS, those of sparse data too unless almost all of it is zero,
 * and the rest by WebAssembly. It is faster on large layers. Its results are close to the other engines' and not equal in
 * bits, since a BLAS adds in another order. @module
 */

import { type Engine, type LargeProduct, WasmEngine } from "../../lib/engine/mod.ts";

/** The names of the library by operating system; the first that opens is used. Tested on Linux only. */
const LIBRARIES: { readonly [os: string]: readonly string[] } = {
  linux: ["libopenblas.so.0", "libcblas.so.3", "libblas.so.3"],
  darwin: ["/System/Library/Frameworks/Accelerate.framework/Accelerate"],
  windows: ["libopenblas.dll"],
};

/**
 * How long OpenBLAS's threads wait for work before they sleep: 2⁴ clock ticks instead of 2²⁶, about twenty milliseconds in
 * which they would keep the cores from our workers.
 */
const THREAD_TIMEOUT = { name: "OPENBLAS_THREAD_TIMEOUT", value: "4" } as const;

const INSTALL_HINTS: { readonly [os: string]: string } = {
  linux: "sudo apt-get install libopenblas0-pthread",
  darwin: "it is part of macOS",
  windows: "OpenBLAS's release of libopenblas.dll, on the PATH",
};

const SYMBOLS = {
  // order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc
  cblas_sgemm: {
    parameters: [
      ...["i32", "i32", "i32", "i32", "i32", "i32"] as const,
      ...["f32", "buffer", "i32", "buffer", "i32", "f32", "buffer", "i32"] as const,
    ],
    result: "void",
  },
} as const satisfies Deno.ForeignLibraryInterface;

const [ROW_MAJOR, NO_TRANSPOSE, TRANSPOSE] = [101, 111, 112];

type Library = Deno.DynamicLibrary<typeof SYMBOLS>;

class BlasEngine extends WasmEngine {
  readonly #library: Library;

  constructor(library: Library, workers: number) {
    const multiply = (product: LargeProduct) => sgemm(library, product);
    super({ workers, native: { name: "blas", multiply } });
    this.#library = library;
  }

  /** Ends the workers and closes the library; afterwards the engine cannot be used. */
  override close(): void {
    super.close();
    this.#library.close();
  }
}

/**
 * Makes the engine.
 * @throws {Error} if there is no CBLAS, or the task may not open it; the message suggests what to do
 */
export function createBlasEngine({ workers = 1 }: { workers?: number } = {}): Engine {
  return new BlasEngine(openLibrary(), workers);
}

function sgemm({ symbols }: Library, product: LargeProduct): void {
  const { memory, out, a, b, bias, rows, inner, columns, scale } = product;
  if (bias !== 0) {
    for (let r = 0; r < rows; r++) memory.copyWithin(out + r * columns, bias, bias + columns);
  }
  symbols.cblas_sgemm(
    ROW_MAJOR,
    a.column === 1 ? NO_TRANSPOSE : TRANSPOSE,
    b.column === 1 ? NO_TRANSPOSE : TRANSPOSE,
    rows,
    columns,
    inner,
    scale,
    memory.subarray(a.at),
    a.column === 1 ? a.row : a.column,
    memory.subarray(b.at),
    b.column === 1 ? b.row : b.column,
    bias === 0 ? 0 : 1,
    memory.subarray(out),
    columns,
  );
}

function openLibrary(): Library {
  const { os } = Deno.build;
  const { state } = Deno.permissions.querySync({ name: "env", variable: THREAD_TIMEOUT.name });
  if (state === "granted") Deno.env.set(THREAD_TIMEOUT.name, THREAD_TIMEOUT.value);
  for (const library of LIBRARIES[os] ?? []) {
    try {
      return Deno.dlopen(library, SYMBOLS);
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) {
        throw new Error(
          "Cannot open the system's CBLAS without permission: run `deno task train_blas` instead",
          { cause: error },
        );
      }
    }
  }
  throw new Error(`Cannot find a CBLAS: ${INSTALL_HINTS[os] ?? "none is known for this system"}`);
}
