/** Files for tests. @module */

/** Files by their names below a folder. */
export type Files = { readonly [name: string]: Uint8Array | string };

/** Writes files, and makes the folders that they are in. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
  }
}
