import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import type { TableSource } from "../../lib/table/source.ts";
import { RandomStream } from "../../mod.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { tableOf, tableOfText } from "./table_fixture.ts";

/** How far off, relatively: the cells around 10⁶ are themselves rounded to 10⁻¹⁰ in float64, and vary by 1. */
const ROUNDINGS = 1e-10;

const COLORS = ["red", "green, dark", "😀", "__proto__"];

/** A table of random rows: numbers, categories, gaps, a class and a quantity. */
function randomTable(seed: number, rows: number): string[][] {
  const random = new RandomStream(seed, "data");
  const table = [["x", "color", "y", "class", "weight"]];
  for (let k = 0; k < rows; k++) {
    const gap = random.below(8) === 0;
    table.push([
      gap ? "NA" : (random.normal() * 1000).toFixed(3),
      random.below(10) === 0 ? "" : COLORS[random.below(COLORS.length)]!,
      (1e6 + random.normal()).toFixed(4),
      ["a", "b", "constructor"][random.below(3)]!,
      String(random.below(4)),
    ]);
  }
  return table;
}

for (const gaps of ["drop", "mean", "category"] as const) {
  Deno.test(`a random table becomes what a plain computation makes of it, gaps: ${gaps}`, async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const table = randomTable(seed, 200);
      const { description, lines, ...data } = await tableDatasets(tableOf(table), {
        target: "class",
        weights: "weight",
        gaps,
        splitSeed: seed,
      });
      const rowsOf = (part: "training" | "validation" | "test") =>
        [...lines[part]].map((line) => table[line - 1]!);
      const known = table.slice(1).filter(([x, color]) =>
        gaps !== "drop" || x !== "NA" && color !== ""
      );
      assertEquals(data.counts.training + data.counts.validation + data.counts.test, known.length);
      assertEquals(data.counts.withGaps, 200 - known.length);

      // Two plain passes over the training rows.
      const training = rowsOf("training");
      const momentsOf = (place: number) => {
        // In ten thousandths, whose sums are whole numbers below 2⁵³, and so exact.
        const values = training.map((row) => row[place]!).filter((cell) => cell !== "NA")
          .map((cell) => Math.round(Number(cell) * 10_000));
        const n = values.length;
        const sum = values.reduce((total, value) => total + value, 0);
        assert(Number.isSafeInteger(sum) && Number.isSafeInteger(values[0]! * n));
        let squares = 0;
        for (const value of values) squares += ((value * n - sum) / (n * 10_000)) ** 2;
        return { mean: sum / (n * 10_000), deviation: Math.sqrt(squares / n) };
      };
      const scales = [momentsOf(0), momentsOf(2)];
      const values = [...new Set(training.map(([, color]) => color!))]
        .filter((value) => value !== "" || gaps === "category").sort();
      const [x, color, y] = description.columns;
      assert(color?.kind === "category" && x?.kind === "number" && y?.kind === "number");
      for (const [k, column] of [x, y].entries()) {
        const wanted = scales[k]!;
        assert(Math.abs(column.mean / wanted.mean - 1) < ROUNDINGS);
        assert(Math.abs(column.deviation / wanted.deviation - 1) < ROUNDINGS);
      }
      assertEquals(color.values, values);

      for (const part of ["training", "validation", "test"] as const) {
        const rows = rowsOf(part);
        const wanted = rows.flatMap((row) => [
          row[0] === "NA" ? 0 : (Number(row[0]) - x.mean) / x.deviation,
          ...values.map((value) => value === row[1] ? 1 : 0),
          (Number(row[2]) - y.mean) / y.deviation,
        ]);
        assertEquals(data[part].inputs, Float32Array.from(wanted));
        assertEquals(
          data[part].labels,
          Uint8Array.from(rows, (row) => ["a", "b", "constructor"].indexOf(row[3]!)),
        );
        assertEquals(data.weights![part], Float32Array.from(rows, (row) => Number(row[4])));
      }
      assertEquals(data.training.weights, data.weights!.training);
      assertEquals(data.training.classNames, ["a", "b", "constructor"]);
    }
  });
}

Deno.test("quantities are standardized by the training rows, several at once too", async () => {
  const table = randomTable(9, 100);
  const data = await tableDatasets(tableOf(table), {
    target: ["y", "weight"],
    gaps: "mean",
    without: ["class"],
  });
  const { target } = data.description;
  assert(target.kind === "quantity");
  assertEquals(target.quantities.map(({ name }) => name), ["y", "weight"]);
  assertEquals([data.training.outputs, data.training.features], [2, 1 + COLORS.length]);
  const rows = [...data.lines.test].map((line) => table[line - 1]!);
  const [y, weight] = target.quantities;
  const wanted = rows.flatMap((row) => [
    (Number(row[2]) - y!.mean) / y!.deviation,
    (Number(row[4]) - weight!.mean) / weight!.deviation,
  ]);
  assertEquals(data.test.targets, Float32Array.from(wanted));
  assertEquals(data.found, '"y" and "weight" are quantities, since there are several targets');
});

Deno.test("a part of quantities is one of quantities, also where each is the mean", async () => {
  const rows = [["x", "y", "part"], ["1", "2", "train"], ["2", "4", "train"], ["3", "3", "test"]];
  const padded = [...rows, ...rows.slice(1, 3), ["4", "3", "validation"]];
  const options = { target: "y", kind: "quantity", split: "part" } as const;
  const { validation, test } = await tableDatasets(tableOf(padded), options);
  assertEquals([test.targets, test.classification], [Float32Array.of(0), false]);
  assertEquals(validation.classification, false);
});

