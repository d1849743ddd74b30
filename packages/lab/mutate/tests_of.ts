/** Which tests see a file of `lib/`: the one that mirrors it, and others of its folder by the graph of modules. */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { ROOT } from "../../../tests/helpers/run_task.ts";

/** The tests that see a file, by their paths from the project's folder. */
export interface TestsOf {
  /** `tests/train/augment_test.ts` of `lib/train/augment.ts`; undefined where there is none. */
  readonly mirror: string | undefined;
  /** The others below `tests/train`, and `tests/train_test.ts`, that import the file, by themselves or by way of others. */
  readonly others: readonly string[];
}

/**
 * Finds the tests that see a file.
 *
 * @param file its path from the project's folder, such as `lib/train/augment.ts`
 * @throws {Error} if no test does
 */
export async function testsOf(file: string): Promise<TestsOf> {
  const mirror = file.replace(/^lib/, "tests").replace(/\.ts$/, "_test.ts");
  const folder = join("tests", file.split("/")[1]!.replace(/\.ts$/, ""));
  const candidates = [...await filesIn(folder, "_test.ts"), `${folder}_test.ts`];
  const seeing: string[] = [];
  for (const path of candidates) {
    if (await exists(join(ROOT, path)) && await imports(path, file)) seeing.push(path);
  }
  if (seeing.length === 0) {
    throw new Error(`Cannot find a test of ${file}: none in ${folder} imports it`);
  }
  return {
    mirror: seeing.find((path) => path === mirror),
    others: seeing.filter((path) => path !== mirror),
  };
}

/** The paths of the files in a folder and those below whose names end so, in order; none if there is no such folder. */
export async function filesIn(folder: string, ending: string): Promise<string[]> {
  const paths: string[] = [];
  if (!await exists(join(ROOT, folder), { isDirectory: true })) return paths;
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    if (isDirectory) paths.push(...await filesIn(join(folder, name), ending));
    else if (name.endsWith(ending)) paths.push(join(folder, name));
  }
  return paths.sort();
}

/** Whether a module imports a file, by itself or by way of others. */
async function imports(module: string, file: string): Promise<boolean> {
  const { success, stdout, stderr } = await new Deno.Command("deno", {
    args: ["info", "--json", "--no-lock", module],
    cwd: ROOT,
  }).output();
  if (!success) throw new Error(`Cannot read ${module}: ${new TextDecoder().decode(stderr)}`);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  const { href } = new URL(`../../../${file}`, import.meta.url);
  return modules.some(({ specifier }: { specifier: string }) => specifier === href);
}
