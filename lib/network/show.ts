/** What `console.log` and `JSON.stringify` show of a network. @module */

import { plain } from "../checks/texts.ts";
import { rangeOf, shortest } from "../numerics/show.ts";
import type { Network } from "../network.ts";
import { metadataOf, type NetworkDetails } from "./file.ts";
import { parameterCount, type Parameters } from "./parameters.ts";
import { tensorsOf } from "./weights.ts";

type ShownNetwork = NetworkDetails & Parameters & Pick<Network, "sizes">;

/**
 * A network in JSON, its layers from the inputs on: `weight` [outputs][inputs], `bias` [outputs]. Numbers have the fewest
 * digits that give the float32 back.
 * @throws {RangeError} if a parameter is not finite, for which JSON has no word
 */
export function networkJson(network: ShownNetwork) {
  const { sizes, seed, classNames, standardization } = network;
  const { activation, outputActivation, cost } = metadataOf(network);
  const tensors = [...tensorsOf(network)].map(([, { shape, bytes }]) => rowsOf(shape, bytes));
  return {
    sizes,
    activation,
    outputActivation,
    cost,
    seed,
    classNames,
    standardization,
    layers: network.weights.map((_, l) => ({
      weight: tensors[2 * l]!,
      bias: tensors[2 * l + 1]![0]!,
    })),
  };
}

/** The rows of a float32 tensor. */
function rowsOf(shape: readonly number[], bytes: Uint8Array): number[][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns = shape.at(-1)!;
  return Array.from(
    { length: bytes.length / 4 / columns },
    (_, r) =>
      Array.from({ length: columns }, (_, c) => {
        const value = view.getFloat32(4 * (r * columns + c), true);
        if (Number.isFinite(value)) return shortest(value);
        throw new RangeError(`Cannot write the parameter ${value} as JSON: it is not finite`);
      }),
  );
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
    `${outputActivation.name} outputs, ${cost.name} cost, seed ${seed}`,
    ...classNames === undefined ? [] : [`classes: ${namesText(classNames)}`],
    ...weights.flatMap((matrix, l) => [["weights", matrix], ["biases", biases[l]!]] as const).map((
      [name, { rows, columns, values }],
      k,
    ) => `${name}[${k >> 1}]`.padEnd(12) + `[${rows}, ${columns}]${rangeOf(values)}`),
  ].join("\n  ");
}
