/**
 * The rules that no type checker checks: of `lib/` the web platform only, the same bits everywhere, imports one way; of
 * `tasks/` that one module prints.
 */

import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { granted, ROOT } from "./helpers/run_task.ts";

const LIB = fromFileUrl(new URL("../lib", import.meta.url));
const TASKS = fromFileUrl(new URL("../tasks", import.meta.url));

function testRule(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !granted("read"), fn });
}

/**
 * The budget of each room: its lines, and the columns of its longest line. A room that outgrows one
 * of them by a tenth is split, loses something, or gets another budget in the same commit, with the
 * reason. `deno run -R=. tests/rules_test.ts` prints what each room has.
 */
const BUDGETS: Readonly<Record<string, readonly [lines: number, columns: number]>> = {
  "lib": [2723, 138],
  "lib/baselines": [916, 132], // a linear model that is solved
  "lib/checks": [580, 127],
  "lib/config": [1060, 192],
  "lib/dataset": [904, 124],
  "lib/decision": [583, 126],
  "lib/digits": [728, 122],
  "lib/drift": [487, 137],
  "lib/engine": [9074, 167],
  "lib/ensemble": [68, 119],
  "lib/evaluate": [3254, 133],
  "lib/explain": [414, 125], // why an answer
  "lib/fold_ensemble": [1847, 130], // its ridge, and thresholds by costs
  "lib/formats": [2852, 138],
  "lib/module": [1209, 129], // reasons, too
  "lib/network": [1908, 133],
  "lib/notebook": [1125, 126],
  "lib/numerics": [788, 144],
  "lib/options": [104, 113],
  "lib/pictures": [377, 126],
  "lib/problem": [491, 125],
  "lib/serve": [2173, 134],
  "lib/sweep": [1228, 135],
  "lib/table": [8650, 149],
  "lib/table_model": [1828, 134], // training on rows, and explanations
  "lib/train": [1804, 128],
  "packages/inkling": [145, 117],
  "tasks": [1733, 143],
  "tasks/book": [4434, 142], // a file for each figure,
  "tasks/charts": [844, 122],
  "tasks/cli": [1171, 138],
  "tasks/datasets": [3201, 134],
  "tasks/demo": [5463, 136],
  "tasks/document": [1004, 240],
  "tasks/evaluate": [1429, 131],
  "tasks/export": [215, 118],
  "tasks/images": [913, 123],
  "tasks/init": [193, 114],
  "tasks/lab": [5399, 129],
  "tasks/native": [695, 123],
  "tasks/new_data": [1508, 126],
  "tasks/predict": [1264, 127],
  "tasks/problem": [573, 126],
  "tasks/report": [2910, 138],
  "tasks/run": [2637, 133],
  "tasks/serve": [386, 127], // what a newer model may change, how a server stops, sweeps
  "tasks/sweep": [3583, 129], // the search of a table, too
  "tasks/system": [1272, 126], // which form runs, scripts for browsers, licenses of others
  "tasks/tables": [3501, 129], // a reader for each format; Parquet by pages, SQLite on a thread
  "tasks/texts": [546, 131], // the page and the course
  "tasks/train": [2195, 128],
  "tasks/verify": [1330, 126],
  "tests": [75233, 1019],
};

/** The functions of `Math` that IEEE 754 or the language fixes to the bit. */
const EXACT = ["abs", "floor", "ceil", "trunc", "min", "max", "sqrt", "fround", "imul", "clz32"];

