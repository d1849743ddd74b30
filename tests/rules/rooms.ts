/**
 * `deno run -R=. tests/rules/rooms.ts` counts the lines of each room, and exits with 1 where a budget is outgrown. A room is a
 * folder of `lib/`, `tasks/` or `packages/`; tests are one room, wherever they lie. @module
 */

import { sources, textOf } from "./sources.ts";

/**
 * The budget of each room, in fifties, so that a small change of a few lines fits. It only falls: what a feature adds is paid for in the same commit, by something that leaves the
 * room, or by another room whose budget then falls.
 */
const BUDGETS: Readonly<Record<string, number>> = {
  ".": 350,
  "lib": 1950,
  "lib/checks": 650,
  "lib/config": 1250,
  "lib/dataset": 950,
  "lib/digits": 750,
  "lib/document": 1000,
  "lib/engine": 6700,
  "lib/ensemble": 100,
  "lib/evaluate": 3100,
  "lib/formats": 2950,
  "lib/network": 1900,
  "lib/notebook": 1100,
  "lib/numerics": 900,
  "lib/options": 200,
  "lib/pictures": 400,
  "lib/problem": 550,
  "lib/serve": 2250,
  "lib/table": 20150,
  "lib/train": 1900,
  "packages/course": 6450,
  "packages/inkling": 200,
  "packages/lab": 5450,
  "packages/page": 5750,
  "tasks": 1200,
  "tasks/cli": 950,
  "tasks/data": 7200,
  "tasks/demo": 750,
  "tasks/export": 400,
  "tasks/images": 950,
  "tasks/init": 300,
  "tasks/native": 800,
  "tasks/results": 9200,
  "tasks/run": 2750,
  "tasks/serve": 500,
  "tasks/sweep": 5050,
  "tasks/system": 1300,
  "tasks/train": 2500,
  "tasks/verify": 1200,
  "tests": 69650,
};

/** What all source has at most, without tests and without generated text. */
const SOURCE = 100_250;

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
