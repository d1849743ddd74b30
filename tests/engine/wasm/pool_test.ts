import { closing } from "../../helpers/closing.ts";
import { LONG_TESTS, QUICK_TESTS } from "../../helpers/long.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import { sigmoid } from "../../../lib/network/activations.ts";
import { createEngine, Network } from "../../../mod.ts";
import { replaced } from "../../helpers/replaced.ts";
import { granted } from "../../helpers/run_task.ts";
import { checkCase, checkKernels, makeCase, SHAPES, VALUES } from "../conformance.ts";
import { untilReady } from "../until_ready.ts";

/** Every shape, or the small ones, whose rows three workers share unevenly too. */
const SHARED_SHAPES = QUICK_TESTS ? SHAPES.slice(0, 9) : SHAPES;

/** An engine whose workers are there and share everything, however small. */
async function sharing(workers: number, patience?: number): Promise<WasmEngine> {
  const engine = new WasmEngine({ workers, shareFrom: 0, ...patience && { patience } });
  await untilReady(engine);
  return engine;
}

for (const workers of [2, 3]) {
  Deno.test(`${workers} workers give the contract's bits`, {
    ignore: workers > 2 && !LONG_TESTS,
  }, async () => {
    using engine = closing(await sharing(workers));
    for (const shape of SHARED_SHAPES) {
      for (const values of VALUES) {
        checkCase(engine, shape, values);
      }
    }
  });
}

Deno.test("workers that share the rows of a large product each copy its weights for themselves", async () => {
  const [rows, inner, columns] = [96, 784, 255];
  using engine = closing(await sharing(4));
  const x = engine.sparseRows(rows, inner);
  const weights = engine.matrix(inner, columns);
  const [z, biases] = [engine.matrix(rows, columns), engine.matrix(1, columns)];
  let k = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = r % 5; c < inner; c += 5, k++) [x.indices[k], x.values[k]] = [c, (k % 7) - 3];
    x.starts[r + 1] = k;
  }
  for (let k = 0; k < weights.values.length; k++) weights.values[k] = (k % 11) - 5;
  using alone = closing(new WasmEngine());
  const expected = alone.matrix(rows, columns);
  alone.affine(expected, x, weights, alone.matrix(1, columns));
  for (let time = 0; time < 100; time++) {
    z.values.fill(NaN);
    engine.affine(z, x, weights, biases);
    assertEquals(z.values.every((value, k) => value === expected.values[k]), true);
  }
});

Deno.test("the part of a worker names nothing of its module, which a minifier may rename", {
  ignore: !granted("read"),
}, async () => {
  const text = await Deno.readTextFile(
    new URL("../../../lib/engine/wasm/pool.ts", import.meta.url),
  );
  const [body = ""] = /(?<=^function runPart\()[^]*?(?=^}$)/m.exec(text) ?? [];
  assertEquals(body.includes("kernels["), true);
  assertEquals(body.replace("typeof OFFSETS", "").match(/\b[A-Z][A-Z_]+\b/g), null);
});

Deno.test("before its workers are there an engine works alone", () => {
  using engine = closing(new WasmEngine({ workers: 2, shareFrom: 0 }));
  assertEquals(engine.ready, false);
  checkKernels(engine, makeCase(engine, [3, 9, 15], "normal"));
});

Deno.test("an engine with one worker has no shared memory", () => {
  using alone = closing(createEngine("auto"));
  using together = closing(createEngine("auto", { workers: 2 }));
  const shared = (engine: typeof alone) =>
    engine.matrix(1, 1).values.buffer instanceof SharedArrayBuffer;
  assertEquals([shared(alone), shared(together)], [false, true]);
});

/** A worker that answers once and then makes none of its parts, as one whose core is busy with another program. */
class Absent {
  onmessage: (() => void) | undefined;
  postMessage(): void {
    queueMicrotask(() => this.onmessage?.());
  }
  terminate(): void {}
}

Deno.test("the caller makes the parts of workers that do not come to it, to the same bits", async () => {
  using _ = replaced({ Worker: Absent });
  using engine = closing(await sharing(3, 50));
  assertEquals([engine.workers, engine.ready], [3, true]);
  for (const shape of SHARED_SHAPES) checkKernels(engine, makeCase(engine, shape, "normal"));
});

/** What a worker does that claims its part and never makes it, as one that has died. */
const DEAD = `onmessage = ({ data: { unclaimed, part } }) => {
  postMessage("ready");
  while (Atomics.exchange(unclaimed, part, 0) === 0);
}`;

Deno.test("a worker that has died within its part is an error, not a hang", async () => {
  const { Worker } = globalThis;
  class Dead extends Worker {
    constructor() {
      super(`data:text/javascript,${encodeURIComponent(DEAD)}`, { type: "module" });
    }
  }
  using _ = replaced({ Worker: Dead });
  using engine = closing(await sharing(2, 50));
  const network = new Network([40, 30, 10], { engine });
  const inputs = engine.denseRows(8, 40);
  const passes = 100_000; // the caller takes over what is not claimed in time
  assertThrows(
    () => {
      for (let pass = 0; pass < passes; pass++) network.feedforward(inputs);
    },
    Error,
    "(no answer for 0.05 s)",
  );
});

/** A worker that a policy forbids: it is made, and then there is an event of no type of its own. */
class Refused {
  onerror: ((event: Event) => void) | undefined;
  postMessage(): void {
    queueMicrotask(() => this.onerror?.(new Event("error", { cancelable: true })));
  }
  terminate(): void {}
}

Deno.test("a worker that does not start is an error, or a warning where somebody listens", async () => {
  using _ = replaced({ Worker: Refused });
  using engine = closing(await sharing(3));
  const network = new Network([40, 30, 10], { engine });
  const inputs = engine.denseRows(8, 40);
  assertThrows(() => network.feedforward(inputs), Error, "(it did not start: no reason is given)");
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  using alone = closing(new WasmEngine({ workers: 3, shareFrom: 0, onWarning }));
  const given = makeCase(alone, [3, 9, 15], "normal");
  assertEquals([alone.workers, alone.ready], [3, false]);
  while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assertEquals([alone.workers, alone.ready], [1, true]);
  const [warning = "", ...others] = warnings;
  assertEquals(others, []);
  assertStringIncludes(warning, "3 workers: one did not start (no reason is given)");
  checkKernels(alone, given); // whose rows have room for three workers' copies
  checkKernels(alone, makeCase(alone, [3, 9, 15], "normal"));
});

Deno.test("an engine whose workers are closed works alone", async () => {
  const engine = await sharing(2);
  engine.close();
  checkKernels(engine, makeCase(engine, [3, 9, 15], "normal"));
});

Deno.test("sleeping workers wake up", async () => {
  using engine = closing(await sharing(2));
  const z = engine.matrix(64, 64);
  for (let pause = 0; pause < 5; pause++) {
    z.values.fill(0);
    engine.activate(z, sigmoid);
    assertEquals(z.values[4095], 0.5);
    checkKernels(engine, makeCase(engine, [2, 5, 7], "normal"));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

Deno.test("a platform without workers or shared memory is refused as soon as workers are asked for", () => {
  const missing = [["Worker", "process"], ["SharedArrayBuffer"]];
  for (const names of missing) {
    using _ = replaced(Object.fromEntries(names.map((name) => [name, undefined])));
    assertThrows(() => new WasmEngine({ workers: 2 }), Error, "Cannot use 2 workers: ");
    createEngine("auto").close();
  }
});