/** The texts of the files below a folder with such endings, by their paths from there. */
async function sources(
  folder: string,
  ending = /\.ts$/,
  prefix = "",
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(join(folder, prefix))) {
    const path = prefix + name;
    if (isDirectory) {
      for (const file of await sources(folder, ending, `${path}/`)) files.set(...file);
    } else if (ending.test(name)) files.set(path, await Deno.readTextFile(join(folder, path)));
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

/** The code in `lib/` that matches a pattern, with its file; `except` is a path that may. */
async function found(pattern: RegExp, except?: string): Promise<string[]> {
  const matches: string[] = [];
  for (const [path, text] of await sources(LIB)) {
    if (path === except) continue;
    for (const [match] of code(text).matchAll(pattern)) matches.push(`${path}: ${match}`);
  }
  return matches;
}

testRule("lib uses the web platform only: no Deno, console, clock or process", async () => {
  const words =
    /\b(Deno|console|process|Date|performance|setTimeout|setInterval|require|eval)\b\s*[.(]/g;
  assertEquals(await found(words, "serve/clock.ts"), []); // a server has a clock, in one file
});

testRule("lib uses only what of Math gives the same bits everywhere", async () => {
  const others = new RegExp(`\\bMath\\.(?!(?:${EXACT.join("|")})\\b)\\w+`, "g");
  assertEquals(await found(others), []);
  assertEquals(await found(/\*\*/g), []);
  const unpacked = (await found(/const \{([^}]*)\} = Math\b/g)).flatMap((line) =>
    line.match(/\{(.*)\}/)![1]!.split(",").map((name) => name.trim())
  );
  assertEquals(unpacked.filter((name) => !EXACT.includes(name)), []);
});

testRule(
  "lib runs in Node 20 and browsers of its age: nothing newer of the language's library",
  async () => {
    const bytes = "toHex|toBase64|fromHex|fromBase64|setFromHex|setFromBase64|sumPrecise|transfer";
    const others = "groupBy|withResolvers|fromAsync|isSubsetOf|isSupersetOf|isDisjointFrom";
    assertEquals(await found(new RegExp(`\\.(${bytes}|${others})(<[^>]*>)?\\(`, "g")), []);
    assertEquals(await found(/\.(keys|values|entries)\(\)\s*\.\w+\(/g), []); // of an iterator
  },
);

/** The rooms of `lib/`: each may import values from those of the rows before its own, and from itself; types from all. */
const ROOMS = [
  ["checks"],
  ["numerics", "formats"],
  ["engine"],
  ["problem"],
  ["network", "dataset"],
  ["options"],
  ["digits", "pictures", "table", "export", "baselines"],
  ["evaluate", "explain"],
  ["decision"],
  ["ensemble"],
  ["train"],
  ["fold_ensemble"],
  ["config"],
  ["drift"],
  ["table_model"],
  ["notebook"],
  ["module"],
  ["sweep"],
  ["serve"],
];

/** The room of a file: the first part of its path from `lib/`, whose parts are in the folder of that name. */
function roomOf(path: string): string {
  return path.split("/")[0]!.replace(/\.ts$/, "").replace(/_source$/, "");
}

/** Whether a file is the door of a room: it shows what is made of the room too, and nothing in `lib/` goes through it. */
function isDoor(path: string): boolean {
  return path.endsWith("/mod.ts");
}

/** What every file imports, types apart, by paths from the folder; a path that leaves it starts with `../`. */
async function importsIn(folder: string): Promise<Map<string, string[]>> {
  const imports = new Map<string, string[]>();
  for (const [path, text] of await sources(folder)) {
    const specifiers = text.matchAll(/^(?:import|export)\b(?! type)[^;]*? from "([^"]+)"/gm);
    imports.set(
      path,
      [...specifiers].map(([, specifier]) =>
        specifier!.startsWith(".") ? join(path, "..", specifier!) : specifier!
      ),
    );
  }
  return imports;
}

testRule(
  "imports point one way, from the rooms that know more to those that know less",
  async () => {
    const rank = (room: string) => ROOMS.findIndex((row) => row.includes(room));
    const wrong: string[] = [];
    for (const [path, imports] of await importsIn(LIB)) {
      const room = roomOf(path);
      assert(rank(room) >= 0, `${path} is in no room`);
      for (const target of imports) {
        const own = roomOf(target) === room || rank(roomOf(target)) < rank(room) || isDoor(path);
        const schema = target === "zod" && ["config", "sweep"].includes(room);
        const routes = /^hono\b/.test(target) && room === "serve";
        const isKnown = schema || routes || own && rank(roomOf(target)) >= 0;
        if (!isKnown || isDoor(target)) wrong.push(`${path} imports ${target}`);
      }
    }
    assertEquals(wrong, []);
  },
);

/** The rooms of `tasks/`: each may import from those of the rows before its own, and from itself. */
const TASK_ROOMS = [
  ["system", "texts"],
  ["native"],
  ["cli"],
  ["charts", "images", "tables"],
  ["document"],
  ["datasets"],
  ["run"],
  ["problem"],
  ["evaluate"],
  ["predict", "train"],
  ["export"],
  ["report"],
  ["new_data"],
  ["sweep", "verify", "demo", "init", "serve"],
  ["book"],
  ["lab/build"],
  ["lab/reproduce", "lab/bench", "lab/site"],
];

/** The room of a file of `tasks/`, two folders in `lab/`; undefined for a command. */
function taskRoomOf(path: string): string | undefined {
  const folders = path.split("/").slice(0, -1);
  const isCommand = folders.length === (path.startsWith("lab/") ? 1 : 0);
  return isCommand ? undefined : folders.slice(0, folders[0] === "lab" ? 2 : 1).join("/");
}

/** What prints the options of all commands, and so imports them. */
const IMPORTS_COMMANDS = "lab/build/commands.ts";

testRule(
  "rooms of tasks import one way, nothing imports a command, and only lab imports lab",
  async () => {
    const rank = (room: string) => TASK_ROOMS.findIndex((row) => row.includes(room));
    const wrong: string[] = [];
    for (const [path, imports] of await importsIn(TASKS)) {
      const room = taskRoomOf(path);
      if (room !== undefined) assert(rank(room) >= 0, `${path} is in no room`);
      for (const target of imports) {
        if (!target.endsWith(".ts") || target.startsWith("..")) continue; // not in tasks/
        const other = taskRoomOf(target);
        if (other === undefined && path === IMPORTS_COMMANDS) continue;
        const isBelow = other !== undefined && (room === undefined || rank(other) < rank(room));
        const isLab = target.startsWith("lab/") && !path.startsWith("lab/");
        if (isLab || !(isBelow || other !== undefined && other === room)) {
          wrong.push(`${path} imports ${target}`);
        }
      }
    }
    assertEquals(wrong, []);
  },
);

testRule("no two files import each other, by themselves or by way of others", async () => {
  for (const folder of [LIB, TASKS]) {
    const imports = await importsIn(folder);
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      assert(!trail.includes(path), `A circle of imports: ${[...trail, path].join(" → ")}`);
      if (done.has(path)) return;
      for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of imports.keys()) visit(path, []);
  }
});

