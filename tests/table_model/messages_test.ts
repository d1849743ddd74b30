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
    '"wnd" is none of the columns that it learned from, did you mean wind?': strict({
      wnd: "north",
    }),
    '"number" is none of the columns that it learned from, which are time, sky, wind': strict({
      number: 3,
    }),
    '"noth" in "wind" is none of the categories that it learned from, did you mean north?': strict({
      wind: "noth",
    }),
    '"wind" is missing': strict({ wind: "" }),
    '"noon" in "time" is no number': strict({ time: "noon" }),
  }],
  [TypeError, "Cannot ", {
    'predict an object: expected a list of rows, such as [{ "width": 3.5 }]': predicted({
      time: 1,
    }),
    "predict rows[1]: expected an object with the cells by column, got null": predicted([{}, null]),
    "predict rows[0]: expected an object with the cells by column, got a list of 2": predicted([[
      1,
      2,
    ]]),
    'predict rows[0]: expected a number, a text, a date or a boolean in "time", got an object':
      predicted([{
        time: {},
      }]),
  }],
]);
