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

/** Python would look for modules in the folder where it is called first, and tasks may write there. */
const ELSEWHERE = 'import sys; sys.path[:] = [place for place in sys.path if place != ""]\n';

/** The arguments with which Python runs a program, which imports nothing from the folder where it is called. */
export function pythonProgram(program: string, ...words: readonly string[]): string[] {
  return ["-c", ELSEWHERE + program, ...words];
}
