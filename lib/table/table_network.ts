/** A network that learned from a table, with what its columns are: rows by the names of the columns in, answers out. @module */

import { Network, type NetworkOptions } from "../network.ts";
import { parseSafetensors } from "../formats/safetensors.ts";
import { argmax } from "../numerics/argmax.ts";
import { quoted } from "./cells.ts";
import { featuresOf, outputsOf, type TableDescription, targetNamesOf } from "./columns.ts";
import { type Cell, encodeRow } from "./encode.ts";
import { formatTableOnnx } from "./onnx.ts";
import { parseTableDescription } from "./parse_description.ts";
import { decodeQuantities } from "./target.ts";

/** A row of a table: a number or a text for each column, by its name. A column that is not there is a gap. */
export type Row = Readonly<Record<string, Cell>>;

/** What a network answers to a row. */
export interface RowPrediction {
  /** The name of the class; `undefined` of quantities. */
  readonly label: string | undefined;
  /** How probable the class is, by the network's account, from 0 to 1; `undefined` of quantities. */
  readonly probability: number | undefined;
  /** The probability of each class by its name, or each quantity by its column's name, in its unit. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * A network and the table that it learned from.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { TableNetwork } from "@inkling/inkling/table";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([3, 2], { outputActivation: "softmax" });
 * network.weights[0]!.values.set([-2, 2, 0, 0, 0, 0]); // warm, the higher the temperature
 * const columns = [
 *   { kind: "number", name: "temperature", mean: 12, deviation: 6, gaps: "mean" },
 *   { kind: "category", name: "sky", values: ["clear", "cloudy"], gaps: "mean" },
 * ] as const;
 * const target = { kind: "class", name: "feels", classes: ["cold", "warm"] } as const;
 * const file = new TableNetwork(network, { version: 1, columns, target }).toSafetensors();
 *
 * const model = TableNetwork.fromSafetensors(file);
 * const [prediction] = model.predict([{ temperature: 24, sky: "clear" }]);
 * assertEquals(prediction!.label, "warm");
 * ```
 */
export class TableNetwork {
  /** The network, which takes features and not cells. */
  readonly network: Network;
  /** What the columns and the target are. */
  readonly table: TableDescription;

  /**
   * Joins the two; a network without names of classes gets those of the table.
   *
   * @throws {TypeError} if they do not fit each other
   */
  constructor(network: Network, table: TableDescription) {
    const { sizes, classNames, standardization } = network;
    const [inputs, outputs] = [featuresOf(table), outputsOf(table)];
    if (sizes[0] !== inputs || sizes.at(-1) !== outputs) {
      throw new TypeError(
        `Cannot use a network of ${sizes[0]} inputs and ${sizes.at(-1)} outputs for a table of ` +
          `${inputs} features and ${outputs} ${
            table.target.kind === "class" ? "classes" : "quantities"
          }`,
      );
    }
    if (standardization !== undefined) {
      throw new TypeError(
        "Cannot use a network that standardizes its inputs for a table, whose description says how they are",
      );
    }
    if (table.target.kind === "class") {
      const { classes } = table.target;
      const other = classNames?.findIndex((name, k) => name !== classes[k]) ?? -1;
      if (other !== -1) {
        throw new TypeError(
          `Cannot use a network whose class ${other} is ${
            quoted(classNames![other]!)
          } for a table whose ` +
            `class ${other} is ${quoted(classes[other]!)}`,
        );
      }
      network.classNames = [...classes];
    }
    this.network = network;
    this.table = table;
  }

  /**
   * Reads a file whose metadata have the description of a table, `table`: a run's weights, or what PyTorch wrote with it.
   *
   * @param options the functions that the file does not name, see {@linkcode Network.fromSafetensors}
   * @throws {SyntaxError} if it is no such file
   * @throws {TypeError} if the network and the table do not fit each other
   */
  static fromSafetensors(bytes: Uint8Array, options: NetworkOptions = {}): TableNetwork {
    const { table } = parseSafetensors(bytes).metadata;
    if (table === undefined) {
      throw new SyntaxError(
        'Cannot read a network of a table: the file\'s metadata has no "table"; a network without one is read by Network.fromSafetensors',
      );
    }
    return new TableNetwork(Network.fromSafetensors(bytes, options), parseTableDescription(table));
  }

  /**
   * What the network says of rows.
   *
   * @param rows by the names of the columns; those of the target may be among them, and are not looked at
   * @throws {SyntaxError} if a cell is no number where one is wanted, or a gap where none is possible
   * @throws {RangeError} if there is no such column, or a text that none of the training rows had
   */
  predict(rows: readonly Row[]): RowPrediction[] {
    const { target } = this.table;
    const targets = targetNamesOf(this.table);
    const features = rows.map((row) =>
      encodeRow(
        this.table,
        Object.fromEntries(Object.entries(row).filter(([name]) => !targets.includes(name))),
      )
    );
    return this.network.predict(features).map(({ outputs }) => {
      if (target.kind === "class") {
        const best = argmax(outputs);
        const { classes } = target;
        const values = byName(classes, outputs);
        return { label: classes[best], probability: outputs[best], values };
      }
      const names = target.quantities.map(({ name }) => name);
      const values = byName(names, decodeQuantities(target, outputs));
      return { label: undefined, probability: undefined, values };
    });
  }

  /**
   * The network as a safetensors file with the description of its table.
   *
   * @param metadata more of it
   */
  toSafetensors(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    return this.network.toSafetensors({ table: JSON.stringify(this.table), ...metadata });
  }

  /**
   * The network as an ONNX model with an input for each column, by its name, [batch, 1]: float64 for numbers, of which NaN is
   * a gap, and text for categories. It gives `label` and `probabilities`, or each quantity by its name, float64 in its unit.
   *
   * @param metadata text to keep beside the graph and the description of the table
   * @throws {RangeError} if ONNX has nothing for an activation function
   */
  toOnnx(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    return formatTableOnnx(this.network, this.table, {
      table: JSON.stringify(this.table),
      ...metadata,
    });
  }
}

function byName(names: readonly string[], values: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(names.map((name, k) => [name, values[k]!]));
}
