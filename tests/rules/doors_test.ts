/** Doors: tasks and members reach `lib/` by `mod.ts` and `lib/*\/mod.ts`, and what these show is used. */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { granted } from "../helpers/run_task.ts";

const ROOT = fromFileUrl(new URL("../..", import.meta.url));
const ignore = !granted("read");

/** Imports that go past a door of `lib/` or, from `packages/`, into a folder of a room of `tasks/`, each with its reason. */
const DEEP: { readonly [path: string]: string } = {
  "lib/config/recipe.ts": "the door of config loads zod, which is in no page",
  "lib/config/synonyms.ts":
    "the same: every command reads its options with these, and `runs --help` needs no zod",
  "lib/engine/wasm/instantiate.ts":
    "only those who build or compare modules of kernels have their bytes",
  "lib/formats/sha256_in_script.ts": "the page alone needs it, where browsers have no SHA-256",
  "tasks/data/tables/csv/table.ts": "the page loads no other reader of tables for it",
  "lib/table/model/data.ts": "a study trains the members of a model one by one",
  "lib/table/model/training.ts": "the same study",
  "lib/config/words.ts": "docs/config.md prints ranges as messages do; no user needs to",
};

/** The names that `mod.ts` has at most: what a first program and a training loop need. */
const MOD_NAMES = 60;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly names: readonly string[];
}

/** Every import and export of a TypeScript file below a folder that has a path. */
async function importsBelow(folder: string): Promise<Import[]> {
  const found: Import[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    const file = `${folder}/${name}`;
    if (isDirectory) found.push(...await importsBelow(file));
    else if (name.endsWith(".ts")) found.push(...await importsOf(file));
  }
  return found;
}

async function importsOf(file: string): Promise<Import[]> {
  const text = await Deno.readTextFile(join(ROOT, file));
  const statements = text.matchAll(
    /^(?:import|export)(?: type)? (\{[^}]*\}|\*[^"]*) from "(\.[^"]+)";/gm,
  );
  return [...statements].map(([, names, target]) => ({
    file,
    target: join(file, "../..", target!),
    names: names!.replaceAll(/[{}]/g, "").split(",")
      .map((name) => name.trim().replace(/^type /, "").replace(/ as .*/, ""))
      .filter((name) => name !== ""),
  }));
}

function isDoor(path: string): boolean {
  return path === "mod.ts" || /^lib\/\w+\/mod\.ts$/.test(path);
}

/** The published entry points: what they show is for people who install the library. */
async function entryPoints(): Promise<Set<string>> {
  const { exports } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  return new Set(Object.values<string>(exports).map((path) => join(path)));
}

/** The imports of tasks and members; tests look behind doors. */
async function importsAbove(): Promise<Import[]> {
  const all = [...await importsBelow("packages"), ...await importsBelow("tasks")];
  return all.filter(({ file }) => !file.includes("/tests/"));
}

Deno.test(
  "tasks and members reach lib by its doors, and members no folder of a room of tasks; each other import has a reason",
  { ignore },
  async () => {
    const past = (await importsAbove()).filter(({ file, target }) =>
      target.startsWith("lib/") && !isDoor(target) ||
      file.startsWith("packages/") && /^tasks\/\w+\/\w+\//.test(target)
    );
    const wrong = past.filter(({ target }) => !Object.hasOwn(DEEP, target));
    assertEquals(wrong.map(({ file, target }) => `${file} imports ${target}`), []);
    assertLessOrEqual(past.length, 20);
  },
);

Deno.test(
  "doors export by name, and a door that is no entry point nothing that they do not import",
  { ignore },
  async () => {
    const imported = new Map<string, Set<string>>();
    for (const { target, names } of await importsAbove()) {
      imported.set(target, (imported.get(target) ?? new Set()).union(new Set(names)));
    }
    const published = await entryPoints();
    const doors = [...Deno.readDirSync(join(ROOT, "lib"))]
      .filter(({ isDirectory }) => isDirectory).map(({ name }) => `lib/${name}/mod.ts`);
    const wrong: string[] = [];
    for (const door of ["mod.ts", ...doors]) {
      const shown = await importsOf(door).catch(() => []);
      for (const { names, target } of shown) {
        if (names.some((name) => name.startsWith("*"))) {
          wrong.push(`${door} exports * of ${target}`);
        }
        if (published.has(door)) continue;
        const unused = names.filter((name) => !imported.get(door)?.has(name));
        wrong.push(...unused.map((name) => `nobody imports ${name} from ${door}`));
      }
    }
    assertEquals(wrong, []);
  },
);

Deno.test(`mod.ts shows at most ${MOD_NAMES} names`, { ignore }, async () => {
  const names = (await importsOf("mod.ts")).flatMap(({ names }) => names);
  assertLessOrEqual(names.length, MOD_NAMES);
});
