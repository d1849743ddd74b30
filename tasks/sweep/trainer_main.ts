/**
 * The process that trains for a driver, run after run: it reads jobs from stdin and answers on stdout. When stdin ends, it
 * keeps the last whole epoch and ends too; stdin ends also where the driver has died. @module
 */

import { TextLineStream } from "@std/streams";
import { printNote, sendJson } from "../cli/print.ts";
import { loadEngine } from "../run/open_engine.ts";
import { explain } from "../system/explain.ts";
import { JobTrainer } from "./train_job.ts";
import type { Message } from "./trainer_process.ts";

function send(message: Message): void {
  try {
    sendJson(message);
  } catch {
    // The driver has died, and stdin ends.
  }
}

/** Ends the process where the engine of all runs cannot be loaded, before any run fails of it. */
async function checkEngine(name = "auto"): Promise<void> {
  try {
    await loadEngine(name);
  } catch (error) {
    printNote(explain(error));
    Deno.exit(1);
  }
}

// Ctrl-C reaches the whole group of processes: the driver decides what follows.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) {
  if (Deno.build.os !== "windows" || signal === "SIGINT") Deno.addSignalListener(signal, () => {});
}
await checkEngine(Deno.args[0]);
send({ kind: "ready", deno: Deno.version.deno });
const trainer = new JobTrainer();
let work: Promise<void> = Promise.resolve();
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
for await (const line of lines) {
  work = trainer.run(JSON.parse(line), send)
    .catch((error) => ({ kind: "error" as const, message: explain(error) }))
    .then(send);
}
trainer.end();
await work;
Deno.exit(0);