Deno.test("the same split seed gives the same rows, whatever their order, gaps and left-out columns", async () => {
  const table = randomTable(3, 300);
  const turned = [table[0]!, ...table.slice(1).reverse()];
  const rowsOf = async (rows: string[][], options: Partial<TableOptions>) => {
    const { lines } = await tableDatasets(tableOf(rows), {
      target: "class",
      gaps: "mean",
      ...options,
    });
    return [...lines.test].map((line) => rows[line - 1]!.join()).sort();
  };
  const rows = await rowsOf(table, {});
  assertEquals(await rowsOf(turned, {}), rows);
  assertEquals(await rowsOf(table, { without: ["color"] }), rows);
  assertEquals((await rowsOf(table, { splitSeed: 2 })).join() === rows.join(), false);
  const dropped = new Set(await rowsOf(table, { gaps: "drop" }));
  assertEquals(dropped.isSubsetOf(new Set(rows)), true);
});

Deno.test("a column names the split, and validation rows are dealt out where it names none", async () => {
  const rows = Array.from(
    { length: 100 },
    (_, k) => [`${k / 7}`, k % 2 ? "a" : "b", k < 80 ? "train" : "test"],
  );
  const options = { target: "class", split: "part" };
  const header = ["x", "class", "part"];
  const two = await tableDatasets(tableOf([header, ...rows]), options);
  assertEquals([two.counts.training, two.counts.validation, two.counts.test], [68, 12, 20]);
  assertEquals(two.training.features, 1);
  assertEquals([...two.lines.test].every((line) => line > 81), true);
  const three = rows.map((row, k) => k % 10 === 0 ? [...row.slice(0, 2), "Validation"] : row);
  const { counts } = await tableDatasets(tableOf([header, ...three]), options);
  assertEquals([counts.training, counts.validation, counts.test], [72, 10, 18]);
});

Deno.test("a target of up to 20 numbers is a class, of more a quantity, unless it is said", async () => {
  const kindOf = async (values: number, kind?: "class" | "quantity") => {
    const rows = Array.from({ length: 100 }, (_, k) => [`${k * k}`, `${k % values}`]);
    const { description, found } = await tableDatasets(tableOf([["x", "y"], ...rows]), {
      target: "y",
      kind,
    });
    return [description.target.kind, found];
  };
  assertEquals(await kindOf(3), [
    "class",
    '"y" is a class, since it has at most 20 different numbers, 0, 1, 2; `kind: "quantity"` makes it one',
  ]);
  assertEquals(await kindOf(2), [
    "class",
    '"y" is a class, since it has at most 20 different numbers, 0, 1',
  ]);
  assertEquals((await kindOf(20))[0], "class");
  assertStringIncludes(
    (await kindOf(12))[1]!,
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11; `kind: "quantity"` makes it one',
  );
  const quantity = '"y" is a quantity, since it has more than 20 different numbers';
  assertEquals(await kindOf(21), ["quantity", `${quantity}; \`kind: "class"\` makes each a class`]);
  assertEquals(await kindOf(41), ["quantity", quantity]);
  assertEquals(await kindOf(3, "quantity"), [
    "quantity",
    '"y" is a quantity, as it is said to be',
  ]);
  assertEquals((await kindOf(30, "class"))[0], "class");
});

Deno.test("numbers with fractions, or nearly as many as rows, are a quantity", async () => {
  const foundIn = async (cell: (k: number) => string, rows: number) => {
    const cells = Array.from({ length: rows }, (_, k) => [`${k * k % 101}`, cell(k)]);
    return (await tableDatasets(tableOf([["x", "y"], ...cells]), { target: "y" })).found;
  };
  const quantity = (why: string) =>
    `"y" is a quantity, since it has ${why}; \`kind: "class"\` makes each a class`;
  const fractions = (text: string) => quantity(`numbers with fractions, such as ${text}`);
  assertEquals(await foundIn((k) => ["1", "1.5", "2.0"][k % 3]!, 60), fractions("1.5"));
  assertEquals(await foundIn((k) => `${k + 60}.323`, 16), fractions("60.323"));
  for (const two of [["-1", "1"], ["0.0", "1.0"], ["0.5", "1.5"]]) {
    assertStringIncludes(await foundIn((k) => two[k % 2]!, 40), "is a class");
  }
  assertStringIncludes(await foundIn((k) => ["0.0", "1.0", "2.0"][k % 3]!, 40), "is a class");
  assertEquals(await foundIn((k) => `${k % 11}`, 21), quantity("11 different numbers in 21 rows"));
  assertStringIncludes(await foundIn((k) => `${k % 11}`, 22), "is a class");
  assertStringIncludes(await foundIn((k) => `${k % 10}`, 19), "is a class");
});

/** 30 rows: a number that varies, a column of its own, and a class. */
const with30 = (name: string, cell: (k: number) => string) =>
  tableOf([
    ["x", name, "class"],
    ...Array.from({ length: 30 }, (_, k) => [`${(k * 7) % 30}`, cell(k), "ab"[k % 2]!]),
  ]);

const LEFT_OUT: readonly [what: string, cell: (k: number) => string, why: string][] = [
  ["texts like names", (k) => `name ${k}`, "every row has another text, like a name"],
  [
    "texts mostly different",
    (k) => `name ${k >> 1 === 0 ? 0 : k}`,
    "29 of its 30 texts are different, like names",
  ],
  ["one text", () => "same", 'every row has "same"'],
  ["one number", () => "7", "every row has 7"],
  ["one text and gaps", (k) => k % 9 === 0 ? "" : "same", 'every row has "same" or a gap'],
  ["gaps only", () => "NA", "there is nothing in it"],
];

