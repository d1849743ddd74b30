/** The description of the inputs of a network of pictures or arrays, which its file holds. @module */

import { describe, isObject } from "../checks/texts.ts";

/** Where examples come from: files of pictures, which {@linkcode pictureInput} scales, or arrays, taken as they are. */
export type InputSource = "pictures" | "idx" | "npz";

/** All that is needed to make a network's inputs of a picture or an array. It is plain JSON. */
export interface InputDescription {
  /** The version of this form: 1. */
  readonly version: 1;
  /** Where the examples came from. */
  readonly source: InputSource;
  /** [height, width] in gray, [height, width, 3] in red, green and blue; of other arrays any shape. Inputs are row-major. */
  readonly shape: readonly number[];
  /** Bytes, of which k enters as k/255 in float32; or numbers that enter as they are. */
  readonly type: "uint8" | "float32";
}

const SOURCES: readonly InputSource[] = ["pictures", "idx", "npz"];
const TYPES: readonly InputDescription["type"][] = ["uint8", "float32"];
const KEYS = ["version", "source", "shape", "type"];

/**
 * Reads the description of inputs in a file, and checks all of it.
 * @param json what `JSON.stringify` made of an {@linkcode InputDescription}
 * @param inputs the number of the network's inputs
 * @throws {SyntaxError} if it is none, or not of this network
 */
export function parseInputDescription(json: string, inputs: number): InputDescription {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return fail("it is not JSON");
  }
  if (!isObject(value)) return fail(`expected an object, got ${shown(value)}`);
  const { version, source, shape, type, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined) fail(`expected ${KEYS.join(", ")}, got ${shown(other)}`);
  if (version !== 1) fail(`expected version 1, got ${shown(version)}`);
  const sourceFound = SOURCES.find((known) => known === source) ??
    fail(`expected ${SOURCES.join(" or ")} as its source, got ${shown(source)}`);
  const typeFound = TYPES.find((known) => known === type) ??
    fail(`expected ${TYPES.join(" or ")} as its type, got ${shown(type)}`);
  const sizes = Array.isArray(shape) &&
      shape.every((length) => Number.isSafeInteger(length) && length > 0)
    ? shape as number[]
    : fail(`expected whole numbers above 0 as its shape, got ${shown(shape)}`);
  const product = sizes.reduce((product, length) => product * length, 1);
  if (product !== inputs) {
    fail(
      `its shape [${sizes.slice(0, 8)}] has ${product} numbers, and the network ${inputs} inputs`,
    );
  }
  const isPicture = sizes.length === 2 || sizes.length === 3 && sizes[2] === 3;
  if (sourceFound === "pictures" && !isPicture) {
    fail(`expected the shape [height, width] or [height, width, 3], got [${sizes.slice(0, 8)}]`);
  }
  return { version: 1, source: sourceFound, shape: [...sizes], type: typeFound };
}

/** The most characters of a text that an error quotes. */
const MAX_QUOTED = 60;

/** What a value is, for an error. */
function shown(value: unknown): string {
  return typeof value === "string" ? describe(value.slice(0, MAX_QUOTED)) : describe(value);
}

function fail(what: string): never {
  throw new SyntaxError(`Cannot read the description of inputs: ${what}`);
}
