/**
 * Imports from npm what few need, when it is needed.
 *
 * Deno brings a package for a literal specifier only. But a literal specifier in any file here would put the package into
 * the graph of `deno check` and into deno.lock, and from then on every task would begin by downloading it. So the import
 * is the text of a module of its own. The process has to run with `--no-lock`, or the lock file would learn of it.
 *
 * @module
 */

/**
 * Brings npm packages to this machine and does not run them yet: with a module Deno also loads what it may import later,
 * so that a task can run them when the network is gone.
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