for (const [what, cell, why] of LEFT_OUT) {
  Deno.test(`a column of ${what} is left out, and that is told`, async () => {
    const { warnings, description, counts } = await tableDatasets(with30("extra", cell), {
      target: "class",
    });
    assertEquals(warnings, [`The column "extra" is left out: ${why}`]);
    assertEquals(description.columns.map(({ name }) => name), ["x"]);
    assertEquals(counts.withGaps, 0);
  });
}

Deno.test("a column that numbers the rows is left out by its name, and told of under another", async () => {
  for (const name of ["id", "Unnamed: 0", "X", "rowid", "PassengerId", "customer_id"]) {
    const { warnings } = await tableDatasets(with30(name, (k) => `${k + 1}`), { target: "class" });
    assertEquals(warnings, [`The column "${name}" is left out: it numbers the rows`]);
  }
  for (const name of ["hour", "x1"]) {
    const table = with30(name, (k) => `${k}`);
    const { warnings, training } = await tableDatasets(table, { target: "class" });
    assertEquals(training.features, 2);
    assertStringIncludes(
      warnings[0]!,
      `The column "${name}" counts the rows: \`without: ["${name}"]\` leaves it out if`,
    );
  }
});

Deno.test("a column that is called an id is left out if its whole numbers are all different", async () => {
  const id = (k: number) => `${(k * 7919) % 100_003}`;
  for (const name of ["id", "kunden_id", "Customer ID", "PassengerId"]) {
    const { warnings } = await tableDatasets(with30(name, id), { target: "class", gaps: "mean" });
    assertEquals(warnings, [
      `The column "${name}" is left out: it is an id, as its numbers are all different`,
    ]);
  }
  const isLeftOut = async (table: TableSource) =>
    (await tableDatasets(table, { target: "class", gaps: "mean" })).warnings.some((text) =>
      text.includes("it is an id")
    );
  assertEquals(await isLeftOut(with30("x_id", (k) => k === 3 ? "" : id(k))), true);
  assertEquals(await isLeftOut(with30("x_id", (k) => id(k % 29))), false);
  assertEquals(await isLeftOut(with30("x_id", (k) => `${id(k)}.5`)), false);
  assertEquals(await isLeftOut(with30("weight", id)), false);

  const many = (cell: (k: number) => string) => {
    const rows = Array.from({ length: 1200 }, (_, k) => [cell(k), `${k * 7 % 100}`, "ab"[k % 2]!]);
    return tableOf([["x_id", "x", "class"], ...rows]);
  };
  const { warnings } = await tableDatasets(many(id), { target: "class" });
  assertStringIncludes(warnings[0]!, "it is an id, as its first 1000 numbers are all different");
  assertEquals(await isLeftOut(many((k) => id(k && k - 1))), false);
});

Deno.test("a column that counts is learned from if it is the only one, whatever its name", async () => {
  const rows = Array.from({ length: 40 }, (_, k) => [`${k + 1}`, `${(k * k) / 4}`]);
  const { description, warnings } = await tableDatasets(tableOf([["X", "Y"], ...rows]), {
    target: "Y",
  });
  assertEquals(description.columns.map(({ name }) => name), ["X"]);
  assertEquals(warnings, [
    'The column "X" counts the rows: besides the target there is no other to learn from',
  ]);
});

Deno.test("numbers of which one begins with a zero are codes, and categories of their own", async () => {
  const codes = ["10115", "01067", "04109"];
  const { description, warnings } = await tableDatasets(with30("zip", (k) => codes[k % 3]!), {
    target: "class",
  });
  assertEquals(description.columns[1], {
    kind: "category",
    name: "zip",
    values: ["01067", "04109", "10115"],
    gaps: "drop",
  });
  assertEquals(warnings, [
    'The column "zip" is read as categories, since "01067" on line 3 begins with a zero, as codes do: ' +
    "numbers are written without",
  ]);
  const told = async (cell: (k: number) => string) =>
    (await tableDatasets(with30("zip", cell), { target: "class" })).warnings.at(-1);
  assertEquals(
    await told((k) => k % 5 ? codes[k % 3]! : "1067"),
    'The column "zip" has "1067" (6 rows) and "01067" (8 rows), which are different categories: write them alike',
  );
  assertEquals(
    await told((k) => `0${1067 + k * 7}`),
    'The column "zip" is left out: every row has another text, like a name; "01067" on line 2 begins with a zero, ' +
      "as codes do: numbers are written without",
  );
  for (const other of ["0.5", "-3"]) { // which no codes are
    const cell = (k: number) => k === 9 ? other : k % 2 ? "0123" : `${k}`;
    const { description } = await tableDatasets(with30("zip", cell), { target: "class" });
    assertEquals(description.columns[1]!.kind, "number");
  }
});

Deno.test("texts of more than a thousand kinds are left out", async () => {
  const rows = Array.from(
    { length: 4000 },
    (_, k) => [`${(k * 7) % 100}`, `t${k % 1500}`, "ab"[k % 2]!],
  );
  const { warnings } = await tableDatasets(tableOf([["x", "t", "class"], ...rows], 500), {
    target: "class",
  });
  assertStringIncludes(
    warnings[0]!,
    'The column "t" is left out: it has more than 1000 different texts',
  );
});

