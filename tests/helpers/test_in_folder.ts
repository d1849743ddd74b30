import { granted, temporaryFolder } from "./run_task.ts";

/** How a test in a folder differs from others. */
interface Needs {
  /** The permissions that it needs besides reading and writing. */
  readonly needs?: readonly Deno.PermissionName[];
  readonly ignore?: boolean;
}

/** A test that gets the path of a new folder, which is gone at its end. */
export function testInFolder(
  name: string,
  fn: (folder: string) => Promise<void>,
  { needs = [], ignore = false }: Needs = {},
): void {
  Deno.test({
    name,
    ignore: ignore || !granted("read", "write", ...needs),
    fn: async () => {
      await using folder = await temporaryFolder();
      await fn(folder.path);
    },
  });
}

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
