/** The sentences of networks of tables, each pinned once. */

import { type Row, TableNetwork } from "@inkling/inkling/table";
import { Network } from "../../mod.ts";
import { testMessages } from "../helpers/says.ts";
import { CLASSES, COLUMNS, networkFor } from "./described_fixture.ts";

const network = networkFor(3, "softmax");
const joined = (network: Network) => () => new TableNetwork(network, CLASSES);

/** A network whose classes have other names than the table's. */
function otherClasses(): TableNetwork {
  const named = networkFor(3, "softmax");
  named.classNames = ["warm", "cold", "__proto__"];
  return new TableNetwork(named, CLASSES);
}

testMessages("networks that do not fit their table", [
  [
    "other outputs",
    joined(networkFor(2, "softmax")),
    TypeError,
    "Cannot use a network of 6 inputs and 2 outputs for a table of 6 features and 3 classes",
  ],
  [
    "other inputs",
    joined(new Network([5, 3], { outputActivation: "softmax" })),
    TypeError,
    "Cannot use a network of 5 inputs and 3 outputs for a table of 6 features and 3 classes",
  ],
  [
    "other classes",
    otherClasses,
    TypeError,
    'Cannot use a network whose class 1 is "cold" for a table whose class 1 is "__proto__"',
  ],
  [
    "standardized inputs",
    joined(
      new Network([6, 3], {
        outputActivation: "softmax",
        standardization: { means: new Array(6).fill(0), deviations: new Array(6).fill(1) },
      }),
    ),
    TypeError,
    "Cannot use a network that standardizes its inputs for a table, whose description already does",
  ],
]);

const [time, ...others] = COLUMNS;
const readsTable = (table: unknown) => reads({ table: JSON.stringify(table) });
const reads = (metadata: Record<string, string>) => () =>
  TableNetwork.fromSafetensors(network.toSafetensors(metadata));
testMessages("files of networks of tables", [
  [
    "no table",
    reads({}),
    SyntaxError,
    'Cannot read a network of a table: the file\'s metadata has no "table"; a network without one is read by ' +
    "Network.fromSafetensors",
  ],
  [
    "no JSON",
    reads({ table: "{" }),
    SyntaxError,
    "Cannot read the description of a table: it is no JSON",
  ],
  [
    "no object",
    readsTable([]),
    SyntaxError,
    "Cannot read the description of a table: expected an object for the JSON, got a list of 0",
  ],
  [
    "an unknown entry",
    readsTable({ ...CLASSES, colums: [] }),
    SyntaxError,
    'Cannot read the description of a table: the JSON has an entry "colums", did you mean columns?',
  ],
  [
    "a long version",
    readsTable({ ...CLASSES, version: "1".repeat(1e6) }),
    SyntaxError,
    "Cannot read the description of a table: expected version 1, got " +
    '"111111111111111111111111111111111111111111111111111111111111…"',
  ],
  [
    "a deviation of 0",
    readsTable({ ...CLASSES, columns: [{ ...time, deviation: 0 }, ...others] }),
    SyntaxError,
    "Cannot read the description of a table: expected a number above 0 for columns[0].deviation, got 0",
  ],
  [
    "a column too few",
    readsTable({ ...CLASSES, columns: others }),
    TypeError,
    "Cannot use a network of 6 inputs and 3 outputs for a table of 5 features and 3 classes",
  ],
]);

const row = { time: 1e9, sky: "clear", wind: "north", feels: "warm" };
const strict = (more: Row) => () =>
  new TableNetwork(network, CLASSES).predict([row, { ...row, ...more }], { strict: true });
const predicted = (rows: unknown) => () =>
  new TableNetwork(network, CLASSES).predict(rows as Row[]);

testMessages("rows that are predicted", [
  [
    "a column of a name near another",
    strict({ wnd: "north" }),
    RangeError,
    'Cannot predict rows[1]: "wnd" is none of the columns that it learned from, did you mean wind?',
  ],
  [
    "a column of no name near another",
    strict({ number: 3 }),
    RangeError,
    'Cannot predict rows[1]: "number" is none of the columns that it learned from, which are time, sky, wind',
  ],
  [
    "an unknown category",
    strict({ wind: "noth" }),
    RangeError,
    'Cannot predict rows[1]: "noth" in "wind" is none of the categories that it learned from, did you mean ' +
    "north?",
  ],
  [
    "a missing value",
    strict({ wind: "" }),
    RangeError,
    'Cannot predict rows[1]: "wind" is missing',
  ],
  [
    "a text for a number",
    strict({ time: "noon" }),
    RangeError,
    'Cannot predict rows[1]: "noon" in "time" is no number',
  ],
  [
    "no list",
    predicted({ time: 1 }),
    TypeError,
    'Cannot predict an object: expected a list of rows, such as [{ "width": 3.5 }]',
  ],
  [
    "no row",
    predicted([{}, null]),
    TypeError,
    "Cannot predict rows[1]: expected an object with the cells by column, got null",
  ],
  [
    "a row that is a list",
    predicted([[1, 2]]),
    TypeError,
    "Cannot predict rows[0]: expected an object with the cells by column, got a list of 2",
  ],
  [
    "a cell that is an object",
    predicted([{ time: {} }]),
    TypeError,
    'Cannot predict rows[0]: expected a number, a text or a boolean in "time", got an object',
  ],
]);