Deno.test("a target of few rows and nearly as many numbers may be a quantity, which is told", async () => {
  const rows = Array.from({ length: 10 }, (_, k) => [`${(k * 7) % 10}`, `${k}`]);
  await assertRejects(
    () => tableDatasets(tableOf([["x", "y"], ...rows]), { target: "y" }),
    SyntaxError,
    'validation and test would have none; "y" is taken for 10 classes, each of which trains; ' +
      'if it is a quantity, say so by `kind: "quantity"`',
  );
  const twice = [...rows, ...rows.slice(0, 6)];
  const data = await tableDatasets(tableOf([["x", "y"], ...twice]), { target: "y" });
  assertEquals(data.warnings, [
    'The target "y" has 10 classes in 16 rows, nearly every row its own: if it is a quantity, say so by `kind: "quantity"`',
  ]);
});

Deno.test("the same number written in two ways makes two classes, which is told", async () => {
  const cells = ["0", "1", "1.0"];
  const { warnings } = await tableDatasets(with30("c", (k) => cells[k % 3]!), {
    target: "c",
    without: ["class"],
  });
  assertEquals(warnings, [
    'The target "c" has "1" (10 rows) and "1.0" (10 rows), which are different classes: write them alike',
  ]);
});

Deno.test("spaces and capitals make another category or class, which is told with the rows", async () => {
  const cell = (k: number) => k < 6 ? "Red" : k % 3 ? "red" : "red ";
  const { warnings } = await tableDatasets(with30("c", cell), { target: "class" });
  assertEquals(warnings, [
    'The column "c" has "Red" (6 rows) and "red " (8 rows) and "red" (16 rows), which are different ' +
    "categories: write them alike",
  ]);
  const ofTarget = await tableDatasets(with30("c", cell), { target: "c", without: ["class"] });
  assertEquals(
    ofTarget.warnings[0],
    'The target "c" has "Red" (6 rows) and "red " (8 rows) and "red" (16 rows), which are different ' +
      "classes: write them alike",
  );
  const many = (k: number) => ["a", "A", "b", "B", "c", "C", "d", "D", "e", "E"][k % 10]!;
  const { warnings: [told] } = await tableDatasets(with30("c", many), { target: "class" });
  assertStringIncludes(told!, '"c" (3 rows) and "C" (3 rows), 2 more of such, which are');
});

const NUMBERS_IN_TEXTS: readonly [cell: (k: number) => string, what: string][] = [
  [(k) => `${k % 9} kg`, 'numbers with "kg", such as "0 kg": write the numbers alone'],
  [(k) => `$${k % 9}.50`, 'numbers with "$", such as "$0.50": write the numbers alone'],
  [(k) => `${k % 9}%`, 'numbers with "%", such as "0%": write the numbers alone'],
  [
    (k) => k % 9 < 4 ? "none" : `1,${234 + k % 9}`,
    'numbers with commas, such as "1,238": write them as 3.14 or 1234567',
  ],
  [
    (k) => `${8 + k % 9}:30`,
    'clock times, such as "8:30": write numbers in their place, such as the hour',
  ],
];

for (const [cell, what] of NUMBERS_IN_TEXTS) {
  Deno.test(`a column is told of that has ${what}`, async () => {
    const told = async (options: TableOptions) =>
      (await tableDatasets(with30("c", cell), options)).warnings;
    assertEquals(
      (await told({ target: "class" }))[0],
      `The column "c" is read as categories, but has ${what}`,
    );
    assertEquals(
      (await told({ target: "c", without: ["class"] }))[0],
      `The target "c" is read as classes, but has ${what}`,
    );
  });
}

Deno.test("a column that is left out is told of too where it has numbers with units", async () => {
  const { warnings } = await tableDatasets(with30("c", (k) => `${k} kg`), { target: "class" });
  assertEquals(warnings, [
    'The column "c" is left out: every row has another text, like a name; it has numbers with "kg", ' +
    'such as "0 kg": write the numbers alone',
  ]);
  const rows = Array.from(
    { length: 4000 },
    (_, k) => [`${k % 1500} kg`, `${k * 7 % 100}`, "ab"[k % 2]!],
  );
  const many = await tableDatasets(tableOf([["c", "x", "class"], ...rows], 500), {
    target: "class",
  });
  assertStringIncludes(many.warnings[0]!, 'too many for categories; it has numbers with "kg"');
});

Deno.test("categories that begin with numbers are not taken for numbers with units", async () => {
  for (
    const cell of [
      (k: number) => `${2 + 2 * (k % 2)}WD`,
      (k: number) => `${k % 6}${"ABCDEF"[k % 6]}`,
    ]
  ) {
    const { warnings } = await tableDatasets(with30("c", cell), { target: "class" });
    assertEquals(warnings, []);
  }
});

Deno.test("a few numbers among texts are categories", async () => {
  const { description } = await tableDatasets(
    with30("rooms", (k) => ["1", "2", "3", "3+"][k % 4]!),
    { target: "class" },
  );
  assertEquals(description.columns[1], {
    kind: "category",
    name: "rooms",
    values: ["1", "2", "3", "3+"],
    gaps: "drop",
  });
});

