/** Several files of tests in one isolate, which starts once. @module */

/**
 * Defines the tests of a file, named with it.
 * @param file its path from the project's folder
 * @param load imports it
 */
export async function define(file: string, load: () => Promise<unknown>): Promise<void> {
  const { test } = Deno;
  const withFile = new Proxy(test, { apply: (_, __, args) => test(...named(file, args)) });
  Object.assign(Deno, { test: withFile });
  try {
    await load();
  } finally {
    Object.assign(Deno, { test });
  }
}

/** The arguments of `Deno.test` with the file before the name of the test, in whatever form it was called. */
function named(file: string, args: readonly unknown[]): Parameters<typeof Deno.test> {
  const definition: { name?: string; fn?: { name: string } } = {};
  for (const arg of args) {
    if (typeof arg === "string") definition.name = arg;
    else if (typeof arg === "function") definition.fn = arg;
    else Object.assign(definition, arg);
  }
  const name = `${file}: ${definition.name ?? definition.fn?.name}`;
  return [{ ...definition, name }] as unknown as Parameters<typeof Deno.test>;
}
