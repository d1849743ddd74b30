/**
 * `deno task --cwd packages/lab locks`: rewrites the lock files, which pin each npm package that a command runs with by version and hash.
 *
 * Deno downloads all that a lock holds as soon as a command needs anything of it. So what only some commands need is in a
 * lock of its own. Each also holds what `deno.json` names; the reader of Parquet names its own itself. This module imports
 * nothing, since no lock may be right yet.
 *
 * @module
 */

/** The reader of tables that has packages of its own; commands that read data load it when it is needed. */
const READER = "tasks/data/tables/parquet_codecs.ts";

/** The locks, and the files that name their packages, besides `deno.json`. */
export const LOCKS: { readonly [lock: string]: readonly string[] } = {
  "deno.lock": [READER],
  "packages/lab/locks/kernels.lock": ["packages/lab/build/kernels.ts"],
  "packages/course/locks/site.lock": [
    "packages/course/site/markdown.ts",
    "packages/course/site/math.ts",
    "packages/course/site/search_files.ts",
    READER,
  ],
  "packages/lab/locks/peers.lock": [
    "packages/lab/bench/peers/peer_onnxruntime_web.mjs",
    "packages/lab/bench/peers/peer_tfjs.mjs",
  ],
  "tests/fixtures.lock": [
    "tests/actionlint_fixture.ts",
    "tests/onnxruntime_web_fixture.ts",
    "packages/page/tests/axe_fixture.ts",
  ],
};

const ROOT = new URL("../../../", import.meta.url);

/** A package as code names it, such as `npm:zod@4.6.7`, without the path of a module in it. */
const PACKAGE = /"(npm:(?:@[^/"]+\/)?[^@/"]+@[^/"]+)/g;

/** The packages that a lock holds for its own sake, sorted; others are there because these need them. */
export async function packagesOf(lock: string): Promise<string[]> {
  return await packagesIn(["deno.json", ...LOCKS[lock]!]);
}

/** The packages that files name, sorted. */
export async function packagesIn(files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(new URL(file, ROOT))));
  const packages = texts.flatMap((text) => [...text.matchAll(PACKAGE)].map(([, name]) => name!));
  return [...new Set(packages)].sort();
}

/** The arguments with which Deno writes a lock, or adds to it what it lacks. */
export async function lockArguments(lock: string, path = lock): Promise<string[]> {
  return ["cache", "-q", "--frozen=false", `--lock=${path}`, ...await packagesOf(lock)];
}

async function rewrite(lock: string): Promise<void> {
  const partial = `${lock}.partial`;
  const args = await lockArguments(lock, partial);
  const { success } = await new Deno.Command("deno", { args, cwd: ROOT }).spawn().status;
  if (!success) throw new Error(`Cannot write ${lock}: deno ${args.join(" ")} failed`);
  await Deno.rename(new URL(partial, ROOT), new URL(lock, ROOT));
}

if (import.meta.main) {
  for (const lock of Object.keys(LOCKS)) await rewrite(lock);
}