Deno.test("a text among few different numbers makes categories or classes of them, which is told", async () => {
  const told = async (cell: (k: number) => string, options: TableOptions) =>
    (await tableDatasets(with30("n", cell), options)).warnings.filter((text) => /since/.test(text));
  const stray = (k: number) => k === 7 ? "1,2x" : `${k % 5}`;
  const ofTarget = { target: "n", without: ["class"] };
  assertEquals(await told(stray, { target: "class" }), [
    'The column "n" is read as categories, since 1 of its 30 values is no number, "1,2x" on line 9: ' +
    "correct it or leave it empty to have numbers",
  ]);
  assertEquals(await told((k) => k % 9 ? `${k % 5}` : "low", ofTarget), [
    'The target "n" is read as classes, since 4 of its 30 values are no numbers, such as "low" on line 2: ' +
    "correct them or leave them empty to have numbers",
  ]);
  assertEquals(await told(stray, { ...ofTarget, kind: "class" }), []);
  assertEquals(await told((k) => k % 3 ? "low" : `${k % 5}`, { target: "class" }), []);
  assertEquals(await told((k) => `${k % 5}`, ofTarget), []);
});

Deno.test("rows without a target and rows with gaps are left out, counted and told", async () => {
  const { counts, warnings } = await tableDatasets(
    tableOf([
      ["x", "class"],
      ...Array.from(
        { length: 40 },
        (_, k) => [k % 10 === 1 ? "" : `${k}`, k % 10 === 2 ? "?" : "ab"[k % 2]!],
      ),
    ]),
    { target: "class" },
  );
  assertEquals([counts.rows, counts.withoutTarget, counts.withGaps], [40, 4, 4]);
  assertEquals(counts.training + counts.validation + counts.test, 32);
  assertEquals(warnings, [
    '4 of 40 rows are left out: they have no target; "?" on line 4 is read as a gap: if it is a class, write another word for it',
    '4 of 40 rows are left out: they have gaps in "x" (4); `gaps: "mean"` keeps them',
  ]);
});

Deno.test("a class that is written like a gap is told with its line, also where no other is left", async () => {
  const told = async (classes: string[]) => {
    const cells = (k: number) => k === 0 ? "" : classes[k % classes.length]!;
    return (await tableDatasets(with30("damage", cells), { target: "damage" })).warnings;
  };
  const text = '; "None" on line 3 is read as a gap: if it is a class, write another word for it';
  assertEquals(await told(["minor", "None", "major"]), [
    `11 of 30 rows are left out: they have no target${text}`,
  ]);
  assertEquals(await told(["minor", "", "major"]), [
    "11 of 30 rows are left out: they have no target",
  ]);
  await assertRejects(
    () => told(["major", "None"]),
    SyntaxError,
    `every row is of the class "major", so there is nothing to tell apart${text}`,
  );
});

Deno.test("gaps are counted in the rows that are otherwise kept", async () => {
  const rows = Array.from({ length: 40 }, (_, k) => [
    k % 10 < 2 ? "" : `${k}`, // also in the rows without a target
    k % 20 === 1 ? "NA" : "ab"[k % 2]!,
    k % 10 === 2 ? "?" : "cd"[k % 2]!,
  ]);
  const { warnings } = await tableDatasets(
    tableOf([["x", "color", "class"], ...rows]),
    { target: "class" },
  );
  assertEquals(warnings, [
    '4 of 40 rows are left out: they have no target; "?" on line 4 is read as a gap: if it is a class, write another word for it',
    '8 of 40 rows are left out: they have gaps in "x" (8), "color" (2); ' +
    '`gaps: "mean"` or `gaps: "category"` keeps them',
  ]);
});

Deno.test("where gaps lose more than a third of the rows, it is told what keeps most of them", async () => {
  const told = async (cells: (k: number) => string[]) => {
    const rows = Array.from({ length: 60 }, (_, k) => [...cells(k), "ab"[(k >> 2) % 2]!]);
    const table = tableOf([["x", "age", "cabin", "class"], ...rows]);
    return (await tableDatasets(table, { target: "class" })).warnings;
  };
  const gapOr = (isGap: boolean, k: number) => isGap ? "" : `${k * k % 61}`;
  assertEquals(await told((k) => [`${k % 7}`, gapOr(k % 4 === 0, k), gapOr(k % 5 > 0, k)]), [
    '51 of 60 rows are left out: they have gaps in "cabin" (48), "age" (15); `gaps: "mean"` keeps them',
    'More than a third of the rows are lost for gaps: `without: ["cabin"]` keeps 36 more',
  ]);
  assertEquals(await told((k) => [`${k % 7}`, gapOr(k % 2 === 0, k), gapOr(k % 2 === 0, k)]), [
    '30 of 60 rows are left out: they have gaps in "age" (30), "cabin" (30); `gaps: "mean"` keeps them',
    "More than a third of the rows are lost for gaps",
  ]);
  assertEquals((await told((k) => [`${k % 7}`, `${k % 9}`, gapOr(k % 3 === 0, k)])).length, 1);
});

Deno.test("a class that only the test rows have is told of", async () => {
  const rows = Array.from(
    { length: 30 },
    (
      _,
      k,
    ) => [
      `${(k * 7) % 30}`,
      k === 29 ? "c" : "ab"[k % 2]!,
      k < 20 ? "train" : k < 25 ? "val" : "test",
    ],
  );
  const { warnings, training } = await tableDatasets(tableOf([["x", "class", "part"], ...rows]), {
    target: "class",
    split: "part",
  });
  assertEquals(warnings, ['No training row is of the class "c", so it cannot be learned']);
  assertEquals(training.classNames, ["a", "b", "c"]);
});

