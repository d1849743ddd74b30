/** Programs at a terminal: what they print where stdout and stderr are one. @module */

import { pythonProgram } from "../../packages/lab/bench/programs.ts";
import { outcomeOf, ROOT } from "./run_task.ts";

/** Runs its words at a pseudoterminal of 80 columns and 256 colors, and hands on what is printed there. */
const PROGRAM = `
import fcntl, os, pty, struct, sys, termios
child, terminal = pty.fork()
if child == 0:
    os.environ.pop("NO_COLOR", None)
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

/**
 * Runs a program at a terminal, in the folder of the checkout.
 *
 * @param python one that has `pty`, `fcntl` and `termios`
 * @returns its exit code, and all that it printed, a line feed for the terminal's carriage return and line feed
 */
export async function atTerminal(
  python: string,
  words: readonly string[],
): Promise<{ readonly code: number; readonly text: string }> {
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command(python, {
      args: pythonProgram(PROGRAM, ...words),
      cwd: ROOT,
      env: { TERM: "xterm-256color" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  if (stderr !== "") throw new Error(`Cannot open a terminal: ${stderr}`);
  return { code, text: stdout.replaceAll("\r\n", "\n") };
}
