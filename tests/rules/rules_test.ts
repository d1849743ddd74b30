/**
 * The rules that no type checker checks: of `lib/` the web platform only, the same bits everywhere, imports one way; of
 * `tasks/` that one module prints.
 */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../helpers/run_task.ts";
import { sources, textOf } from "./sources.ts";

const LIB = "lib";
const TASKS = "tasks";
const PACKAGES = "packages";

function testRule(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !granted("read"), fn });
}

/** The functions of `Math` that IEEE 754 or the language fixes to the bit. */
const EXACT = ["abs", "floor", "ceil", "trunc", "min", "max", "sqrt", "fround", "imul", "clz32"];

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

testRule("lib loads nothing late: in one bundle it would be there twice", async () => {
  assertEquals(await found(/\bawait import\(/g), []);
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
  ["search"],
  ["document"],
  ["charts"],
  ["engine"],
  ["problem"],
  ["network", "dataset"],
  ["options"],
  ["digits", "pictures", "export"],
  ["evaluate"],
  ["ensemble"],
  ["train"],
  ["config"],
  ["measure"],
  ["table/cells"],
  ["table/csv", "table/values"],
  ["table/split"],
  ["table/baselines"],
  ["table/relations"],
  ["table/columns"],
  ["table/encode"],
  ["table/explain"],
  ["table/folds"],
  ["table/drift"],
  ["table/model"],
  ["module"],
  ["table", "notebook"],
  ["serve"],
];

/** The room of a file: the first part of its path from `lib/`, whose parts are in the folder of that name; two in `table/`. */
function roomOf(path: string): string {
  const [district, room = ""] = path.split("/");
  if (district === "table" && !room.endsWith(".ts")) return `table/${room}`;
  return district!.replace(/\.ts$/, "").replace(/_source$/, "");
}

/** Whether a file is the door of a room: it shows what is made of the room too, and nothing in `lib/` goes through it. */
function isDoor(path: string): boolean {
  return path.endsWith("/mod.ts");
}

/** What every file imports, types apart, by paths from the folder; a path that leaves it starts with `../../`. */
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

/** What files import, by themselves and by way of others. */
function reachedFrom(
  files: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const reached = new Set(files);
  for (const path of reached) imports.get(path)?.forEach((target) => reached.add(target));
  return reached;
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
  ["system"],
  ["native"],
  ["cli"],
  ["images", "data/tables"],
  ["results/document"],
  ["data"],
  ["run"],
  ["results/problem"],
  ["results/evaluate"],
  ["results/predict", "train"],
  ["export"],
  ["results/report"],
  ["results/new_data"],
  ["sweep", "verify", "demo", "init", "serve"],
];

/** The room of a file of `tasks/`, two folders in some; undefined for a command. */
function taskRoomOf(path: string): string | undefined {
  const [room, part] = path.split("/").slice(0, -1);
  const isDistrict = room === "results" || room === "data" && part === "tables";
  return isDistrict ? `${room}/${part}` : room;
}

/** What prints the options of all commands, and so imports them. */
const IMPORTS_COMMANDS = "course/site/commands.ts";

testRule(
  "rooms of tasks import one way, and nothing imports a command",
  async () => {
    const rank = (room: string) => TASK_ROOMS.findIndex((row) => row.includes(room));
    const wrong: string[] = [];
    for (const [path, imports] of await importsIn(TASKS)) {
      const room = taskRoomOf(path);
      if (room !== undefined) assert(rank(room) >= 0, `${path} is in no room`);
      for (const target of imports) {
        if (!target.endsWith(".ts") || target.startsWith("..")) continue; // not in tasks/
        const other = taskRoomOf(target);
        const isBelow = other !== undefined &&
          (room === undefined || other === room || rank(other) < rank(room));
        if (!isBelow) wrong.push(`${path} imports ${target}`);
      }
    }
    assertEquals(wrong, []);
  },
);

/** The members, of which each may import from those before it, from tasks and from lib. */
const MEMBERS = ["inkling", "page", "course", "lab"];

testRule(
  "members import tasks and lib, and one another one way; nothing imports members",
  async () => {
    const memberOf = (path: string) => path.split("/")[0]!;
    const wrong: string[] = [];
    for (const [path, imports] of await importsIn(PACKAGES)) {
      const rank = MEMBERS.indexOf(memberOf(path));
      assert(rank >= 0, `${path} is in no member`);
      for (const target of imports.filter((target) => target.endsWith(".ts"))) {
        const isCommand = /^\.\.\/tasks\/\w+\.ts$/.test(target) && !path.includes("/tests/");
        const isAbove = MEMBERS.indexOf(memberOf(target)) > rank;
        if (isAbove || isCommand && path !== IMPORTS_COMMANDS) {
          wrong.push(
            `${path} imports ${target}`,
          );
        }
      }
    }
    for (const [path, imports] of [...await importsIn(LIB), ...await importsIn(TASKS)]) {
      wrong.push(
        ...imports.filter((target) => target.startsWith("../../packages/"))
          .map((target) => `${path} imports ${target}`),
      );
    }
    assertEquals(wrong, []);
  },
);

testRule("no two files import each other, by themselves or by way of others", async () => {
  for (const folder of [LIB, TASKS, PACKAGES]) {
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

testRule(
  "a program starts at the end of its file, where all that it declares is there",
  async () => {
    const wrong: string[] = [];
    for (const folder of [TASKS, PACKAGES, "tests", "examples"]) {
      for (const [path, text] of await sources(folder, /\.(ts|js|mjs)$/)) {
        const [, start, after] = /^if \(import\.meta\.main\) (\{\n|.*\n)([^]*)/m.exec(text) ?? [];
        if (start === undefined) continue;
        const isLast = start === "{\n"
          ? after!.indexOf("\n}\n") === after!.length - 3
          : after === "";
        if (!isLast) wrong.push(`${folder}/${path}`);
      }
    }
    assertEquals(wrong, []);
  },
);

testRule("tests draw random delays where a failure names them", async () => {
  const drawing: string[] = [];
  for (const [path, text] of await sources("tests")) {
    if (/\bMath\.random\b/.test(code(text))) drawing.push(path);
  }
  assertEquals(drawing, ["helpers/kills.ts"]);
});

testRule("the network, training and mod.ts do not reach the config's schema library", async () => {
  const mod = await textOf("mod.ts");
  const shown = [...mod.matchAll(/ from "\.\/lib\/([^"]+)"/g)].map(([, path]) => path!);
  const reached = reachedFrom(shown, await importsIn(LIB));
  assert(reached.has("network.ts"));
  assertEquals([...reached].filter((path) => path.startsWith("config") || path === "zod"), []);
});

testRule("the page and the elements of the course run in a browser: no Deno", async () => {
  const wrong: string[] = [];
  for (const [path, text] of await sources(PACKAGES)) {
    if (!/^(?:page|course\/elements|course\/site\/search)\/(?!tests\/)/.test(path)) continue;
    if (/\bDeno\b/.test(code(text))) wrong.push(path);
  }
  assertEquals(wrong, []);
});

/** What describes a result, the simpler models beside it and the columns of its table, and prints that as a page. */
const DESCRIPTIONS = [
  "../lib/document/page.ts",
  "results/evaluate/problem/answered.ts",
  "results/evaluate/problem/sections.ts",
  "results/problem/columns_read.ts",
  "results/problem/truth.ts",
];

testRule("descriptions of results run in a browser: no Deno, no Node", async () => {
  const [texts, all] = [new Map<string, string>(), new Map<string, string[]>()];
  for (const folder of [TASKS, LIB]) {
    const at = (path: string) => join("..", folder, path).replace(/^\.\.\/tasks\//, "");
    for (const [path, text] of await sources(folder)) texts.set(at(path), text);
    for (const [path, targets] of await importsIn(folder)) {
      all.set(at(path), targets.map((target) => target.endsWith(".ts") ? at(target) : target));
    }
  }
  const reached = reachedFrom(DESCRIPTIONS, all);
  assert(reached.has("../lib/measure/metric_table.ts"));
  assertEquals(
    [...reached].filter((path) =>
      /^node:|^zod$/.test(path) || /\bDeno\b/.test(code(texts.get(path) ?? ""))
    ),
    [],
  );
});

testRule(
  "all that tasks print goes through cli/print.ts, which leaves nothing for a terminal to obey",
  async () => {
    const prints =
      /\bconsole\b|\bDeno\s*\.\s*std(out|err)\b|\bprocess\s*\.(?!getBuiltinModule)|\b(alert|confirm|prompt)\(/;
    const printing = [...await sources(TASKS)].filter(([, text]) => prints.test(code(text)));
    assertEquals(printing.map(([path]) => path), ["cli/print.ts"]);
  },
);
