/** Doors are for those outside: tasks import the file that they need, members doors alone. What doors export is used. */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { join } from "@std/path";
import { granted, ROOT } from "../helpers/run_task.ts";
import { sources, textOf } from "./sources.ts";

const ignore = !granted("read");

/** Imports that go past a door of `lib/` or, from `packages/`, into a folder of a room of `tasks/`, each with its reason. */
const DEEP: { readonly [path: string]: string } = {
  "lib/config/recipe.ts": "the door of config loads zod, which is in no page",
  "lib/config/synonyms.ts":
    "the same: every command reads its options with these, and `runs --help` needs no zod",
  "lib/document/html.ts": "elements and charts in a page take no printer and no style with it",
  "lib/measure/activations.ts": "a page without a verdict loads no metrics with it",
  "lib/dataset.ts": "a page that only predicts loads no training with it",
  "lib/engine/create.ts": "the same",
  "lib/network.ts": "the same",
  "lib/formats/idx.ts": "a page loads no other format with it",
  "lib/formats/safetensors.ts": "the same",
  "lib/formats/sha256.ts": "the same",
  "lib/measure/verdict/verdict.ts": "pictures load no tables for a sentence on small tests",
  "lib/measure/confidence.ts": "a page without a verdict loads no metrics with it",
  "lib/measure/metadata.ts": "the same",
  "lib/engine/wasm/instantiate.ts":
    "only those who build or compare modules of kernels have their bytes",
  "lib/formats/sha256_in_script.ts": "the page alone needs it, where browsers have no SHA-256",
  "tasks/data/tables/csv/table.ts": "the page loads no other reader of tables for it",
  "lib/config/words.ts": "docs/config.md prints ranges as messages do; no user needs to",
};

/** The names that `mod.ts` has at most: what a first program and a training loop need. */
const MOD_NAMES = 66;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly names: readonly string[];
}

/** Every import and export of a TypeScript file below a folder that has a path. */
async function importsBelow(folder: string): Promise<Import[]> {
  return [...await sources(folder)].flatMap(([path, text]) => importsOf(`${folder}/${path}`, text));
}

function importsOf(file: string, text: string): Import[] {
  const statements = text.matchAll(
    /^(?:import|export)(?: type)? (\{[^}]*\}|\*[^"]*) from "(\.[^"]+)";/gm,
  );
  return [...statements].map(([, names, target]) => ({
    file,
    target: join(file, "..", target!),
    names: names!.replaceAll(/[{}]/g, "").split(",")
      .map((name) => name.trim().replace(/^type /, "").replace(/ as .*/, ""))
      .filter((name) => name !== ""),
  }));
}

function isDoor(path: string): boolean {
  return path === "mod.ts" || /^lib\/((table|measure)\/)?\w+\/mod\.ts$/.test(path);
}

/** The published entry points: what they show is for people who install the library. */
async function entryPoints(): Promise<Set<string>> {
  const { exports } = JSON.parse(await textOf("deno.json"));
  return new Set(Object.values<string>(exports).map((path) => join(path)));
}

/** Folders within a room of `tasks/`, where `data/tables` and the folders of `results/` are rooms. */
const PRIVATE_OF_TASKS =
  /^tasks\/(?:results\/\w+|data\/tables|(?!results|data\/tables)\w+)\/\w+\/(?!mod\.ts$)/;

/** The imports of tasks and members; tests look behind doors. */
async function importsAbove(): Promise<Import[]> {
  const all = [...await importsBelow("packages"), ...await importsBelow("tasks")];
  return all.filter(({ file }) => !file.includes("/tests/"));
}

Deno.test(
  "tasks import no door, members only the doors of lib, and no parts of a room of tasks",
  { ignore },
  async () => {
    const past = (await importsAbove()).filter(({ file, target }) =>
      file.startsWith("packages/")
        ? target.startsWith("lib/") && !isDoor(target) || PRIVATE_OF_TASKS.test(target)
        : isDoor(target)
    );
    const wrong = past.filter(({ target }) => !Object.hasOwn(DEEP, target));
    assertEquals(wrong.map(({ file, target }) => `${file} imports ${target}`), []);
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
    const doors = ["lib", "lib/table"].flatMap((folder) =>
      [...Deno.readDirSync(join(ROOT, folder))]
        .filter(({ isDirectory }) => isDirectory).map(({ name }) => `${folder}/${name}/mod.ts`)
    );
    const wrong: string[] = [];
    for (const door of ["mod.ts", ...doors]) {
      const shown = importsOf(door, await textOf(door).catch(() => ""));
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
  const names = importsOf("mod.ts", await textOf("mod.ts")).flatMap(({ names }) => names);
  assertLessOrEqual(names.length, MOD_NAMES);
});
