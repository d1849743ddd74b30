/**
 * `deno run -R=. tests/rules/rooms.ts` counts the lines of each room, and exits with 1 where a budget is outgrown. A room is a
 * folder of `lib/`, `tasks/` or `packages/`; tests are one room, wherever they lie. @module
 */

import { sources, textOf } from "./sources.ts";

/**
 * The budget of each room. It only falls: what a feature adds is paid for in the same commit, by something that leaves the
 * room, or by another room whose budget then falls.
 */
const BUDGETS: Readonly<Record<string, number>> = {
  ".": 297,
  "lib": 1886,
  "lib/checks": 585,
  "lib/config": 1058,
  "lib/dataset": 904,
  "lib/digits": 728,
  "lib/engine": 6501,
  "lib/ensemble": 68,
  "lib/evaluate": 2444,
  "lib/formats": 2849,
  "lib/network": 1908,
  "lib/notebook": 1125,
  "lib/numerics": 812,
  "lib/options": 147,
  "lib/pictures": 380,
  "lib/problem": 491,
  "lib/serve": 2144,
  "lib/table": 17289,
  "lib/train": 1797,
  "packages/course": 6529,
  "packages/inkling": 145,
  "packages/lab": 5930,
  "packages/page": 5074,
  "tasks": 1771,
  "tasks/cli": 1176,
  "tasks/data": 6687,
  "tasks/demo": 665,
  "tasks/export": 209,
  "tasks/images": 913,
  "tasks/init": 192,
  "tasks/native": 696,
  "tasks/results": 9384,
  "tasks/run": 2659,
  "tasks/serve": 346,
  "tasks/sweep": 5039,
  "tasks/system": 1224,
  "tasks/train": 1921,
  "tasks/verify": 1155,
  "tests": 66882,
};

/** What all source has at most, without tests and without generated text. */
const SOURCE = 97_300;

/** Written by a command. */
const GENERATED = /(^|\/)wasm\/kernels\.ts$/;

const COUNTED = /\.(?:ts|js|c|h|css|html)$/;

/** The lines of each room. */
export async function measuredRooms(): Promise<Record<string, number>> {
  const rooms: Record<string, number> = {};
  const add = (room: string, text: string): void => {
    rooms[room] = (rooms[room] ?? 0) + text.trimEnd().split("\n").length;
  };
  for (const folder of ["lib", "packages", "tasks", "tests"]) {
    for (const [path, text] of await sources(folder, COUNTED)) {
      if (!GENERATED.test(path)) add(roomOf(folder, path), text);
    }
  }
  for (const path of ["mod.ts", "std.d.ts"]) add(".", await textOf(path));
  return rooms;
}

function roomOf(folder: string, path: string): string {
  const [first, second] = path.split("/");
  if (folder === "tests" || /(^|\/)tests\//.test(path)) return "tests";
  return second === undefined ? folder : `${folder}/${first}`;
}

/** A sentence for each budget that is outgrown, and for each room that has none. */
export function outgrown(rooms: Readonly<Record<string, number>>): string[] {
  const { tests: _, ...source } = rooms;
  const lines = sum(source);
  return [
    ...Object.entries(rooms).filter(([room, lines]) => lines > (BUDGETS[room] ?? 0))
      .map(([room, lines]) =>
        `${room}: expected at most ${BUDGETS[room] ?? 0} lines, got ${lines}`
      ),
    ...Object.keys(BUDGETS).filter((room) => rooms[room] === undefined)
      .map((room) => `${room}: has a budget, and no file`),
    ...(lines > SOURCE ? [`source: expected at most ${SOURCE} lines, got ${lines}`] : []),
  ];
}

function sum(rooms: Readonly<Record<string, number>>): number {
  return Object.values(rooms).reduce((sum, lines) => sum + lines, 0);
}

if (import.meta.main) {
  const rooms = await measuredRooms();
  for (const [room, lines] of Object.entries(rooms).sort(([a], [b]) => a < b ? -1 : 1)) {
    console.log(`  ${JSON.stringify(room)}: ${lines},`);
  }
  const { tests, ...source } = rooms;
  console.log(`  // source ${sum(source)}, tests ${tests}`);
  const wrong = outgrown(rooms);
  wrong.forEach((sentence) => console.error(sentence));
  if (wrong.length > 0) Deno.exit(1);
}
