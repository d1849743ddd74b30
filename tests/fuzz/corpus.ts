/** The files that readers once did not bear: a folder for each reader, made by `deno task --cwd packages/lab fuzz`. */

import { fromFileUrl, join } from "@std/path";
import { TARGETS } from "./targets.ts";
import type { Target } from "./targets.ts";

/** The folder. */
export const CORPUS: string = fromFileUrl(new URL("./corpus", import.meta.url));

/** A file of the corpus, and who reads it. */
export interface Kept {
  readonly target: Target;
  readonly path: string;
}

/** All files of the corpus. */
export async function keptFiles(): Promise<Kept[]> {
  const kept: Kept[] = [];
  for await (const { name } of Deno.readDir(CORPUS)) {
    const target = TARGETS.find((target) => target.name.replaceAll(" ", "-") === name);
    if (target === undefined) throw new Error(`Nothing reads the files in ${join(CORPUS, name)}`);
    for await (const file of Deno.readDir(join(CORPUS, name))) {
      kept.push({ target, path: join(CORPUS, name, file.name) });
    }
  }
  return kept;
}