Deno.test("a text that only other parts have is told of", async () => {
  const rows = Array.from(
    { length: 30 },
    (
      _,
      k,
    ) => [
      `${(k * 7) % 30}`,
      k === 29 ? "blu" : "blue",
      "ab"[k % 2]!,
      k < 20 ? "train" : k < 25 ? "val" : "test",
    ],
  );
  const { warnings } = await tableDatasets(tableOf([["x", "color", "class", "part"], ...rows]), {
    target: "class",
    split: "part",
  });
  assertEquals(warnings, [
    'No training row has "blu" in the column "color", as line 31 has: it is none of the categories',
  ]);
});

const numbers = (cell: (k: number) => string, rows = 60) =>
  [
    "x,y,class",
    ...Array.from({ length: rows }, (_, k) => `${cell(k)},${(k * 7) % 60},${"ab"[k % 2]}`),
  ].join("\n");

const REFUSED: readonly [
  what: string,
  text: string,
  options: Partial<TableOptions>,
  message: string,
][] = [
  [
    "a target that is not there",
    "x,class\n1,a",
    { target: "clas" },
    'Cannot find the column "clas" in the table, did you mean class?',
  ],
  [
    "no target",
    "x,class\n1,a",
    { target: [] },
    "Cannot read the table without a target: one of its columns is wanted, x, class",
  ],
  [
    "a left-out column that is not there",
    "x,class\n1,a",
    { without: ["qqq"] },
    'Cannot find the column "qqq" in the table: there are x, class',
  ],
  [
    "several names in one target",
    "x,y,class\n1,2,a",
    { target: "x, y" },
    'Cannot find the column "x, y" in the table, but each of x, y: write `target: ["x", "y"]`',
  ],
  [
    "several names in one column that is left out",
    "x,y,class\n1,2,a",
    { without: ["x,y"] },
    'Cannot find the column "x,y" in the table, but each of x, y: write `without: ["x", "y"]`',
  ],
  [
    "two roles of a column",
    "x,class\n1,a",
    { weights: "class" },
    'Cannot use the column "class" as the weights: it is a target already',
  ],
  [
    "several targets as classes",
    "x,y,class\n1,2,a",
    { target: ["y", "class"], kind: "class" },
    "Cannot learn the classes of y, class at once",
  ],
  [
    "an unknown kind",
    "x,class\n1,a",
    { kind: "number" as never },
    'Cannot take a target for a "number": there are class, quantity',
  ],
  [
    "an unknown rule for gaps",
    "x,class\n1,a",
    { gaps: "fill" as never },
    'Cannot treat gaps as "fill": there are drop, mean, category',
  ],
  [
    "fractions that are not together 1",
    "x,class\n1,a",
    { split: [0.5, 0.5, 0.5] },
    "Cannot split data into [0.5,0.5,0.5]",
  ],
  ["no rows", "x,class", {}, "Cannot read the table: it has no rows below its header"],
  [
    "one row",
    "x,class\n1,a",
    { target: "x", kind: "quantity" },
    'Cannot learn the quantity "x" of the table: every row has 1',
  ],
  [
    "one row of a class",
    "x,class\n1,a",
    {},
    'Cannot learn the classes of "class" in the table: every row is of the class "a"',
  ],
  [
    "one class",
    numbers((k) => `${k}`).replaceAll(",b", ",a"),
    {},
    "so there is nothing to tell apart",
  ],
  [
    "two rows",
    "x,class\n1,a\n2,b",
    {},
    "Cannot split the 2 rows of the table: validation and test would have none; more rows are wanted",
  ],
  [
    "rows that all have gaps",
    "x,y,class\n1,,a\n,2,b\n3,,a\n,4,b\n5,,a\n,6,b",
    {},
    'of 6 rows 6 have gaps, which `gaps: "mean"` keeps',
  ],
  [
    "a target without values",
    "x,class\n1,\n2,NA",
    {},
    'Cannot learn "class" of the table: no row has a value',
  ],
  [
    "all values equal",
    "x,class\n1,a\n1,b\n1,a\n1,b",
    {},
    'besides the target no column is left to learn from. The column "x" is left out: every row has 1',
  ],
  [
    "a quantity that never changes",
    "x,y\n1,5\n2,5\n3,5",
    { target: "y", kind: "quantity" },
    'Cannot learn the quantity "y" of the table: every row has 5',
  ],
  [
    "nothing but the target",
    "class\na\nb",
    {},
    "besides the target no column is left to learn from",
  ],
  [
    "dates",
    numbers((k) => `2024-01-${k + 1}`),
    {},
    'Cannot use the column "x" of the table: it has dates, such as "2024-01-1" on line 2; leave it out by ' +
    '`without: ["x"]`, or write numbers in place of the dates, such as the year and the month',
  ],
  [
    "several columns of dates",
    "born,seen on,x,class\n2024-01-01,1/2/2024,1,a\n2024-01-02,1/3/2024,2,b",
    {},
    'Cannot use the columns "born", "seen on" of the table: they have dates, such as "2024-01-01" on line 2; ' +
    'leave them out by `without: ["born", "seen on"]`, or write numbers',
  ],
  [
    "dates of day, month and year",
    numbers((k) => `${k}/1/2024`),
    {},
    'it has dates, such as "0/1/2024"',
  ],
  [
    "a date as the target",
    numbers((k) => `2024-01-${k + 1}`),
    { target: "x" },
    "on line 2; choose another target, or write numbers",
  ],
  ["a date among numbers", numbers((k) => k === 50 ? "1/2/2024" : `${k}`), {}, "it has dates"],
  [
    "a text among numbers",
    numbers((k) => k === 50 ? "12a" : `${k}`),
    {},
    'Cannot read the table: "12a" on line 52, column "x", is no number, as most rows have: correct it or leave it empty, ' +
    'or leave the column out by `without: ["x"]`',
  ],
  [
    "several texts among numbers",
    numbers((k) => k % 20 ? `${k}` : k ? "k.A." : "-"),
    {},
    'Cannot read the table: "-" on line 2, column "x", is no number, as most rows have; 3 rows have none ("-", "k.A."): ' +
    'correct them or leave them empty, or leave the column out by `without: ["x"]`',
  ],
  [
    "many texts among numbers",
    numbers((k) => k % 6 ? `${k}` : `n${k}`),
    {},
    '10 rows have none ("n0", "n6", "n12", "n18", "n24", …): correct them',
  ],
  [
    "a target of numbers with a unit, all different",
    numbers((k) => `${k} kg`),
    { target: "x" },
    '"x" is taken for 60 classes, each of which trains; it has numbers with "kg", such as "0 kg": write the numbers alone',
  ],
  [
    "a text among numbers of a target",
    numbers((k) => k === 50 ? "12a" : `${k}`),
    { target: "x" },
    '"12a" on line 52, column "x", is no number',
  ],
  [
    "a quantity of texts",
    numbers((k) => `${k}`),
    { kind: "quantity" },
    '"a" on line 2, column "class", is no number, which a quantity is',
  ],
  [
    "several targets, one of them of texts",
    numbers((k) => `${k}`),
    { target: ["x", "class"] },
    'Cannot learn "x", "class" of the table at once: several targets must all be quantities, ' +
    'and "class" has texts, such as "a" on line 2',
  ],
  [
    "a quantity with units",
    numbers((k) => `${k} kg`),
    { target: "x", kind: "quantity" },
    '"0 kg" on line 2, column "x", is no number, which a quantity is: write the number without "kg"',
  ],
  [
    "numbers too large",
    numbers((k) => `${k % 2 ? "-" : ""}1.${k}e300`),
    {},
    'the column "x" of the table: its numbers are too large',
  ],
  [
    "a weight below 0",
    numbers((k) => `${k - 30}`),
    { weights: "x" },
    'the weight "-30" on line 2, column "x", is no number from 0 up',
  ],
  [
    "a weight that is no number",
    numbers((k) => k === 3 ? "" : "1"),
    { weights: "x" },
    'the weight "" on line 5',
  ],
  [
    "a part of no name",
    numbers(() => "tset"),
    { split: "x" },
    '"tset" on line 2, column "x", is none of training, validation, test, did you mean test?',
  ],
  [
    "no part to test",
    numbers(() => "train"),
    { split: "x" },
    "as its column says: no row is for test",
  ],
];

