/** The sentences of networks of tables, each pinned once. */

import { type Row, TableModel } from "@inkling/inkling/table";
import { Network } from "../../mod.ts";
import { testSentences } from "../helpers/says.ts";
import { CLASSES, COLUMNS, networkFor } from "./described_fixture.ts";

const network = networkFor(3, "softmax");
const joined = (network: Network) => () => new TableModel(network, CLASSES);

/** A network whose classes have other names than the table's. */
function otherClasses(): TableModel {
  const named = networkFor(3, "softmax");
  named.classNames = ["warm", "cold", "__proto__"];
  return new TableModel(named, CLASSES);
}

testSentences("networks that do not fit their table", [
  [TypeError, "Cannot ", {
    "use a network of 6 inputs and 2 outputs for a table of 6 features and 3 classes": joined(
      networkFor(2, "softmax"),
    ),
    "use a network of 5 inputs and 3 outputs for a table of 6 features and 3 classes": joined(
      new Network([5, 3], { outputActivation: "softmax" }),
    ),
    'use a network whose class 1 is "cold" for a table whose class 1 is "__proto__"': otherClasses,
    "use a network that standardizes its inputs for a table, whose description already does":
      joined(
        new Network([6, 3], {
          outputActivation: "softmax",
          standardization: { means: new Array(6).fill(0), deviations: new Array(6).fill(1) },
        }),
      ),
  }],
]);

const others = COLUMNS.slice(1);
const readsTable = (table: unknown) => reads({ table: JSON.stringify(table) });
const reads = (metadata: Record<string, string>) => () =>
  TableModel.fromSafetensors(network.toSafetensors(metadata));
testSentences("files of networks of tables", [
  [SyntaxError, "Cannot ", {
    [
      'read a network of a table: the file\'s metadata has no "table"; a network without one ' +
      "is read by Network.fromSafetensors"
    ]: reads({}),
  }],
  [SyntaxError, "Cannot read the description of a table: ", {
    "it is no JSON": reads({ table: "{" }),
  }],
  [TypeError, "Cannot ", {
    "use a network of 6 inputs and 3 outputs for a table of 5 features and 3 classes": readsTable({
      ...CLASSES,
      columns: others,
    }),
  }],
]);

const row = { time: 1e9, sky: "clear", wind: "north", feels: "warm" };
const strict = (more: Row) => () =>
  new TableModel(network, CLASSES).predict([row, { ...row, ...more }], { strict: true });
const predicted = (rows: unknown) => () => new TableModel(network, CLASSES).predict(rows as Row[]);

testSentences("rows that are predicted", [
  [RangeError, "Cannot predict rows[1]: ", {
    '"number" is none of the columns that it learned from': strict({ number: 3 }),
    '"sky" is not in the row: it counts as a missing value': strict({ sky: undefined }),
    '"noth" in "wind" is none of the categories that it learned from, did you mean north?': strict({
      wind: "noth",
    }),
    '"wind" is missing': strict({ wind: "" }),
    '"noon" in "time" is no number': strict({ time: "noon" }),
  }],
  [TypeError, "Cannot ", {
    "predict the row: expected an object with the cells by column, got null": predicted(null),
    "predict rows[0]: it has none of the columns time, sky, wind": predicted([
      ...[{}, null],
    ]),
    "predict rows[0]: expected an object with the cells by column, got a list of 2": predicted([[
      1,
      2,
    ]]),
    'predict rows[1]: expected a number, a text, a date or a boolean in "time", got an object':
      strict({ time: {} } as unknown as Row),
  }],
]);

type Fit = Parameters<typeof TableModel.fit>;

const rows = Array.from({ length: 24 }, (_, k) => ({ x: k, kind: k % 2 ? "a" : "b" }));
const fitted = (data: unknown, options: object = { target: "kind" }) => () =>
  TableModel.fit(data as Fit[0], options as Fit[1]);
const withCell = (cell: unknown) => fitted([{ x: 1 }, { x: cell }]);
testSentences("training on rows", [
  [TypeError, "Cannot train on ", {
    '5: expected a list of rows, such as [{ "width": 3.5 }], a stream of them (an async iterable), or the text of a CSV file':
      fitted(5),
    "rows[0]: expected an object with the cells by column, got a list of 2": fitted([[1, 2]]),
    'rows[1]: expected a number, a text, a date or a boolean in "x", got an object': withCell({}),
    'a table with the option "tagret", did you mean target?': fitted(rows, { tagret: "kind" }),
    'a table with the option "drop": expected `without`, a list of columns': fitted(rows, {
      ...{ target: "kind", drop: ["x"] },
    }),
    'rows with the option "delimiter": it is of CSV text': fitted(rows, {
      ...{ target: "kind", delimiter: ";" },
    }),
    'a table with seed "1": expected a whole number from 0 up': fitted(rows, {
      ...{ target: "kind", seed: "1" },
    }),
  }],
  [RangeError, "Cannot ", {
    "train on the rows: expected one or more, got none": fitted([]),
    "train on rows[1]: a text has a character of zero": withCell("\0"),
    "train on rows[1]: a date is before the year 0 or after 9999": withCell(new Date(9e14)),
    "read the rows without a target: expected one of its columns, x, kind": fitted(rows, {}),
    'find the column "knd" in the rows, did you mean kind?': fitted(rows, { target: "knd" }),
    'deal rows to 1 folds: expected 0, "auto", or a whole number from 2 to 100': fitted(rows, {
      ...{ target: "kind", folds: 1 },
    }),
  }],
  [SyntaxError, "Cannot ", {
    'train on a text of one line: expected the text of a CSV file, names of columns and rows, got "iris.csv"':
      fitted("iris.csv"),
    "read the CSV text: it has a character of zero": fitted("x,kind\n1,\0\n"),
    "read the CSV text: expected as many fields on line 2 as on the first line, 2, got 1": fitted(
      "x,kind\n1\n",
    ),
  }],
]);

const evaluated = (rows: unknown) => () => new TableModel(network, CLASSES).evaluate(rows as Row[]);
testSentences("rows that are evaluated", [
  [TypeError, "Cannot evaluate ", {
    'an object: expected a list of rows, such as [{ "width": 3.5 }]': evaluated(row),
    "rows[1]: expected an object with the cells by column, got null": evaluated([row, null]),
    'rows[0]: expected a number, a text, a date or a boolean in "feels", got a list of 0':
      evaluated([{ ...row, feels: [] }]),
  }],
  [RangeError, "Cannot evaluate ", {
    "2 rows: expected some with feels and a prediction, got 1 without the target and 1 without a prediction":
      evaluated([{ ...row, feels: null }, { ...row, wind: null }]),
  }],
  [SyntaxError, "Cannot use ", {
    'the rows: "hot" on line 2 is none of the classes, which are warm, __proto__, cold': evaluated([
      row,
      { ...row, feels: "hot" },
    ]),
  }],
]);
