/**
 * Prints GitHub's packages for workflows as one module. They have to be bundled, since the parser imports JSON without
 * saying so, which Deno refuses.
 */

import { join } from "@std/path";

const PACKAGES = [
  `export * from "npm:@actions/workflow-parser@0.3.61";`,
  `export * from "npm:@actions/expressions@0.3.61";`,
  `export { parse as parseYaml } from "npm:yaml@2.9.1";`,
];

const folder = await Deno.makeTempDir();
try {
  const entry = join(folder, "official.ts");
  await Deno.writeTextFile(entry, PACKAGES.join("\n"));
  const { outputFiles = [], errors } = await Deno.bundle({
    entrypoints: [entry],
    platform: "browser",
    write: false,
  });
  if (outputFiles.length !== 1) throw new Error(`Cannot bundle: ${JSON.stringify(errors)}`);
  console.log(outputFiles[0]!.text());
} finally {
  await Deno.remove(folder, { recursive: true });
}
