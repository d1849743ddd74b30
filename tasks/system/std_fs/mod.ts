/**
 * What we use of `@std/fs`, with its signatures and what they do. `deno.json` maps the name to this module, since no
 * package of npm has it; who can reach JSR maps it to `jsr:@std/fs@1` instead, and nothing else changes.
 *
 * @module
 */

export { ensureDir } from "./ensure_dir.ts";
export { exists, type ExistsOptions } from "./exists.ts";
export { walk, type WalkEntry, type WalkOptions } from "./walk.ts";