testRule("the network, training and mod.ts do not reach the config's schema library", async () => {
  const imports = await importsIn(LIB);
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    imports.get(path)?.forEach(visit);
  };
  const mod = await Deno.readTextFile(join(LIB, "..", "mod.ts"));
  for (const [, path] of mod.matchAll(/ from "\.\/lib\/([^"]+)"/g)) visit(path!);
  assert(reached.has("network.ts"));
  assertEquals([...reached].filter((path) => path.startsWith("config") || path === "zod"), []);
});

/** What prints, besides `tasks/cli/print.ts`, and need not clean it for a terminal. */
const PRINTERS = [
  "book/elements/cell_worker.ts", // in a browser, for the page
  "demo/page/", // in a browser
  "lab/bench/measure.ts", // in Node and Bun too: `bench` reads its pipe
  "cli/print.ts",
];

testRule(
  "all that tasks print goes through cli/print.ts, which leaves nothing for a terminal to obey",
  async () => {
    const matches: string[] = [];
    for (const [path, text] of await sources(TASKS)) {
      if (PRINTERS.some((printer) => path.startsWith(printer))) continue;
      text.split("\n").forEach((line, k) => {
        if (/^\s*(\*|\/\/|\/\*\*)/.test(line)) return;
        if (
          /\bconsole\b|\bDeno\s*\.\s*std(out|err)\b|\bprocess\s*\.(?!getBuiltinModule)|\b(alert|confirm|prompt)\(/
            .test(
              line,
            )
        ) {
          matches.push(`${path}:${k + 1}: ${line.trim()}`);
        }
      });
    }
    assertEquals(matches, []);
  },
);

/** The lines of each room, and the columns of its longest: a folder of `lib/` or `tasks/`, or all tests. */
async function measuredRooms(): Promise<Record<string, [lines: number, columns: number]>> {
  const rooms: Record<string, [number, number]> = {};
  for (const folder of ["lib", "packages", "tasks", "tests"]) {
    for (const [path, text] of await sources(join(ROOT, folder), /\.(?:ts|js|c|h|css|html)$/)) {
      const [first, second] = path.split("/");
      const room = folder === "tests" || second === undefined ? folder : `${folder}/${first}`;
      const lines = text.trimEnd().split("\n");
      const isWritten = path.endsWith(".ts") && !path.endsWith("wasm/kernels.ts");
      const columns = isWritten ? lines.map((line) => line.length) : [];
      const [sum, longest] = rooms[room] ?? [0, 0];
      rooms[room] = [sum + lines.length, Math.max(longest, ...columns)];
    }
  }
  return rooms;
}

/** How much larger than its budget a room may be. */
const TOLERANCE = 1.1;

testRule("no room outgrows its budget of lines, or its longest line, by a tenth", async () => {
  const rooms = await measuredRooms();
  assertEquals(Object.keys(rooms).sort(), Object.keys(BUDGETS).sort());
  const grown = Object.entries(rooms).filter(([room, sizes]) =>
    sizes.some((size, k) => size > TOLERANCE * BUDGETS[room]![k]!)
  ).map(([room, sizes]) => `${room}: expected ${BUDGETS[room]} at most, got ${sizes}`);
  assertEquals(grown, []);
});

if (import.meta.main) {
  const rooms = Object.entries(await measuredRooms()).sort(([a], [b]) => a < b ? -1 : 1);
  for (const [room, sizes] of rooms) {
    console.log(`  ${JSON.stringify(room)}: [${sizes.join(", ")}],`);
  }
  const total = (folder: string) =>
    rooms.reduce((sum, [room, [lines]]) => room.startsWith(folder) ? sum + lines : sum, 0);
  console.log(`  // lib ${total("lib")}, tasks ${total("tasks")}, tests ${total("tests")}`);
}
