import { Network, weightsSha256 } from "@inkling/inkling";
import { check, weightsHash } from "@inkling/inkling/notebook";
import { assertEquals } from "@std/assert";

const keyOf = (...expected: string[]) => btoa(JSON.stringify(expected));

/** The reply to an answer. */
function replyTo(key: string, answer?: number | string): string {
  return check(key, answer).display["text/plain"];
}

/** The answers that are right. */
function right(key: string, answers: readonly (number | string)[]): (number | string)[] {
  return answers.filter((answer) => replyTo(key, answer) === "Right.");
}

Deno.test("a number is right within the tolerance, with a point or a comma", () => {
  const all = [0.6457, 0.6462, 0.646201, "0.6457", "0,6457", " 0.6457 ", -0.6457, "x", "", NaN];
  assertEquals(right(keyOf("0.6457", "0.0005"), all), all.slice(0, 2).concat(all.slice(3, 6)));
  assertEquals(right(keyOf("79510"), [79510, "79 510", "79510.0", 79511, "795"]), [
    79510,
    "79 510",
    "79510.0",
  ]);
  assertEquals(right(keyOf("-15", "4.9"), [-15, "−12", -10, 15]), [-15, "−12"]);
  assertEquals(right(keyOf("0.3"), [0.1 + 0.2]), [0.1 + 0.2]);
});

Deno.test("a word is right whatever its case and spaces", () => {
  assertEquals(right(keyOf("Hidden layer"), ["hidden layer", "HIDDENLAYER", "hidden", 1, ""]), [
    "hidden layer",
    "HIDDENLAYER",
  ]);
});

Deno.test("a hash is right by its first twelve digits", async () => {
  const network = new Network([784, 30, 10], { seed: 7 });
  const [hash, whole] = [await weightsHash(network), await weightsSha256(network)];
  assertEquals(whole.slice(0, 12), hash);
  const key = keyOf(`sha256:${hash}`);
  const answers = [hash, `sha256:${hash}`, whole, hash.toUpperCase()];
  assertEquals(right(key, [...answers, hash.slice(1), hash.slice(0, 11), "", 7]), answers);
});
