/** The processes that train for a sweep, seen from the sweep. @module */

import { fromFileUrl } from "@std/path";
import { TextLineStream } from "@std/streams";
import type { Answer, Job } from "./messages.ts";

const SCRIPT = fromFileUrl(new URL("./trainer.ts", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** So much of what a process prints on stderr is kept, in lines. */
const LINES = 20;

/** How often a process is started that is killed before it is ready, as where memory is short. */
const STARTS = 5;

/** A process that trains, run after run. */
export class Trainer implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncIterator<Answer>;
  readonly #printed: string[] = [];
  readonly #listening: Promise<void>;

  private constructor() {
    this.#child = new Deno.Command("deno", {
      args: [
        ...["run", "-q", "--no-prompt", "--no-remote", "--cached-only", "--frozen"],
        ...["--config", CONFIG, "-P=sweep_trainer", SCRIPT],
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#answers = linesOf(this.#child.stdout)[Symbol.asyncIterator]() as AsyncIterator<Answer>;
    this.#listening = this.#listen();
  }

  /**
   * Starts a process, and another if it is killed before it is ready. One that ends with a message would say it again.
   *
   * @throws {Error} if none comes up
   */
  static async start(): Promise<Trainer> {
    for (let start = 1; start <= STARTS; start++) {
      const trainer = Trainer.#spawn();
      const first = await trainer.#next();
      if (first?.kind === "ready" && first.deno === Deno.version.deno) return trainer;
      await trainer[Symbol.asyncDispose]();
      if (first?.kind === "ready") {
        throw new Error(
          `Cannot train with the deno in the PATH, which is ${first.deno}: this is ${Deno.version.deno}`,
        );
      }
      const { signal } = await trainer.#child.status;
      if (signal === null && trainer.printed !== undefined) {
        throw new Error(`Cannot start a process that trains: ${trainer.printed}`);
      }
    }
    throw new Error(
      `Cannot start a process that trains: ${STARTS} were killed before they were ready`,
    );
  }

  static #spawn(): Trainer {
    try {
      return new Trainer();
    } catch (error) {
      throw new Error("Cannot start a process that trains: there is no deno in the PATH", {
        cause: error,
      });
    }
  }

  /** The last line that the process printed on stderr. */
  get printed(): string | undefined {
    return this.#printed.at(-1);
  }

  /** Trains a run; returns the last answer, or `undefined` if the process died. */
  async train(
    job: Job,
    onProgress: (progress: Answer & { kind: "progress" }) => void,
  ): Promise<Answer | undefined> {
    try {
      await this.#writer.write(new TextEncoder().encode(JSON.stringify(job) + "\n"));
    } catch {
      return undefined;
    }
    while (true) {
      const answer = await this.#next();
      if (answer?.kind !== "progress") return answer;
      onProgress(answer);
    }
  }

  /** Tells the process that nothing follows: it keeps the last whole epoch of the run at hand, and ends. */
  async end(): Promise<void> {
    await this.#writer.close().catch(() => {});
  }

  /** Ends the process, and waits for that. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    while (await this.#next() !== undefined);
    await this.#listening;
    await this.#child.status;
  }

  async #next(): Promise<Answer | undefined> {
    try {
      const { value, done } = await this.#answers.next();
      return done ? undefined : value;
    } catch {
      return undefined;
    }
  }

  async #listen(): Promise<void> {
    const lines = this.#child.stderr.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      if (line.trim() !== "") this.#printed.push(line.replace(/^error: /, ""));
      if (this.#printed.length > LINES) this.#printed.shift();
    }
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const lines = stream.pipeThrough(
    new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>,
  )
    .pipeThrough(new TextLineStream());
  for await (const line of lines) yield JSON.parse(line);
}
