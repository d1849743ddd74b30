/** That the latest rows are not like those before is said where it is so, and hardly elsewhere. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Dataset, Network } from "@inkling/inkling";
import { RecordedAnswers } from "../../../lib/ensemble/recorded.ts";
import { futureText } from "../../../lib/measure/drift/future.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";

const [PAST, LATEST] = [400, 80];

/** Times of rows, ten each. */
const timesFrom = (first: number, size: number) =>
  Float64Array.from({ length: size }, (_, row) => first + Math.floor(row / 10));

const times = { training: timesFrom(0, PAST), test: timesFrom(PAST, LATEST) };

/** Answers of 0 to quantities of deviation 1, which are higher by a shift in the latest rows. */
function ofQuantities(draw: number, shift: number): string | undefined {
  const random = new RandomStream(draw, "data");
  const drawn = (size: number, by: number) =>
    new Dataset({
      inputs: new Float32Array(size),
      features: 1,
      targets: Float32Array.from({ length: size }, () => by + random.normal()),
      outputs: 1,
      classification: false,
    });
  const [training, test] = [drawn(PAST, 0), drawn(LATEST, shift)];
  const like = new Network([1, 1], { outputActivation: "linear" });
  return futureText({
    training,
    test,
    outOfFold: new RecordedAnswers(new Float32Array(PAST), 1, like),
    tested: new Float32Array(LATEST),
    times,
    names: ["price"],
    quantities: [{ name: "price", mean: 100, deviation: 10 }],
  });
}

/** Answers of one half to two classes, of which the second has another share in the latest rows. */
function ofClasses(draw: number, share: number): string | undefined {
  const random = new RandomStream(draw, "data");
  const drawn = (size: number, share: number) =>
    new Dataset({
      inputs: new Float32Array(size),
      features: 1,
      labels: Uint8Array.from({ length: size }, () => Number(random.uniform() < share)),
      classes: 2,
      classNames: ["no", "yes"],
    });
  const [training, test] = [drawn(PAST, 0.5), drawn(LATEST, share)];
  const half = (size: number) => new Float32Array(2 * size).fill(0.5);
  const like = new Network([1, 2]);
  return futureText({
    training,
    test,
    outOfFold: new RecordedAnswers(half(PAST), 2, like),
    tested: half(LATEST),
    times,
    names: ["no", "yes"],
    quantities: undefined,
  });
}

const said = (of: (draw: number) => string | undefined) =>
  Array.from({ length: 200 }, (_, draw) => of(draw)).filter((text) => text !== undefined).length;

Deno.test("a drift of the target is said with its means, and of 200 tables without one it is said of at most ten", () => {
  assertMatch(
    ofQuantities(1, 2)!,
    /^The future is not like the past: intervals that contain 90.0 % of .* contain only \d+.* of the latest rows, the test part\..* "price" over each fifth of the rows was [\d.]+, [\d.]+, [\d.]+, [\d.]+, 11\d/,
  );
  assertMatch(
    ofClasses(1, 0.9)!,
    /^The future is not like the past: "yes" is \d+.* of the latest rows, the test part, but the predictions say 50.0 %/,
  );
  assertEquals([said((draw) => ofQuantities(draw, 2)), said((draw) => ofClasses(draw, 0.9))], [
    200,
    200,
  ]);
  const falsely = [said((draw) => ofQuantities(draw, 0)), said((draw) => ofClasses(draw, 0.5))];
  assert(falsely.every((count) => count <= 10), `${falsely}`);
});
