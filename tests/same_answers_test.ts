/** One messy table, and the same answers with the same remarks however they are asked for. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { pathToFileURL } from "node:url";
import { createApp } from "@inkling/inkling/serve";
import { type RowPrediction, TableModel } from "@inkling/inkling/table";
import { boundOf, type Decision } from "../lib/measure/decide/decide.ts";
import type { TableColumn } from "../lib/table/columns/columns.ts";
import { readDate } from "../lib/table/values/dates.ts";
import { formattedNumber } from "../lib/table/values/number_format.ts";
import { wordsIn } from "../lib/table/values/words.ts";
import { openModel } from "../tasks/serve/open_model.ts";
import { drawOrders, ORDER_COLUMNS, ordersTable } from "./helpers/draw_orders.ts";
import { done, trained } from "./helpers/outcomes.ts";
import { runPython } from "./helpers/python.ts";
import { runHere } from "./helpers/run_here.ts";
import { testsWith } from "./helpers/tests_with.ts";
import { onnxruntime } from "./table/onnx_answers.ts";

const test = testsWith("read", "write", "run");

/** Learned from, and asked for. */
const [TRAINED, ASKED] = [600, 120];

/** The rows whose reasons are asked for, from and to: one has no prediction. */
const EXPLAINED = [4, 7] as const;

/** ONNX Runtime adds in another order than we do. */
const NEAR = 1e-6;

const HEADER = ORDER_COLUMNS.filter((name) => name !== "refund" && name !== "returned");

/** Cells that no order had, by their columns. */
const STRANGE: readonly Readonly<Record<string, string>>[] = [
  { ordered: "soon", article: "A-9999" },
  { ordered: "1.1.2050", price: "€9,999,999.00" },
  { ordered: "31.02.2023", delivered: "", time: "", price: "", discount: "", weight: "" },
  { payment: " CARD", gift: "maybe", currency: "USD" },
  { payment: "é🙂, “b”", note: "FRAGILE! call; fragile" },
  { price: "a lot" },
  { balance: "(1.50)", stars: "4.5", weight: "12 kg", discount: "0.2" },
  { article: "__proto__", payment: "constructor" },
  { stars: "4,5", note: "a decimal comma among numbers with points" },
  {},
];

/** The last orders of a longer table, and strange ones. */
function askedRows(): Record<string, string>[] {
  const rows = drawOrders(TRAINED + ASKED).slice(TRAINED).map((cells) =>
    Object.fromEntries(ORDER_COLUMNS.map((name, k) => [name, cells[k]!]))
  );
  return rows.map((row, r) => {
    const cells = { ...row, ...STRANGE[r] };
    return Object.fromEntries(HEADER.map((name) => [name, cells[name]!]));
  });
}

/** Rows that lack columns, or have others: some that training left out or predicts, and some that it never met. */
function messyRows(rows: readonly Readonly<Record<string, string>>[]): Record<string, string>[] {
  const [first, second, third] = rows.slice(20) as [typeof rows[0], typeof rows[0], typeof rows[0]];
  const { price, ...without } = first;
  return [
    { ...first, refund: "€0.00", returned: "kept" },
    { ...without, prise: price!, customer: "17" },
    { ordered: second["ordered"]!, Payment: "card" },
    { ...third, toString: "x", ["__proto__"]: "y", "": "z" },
    { note: "", weight: "12 kg" },
  ];
}

/** Where two answers differ, as JSON has them. */
function differences(way: string, found: readonly unknown[], expected: readonly unknown[]) {
  const rows = Array.from({ length: Math.max(found.length, expected.length) }, (_, r) => r);
  return rows.flatMap((row) => {
    const [one, other] = [found[row], expected[row]].map((answer) => JSON.stringify(answer));
    return one === other ? [] : [{ way, row, found: one, expected: other }];
  });
}

/** The answers of lines of JSON. */
const parsed = (lines: string) => lines.trimEnd().split("\n").map((line) => JSON.parse(line));

