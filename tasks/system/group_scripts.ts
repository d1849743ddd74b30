/** What scripts share in few files, so that a page loads with few requests. @module */

import { join } from "@std/path";

/** Scripts by their names. */
type Scripts = ReadonlyMap<string, string>;

const STATIC = /\bimport(?:"|\{([^}]*)\}from")\.\/([^"]+)";?/g;
const DYNAMIC = /\bimport\("\.\/([^"]+)"\)/g;

/**
 * Puts what scripts share into one file for each set of scripts, that of the first set which needs it.
 * @param scripts bundled and split
 * @param sets the names of scripts that are loaded together; the set that is loaded first comes first
 */
export async function groupScripts(
  scripts: Scripts,
  sets: readonly (readonly string[])[],
): Promise<Scripts> {
  const named = sets.flat();
  const dynamic = [...scripts.values()]
    .flatMap((text) => Array.from(text.matchAll(DYNAMIC), ([, name]) => name!))
    .filter((name) => !named.includes(name));
  const loaded = new Set([...named, ...dynamic]);
  /** The file of each shared script. */
  const files = new Map<string, string>();
  for (const set of [...sets, ...[...new Set(dynamic)].map((name) => [name])]) {
    const file = set[0]!.replace(/(-\w+)?\.js$/, "_shared.js");
    for (const name of set.flatMap((first) => [...importedBy(first, scripts)])) {
      if (!loaded.has(name) && !files.has(name)) files.set(name, file);
    }
  }
  const numbers = new Map([...files.keys()].map((name, k) => [name, k]));
  /** The name by which a file exports what one of its scripts exports. */
  const exported = (script: string, name: string) => `${name}_${numbers.get(script)}`;
  /** What is imported of each shared script. */
  const imported = new Map<string, Set<string>>();
  const texts = new Map([...scripts].map(([name, text]) => {
    const imports = new Map<string, string[]>();
    const rest = text.replaceAll(STATIC, (statement, list = "", from) => {
      const file = files.get(from);
      if (file === undefined || file === files.get(name)) return statement;
      const parts = (list as string).split(",").filter((part) => part !== "").map((part) => {
        const [here = "", there = here] = part.split(" as ");
        imported.set(from, (imported.get(from) ?? new Set()).add(here));
        return `${exported(from, here)} as ${there}`;
      });
      imports.set(file, [...imports.get(file) ?? [], ...parts]);
      return "";
    });
    const head = [...imports].map(([file, parts]) => `import{${parts.join(",")}}from"./${file}";`);
    return [name, head.join("") + rest] as const;
  }));
  const folder = await Deno.makeTempDir();
  try {
    for (const name of files.keys()) await Deno.writeTextFile(join(folder, name), texts.get(name)!);
    const result = new Map([...texts].filter(([name]) => !files.has(name)));
    for (const file of new Set(files.values())) {
      const inside = [...files.keys()].filter((name) => files.get(name) === file);
      const statements = inside.map((name) => {
        const list = [...imported.get(name) ?? []].map((one) => `${one} as ${exported(name, one)}`);
        return list.length === 0 ? `import"./${name}"` : `export{${list.join(",")}}from"./${name}"`;
      });
      const entry = join(folder, file);
      await Deno.writeTextFile(entry, statements.join(";"));
      const others = [...texts.keys(), ...files.values()].filter((name) => !inside.includes(name));
      const { success, errors, outputFiles: [output] = [] } = await Deno.bundle({
        entrypoints: [entry],
        external: others.filter((name) => name !== file).map((name) => `./${name}`),
        platform: "browser",
        minify: true,
        write: false,
      });
      if (!success || output === undefined) {
        throw new Error(`Cannot bundle ${file}: ${errors.map(({ text }) => text).join("; ")}`);
      }
      result.set(file, output.text());
    }
    return result;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The shared scripts that a script loads at once, from the first that it imports on. */
function importedBy(first: string, scripts: Scripts): Set<string> {
  const found = new Set([first]);
  for (const name of found) {
    for (const [, , from] of scripts.get(name)!.matchAll(STATIC)) found.add(from!);
  }
  return found;
}
