/**
 * Imports packages from npm that only some tasks need, when they are needed.
 *
 * Deno downloads a package for a literal specifier only. But a literal specifier in a file here would put the package into
 * the graph of `deno check` and into deno.lock, and every task would begin by downloading it. So the import stands in the
 * text of a module of its own. The process has to run with `--no-lock`, or the package would be added to the lock file.
 *
 * @module
 */

/**
 * Downloads npm packages without running them: with a module, Deno also loads what it may import later. So a task can run
 * them after it has dropped the network permission.
 *
 * @param specifiers such as `npm:vega@6.4.0`
 * @returns runs the packages and gives their modules; it fails if they could not be brought
 */
export async function bringNpm(specifiers: readonly string[]): Promise<() => Promise<unknown[]>> {
  const imports = specifiers.map((specifier) => `import(${JSON.stringify(specifier)})`);
  const code = `export default () => Promise.all([${imports}]);`;
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return module.default;
}

/**
 * The default export of a module of an npm package, or all of the module.
 *
 * @param specifier such as `npm:assemblyscript@0.28.20/asc`
 * @param options.type `"bytes"` for a file as it is
 */
export async function importNpm<T>(
  specifier: string,
  options: { type?: "bytes"; all?: boolean } = {},
): Promise<T> {
  const { type, all = false } = options;
  const attributes = type === undefined ? "" : ` with { type: ${JSON.stringify(type)} }`;
  const code = `export ${all ? "*" : "{ default }"} from ${
    JSON.stringify(specifier)
  }${attributes};`;
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return all ? module : module.default;
}
