import type { Kernels } from "../../../lib/engine/wasm/kernels.ts";
import type { Run } from "../../../lib/engine/wasm/pool.ts";

/** The calls below are only checked for their types. */
const kernels: Kernels | undefined = undefined as Kernels | undefined;
const run: Run | undefined = undefined as Run | undefined;

Deno.test("a kernel's call that lacks an argument does not compile", () => {
  // @ts-expect-error: `to` is missing
  kernels?.scaleElements(0, 2, 0);
  // @ts-expect-error: `scratch` is missing
  run?.("dropUnits", [0, 0, 8, 1, 2, 0, 3, 1, 0, 4], { grain: 1 }, 1);
  // @ts-expect-error: there is one argument too many
  run?.("addScaled", [0, 0, 2, 1, 0, 16], { grain: 16 }, 16);
  run?.("addScaled", [0, 0, 2, 0, 16], { grain: 16 }, 16);
});

Deno.test("a kernel that has no range of its results to cut cannot be shared", () => {
  // @ts-expect-error: its last arguments are sizes
  run?.("sumRows", [0, 0, 3, 4, 1], { grain: 1 }, 12);
  // @ts-expect-error: there is no such kernel
  run?.("sumColumns", [0, 0, 4], { grain: 1 }, 12);
});
