/** The door of `lib/numerics/`. @module */

export { argmax } from "./argmax.ts";
export { RandomStream } from "./random.ts";
