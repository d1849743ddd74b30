/** Scripts of ours for browsers: bundled when they are asked for in a checkout, ready in an installed package. @module */

import { basename, fromFileUrl, join } from "@std/path";
import { INSTALLED, ROOT } from "./installation.ts";

/**
 * The folders of the project that hold such scripts, and those that are loaded by name: in sets that are loaded together,
 * first the set that the page of digits begins with.
 */
export const BROWSER_CODE = {
  "packages/page": [
    ["page.ts", "network_view.ts", "training_charts.ts"],
    ["worker.ts"],
    ["picture_part.ts"],
    ["own_pictures.ts", "pictures_training.ts"],
    ["tables.ts", "table_training.ts"],
    ["typed_tables.ts"],
    ["service_worker.ts"],
  ],
} as const satisfies { readonly [folder: string]: readonly (readonly string[])[] };

/** The names that the bundler gives to what scripts share. */
const HASHED = /\w+-[0-9A-Z]{8}\.js/g;

/** The minified scripts of a folder with all that they import, by their names, which end in `.js`. */
export async function browserCode(
  folder: keyof typeof BROWSER_CODE,
): Promise<Map<string, string>> {
  const path = fromFileUrl(new URL(`${folder}/`, ROOT));
  if (INSTALLED) return await readScripts(path);
  const sets = BROWSER_CODE[folder];
  const { groupScripts } = await import("./group_scripts.ts");
  return withPlainNames(
    await groupScripts(
      await bundled(path, sets.flat()),
      sets.map((set) => set.map((name) => name.replace(/ts$/, "js"))),
    ),
  );
}

async function readScripts(folder: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".js")) texts.set(name, await Deno.readTextFile(join(folder, name)));
  }
  return texts;
}

/** Minified scripts of a folder of the checkout, and what they share, by their names. */
export async function bundleScripts(
  folder: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  return withPlainNames(await bundled(folder, names));
}

async function bundled(folder: string, names: readonly string[]): Promise<Map<string, string>> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: names.map((name) => join(folder, name)),
    outputDir: folder, // for the names alone
    platform: "browser",
    codeSplitting: true,
    minify: true,
    write: false,
  });
  if (!success) {
    throw new Error(`Cannot bundle ${folder}: ${errors.map(({ text }) => text).join("; ")}`);
  }
  const files = outputFiles.map(({ path, contents }) =>
    [basename(path), new TextDecoder().decode(contents)] as const
  );
  // Modules without effects of which nothing is used leave a script without a byte.
  const isEmpty = ([name, text]: readonly [string, string]) =>
    text === "" && !names.includes(name.replace(/\.js$/, ".ts"));
  const empty = files.filter(isEmpty).map(([name]) => `import"./${name}";`);
  const texts = files.filter((one) => !isEmpty(one)).map(([name, text]) =>
    [name, empty.reduce((rest, statement) => rest.replaceAll(statement, ""), text)] as const
  );
  return new Map(texts);
}

/** Scripts without hashes in their names: one with a hash would stay in the folder when the site is written again. */
function withPlainNames(texts: ReadonlyMap<string, string>): Map<string, string> {
  const plain = new Map<string, string>();
  for (const text of texts.values()) {
    for (const [name] of text.matchAll(HASHED)) {
      if (!plain.has(name)) plain.set(name, `shared-${plain.size + 1}.js`);
    }
  }
  return new Map([...texts].map(([name, text]) => [
    plain.get(name) ?? name,
    text.replaceAll(HASHED, (name) => plain.get(name)!),
  ]));
}
