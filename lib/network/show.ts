/** What `console.log` and `JSON.stringify` show of a network. @module */

import { plain } from "../checks/texts.ts";
import { rangeOf, shortest } from "../numerics/show.ts";
import type { Network } from "../network.ts";
import { costText } from "./costs.ts";
import { metadataOf, type NetworkDetails } from "./weights.ts";
import { parameterCount, type Parameters } from "./parameters.ts";

type ShownNetwork = NetworkDetails & Parameters & Pick<Network, "sizes">;

/**
 * A network in JSON, its layers from the inputs on: `weight` [outputs][inputs], `bias` [outputs]. Numbers have the fewest
 * digits that give the float32 back.
 * @throws {RangeError} if a parameter is not finite, for which JSON has no word
 */
export function networkJson(network: ShownNetwork) {
  const { sizes, seed, classNames, standardization, quantities } = network;
  const { activation, outputActivation, cost } = metadataOf(network);
  return {
    sizes,
    activation,
    outputActivation,
    cost,
    seed,
    classNames,
    standardization,
    ...quantities && { quantities },
    layers: network.weights.map(({ rows, columns, values }, l) => ({
      weight: listsOf(columns, rows, (output, input) => values[input * columns + output]!),
      bias: listsOf(1, columns, (_, output) => network.biases[l]!.values[output]!)[0]!,
    })),
  };
}

/** Rows of numbers in JSON. */
function listsOf(rows: number, columns: number, at: (r: number, c: number) => number): number[][] {
  const numberAt = (r: number, c: number) => {
    const value = at(r, c);
    if (Number.isFinite(value)) return shortest(value);
    throw new RangeError(`Cannot write the parameter ${value} as JSON: it is not finite`);
  };
  const listOf = <T>(length: number, item: (k: number) => T) =>
    Array.from({ length }, (_, k) => item(k));
  return listOf(rows, (r) => listOf(columns, (c) => numberAt(r, c)));
}

/** The most names of classes that are shown. */
const MAX_NAMES = 10;

/** Names in a line, of many the first. */
function namesText(names: readonly string[]): string {
  const first = names.slice(0, MAX_NAMES).map((name) => plain(name));
  return first.join(", ") + (names.length > MAX_NAMES ? ", …" : "");
}

/** The functions of a network, and the shape and range of each layer's parameters. */
export function networkText(network: ShownNetwork): string {
  const { sizes, activation, outputActivation, cost, seed, classNames, weights, biases } = network;
  const functions = sizes.length > 2 ? `${activation.name}, ` : "";
  return [
    `Network [${sizes.join(", ")}]: ${parameterCount(sizes)} parameters, ${functions}` +
    `${outputActivation.name} outputs, ${costText(cost.name)}, seed ${seed}`,
    ...classNames === undefined ? [] : [`classes: ${namesText(classNames)}`],
    ...weights.flatMap((matrix, l) => [["weights", matrix], ["biases", biases[l]!]] as const).map((
      [name, { rows, columns, values }],
      k,
    ) => `${name}[${k >> 1}]`.padEnd(12) + `[${rows}, ${columns}]${rangeOf(values)}`),
  ].join("\n  ");
}
