import { granted, temporaryFolder } from "./run_task.ts";

/** How a test in a folder differs from others. */
export interface Needs {
  /** The permissions that it needs besides reading and writing. */
  readonly needs?: readonly Deno.PermissionName[];
  readonly ignore?: boolean;
}

type InFolder = (folder: string) => Promise<void>;

/**
 * Declares tests that each get the path of a new folder, which is gone at the end; what a test needs stands before it.
 * @param always the permissions that all need besides reading and writing
 */
export function testsInFolder(
  ...always: readonly Deno.PermissionName[]
): (name: string, ...test: readonly [InFolder] | readonly [Needs, InFolder]) => void {
  return (name, ...test) => {
    const [{ needs = [], ignore = false }, fn] = test.length === 1 ? [{}, test[0]] : test;
    Deno.test({
      name,
      ignore: ignore || !granted("read", "write", ...always, ...needs),
      fn: async () => {
        await using folder = await temporaryFolder();
        await fn(folder.path);
      },
    });
  };
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
