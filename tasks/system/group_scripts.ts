/** What scripts share in few files, so that a page loads with few requests. @module */

import { join } from "@std/path";

/** Scripts by their names. */
type Scripts = ReadonlyMap<string, string>;

const STATIC = /\bimport(?:"|\{([^}]*)\}from")\.\/([^"]+)";?/g;
const DYNAMIC = /\bimport\("\.\/([^"]+)"\)/g;

/**
 * Puts what scripts share into few files: one of all that the first set needs, and one for each combination of other sets. So
 * no set loads what it does not need.
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
  const needs = sets.map((set) => new Set(set.flatMap((name) => [...importedBy(name, scripts)])));
  const later = [...new Set(dynamic)].map((name) => ({ name, needs: importedBy(name, scripts) }));
  const names = new Map<string, string>();
  for (const name of scripts.keys()) {
    if (loaded.has(name)) continue;
    const all = sets.filter((_, k) => needs[k]!.has(name)).map(([first]) => first!);
    const among = all[0] === sets[0]![0] ? all.slice(0, 1) : all;
    const [first] = later.filter(({ needs }) => needs.has(name)).map(({ name }) => name);
    const users = among.length > 0 ? among : [first!];
    const group = users.join();
    if (!names.has(group)) {
      const base = users[0]!.replace(/(-\w+)?\.js$/, "_shared");
      const alike = [...names.values()].filter((file) => file.startsWith(base)).length;
      names.set(group, alike === 0 ? `${base}.js` : `${base}-${alike + 1}.js`);
    }
    files.set(name, names.get(group)!);
  }
  const numbers = new Map([...files.keys()].map((name, k) => [name, k]));
  /** The name by which a file exports what one of its scripts exports. */
  const exported = (script: string, name: string) => `${name}_${numbers.get(script)}`;
  /** What is imported of each shared script. */
  const imported = new Map<string, Set<string>>();
  const texts = new Map([...scripts].map(([name, text]) => {
    const imports = new Map<string, string[]>();
    const rest = text.replaceAll(STATIC, (statement, list: string | undefined, from) => {
      const file = files.get(from);
      if (file === undefined || file === files.get(name)) return statement;
      const parts = (list?.split(",") ?? []).map((part) => {
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
