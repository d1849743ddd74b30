import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../../../lib/config.ts";
import { parsePublished } from "../../reproduce/published.ts";
import { rowHash, type RowResult } from "../../reproduce/result.ts";
import type { Row } from "../../reproduce/rows.ts";
import {
  fuller,
  isEnough,
  readAround,
  readKept,
  readResults,
  writeResults,
} from "../../reproduce/results_file.ts";
import type { ValidationRun } from "../../reproduce/chosen.ts";
import { inFolder } from "../../../../tests/helpers/in_folder.ts";
import { granted } from "../../../../tests/helpers/run_task.ts";
import { each, pinnedIn } from "../../../../tests/helpers/pinned.ts";
import { testsWith } from "../../../../tests/helpers/tests_with.ts";
import texts from "./results_file.txt" with { type: "text" };

const SPLIT = { correct: 9, size: 10 };

/** A row of which so many seeds are whole, of so many. */
function result(finished: number, seeds: number, epochs = 5): RowResult {
  return {
    name: "tiny",
    hash: "",
    published: 0.99,
    accuracy: null,
    epochs,
    seconds: 1,
    verdict: "out of time",
    figure: { split: "test", epoch: "last", isError: true },
    stuck: [],
    whole: { epochs: 5, seeds },
    finished,
    source: "a book",
    deviations: "",
    runs: [{ seed: 1, run: "a", epochs, seconds: 1, engine: "wasm", workers: 1, curve: {} }],
  };
}

function row(name: string): Row {
  const published = parsePublished({ [name]: { error: 0.01, source: "a book" } }, "published.json");
  return { name, config: parseConfig({ sizes: [784, 5, 10] }), reproduces: published[name]! };
}

Deno.test("a whole row is not replaced by one that is not, of equals the newer one stands", () => {
  const [whole, more, half] = [result(5, 5), result(10, 10), result(5, 10)];
  assertEquals(fuller(undefined, half), half);
  assertEquals(fuller(whole, half), whole); // though as many seeds are trained to their end
  assertEquals(fuller(half, whole), whole);
  assertEquals(fuller(result(4, 10), result(3, 3)), result(3, 3));
  assertEquals(fuller(whole, more), more);
  assertEquals(fuller(more, whole), more);
  assertEquals(fuller(result(0, 5, 3), result(0, 5, 2)).epochs, 3);
  const newer = { ...whole, seconds: 2 };
  assertEquals(fuller(whole, newer), newer);
});

Deno.test("nothing is left to train for a row with as many whole seeds as asked for", () => {
  assertEquals(isEnough(result(5, 5), 5), true);
  assertEquals(isEnough(result(5, 5), 3), true);
  assertEquals(isEnough(result(5, 5), 6), false);
  assertEquals(isEnough(result(5, 6), 5), false);
  assertEquals(isEnough(undefined, 1), false);
});

testsWith("read", "write")(
  "a page keeps the row that another process wrote while this one trained",
  async (folder) => {
    const path = join(folder.path, "page.md");
    await Deno.writeTextFile(path, "<!-- reproduce:begin -->\n<!-- reproduce:end -->\n");
    const rows = [row("one"), row("two")];
    const page = { path, rows, data: folder.path };
    const read = async () => [...(await readResults(page, () => {})).keys()];
    const of = async (row: Row) => {
      const hash = await rowHash(row, page.data);
      return { row: { ...result(1, 1), name: row.name, hash } };
    };
    await writeResults(page, await of(rows[1]!));
    await writeResults(page, await of(rows[0]!));
    const validationRun = { name: "two", trial: "0", weightsSha256: "0", validation: SPLIT };
    await writeResults(page, { validationRun: validationRun as ValidationRun });
    assertEquals(await read(), ["one", "two"]);
    const { validationRuns, rows: written } = await readKept(join(folder.path, "page.json"));
    assertEquals<unknown>(validationRuns, [validationRun]);
    await Deno.writeTextFile(join(folder.path, "page.json"), JSON.stringify(written));
    assertEquals(await read(), ["one", "two"]); // a list, as before
  },
);

/** Reads a file of this text, which stays. */
const ofFile = (text: string, read: (path: string) => Promise<unknown>) =>
  inFolder(async (folder) => {
    const path = join(folder, "page");
    await Deno.writeTextFile(path, text);
    await read(path).finally(async () => assertEquals(await Deno.readTextFile(path), text));
  });

const DAMAGED = [
  '"abc"',
  "[null]",
  '[{"name":"x"}]',
  "{}",
  '{"rows":[]}',
  '{"rows":[],"validationRuns":[{}]}',
];

pinnedIn(import.meta.url, texts)("files of results", [
  () => ofFile("", readAround),
  ...each("a file that holds", DAMAGED, (text) => ofFile(text, readKept)),
], { ignore: !granted("read", "write") });