/** CSV of rows, every cell between quotes. */
const csvOf = (names: readonly string[], rows: readonly (readonly string[])[]) =>
  [names, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\n");

/** What a graph takes of a column: see “The ONNX model” of docs/formats.md. */
function graphInput(column: TableColumn, cells: readonly string[]): (number | string | number[])[] {
  switch (column.kind) {
    case "number":
      return cells.map((cell) => formattedNumber(cell, column.format, undefined));
    case "date":
      return cells.map((cell) => readDate(cell, column.order));
    case "words":
      return cells.map((cell) => {
        const own = wordsIn(cell);
        return column.words.map((word) => Number(own.has(word)));
      });
    default:
      return [...cells];
  }
}

const PROGRAM = `
import json, sys, numpy, onnxruntime
given = json.load(sys.stdin)
session = onnxruntime.InferenceSession(given["path"], providers=["CPUExecutionProvider"])
types = {"tensor(double)": numpy.float64, "tensor(float)": numpy.float32, "tensor(string)": object}
feed = {}
for column in session.get_inputs():
    cells = numpy.array(given["inputs"][column.name], dtype=types[column.type])
    feed[column.name] = cells if cells.ndim == 2 else cells.reshape(-1, 1)
names = [output.name for output in session.get_outputs()]
print(json.dumps([found.tolist() for found in session.run(names, feed)]))
`;

/** Where ONNX Runtime answers another class, or a probability that is not near. A text that is not a number has no way in. */
async function graphDifferences(
  path: string,
  { table, decision }: TableModel,
  rows: readonly Record<string, string>[],
  expected: readonly Omit<RowPrediction, "caution">[],
) {
  const inputs = Object.fromEntries(
    table.columns.map((column) =>
      [column.name, graphInput(column, rows.map((row) => row[column.name]!))] as const
    ),
  );
  const given = new TextEncoder().encode(JSON.stringify({ path, inputs }));
  const printed = new TextDecoder().decode(await runPython(onnxruntime!, PROGRAM, given));
  const [labels, probabilities, sets] = JSON.parse(printed.replaceAll("NaN", "null"));
  assertEquals(sets !== undefined, decision?.sets !== undefined);
  return expected.flatMap(({ label, values, set }, row) => {
    if (label === undefined) return [];
    if (isAtEnd(Object.values(values), decision)) return []; // another order of sums may fall on the other side
    const isNear = Object.values(values).every((value, k) =>
      Math.abs(value - probabilities[row][k]) <= NEAR
    );
    const found = [labels[row], probabilities[row], sets?.[row]];
    const held = sets && Object.keys(values).filter((_, k) => sets[row][k]);
    const isSame = labels[row] === label && JSON.stringify(held) === JSON.stringify(set);
    return isNear && isSame ? [] : [{ way: "onnx", row, found, expected: values }];
  });
}

/** Whether a probability is as near to where a decision changes as rounding. */
function isAtEnd(values: readonly number[], { threshold, sets }: Decision = {}): boolean {
  const ends = [threshold && values[threshold.positive]! - (threshold.from ?? Infinity)].concat(
    sets ? values.map((value, k) => 1 - value - boundOf(sets.bound, k)) : [],
  );
  return ends.some((distance) => distance !== undefined && Math.abs(distance) <= NEAR);
}

const OPEN = { activation: undefined, "output-activation": undefined, dataset: undefined };

/** What a model may decide, and a split after which it learns from all rows. */
const DECISIONS: Readonly<Record<string, readonly string[]>> = {
  "the most probable class": [],
  "a threshold and sets": ["--cost", "false alarm=1,miss=3", "--coverage", "0.8"],
  "after a time": ["--split-after", "ordered"],
};

for (const [answered, decisions] of Object.entries(DECISIONS)) {
  test(`a messy table, ${answered}: one answer from command, library, server, module and ONNX Runtime`, async ({ path: folder }) => {
    const csv = join(folder, "orders.csv");
    await Deno.writeTextFile(csv, ordersTable(TRAINED));
    const words = ["--csv", csv, "--target", "returned", "--without", "refund", "--folds", "2"];
    const run = await trained(folder, "orders", [...words, ...decisions], "epochs=2");
    const model = TableModel.fromSafetensors(await Deno.readFile(join(run, "weights.safetensors")));
    const rows = askedRows();
    const expected = model.predict(rows).map(({ caution: _, ...answer }) => answer);
    if (decisions.includes("--cost")) {
      assert(expected.some(({ label, probability }) => label !== undefined && probability! < 0.5));
      assert(new Set(expected.map(({ set }) => set?.length)).size > 1);
    }
    const kinds = new Set(expected.flatMap(({ remarks }) => remarks.map(({ kind }) => kind)));
    for (const kind of ["noPrediction", "unknownCategory", "unreadDate", "novel"] as const) {
      assert(kinds.has(kind), kind);
    }
    const found: object[] = [];
    const compare = (
      way: string,
      answers: readonly unknown[],
      other: readonly unknown[] = expected,
    ) => found.push(...differences(way, answers, other));
    const app = createApp({ orders: (await openModel(run, OPEN)).model });
    const served = async (type: string, body: string, path = "/predict") => {
      const init = { method: "POST", headers: { "content-type": type }, body };
      return await (await app.request(path, init)).json();
    };
    /** Asks the command and the server, by files of lines of JSON and of CSV. */
    const askFiles = async (
      name: string,
      files: { readonly [ending: string]: string },
      other: readonly unknown[],
      ...options: string[]
    ) => {
      for (const [ending, text] of Object.entries(files)) {
        const path = join(folder, `${name}.${ending}`);
        await Deno.writeTextFile(path, text);
        const { stdout } = await runHere(["predict", run, path, "--jsonl", ...options]);
        compare(`predict ${name}.${ending} ${options}`, parsed(stdout), other);
        const query = options.includes("--explain") ? "?explain" : "";
        const [type, body] = ending === "csv"
          ? ["text/csv", text]
          : ["application/json", JSON.stringify(parsed(text))];
        compare(`serve ${type}${query}`, await served(type!, body!, `/predict${query}`), other);
      }
    };

    const linesOf = (of: readonly object[]) => of.map((row) => JSON.stringify(row)).join("\n");
    const cells = rows.map((row) => Object.values(row));
    await askFiles("new", { jsonl: linesOf(rows), csv: csvOf(HEADER, cells) }, expected);

    await done("export", run, "--format", "module", "--explain");
    const { predict, explain } = await import(pathToFileURL(join(run, "model.mjs")).href);
    compare("module", rows.map((row) => predict(row)));

    const some = rows.slice(...EXPLAINED);
    const explained = model.explain(some).map((explanation, r) => ({
      ...expected.slice(...EXPLAINED)[r]!,
      explanation,
    }));
    assertEquals(new Set(explained.map(({ explanation }) => typeof explanation)).size, 2);
    const texts = { jsonl: linesOf(some), csv: csvOf(HEADER, cells.slice(...EXPLAINED)) };
    await askFiles("some", texts, explained, "--explain");
    const ofModule = some.map((row) => ({ ...predict(row), explanation: explain(row) }));
    compare("module with reasons", ofModule, explained);

    const messy = messyRows(rows);
    const remarked = model.predict(messy).map(({ caution: _, ...answer }) => answer);
    const names = remarked.flatMap(({ remarks }) => remarks.map(({ kind }) => kind));
    assert(names.includes("missingColumn") && names.includes("unknownColumn"));
    assert(!remarked[0]!.remarks.some(({ kind }) => kind.endsWith("Column")));
    const oneByOne = messy.flatMap((row) => ["--row", JSON.stringify(row)]);
    const { stdout } = await done("predict", run, ...oneByOne, "--jsonl");
    compare("predict --row, other columns", parsed(stdout), remarked);
    const ofServer = await served("application/json", JSON.stringify(messy));
    compare("serve, other columns", ofServer, remarked);
    compare("module, other columns", messy.map((row) => predict(row)), remarked);
    const wide = rows.slice(20, 25).map((row) => ({ ...row, refund: "€0.00", customer: "17" }));
    const widened = model.predict(wide).map(({ caution: _, ...answer }) => answer);
    const wideCsv = csvOf([...HEADER, "refund", "customer"], wide.map((row) => Object.values(row)));
    await askFiles("wide", { csv: wideCsv }, widened);

    if (onnxruntime !== undefined) {
      await done("export", run, "--format", "onnx");
      const graph = join(run, "model.onnx");
      const whole = messy.map((row) =>
        Object.fromEntries(HEADER.map((name) => [name, row[name] ?? ""]))
      );
      found.push(
        ...await graphDifferences(graph, model, rows, expected),
        ...await graphDifferences(graph, model, whole, remarked),
      );
    }
    assertEquals(found, []);
  });
}
