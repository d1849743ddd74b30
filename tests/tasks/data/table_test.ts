import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import type { TableDescription } from "../../../lib/table/mod.ts";
import {
  readRows,
  readTable,
  type ReadTableOptions,
  rowBatches,
  rowsAt,
} from "../../../tasks/data/table.ts";
import { CsvFile } from "../../../tasks/data/tables/open_table.ts";
import { PLAIN_WRITING } from "../../../tasks/data/tables/table_file.ts";
import { granted, ROOT } from "../../helpers/run_task.ts";
import { assertEachContains, rejectsSaying } from "../../helpers/says.ts";
import { writeFiles } from "../../helpers/write_files.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

const inFolder = testsWith("read", "write");

/** A test that has a folder to write into. */
function test(
  name: string,
  fn: (write: (content: string | Uint8Array, name?: string) => Promise<string>) => Promise<void>,
): void {
  inFolder(name, ({ path: folder }) =>
    fn(async (content, name = "table.csv") => {
      await writeFiles(folder, { [name]: content });
      return join(folder, name);
    }));
}

/** Some penguins, as the tables of palmerpenguins have them: numbers, categories, missing values. */
const PENGUINS = [
  "species,island,bill_length_mm,body_mass_g,sex,year",
  ...Array.from({ length: 60 }, (_, k) => {
    const kind = k % 3;
    const bill = (38 + 5 * kind + (k * 7 % 10) / 4).toFixed(1);
    return [
      ["Adelie", "Chinstrap", "Gentoo"][kind],
      ["Torgersen", "Dream", "Biscoe"][k * 5 % 7 % 3],
      k === 4 ? "NA" : bill,
      k === 4 ? "NA" : 3300 + 700 * kind + k * 13 % 400,
      k % 15 === 4 ? "NA" : ["male", "female"][k * 3 % 5 % 2],
      2007 + k % 4 % 3,
    ].join(",");
  }),
].join("\n") + "\n";

Deno.test("Iris is found to be four numbers and three classes, split by class", {
  ignore: !granted("read"),
}, async () => {
  const { description, training, validation, test, ...iris } = await readTable(IRIS, {
    target: "species",
  });
  assertEquals([training.size, validation.size, test.size], [105, 23, 22]);
  assertEquals([training.features, training.classes], [4, 3]);
  assertEquals(training.classNames, ["setosa", "versicolor", "virginica"]);
  assertEquals(training.featureNames, ["sepalLength", "sepalWidth", "petalLength", "petalWidth"]);
  for (const label of [0, 1, 2]) {
    assertEquals(training.labels.filter((l) => l === label).length, 35);
  }
  assertEquals(description.columns.map(({ kind }) => kind), Array(4).fill("number"));
  assertEquals([iris.delimiter, iris.header, iris.warnings], [",", true, []]);
  assertEquals(iris.found, '"species" is a class, since it has texts');
});

test("penguins are read with their categories and missing values", async (write) => {
  const path = await write(PENGUINS);
  const { description, counts, warnings } = await readTable(path, { target: "species" });
  assertEquals(description.columns.map(({ name, kind }) => [name, kind]), [
    ["island", "category"],
    ["bill_length_mm", "number"],
    ["body_mass_g", "number"],
    ["sex", "category"],
    ["year", "number"],
  ]);
  assertEquals([counts.rows, counts.withMissingValues], [60, 4]);
  assertEquals(warnings.length, 1);
  assertMatch(
    warnings[0]!,
    /4 of 60 rows.*"sex" \(4\), "bill_length_mm" \(1\), "body_mass_g" \(1\).*--gaps mean or --gaps cat/,
  );
  const kept = await readTable(path, { target: "species", gaps: "category" });
  assertEquals([kept.counts.withMissingValues, kept.training.features], [0, 3 + 1 + 1 + 3 + 1]);
  const mass = await readTable(path, { target: "body_mass_g", gaps: "mean" });
  assertStringIncludes(mass.found, '"body_mass_g" is a quantity, since it has more than 20');
  assertEquals(mass.counts.withoutTarget, 1);
});

