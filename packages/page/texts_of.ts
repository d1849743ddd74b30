/** The texts of the page and of the course's figures with values in them. @module */

/**
 * Makes the function that gives the texts of a group, with `{0}`, `{1}` … replaced by values.
 * @param texts a group of `en.ts`
 */
export function textsOf<Name extends string>(
  texts: { readonly [name in Name]: string },
): (name: Name, ...values: readonly (string | number)[]) => string {
  return (name, ...values) =>
    texts[name].replaceAll(/\{(\d)\}/g, (_, k) => String(values[Number(k)] ?? ""));
}
