/**
 * `deno run -R=. tests/rules/rooms.ts` prints the lines of each room, to be looked at: nothing fails on them. A room is a folder
 * of `lib/`, `tasks/` or `packages/`; tests are one room, wherever they lie, with the texts that they pin. @module
 */

import { sources, textOf } from "./sources.ts";

/** Written by a command. */
const GENERATED = /(^|\/)wasm\/kernels\.ts$/;

const COUNTED = /\.(?:ts|js|c|h|css|html|txt)$/;

/** The lines of each room. */
async function measuredRooms(): Promise<Record<string, number>> {
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

function sum(rooms: Readonly<Record<string, number>>): number {
  return Object.values(rooms).reduce((sum, lines) => sum + lines, 0);
}

const rooms = await measuredRooms();
for (const [room, lines] of Object.entries(rooms).sort(([a], [b]) => a < b ? -1 : 1)) {
  console.log(`${String(lines).padStart(7)}  ${room}`);
}
const { tests = 0, ...source } = rooms;
console.log(`${String(sum(source)).padStart(7)}  source in all, beside ${tests} lines of tests`);