for (const [what, text, options, message] of REFUSED) {
  Deno.test(`a table is refused for ${what}`, async () => {
    await assertRejects(
      () => tableDatasets(tableOfText(text), { target: "class", ...options }),
      Error,
      message,
    );
  });
}

Deno.test("a table is refused for numbers with commas", async () => {
  const rows = Array.from({ length: 60 }, (_, k) => [`${k * 7 % 60},5`, "ab"[k % 2]!]);
  await assertRejects(
    () => tableDatasets(tableOf([["x", "class"], ...rows]), { target: "class" }),
    SyntaxError,
    '"0,5" on line 2, column "x", has a comma: a number is wanted as 3.14',
  );
});

/** A table of 60 rows whose numbers may have decimal commas. */
function withCommas(cell: (k: number) => string) {
  const rows = Array.from({ length: 60 }, (_, k) => [cell(k), `${k / 4}`, "ab"[k % 2]!]);
  return { ...tableOf([["x", "y", "class"], ...rows]), decimalComma: true };
}

Deno.test("decimal commas are read as points where cells are not cut at commas, and told once", async () => {
  const comma = (k: number) => `${k - 30},${k % 10}5`;
  const options = { target: "class", weights: "w" };
  const table = (write: (text: string) => string): string[][] => [
    ["x", "y", "w", "class"],
    ...Array.from(
      { length: 60 },
      (
        _,
        k,
      ) => [
        write(comma(k)),
        k % 9 ? write(`${k * 7 % 60},5`) : "NA",
        write(`${k % 3},5`),
        "ab"[k % 2]!,
      ],
    ),
  ];
  const german = table((text) => text);
  const read = await tableDatasets({ ...tableOf(german), decimalComma: true }, options);
  assertEquals(
    read.warnings[0],
    'The columns "x", "y", "w" have decimal commas: "-30,05" is read as -30.05',
  );
  const english = table((text) => text.replace(",", "."));
  for (const part of ["training", "validation", "test"] as const) {
    const rows = [...read.lines[part]].map((line) => english[line - 1]!);
    const [x, y] = read.description.columns;
    assert(x?.kind === "number" && y?.kind === "number");
    const wanted = rows.flatMap((row) =>
      [x, y].map(({ mean, deviation }, c) => (Number(row[c]) - mean) / deviation)
    );
    assertEquals(read[part].inputs, Float32Array.from(wanted));
    assertEquals(read.weights![part], Float32Array.from(rows, (row) => Number(row[2])));
  }
  const quantity = await tableDatasets(
    { ...tableOf(german), decimalComma: true },
    { target: "x", without: ["class", "w"] },
  );
  assertEquals(quantity.description.target.kind, "quantity");
  assertStringIncludes(quantity.warnings[0]!, 'The columns "y", "x" have decimal commas');
});