test("what was read has one hash, however the file is written", async (write) => {
  const rows = PENGUINS.trim().split("\n").map((line) => line.split(","));
  const packed = new Blob([PENGUINS]).stream().pipeThrough(new CompressionStream("gzip"));
  const paths = [
    await write(PENGUINS, "a.csv"),
    await write(`\ufeff${PENGUINS.replaceAll("\n", "\r\n")}`, "b.csv"),
    await write(PENGUINS.replaceAll("\n", "\r"), "c.csv"),
    await write(rows.map((row) => row.map((cell) => `"${cell}"`).join(";")).join("\n"), "d.csv"),
    await write(rows.map((row) => row.join("\t")).join("\n"), "e.tsv"),
    await write(new Uint8Array(await new Response(packed).arrayBuffer()), "f.csv.gz"),
  ];
  const [first, ...others] = await Promise.all(
    paths.map((path) => readTable(path, { target: "species" })),
  );
  assertEquals(others.map(({ delimiter }) => delimiter), [",", ",", ";", "\t", ","]);
  for (const other of others) {
    assertEquals(other.sha256, first!.sha256);
    assertEquals(other.training.inputs, first!.training.inputs);
    assertEquals(other.description, first!.description);
  }
  const changed = await write(PENGUINS.replace("2008", "2009"));
  assert((await readTable(changed, { target: "species" })).sha256 !== first!.sha256);
  // Not the same cells, though the same text between them.
  const [one, other] = [
    await write("x,ab,c\n1,2,3\n4,5,6\n"),
    await write("xa,b,c\n1,2,3\n4,5,6\n", "g.csv"),
  ];
  const hashOf = async (path: string) => {
    const file = await CsvFile.open(path);
    await Array.fromAsync(file.open());
    return file.sha256;
  };
  assert(await hashOf(one) !== await hashOf(other));
});

test("a first line that gives the delimiter, as in Excel, is no row", async (write) => {
  const rows = PENGUINS.replaceAll(",", ";");
  const read = async (text: string, options: Partial<ReadTableOptions> = {}) =>
    await readTable(await write(text), { target: "species", ...options });
  const plain = await read(rows);
  for (const text of [`sep=;\r\n${rows}`, `\ufeffSEP=;\n${rows}`]) {
    const { sha256, delimiter, lines } = await read(text);
    assertEquals([sha256, delimiter], [plain.sha256, ";"]);
    assertEquals(lines.training, plain.lines.training.map((line) => line + 1));
  }
  assertEquals((await read(`sep=;\n${rows}`, { delimiter: ";" })).sha256, plain.sha256);
  const [batch] = await Array.fromAsync(
    readRows(await write(`sep=;\n${rows}`, "new.csv"), plain.description),
  );
  assertEquals([batch!.columns[0], batch!.rows.length], ["species", 60]);
});

test("labels with commas, quotes, line ends and emoji come through whole", async (write) => {
  const labels = ["a, b", "😀", 'the "third"', "two\nlines"];
  const quoted = labels.map((label) => `"${label.replaceAll('"', '""')}"`);
  const rows = Array.from({ length: 80 }, (_, k) => `${k * 7 % 80},${quoted[k % 4]}`);
  const path = await write(`x,label\n${rows.join("\n")}\n`);
  const { training, counts } = await readTable(path, { target: "label" });
  assertEquals(training.classNames, labels.toSorted());
  assertEquals(counts.training + counts.validation + counts.test, 80);
});

test("a file without a header has columns by their numbers", async (write) => {
  const rows = PENGUINS.split("\n").slice(1).join("\n");
  const path = await write(rows);
  const { header, warnings, description } = await readTable(path, {
    target: "column 1",
    gaps: "mean",
  });
  const { target } = description;
  assertEquals([header, target.kind === "class" && target.name], [false, "column 1"]);
  assertStringIncludes(warnings[0]!, "column 1, column 2");
  const years = `2019,2020,kind\n${
    Array.from({ length: 40 }, (_, k) => `${k * 7 % 40},${k % 9},${"ab"[k % 2]}`).join("\n")
  }\n`;
  const named = await readTable(await write(years), { target: "kind" }); // the target is among the names
  assertEquals([named.header, named.training.featureNames], [true, ["2019", "2020"]]);
  await write(rows);
  const given = await readTable(path, { target: "Adelie", gaps: "mean", header: true });
  assertEquals([given.header, given.counts.rows], [true, 59]);
});

test("a column without a name gets one; numbers of rows are left out", async (write) => {
  const rows = Array.from({ length: 40 }, (_, k) => `${k + 1},${k * 7 % 40},${"ab"[k % 2]}`);
  const path = await write(`,x,kind\n${rows.join("\n")}\n`);
  const { warnings, training } = await readTable(path, { target: "kind" });
  assertEquals(training.featureNames, ["x"]);
  assertEachContains(warnings, "Column 1 has no name", '"unnamed column 1" is left out');
});

