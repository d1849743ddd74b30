/** Exercises that check an answer, by its value or by the hash of weights. @module */

import { describe } from "../checks/texts.ts";
import { fromBase64 } from "../formats/bytes.ts";
import { hasSha256, sha256 } from "../formats/sha256.ts";
import { sha256InScript } from "../formats/sha256_in_script.ts";
import type { Network } from "../network.ts";
import { show, type Shown } from "./show.ts";

/** How many digits of a hash are compared. */
const HASH_DIGITS = 12;

/**
 * The first 12 digits of the SHA-256 of a network's parameters, as the commands print it: equal if all bits are.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { weightsHash } from "@inkling/inkling/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([784, 30, 10], { seed: 1 });
 * assertEquals(await weightsHash(network), "45e86fedc9e3");
 * ```
 */
export async function weightsHash(network: Network): Promise<string> {
  const file = network.toSafetensors();
  const values = file.subarray(8 + new DataView(file.buffer).getUint32(0, true)); // behind the header
  const hash = hasSha256() ? await sha256(values) : sha256InScript(values);
  return hash.slice(0, HASH_DIGITS);
}

/**
 * Checks an answer to an exercise of the course, and shows whether it is right.
 * @param key what the notebook has there: JSON of the answer and how far off a number may be, in base64
 * @param answer a number, a word, or a hash. Default: none, and it shows what to do
 * @throws {SyntaxError} if the key is none
 */
export function check(key: string, answer?: number | string): Shown {
  const [expected, tolerance] = readKey(key);
  if (answer === undefined) {
    return show("Write your answer in place of the comment, and run the cell again.");
  }
  if (isRight(String(answer), expected, tolerance)) return show("Right.");
  const isNumber = expected !== "" && Number.isFinite(Number(expected));
  if (isNumber && !Number.isFinite(numberIn(String(answer)))) {
    return show(`The answer is a number, and ${describe(answer)} is none. Try again.`);
  }
  return show(`${describe(answer)} is not it yet. Look at the question once more, and try again.`);
}

function readKey(key: string): [expected: string, tolerance: number] {
  try {
    const bytes = fromBase64(key);
    const [expected, tolerance = "0"] = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof expected === "string" && Number(tolerance) >= 0) {
      return [expected, Number(tolerance)];
    }
  } catch { // no base64 or no JSON, which the error below covers
  }
  throw new SyntaxError(
    `Cannot check an answer to ${describe(key)}: expected the key that the notebook has`,
  );
}

/** A number as people write it: with a comma too, and with spaces. */
function numberIn(text: string): number {
  const digits = text.replaceAll(/\s/g, "").replace(",", ".").replace("−", "-");
  return digits === "" ? NaN : Number(digits);
}

/** Numbers are compared by their values, hashes by their first digits, words without case and spaces. */
function isRight(given: string, expected: string, tolerance: number): boolean {
  const word = (text: string) => text.toLowerCase().replaceAll(/\s/g, "");
  if (expected.startsWith("sha256:")) {
    const digits = (text: string) => word(text).replace("sha256:", "").slice(0, HASH_DIGITS);
    return digits(given) === digits(expected);
  }
  const number = Number(expected);
  if (!Number.isFinite(number)) return word(given) === word(expected);
  return Math.abs(numberIn(given) - number) <= tolerance + 1e-12 * Math.abs(number);
}
