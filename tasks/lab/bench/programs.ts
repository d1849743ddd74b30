/** Programs of the system: what they print, and how Python runs one of ours. @module */

/** What a program prints; `undefined` where there is none or it fails. */
export async function outputOf(
  command: string,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Removes the current folder from Python's path, where it would search first, and where tasks may write. */
const WITHOUT_CURRENT_FOLDER =
  'import sys; sys.path[:] = [path for path in sys.path if path != ""]\n';

/** The arguments with which Python runs a program, which imports nothing from the folder where it is called. */
export function pythonProgram(program: string, ...words: readonly string[]): string[] {
  return ["-c", WITHOUT_CURRENT_FOLDER + program, ...words];
}
