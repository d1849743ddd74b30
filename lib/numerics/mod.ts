/** The door of `lib/numerics/`. @module */

export { RandomStream } from "./random.ts";