test("messages name the options of the command line", async (write) => {
  const rows = Array.from({ length: 40 }, (_, k) => `${k},${k * 7 % 40 || ""},${k % 3}`);
  const path = await write(`row number,x,y\n${rows.join("\n")}\n`);
  const { found, warnings } = await readTable(path, { target: "y" });
  assertStringIncludes(found, "--kind quantity");
  assertEachContains(warnings, '"row number" is left out', "--gaps mean");
});

test("a missing file is refused, and one that is refused stays as it is", async (write) => {
  const text = "x,class\n1,a\n2,b,c\n";
  const path = await write(text);
  await assertRejects(() => readTable(path, { target: "class" }), SyntaxError);
  assertEquals(await Deno.readTextFile(path), text);
  await assertRejects(() => readTable(`${path}.gz`, { target: "x" }), Deno.errors.NotFound);
});

test("a file that changes while it is read is refused", async (write) => {
  const path = await write(PENGUINS);
  const grows = await CsvFile.open(path);
  await Array.fromAsync(grows.open());
  await Deno.writeTextFile(path, "Adelie,Dream,38,3500,male,2007\n", { append: true });
  await assertRejects(() => Array.fromAsync(grows.open()), Error, `${path}: it changed`);

  // The same size and the same time, which some editors and rsync leave.
  const time = new Date(2026, 0, 1);
  await write(PENGUINS);
  await Deno.utime(path, time, time);
  const file = await CsvFile.open(path);
  await Array.fromAsync(file.open());
  await write(PENGUINS.replace("Gentoo", "Adelie"));
  await Deno.utime(path, time, time);
  await assertRejects(() => Array.fromAsync(file.open()), Error, `${path}: it changed`);
});

test("new rows are read for prediction, in any order of the columns", async (write) => {
  const table = await readTable(await write(PENGUINS), { target: "species" });
  const encoded = new Map<number, Float32Array>();
  for (const part of ["training", "validation", "test"] as const) {
    const { features, inputs } = table[part];
    for (const [r, line] of table.lines[part].entries()) {
      encoded.set(line, Float32Array.from(inputs.subarray(r * features, (r + 1) * features)));
    }
  }
  const turned = PENGUINS.trim().split("\n").map((line) =>
    [...line.split(",").reverse(), "x"].join(";")
  );
  turned[0] = turned[0]!.replace(/x$/, "note");
  const path = await write(turned.join("\n"), "new.csv");
  let predicted = 0;
  for await (
    const { rows, lines, inputs, problems, unused, columns } of readRows(path, table.description)
  ) {
    assertEquals(unused, ["species", "note"]);
    assertEquals(columns.length, 7);
    const features = inputs.length / rows.length;
    for (let r = 0; r < rows.length; r++) {
      const known = encoded.get(lines[r]!);
      assertEquals(problems[r] === undefined, known !== undefined);
      if (known === undefined) continue;
      assertEquals(inputs.slice(r * features, (r + 1) * features), known);
      predicted++;
    }
  }
  assertEquals(predicted, 56);
});

test("new rows of unknown categories are listed", async (write) => {
  const { description } = await readTable(await write(PENGUINS), { target: "species" });
  const unknown = await write(
    "island,bill_length_mm,body_mass_g,sex,year\nDreem,40,3500,male,2008\nDream,40,NA,male,2008\n",
  );
  const [batch] = await Array.fromAsync(readRows(unknown, description));
  const suggestion = ", did you mean Dream?";
  assertEquals(batch!.unknown, [{ column: "island", value: "Dreem", line: 2, suggestion }]);
  const reasons = batch!.problems.map((problem) => problem?.reason);
  assertEquals(reasons, [undefined, '"body_mass_g" is missing']);
  const missing = await write("island,bill_length,body_mass_g,sex,year\nDream,40,3500,male,2008\n");
  const parts = [missing, '"bill_length_mm" is missing', "did you mean bill_length?"];
  const reading = () => Array.fromAsync(readRows(missing, description));
  await rejectsSaying(reading, SyntaxError, ...parts);
  const text = await write(
    "island,bill_length_mm,body_mass_g,sex,year\nDream,long,3500,male,2008\n",
  );
  const [wrong] = await Array.fromAsync(readRows(text, description));
  assertEquals(wrong!.problems.map((problem) => [problem?.column, problem?.reason]), [
    ["bill_length_mm", '"long" in "bill_length_mm" is not a number'],
  ]);
});

