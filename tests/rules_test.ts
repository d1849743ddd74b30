/** The rules of `lib/` that no type checker knows: the web platform only, the same bits everywhere, imports one way. */

import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { granted } from "./helpers/run_task.ts";

const LIB = fromFileUrl(new URL("../lib", import.meta.url));
const ignore = !granted("read");

/** The functions of `Math` that IEEE 754 or the language fixes to the bit. */
const EXACT = ["abs", "floor", "ceil", "trunc", "min", "max", "sqrt", "fround", "imul", "clz32"];

/** Every TypeScript file below a folder, by its path from there, without comments and strings. */
async function sources(folder: string, prefix = ""): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(join(folder, prefix))) {
    const path = prefix + name;
    if (isDirectory) { for (const file of await sources(folder, `${path}/`)) files.set(...file); }
    else if (name.endsWith(".ts")) files.set(path, await Deno.readTextFile(join(folder, path)));
  }
  return files;
}

/** The text without comments, strings and templates. */
function code(text: string): string {
  return text
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""')
    .replaceAll(/\/\/.*/g, "");
}

/** The places in `lib/` where a pattern is found in code. */
async function found(pattern: RegExp): Promise<string[]> {
  const places: string[] = [];
  for (const [path, text] of await sources(LIB)) {
    for (const [match] of code(text).matchAll(pattern)) places.push(`${path}: ${match}`);
  }
  return places;
}

Deno.test({
  name: "lib uses the web platform only: no Deno, console, clock or process",
  ignore,
  fn: async () => {
    const words =
      /\b(Deno|console|process|Date|performance|setTimeout|setInterval|require|eval)\b\s*[.(]/g;
    assertEquals(await found(words), []);
  },
});

Deno.test({
  name: "lib uses only what of Math gives the same bits everywhere",
  ignore,
  fn: async () => {
    const others = new RegExp(`\\bMath\\.(?!(?:${EXACT.join("|")})\\b)\\w+`, "g");
    assertEquals(await found(others), []);
    assertEquals(await found(/\*\*/g), []);
    const unpacked = (await found(/const \{([^}]*)\} = Math\b/g)).flatMap((place) =>
      place.match(/\{(.*)\}/)![1]!.split(",").map((name) => name.trim())
    );
    assertEquals(unpacked.filter((name) => !EXACT.includes(name)), []);
  },
});

Deno.test({
  name: "lib runs in Node 22 and browsers of its age: nothing newer of the language's library",
  ignore,
  fn: async () => {
    const newer = /\.(toHex|toBase64|fromHex|fromBase64|setFromHex|setFromBase64|sumPrecise)\(/g;
    assertEquals(await found(newer), []);
  },
});

Deno.test({
  name: "imports point one way",
  ignore,
  fn: async () => {
    const files = await sources(LIB);
    const imports = (path: string) =>
      [...files.get(path)!.matchAll(/^(?:import|export)\b(?! type)[^;]*? from "([^"]+)"/gm)].map(
        ([, specifier]) => specifier!,
      );
    for (const path of files.keys()) {
      const wrong = imports(path).filter((specifier) =>
        specifier.includes("tasks/") || specifier.endsWith("mod.ts") ||
        specifier.includes("@inkling") ||
        specifier === "zod" && !path.startsWith("config") ||
        specifier.startsWith("./config") && !path.startsWith("config") ||
        path.startsWith("formats/") && !/^\.\/|^\.\.\/mnist\.ts$/.test(specifier) ||
        ["random.ts", "errors.ts"].includes(path) && specifier !== "./elementary.ts"
      );
      assertEquals(wrong, [], path);
    }
  },
});

Deno.test({
  name: "the network, training and mod.ts do not reach the config's schema library",
  ignore,
  fn: async () => {
    const mod = await Deno.readTextFile(join(LIB, "..", "mod.ts"));
    assertEquals(mod.includes("config.ts"), false);
    for (const [path, text] of await sources(LIB)) {
      assertEquals(text.includes('from "./config.ts"'), false, path);
    }
  },
});
