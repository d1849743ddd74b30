/**
 * Imports packages from npm that only some tasks need, when they are needed.
 *
 * A literal specifier in a file here would put the package into the graph of `deno check` and into deno.lock, and every task
 * would begin by downloading it. So the import is in the text of a `data:` module, and the package in a lock of its own, see
 * `locks.ts`: the process has to run with that lock. @module
 */

/** The default export of a module such as `npm:marked@16`, or all of it, or its bytes. */
export async function importNpm<T>(
  specifier: string,
  options: { type?: "bytes"; all?: boolean } = {},
): Promise<T> {
  const { type, all = false } = options;
  const attributes = type === undefined ? "" : ` with { type: ${JSON.stringify(type)} }`;
  const code = `export ${all ? "*" : "{ default }"} from ` +
    `${JSON.stringify(specifier)}${attributes};`;
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return all ? module : module.default;
}
