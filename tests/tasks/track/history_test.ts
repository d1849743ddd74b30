import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { readHistory, withEntry } from "../../../tasks/track/history.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { entry } from "./runs.ts";

const test = testsWith("read", "write");

test("what is added is read, and what was there stays byte for byte", async ({ path: folder }) => {
  const path = join(folder, "history.jsonl");
  assertEquals(await readHistory(path), { text: "", entries: [] });
  // Keys that a later version may add, spaces, an empty line, no end of the last line.
  const given = `{ "later": 1, ${JSON.stringify(entry(1)).slice(1)}\n\n${JSON.stringify(entry(2))}`;
  await Deno.writeTextFile(path, given);
  const { text, entries } = await readHistory(path);
  assertEquals([text, entries.length], [given, 2]);
  await Deno.writeTextFile(path, withEntry(text, entry(3)));
  const after = await readHistory(path);
  assertEquals(after.text, `${given}\n${JSON.stringify(entry(3))}\n`);
  assertEquals(after.entries.at(-1), entry(3));
});

test("a damaged line is refused; the error has its number and its key", async ({ path: folder }) => {
  const path = join(folder, "history.jsonl");
  const whole = JSON.stringify(entry(1));
  const changes: object[] = [
    ...[{ date: "some day" }, { weightsSha256: "|" }, { commit: "<b>" }, { ended: "|" }],
    ...[{ test: { accuracy: "1" } }, { test: { size: 9, mae: 1 } }, { versions: {} }, { holds: 1 }],
  ];
  const damages: [line: string, problem: string][] = [
    [whole.slice(0, 100), "Unterminated string"],
    ["[]", "expected an object"],
    ["{}", "its date is undefined"],
    ...changes.map((change): [string, string] => {
      const [[key, value]] = Object.entries(change) as [[string, unknown]];
      return [JSON.stringify({ ...entry(1), ...change }), `its ${key} is ${JSON.stringify(value)}`];
    }),
  ];
  for (const [line, problem] of damages) {
    await Deno.writeTextFile(path, `${whole}\n${line}\n${whole}\n`);
    const { message } = await assertRejects(() => readHistory(path), Error, "line 2 is damaged (");
    assertEquals(message.includes(problem), true, message);
  }
});
