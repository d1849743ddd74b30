/** One table in every format trains to the weights of the CSV file that `--write-csv` writes of it. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { runHere } from "../../../helpers/run_here.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { CONVERTED, writeParquet } from "../../../helpers/write_parquet.ts";
import { writeXlsx } from "../../../helpers/write_xlsx.ts";

const test = testsWith("read", "write");

/** Orders: a number, an amount that a float holds badly, a code with zeros, true or false, a day, and the target. */
interface Order {
  readonly count: number | null;
  readonly price: number;
  readonly code: string;
  readonly paid: boolean;
  /** As ISO 8601 has it. */
  readonly day: string;
  readonly kind: string;
}

const ORDERS: readonly Order[] = Array.from({ length: 60 }, (_, k) => ({
  count: k % 7 === 3 ? null : k * 37 % 23,
  price: (k * 13 % 50) / 10 + 0.1,
  code: `00${k % 3}`,
  paid: k % 2 === 0,
  day: new Date(Date.UTC(2024, 0, 1 + k * 5)).toISOString().slice(0, 10),
  kind: k * 37 % 23 > 11 ? "large, or so" : "small",
}));

const NAMES = Object.keys(ORDERS[0]!) as (keyof Order)[];

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Of a day, since 1970. */
const daysOf = ({ day }: Order) => Date.parse(day) / 86_400_000;

const column = (name: keyof Order) => [ORDERS.map((order) => order[name])];

function database(): Uint8Array {
  const path = Deno.makeTempFileSync();
  using database = new DatabaseSync(path);
  database.exec(
    "create table orders (count int, price real, code text, paid text, day text, kind text)",
  );
  const insert = database.prepare("insert into orders values (?, ?, ?, ?, ?, ?)");
  for (const { count, price, code, paid, day, kind } of ORDERS) {
    insert.run(count, price, code, String(paid), day, kind);
  }
  const bytes = Deno.readFileSync(path);
  Deno.removeSync(path);
  return bytes;
}

/** The table in each format. */
const FILES: { readonly [name: string]: () => Uint8Array } = {
  "orders.parquet": () =>
    writeParquet([
      { name: "count", type: "INT64", values: column("count") },
      { name: "price", type: "DOUBLE", values: column("price") },
      { name: "code", type: "BYTE_ARRAY", converted: CONVERTED.UTF8, values: column("code") },
      { name: "paid", type: "BOOLEAN", values: column("paid") },
      { name: "day", type: "INT32", converted: CONVERTED.DATE, values: [ORDERS.map(daysOf)] },
      { name: "kind", type: "BYTE_ARRAY", converted: CONVERTED.UTF8, values: column("kind") },
    ]),
  "orders.xlsx": () =>
    writeXlsx({
      Orders: [
        NAMES,
        ...ORDERS.map((order) =>
          NAMES.map((name) => name === "day" ? { date: daysOf(order) + 25_569 } : order[name])
        ),
      ],
    }),
  "orders.json": () => utf8(JSON.stringify(ORDERS)),
  "orders.jsonl": () => utf8(ORDERS.map((order) => `${JSON.stringify(order)}\n`).join("")),
  "orders.db": database,
};

const hashes = new Map<string, string>();

for (const [name, write] of Object.entries(FILES)) {
  test(`${name} trains to the weights of its CSV file`, async ({ path: folder }) => {
    const path = join(folder, name);
    const csv = join(folder, "written.csv");
    await Deno.writeFile(path, write());
    const train = async (...words: string[]) => {
      const options = [
        "--target",
        "kind",
        "--without",
        "day",
        "--runs",
        folder,
        "--no-report",
        "--split=random",
      ];
      const sets = ["--set", "epochs=2", "--set", "hidden=[4]", "--json"];
      const trained = await runHere(["train", ...words, ...options, ...sets]);
      assertEquals(trained.code, 0, trained.stderr);
      const { weightsSha256, data } = JSON.parse(trained.stdout);
      return { weightsSha256, data };
    };
    const typed = await train("--table", path, "--write-csv", csv, "--name", "typed");
    assertEquals(await train("--csv", csv, "--name", "plain"), typed);
    assertEquals(await train("--table", csv, "--name", "table"), typed);
    hashes.set(name, JSON.stringify(typed));
  });
}

test("all formats train to the same weights", () => {
  assertEquals(new Set(hashes.values()).size, 1);
  return Promise.resolve();
});