Deno.test("a text is not said to have the comma of another row", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, k) => [k === 3 ? "k.A." : k === 9 ? "1,5" : `${k}`, "ab"[k % 2]!],
  );
  await assertRejects(
    () => tableDatasets(tableOf([["x", "class"], ...rows]), { target: "class" }),
    SyntaxError,
    '"k.A." on line 5, column "x", is no number, as most rows have; 2 rows have none ("k.A.", "1,5"): correct them',
  );
});

const TWO_MEANINGS: readonly [what: string, cell: (k: number) => string, message: string][] = [
  [
    "every comma may part thousands",
    (k) => `${k * 7 % 60 + 1},500`,
    '"1,500" on line 2, column "x", may be 1.500 or 1500, and no other row tells: write 1500 or 1,5000',
  ],
  [
    "there are commas and points",
    (k) => k === 8 ? "1.500" : `${k * 7 % 60},5`,
    '"0,5" on line 2, column "x", has a decimal comma, and "1.500" on line 10 a point: write either',
  ],
  [
    "there are points between thousands",
    (k) => k === 8 ? "1.500,5" : `${k * 7 % 60},5`,
    '"1.500,5" on line 10, column "x", has its thousands parted: a number is wanted as 3,14 or 1234567',
  ],
];

for (const [what, cell, message] of TWO_MEANINGS) {
  Deno.test(`a column with commas is refused where ${what}`, async () => {
    await assertRejects(
      () => tableDatasets(withCommas(cell), { target: "class" }),
      SyntaxError,
      `Cannot read the table: ${message}`,
    );
    await assertRejects(
      () => tableDatasets(withCommas(cell), { target: "x", kind: "quantity", without: ["class"] }),
      SyntaxError,
      message,
    );
  });
}

Deno.test("weights with commas that may part thousands are refused, as other numbers are", async () => {
  await assertRejects(
    () => tableDatasets(withCommas((k) => `${k % 9 + 1},500`), { target: "class", weights: "x" }),
    SyntaxError,
    'Cannot read the table: "1,500" on line 2, column "x", may be 1.500 or 1500',
  );
});

Deno.test("points that may part thousands are refused where another column has decimal commas", async () => {
  const table = (price: (k: number) => string, area = (k: number) => `${k % 9},5`) => {
    const rows = Array.from({ length: 60 }, (_, k) => [area(k), price(k), "ab"[k % 2]!]);
    return { ...tableOf([["area", "price", "class"], ...rows]), decimalComma: true };
  };
  const price = (k: number) => k % 3 ? `${700 + k}` : `1.${100 + k}`;
  for (
    const options of [{ target: "price" }, { target: "class" }, {
      target: "class",
      weights: "price",
    }]
  ) {
    await assertRejects(
      () => tableDatasets(table(price), options),
      SyntaxError,
      'Cannot read the table: "1.100" on line 2, column "price", may be 1.100 or 1100 where "area" has decimal commas, ' +
        "and no other row tells: write 1100 or 1.1000",
    );
  }
  const isRead = async (source: ReturnType<typeof table>) => {
    const { description } = await tableDatasets(source, { target: "class" });
    assertEquals(description.columns.map(({ kind }) => kind), ["number", "number"]);
  };
  await isRead(table((k) => k === 30 ? "1.1300" : price(k)));
  await isRead(table(price, (k) => `${k % 9}`)); // no decimal commas: a point is one
});

Deno.test("one comma that cannot part thousands tells what the others are", async () => {
  const { description } = await tableDatasets(
    withCommas((k) => k === 40 ? "0,5" : `${k * 7 % 60 + 1},500`),
    {
      target: "class",
    },
  );
  assertEquals(description.columns[0]!.kind, "number");
});

Deno.test("a column without a value in any training row is left out, which is told", async () => {
  const parts = ["train", "validation", "test"];
  const text = (cell: (part: string) => string, other: (k: number) => string) => {
    const rows = Array.from({ length: 30 }, (_, k) => {
      const part = parts[k % 3]!;
      return `${cell(part)},${other(k)},${part},${"ab"[(k >> 2) % 2]}`;
    });
    return tableOfText(["late,x,part,class", ...rows].join("\n"));
  };
  const options = { target: "class", split: "part", gaps: "mean" } as const;
  for (const value of ["3.5", "red"]) {
    let k = 0;
    const late = (part: string) => part === "train" ? "" : `${value}${k++ % 2}`;
    const { description, warnings } = await tableDatasets(text(late, (k) => `${k % 7}`), options);
    assertEquals(description.columns.map(({ name }) => name), ["x"]);
    assert(
      warnings.some((warning) => warning.includes('"late"') && warning.includes("no training row")),
      warnings.join("; "),
    );
  }
  let k = 0;
  const late = (part: string) => part === "train" ? "" : `${k++ % 5}`;
  await assertRejects(
    () => tableDatasets(text(late, () => ""), options),
    SyntaxError,
    "Cannot learn from the table: no training row has a value in any column",
  );
});

Deno.test({
  name: "a table of more features than memory holds names its widest column",
  ignore: !LONG_TESTS,
  fn: async () => {
    // 999 kinds of text in each of many columns.
    const names = Array.from({ length: 120 }, (_, c) => `c${c}`);
    const rows = Array.from({ length: 2200 }, (_, k) => [
      ...names.map((name) => `${name} ${k % 999}`),
      "ab"[k % 2]!,
    ]);
    await assertRejects(
      () => tableDatasets(tableOf([[...names, "class"], ...rows]), { target: "class" }),
      SyntaxError,
      "features are too many for memory; leave out a column, such as",
    );
  },
});
