/** The combinations of a job's matrix. @module */

import type { Mapping, Value } from "./expressions.ts";

/**
 * All combinations of the values of a matrix, without those that `exclude` names, and with what `include` adds.
 *
 * @throws {RangeError} if there are none, or more than GitHub allows
 */
export function combinations(matrix: Mapping): Mapping[] {
  const { include = [], exclude = [], ...axes } = matrix;
  let combined: Mapping[] = Object.keys(axes).length === 0 ? [] : [{}];
  for (const [axis, values] of Object.entries(axes)) {
    combined = combined.flatMap((one) =>
      (values as Value[]).map((value) => ({ ...one, [axis]: value }))
    );
  }
  combined = combined.filter((one) =>
    !(exclude as Mapping[]).some((unwanted) =>
      Object.entries(unwanted).every(([key, value]) => equal(one[key], value))
    )
  );
  const all = withIncluded(combined, include as Mapping[]);
  if (all.length === 0) throw new RangeError("The matrix has no combination");
  if (all.length > 256) throw new RangeError(`The matrix has ${all.length} jobs, more than 256`);
  return all;
}

/** Adds each to all combinations of which it would change no value, or, if there are none, as one of its own. */
function withIncluded(combined: readonly Mapping[], included: readonly Mapping[]): Mapping[] {
  const extended = combined.map((one) => ({ ...one }));
  const own: Mapping[] = [];
  for (const extra of included) {
    const fits = extended.filter((_, k) =>
      Object.entries(extra).every(([key, value]) =>
        !(key in combined[k]!) || equal(combined[k]![key], value)
      )
    );
    for (const one of fits) Object.assign(one, extra);
    if (fits.length === 0) own.push({ ...extra });
  }
  return [...extended, ...own];
}

function equal(a: Value | undefined, b: Value | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
