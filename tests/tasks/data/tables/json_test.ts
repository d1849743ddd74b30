import { assertEquals } from "@std/assert";
import { rejectsSaying } from "../../../helpers/says.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");

const LINES = '{"a":1.50,"b":"007"}\n\n{"b":null,"c":true,"a":-0}\r\n{"a":9007199254740993}';

test("JSON Lines give the keys in the order of their appearance, and the line of each row", async () => {
  const { columns, rows, lines } = await readContent(LINES);
  assertEquals(columns, ["a", "b", "c"]);
  assertEquals(rows, [["1.5", "007", ""], ["0", "", "true"], ["9007199254740993", "", ""]]);
  assertEquals(lines, [1, 3, 4]);
});

test("names that every object inherits are columns like others", async () => {
  const { columns, rows } = await readContent('{"constructor":1,"__proto__":2}\n{"a":3}\n');
  assertEquals(columns, ["constructor", "__proto__", "a"]);
  assertEquals(rows, [["1", "2", ""], ["", "", "3"]]);
});

test("a list of objects and an object of columns, by lists or by indices, are the same table", async () => {
  const list = await readContent('[{"a":1,"b":"x"},\n {"a":2.5,"b":"y"}]');
  assertEquals(list.rows, [["1", "x"], ["2.5", "y"]]);
  assertEquals(list.lines, [2, 3]);
  for (
    const text of [
      '{"a":[1,2.5],"b":["x","y"]}',
      '{\n "a": [1, 2.5],\n "b": ["x", "y"]\n}',
      '{"a":{"0":1,"1":2.5},"b":{"0":"x","1":"y"}}',
      '{"a":1,"b":"x"}\n{"a":2.5,"b":"y"}\n',
    ]
  ) {
    const { columns, rows, sha256 } = await readContent(text);
    assertEquals({ columns, rows, sha256 }, {
      columns: list.columns,
      rows: list.rows,
      sha256: list.sha256,
    });
  }
});

test("one object on one line is one row, unless all its values are lists or objects", async () => {
  assertEquals((await readContent('{"a":1,"b":2}')).rows, [["1", "2"]]);
  assertEquals((await readContent('{"a":[1,3],"b":[2,4]}')).rows, [["1", "2"], ["3", "4"]]);
});

test("columns of lists or objects are left out, and reported", async () => {
  const { columns, warnings } = await readContent('{"a":1,"b":[2]}\n{"a":2,"b":null,"c":{}}\n');
  assertEquals(columns, ["a"]);
  assertEquals(warnings, ["Columns of lists or objects are left out: b, c"]);
});

test("a number that float64 lacks stays as it is written", async () => {
  const text =
    '[{"a":123456789012345678901,"b":1e999,"c":1.00000000000000001,"d":-12345678901234567}]';
  const { rows } = await readContent(text);
  assertEquals(rows, [["123456789012345678901", "1e999", "1", "-12345678901234567"]]);
});

test("a key that an object has twice is refused: one of its values would be lost", async () => {
  const twice: [text: string, message: string][] = [
    ['{"a":1,"b":2}\n{"a":2,"a":3}\n', 'on line 2 "a" occurs twice'],
    ['[{"a":1},{"a":2,"b":"x\\":y","a":3}]', '"1.a" occurs twice'],
    ['{"a":[1,2],"b":[3,4],"a":[5,6]}', '"a" occurs twice'],
  ];
  for (const [text, message] of twice) {
    await rejectsSaying(() => readContent(text), SyntaxError, message);
  }
  const { rows } = await readContent('[{"a":"1\\": 2"},{"a":"\\"a\\":"}]'); // colons in texts are none of keys
  assertEquals(rows, [['1": 2'], ['"a":']]);
});
