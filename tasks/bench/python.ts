/** How Python runs a program of ours. @module */

/** Python would look for modules in the folder where it is called first, and tasks may write there. */
const ELSEWHERE = 'import sys; sys.path[:] = [place for place in sys.path if place != ""]\n';

/** The arguments with which Python runs a program, which imports nothing from the folder where it is called. */
export function pythonProgram(program: string, ...words: readonly string[]): string[] {
  return ["-c", ELSEWHERE + program, ...words];
}
