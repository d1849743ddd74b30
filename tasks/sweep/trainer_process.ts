/** The processes that train for a driver, seen from the driver, and the lines of JSON that both exchange. @module */

import { fromFileUrl } from "@std/path";
import { TextLineStream } from "@std/streams";
import { ffiFlags, NATIVE } from "../native/library.ts";
import { RUN_WORDS, scriptUrl } from "../system/installation.ts";
import { denyFlags } from "../system/own_code.ts";
import type { Answer, JobProgress, Trainer, Trial } from "./train_job.ts";

const SCRIPT = fromFileUrl(scriptUrl("tasks/sweep/trainer_main.ts"));

const MAX_LINES = 20;

/** How often a process is started that is killed before it is ready, as where memory is short. */
const MAX_STARTS = 5;

/** A message of a process: that it is ready, its progress, or the end of a job. */
export type Message = { readonly kind: "ready"; readonly deno: string } | JobProgress | Answer;

export class TrainerProcess implements Trainer {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncIterator<string>;
  readonly #printed: string[] = [];
  readonly #listening: Promise<void>;

  private constructor(engine: string) {
    this.#child = new Deno.Command("deno", {
      args: [
        ...RUN_WORDS,
        "-P=trainer",
        ...denyFlags(),
        ...engine === NATIVE ? ffiFlags() : [],
        SCRIPT,
        engine,
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#answers = linesOf(this.#child.stdout)[Symbol.asyncIterator]();
    this.#listening = this.#listen();
  }

  /**
   * Starts a process, and another if it is killed before it is ready; not if it ends with a message, since it would again.
   * @param engine the name of the engine of all runs
   * @throws {Error} if none comes up
   */
  static async start(engine: string): Promise<TrainerProcess> {
    for (let start = 1; start <= MAX_STARTS; start++) {
      const trainer = TrainerProcess.#spawn(engine);
      const first = await trainer.#next();
      if (first?.kind === "ready" && first.deno === Deno.version.deno) return trainer;
      await trainer[Symbol.asyncDispose]();
      if (first?.kind === "ready") {
        throw new Error(
          `Cannot train with the deno in the PATH: expected ${Deno.version.deno}, got ${first.deno}`,
        );
      }
      const { signal } = await trainer.#child.status;
      if (signal === null && trainer.printed !== undefined) {
        throw new Error(`Cannot start a process that trains: ${trainer.printed}`);
      }
    }
    throw new Error(
      `Cannot start a process that trains: ${MAX_STARTS} were killed before they were ready`,
    );
  }

  static #spawn(engine: string): TrainerProcess {
    try {
      return new TrainerProcess(engine);
    } catch (error) {
      throw new Error("Cannot start a process that trains: there is no deno in the PATH", {
        cause: error,
      });
    }
  }

  get printed(): string | undefined {
    return this.#printed.at(-1);
  }

  async run(
    job: Trial,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Answer | undefined> {
    try {
      await this.#writer.write(new TextEncoder().encode(JSON.stringify(job) + "\n"));
    } catch {
      return undefined;
    }
    while (true) {
      const message = await this.#next();
      if (message?.kind === "progress") onProgress(message);
      else if (message?.kind !== "ready") return message;
    }
  }

  /** Closes the process's stdin: it keeps the last whole epoch of its run, and ends. */
  async end(): Promise<void> {
    await this.#writer.close().catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    while (await this.#next() !== undefined);
    await this.#listening;
    await this.#child.status;
  }

  async #next(): Promise<Message | undefined> {
    try {
      const { value, done } = await this.#answers.next();
      return done ? undefined : JSON.parse(value);
    } catch {
      return undefined;
    }
  }

  async #listen(): Promise<void> {
    for await (const line of linesOf(this.#child.stderr)) {
      if (line.trim() !== "") this.#printed.push(line.replace(/^error: /, ""));
      if (this.#printed.length > MAX_LINES) this.#printed.shift();
    }
  }
}

function linesOf(stream: ReadableStream<Uint8Array>): ReadableStream<string> {
  const text = new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>;
  return stream.pipeThrough(text).pipeThrough(new TextLineStream());
}
