/** The licenses of the npm packages that a bundle holds code of, which have to come with it. @module */

import { join } from "@std/path";

/** A package in Deno's folder of packages, in the path of a file of it. */
const PACKAGE = /^.*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+\/\d[^/]*)\//;

/**
 * The licenses, one after the other.
 * @param sources the paths of the files that were bundled
 */
export async function licensesOf(sources: Iterable<string>): Promise<string> {
  const packages = new Map<string, string>();
  for (const source of sources) {
    const [folder, name] = PACKAGE.exec(source) ?? [];
    if (name !== undefined) packages.set(name, folder!);
  }
  const texts: string[] = [];
  for (const [name, folder] of [...packages].sort()) {
    const manifest = await Deno.readTextFile(join(folder, "package.json"));
    const { license, repository } = JSON.parse(manifest);
    const head = `${name}: ${license}, ${repository?.url ?? repository}`;
    texts.push([head, ...await licenseFiles(folder)].join("\n\n"));
  }
  return texts.join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

async function licenseFiles(folder: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (/^licen[cs]e/i.test(name)) texts.push((await Deno.readTextFile(join(folder, name))).trim());
  }
  return texts;
}
