/** The event loop gets a turn after each piece of a body, whatever the body holds: turns are counted, not timed. */

import { assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { createApp } from "@inkling/inkling/serve";
import { csvRows } from "../../lib/serve/csv_rows.ts";
import { jsonRows, parseOneRow } from "../../lib/serve/json_rows.ts";
import { PIECE, Piece } from "../../lib/serve/pieces.ts";
import { allModels, KINDS, ROW } from "./served_fixture.ts";

const LENGTH = 1_100_000;
const HEADER = "age,sky,town,day,note\n";
const fill = (part: string) => part.repeat(Math.floor(LENGTH / part.length));
const names = Array.from({ length: 50_000 }, (_, k) => `"name ${k}":1`).join();

const CSV_BODIES: Record<string, string> = {
  quotes: HEADER + fill('"'),
  "line ends": HEADER + fill("\n"),
  commas: HEADER + fill(","),
  "carriage returns": HEADER + fill("\r"),
  "carriage returns with line ends": HEADER + fill("\r\n"),
  "quotes and commas": HEADER + fill('"",'),
  "a long cell": HEADER + fill("x"),
  "a long cell in quotes": `${HEADER}"${fill('\n""')}"`,
  "short rows": HEADER + fill("x\n"),
};

const JSON_BODIES: Record<string, string> = {
  "opening brackets": fill("["),
  "lists in lists": `[${fill("[".repeat(300_000) + "]".repeat(300_000) + ",")}0]`,
  "long rows": `[${fill(`[${"0,".repeat(400_000)}0],`)}0]`,
  "rows of many names": `[${`{${names}},`.repeat(3)}0]`,
  "white space": `[${fill(" ")}]`,
  "white space after the list": `[0]${fill(" ")}`,
  "rows of texts": `[${fill(JSON.stringify({ ...ROW, note: "a word ".repeat(1000) }) + ",")}0]`,
};

/** Each is short enough for one row. */
const ROW_BODIES: Record<string, string> = {
  "opening brackets": `{"age":${"[".repeat(900_000)}`,
  "a list in lists": `{"age":[${"[],".repeat(300_000)}[]]}`,
  numbers: `[${"0,".repeat(450_000)}0]`,
};

/** How many turns a server gives while it answers a request, each a timer of no time. */
async function turnsOf(path: string, type: string, body: string): Promise<number> {
  const app = createApp(allModels());
  const { setTimeout } = globalThis;
  let turns = 0;
  globalThis.setTimeout = ((run: () => void, milliseconds?: number) => {
    if (milliseconds === 0) turns++;
    return setTimeout(run, milliseconds);
  }) as typeof setTimeout;
  try {
    const headers = { "content-type": type };
    await (await app.request(path, { method: "POST", headers, body })).body?.cancel();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  return turns;
}

Deno.test("a request gives turns by the bytes of its body, not by its rows", async () => {
  const expected = Math.floor(LENGTH / PIECE);
  for (const [name, body] of Object.entries(CSV_BODIES)) {
    assertGreaterOrEqual(await turnsOf("/models/kinds/predict", "text/csv", body), expected, name);
  }
  for (const [name, body] of Object.entries(JSON_BODIES)) {
    const turns = await turnsOf("/models/kinds/predict", "application/json", body);
    assertGreaterOrEqual(turns, expected, name);
  }
});

/** The most characters of a piece, and how many all pieces have. */
function piecesIn(work: Iterable<unknown>): [longest: number, all: number] {
  const pieces: number[] = [];
  try {
    for (const piece of work) if (piece instanceof Piece) pieces.push(piece.characters);
  } catch { /* most bodies are refused at their end */ }
  return [Math.max(...pieces), pieces.reduce((sum, characters) => sum + characters, 0)];
}

/** A piece ends with a cell or a text of JSON that began within it. */
const LONGEST = 2 * PIECE;

Deno.test("no body makes a piece longer", () => {
  const columns = KINDS.columns.map(({ name }) => name);
  const works = [
    ...Object.entries(CSV_BODIES).map(([name, body]) => ({ name, work: csvRows(body, columns) })),
    ...Object.entries(JSON_BODIES).map(([name, body]) => ({ name, work: jsonRows(body) })),
    ...Object.entries(ROW_BODIES).map(([name, body]) => ({ name, work: parseOneRow(body) })),
  ];
  for (const { name, work } of works) {
    assertLessOrEqual(piecesIn(work)[0], LONGEST, name);
  }
});

Deno.test("rows of bytes are answered a piece at a time, not a hundred rows", async () => {
  const app = createApp(allModels());
  const rows = Array.from({ length: 100 }, () => ({ ...ROW, note: "x".repeat(20_000) }));
  const turns = await turnsOf(
    "/models/kinds/predict",
    "application/json",
    JSON.stringify(rows),
  );
  assertGreaterOrEqual(
    turns,
    2 * Math.floor(100 * 20_000 / PIECE),
    "read once, cut into rows once",
  );
  const init = { method: "POST", headers: { "content-type": "application/json" } };
  const response = await app.request("/models/kinds/predict", {
    ...init,
    body: JSON.stringify(rows),
  });
  assertGreaterOrEqual((await response.json()).length, 100);
});
