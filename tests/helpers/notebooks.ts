/** Notebooks executed by a real client, nbclient, with Deno's own kernel. */

import { join } from "@std/path";
import { findPython, pythonJson } from "./python.ts";
import { ROOT, temporaryFolder } from "./run_task.ts";

/** An output of a cell. */
export interface CellOutput {
  readonly kind: "stream" | "display_data" | "execute_result" | "error";
  /** Of a stream. */
  readonly text?: string;
  /** By media type. */
  readonly data?: { readonly [type: string]: string };
  /** Of an error. */
  readonly evalue?: string;
}

/** A code cell that was executed. */
export interface ExecutedCell {
  readonly id: string;
  readonly source: string;
  readonly outputs: readonly CellOutput[];
}

/**
 * The program. Deno's kernel sends what a cell prints from another thread, and some of it after the message that the cell
 * is done; so the client waits a moment for more, which notebooks in a browser do without end.
 */
const PROGRAM = `
import json, os, sys
asked = json.load(sys.stdin)
os.environ.update(asked["environment"])
import nbclient, nbformat
from queue import Empty
from jupyter_core.utils import ensure_async
notebook = nbformat.reads(asked["notebook"], as_version=4)
nbformat.validate(notebook)
async def rest(cell, cell_index, execute_reply):
    parent = execute_reply["parent_header"]["msg_id"]
    while True:
        try:
            message = await ensure_async(client.kc.get_iopub_msg(timeout=asked["wait"]))
        except Empty:
            return
        if message["parent_header"].get("msg_id") == parent:
            try:
                client.process_message(message, cell, cell_index)
            except nbclient.exceptions.CellExecutionComplete:
                pass
client = nbclient.NotebookClient(notebook, kernel_name="deno", timeout=120, allow_errors=True,
    on_cell_executed=rest, resources={"metadata": {"path": asked["folder"]}})
client.execute()
print(json.dumps([{"id": cell.id, "source": cell.source, "outputs": [{"kind": output.pop("output_type"), **output} for output in cell.outputs]}
    for cell in notebook.cells if cell.cell_type == "code"]))
`;

/** How long the client waits for more output after each cell, in seconds. */
const WAIT_SECONDS = 0.2;

/** The Python that has nbclient; undefined where there is none. */
export function findNbclient(): Promise<string | undefined> {
  return findPython("nbclient");
}

/**
 * Executes a notebook whole, in a folder of the checkout, whose deno.json resolves the imports.
 * @returns its code cells; what one prints is one output
 */
export async function executeNotebook(python: string, notebook: string): Promise<ExecutedCell[]> {
  await using folder = await temporaryFolder();
  const kernel = join(folder.path, "kernels", "deno");
  await Deno.mkdir(kernel, { recursive: true });
  const argv = [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"];
  const spec = { argv, "display_name": "Deno", language: "typescript" };
  await Deno.writeTextFile(join(kernel, "kernel.json"), JSON.stringify(spec));
  const names = ["JUPYTER_PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"];
  const environment = Object.fromEntries(names.map((name) => [name, folder.path]));
  const asked = { notebook, environment, wait: WAIT_SECONDS, folder: join(ROOT, "docs") };
  const [cells] = await pythonJson(python, PROGRAM, asked) as [ExecutedCell[]];
  return cells.map((cell) => ({ ...cell, outputs: joined(cell.outputs) }));
}

/** Outputs with what was printed first, in one piece: pieces come as they come. */
function joined(outputs: readonly CellOutput[]): CellOutput[] {
  const others = outputs.filter(({ kind }) => kind !== "stream");
  const text = outputs.map(({ text = "" }) => text).join("");
  return text === "" ? others : [{ kind: "stream", text }, ...others];
}