test("rows without names are refused where they lack a target before", async (write) => {
  const rows = PENGUINS.trim().split("\n").slice(1).map((row) => row.replaceAll("NA", "40"));
  const { description } = await readTable(await write(rows.join("\n")), {
    target: "column 1",
    without: ["column 6"],
  });
  const read = async (row: string) =>
    await Array.fromAsync(readRows(await write(`${row}\n`, "new.csv"), description));
  const [batch] = await read("Gentoo,Dream,40,3500,male,2008");
  assertEquals([batch!.header, batch!.problems], [false, [undefined]]);
  assertEquals((await read(",Dream,40,3500,male"))[0]!.inputs, batch!.inputs);
  await rejectsSaying(
    () => read("Dream,40,3500,male,2008"),
    SyntaxError,
    "no names of columns",
    '"Dream" on line 1',
    'target "column 1"',
  );
  const named = "column 2,column 3,column 4,column 5\nDream,40,3500,male";
  assertEquals((await read(named))[0]!.inputs, batch!.inputs);

  const last = await readTable(await write(rows.join("\n")), { target: "column 6" });
  const more = await write("Gentoo,Dream,40,3500,male,a note\n", "new.csv");
  const [noted] = await Array.fromAsync(readRows(more, last.description));
  assertEquals(noted!.problems, [undefined]);
});

test("the first row of a file without names shows whether the target's column is there", async (write) => {
  const rows = PENGUINS.trim().split("\n").slice(1).map((row) => row.replaceAll("NA", "40"));
  const learned = async (target: string) =>
    (await readTable(await write(rows.join("\n")), { target })).description;
  const problemsOf = async (description: TableDescription, text: string) => {
    const [batch] = await Array.fromAsync(readRows(await write(text, "new.csv"), description));
    return batch!.problems;
  };
  const island = await learned("column 2");
  await rejectsSaying(
    () => problemsOf(island, "Gentoo,Gone,40,3500,male,2008\n"),
    SyntaxError,
    '"Gone" on line 1',
  );
  const later = "Gentoo,Dream,40,3500,male,2008\nGentoo,Gone,40,3500,male,2008\n";
  assertEquals(await problemsOf(island, later), [undefined, undefined]);
  const names = [1, 2, 3, 4, 5, 6].map((column) => `column ${column}`).join();
  const named = `${names}\nGentoo,Gone,40,3500,male,2008\n`;
  assertEquals(await problemsOf(island, named), [undefined]);

  const mass = await learned("column 4"); // of which each row has another
  assertEquals(await problemsOf(mass, "Gentoo,Dream,40,3501.5,male,2008\n"), [undefined]);
  const year = await learned("column 6");
  assertEquals(await problemsOf(year, "Gentoo,Dream,40,3500,male\n"), [undefined]);

  const file = {
    name: "new.csv",
    columns: names.split(","),
    header: false,
    delimiter: ",",
    writing: PLAIN_WRITING,
    notes: [],
  };
  async function* batches() {
    for (const [line, text] of later.trim().split("\n").entries()) {
      yield await Promise.resolve({ rows: [text.split(",")], lines: [line + 1] });
    }
  }
  assertEquals((await Array.fromAsync(rowBatches(file, batches(), island))).length, 2);
});

test("rows of texts are no header where the table had none", async (write) => {
  const rows = PENGUINS.trim().split("\n").slice(1).map((row) => row.split(","));
  const table = rows.map(([species, island, , mass]) => `${species},${island},${mass}`).join("\n");
  const { description } = await readTable(await write(table), { target: "column 3" });
  const path = await write("Adelie,Dream\nGentoo,Biscoe\n");
  const [batch] = await Array.fromAsync(readRows(path, description));
  assertEquals([batch!.rows.length, batch!.unknown], [2, []]);
});

test("a reader that stops leaves no file open", async (write) => {
  const file = await CsvFile.open(await write(PENGUINS));
  for await (const _ of file.open()) break;
  assertEquals(file.sha256, undefined);
});

test("rows are read as they stand in a file, by the line that they begin on", async (write) => {
  const path = await write('name;size\n"two\nlines";1,5\n\nplain; 2\nlast;3\n');
  const { columns, rows } = await rowsAt(path, [5, 2, 99]);
  assertEquals(columns, ["name", "size"]);
  assertEquals([...rows], [[2, ["two\nlines", "1,5"]], [5, ["plain", " 2"]]]);
  assertEquals((await rowsAt(path, [])).rows.size, 0);
});
