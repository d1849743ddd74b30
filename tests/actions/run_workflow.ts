/**
 * Runs a workflow on this machine, as GitHub would: jobs in the order of their needs, those of a matrix side by side, each
 * in a checkout of its own; attempts after the first. What GitHub has a service for is a folder.
 *
 * @module
 */

import { join } from "@std/path";
import { ROOT } from "../helpers/run_task.ts";
import { Expressions, type Mapping, type Scope, type Value } from "./expressions.ts";
import { type JobEnd, type Result, runJob } from "./job.ts";
import { GRACE } from "./script.ts";
import { combinations, inputsOf, type Job, readWorkflow, type Workflow } from "./workflow.ts";

/** How a workflow is run. */
export interface RunOptions {
  /** A folder for artifacts, caches and workspaces: all attempts of a run share it. */
  readonly store: string;
  /** The checkout that the workflow is from and that `actions/checkout` brings; usually this one. */
  readonly repository?: string;
  /** The inputs of `workflow_dispatch`. */
  readonly inputs?: Mapping;
  /** The tag whose push starts it. Default: none, it is started by hand. */
  readonly tag?: string;
  /** An attempt that did not go well: what succeeded in it, and needs nothing that did not, is not run again. */
  readonly previous?: WorkflowRun;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /** For how many milliseconds a step may go on after it was interrupted; as long as GitHub lets it if not given. */
  readonly grace?: number;
  /** A folder of programs that scripts find before others, such as one in the place of `gh`. */
  readonly programs?: string;
  /** How many jobs run at once. */
  readonly slots?: number;
  /** Takes each line of the log. */
  readonly onLine?: (line: string) => void;
}

/** What became of a run. */
export interface WorkflowRun {
  readonly attempt: number;
  readonly result: Result;
  /** The jobs by their path, such as `plan`, or `shard.2` of a matrix. */
  readonly jobs: ReadonlyMap<string, JobEnd>;
  /** The paths of the jobs that this attempt ran. */
  readonly ran: readonly string[];
  /** The log, each line after the path of its job. */
  readonly lines: readonly string[];
  /** The summaries of the jobs, by their paths. */
  readonly summaries: ReadonlyMap<string, string>;
}

/**
 * Runs a workflow.
 *
 * @param path its file, from the repository's folder
 * @throws {SyntaxError} if GitHub would not take the file
 */
export async function runWorkflow(path: string, options: RunOptions): Promise<WorkflowRun> {
  const workflow = await readWorkflow(join(options.repository ?? ROOT, path));
  const inputs = options.tag === undefined ? inputsOf(workflow.on, options.inputs ?? {}) : {};
  return await new Run(workflow, inputs, options, await Expressions.load()).run();
}

/** A job's end in an attempt. */
interface AttemptEnd extends JobEnd {
  /** Whether the attempt ran some of it. */
  readonly fresh: boolean;
}

/** A job's end, as those see it that need it. */
interface Ended extends AttemptEnd {
  /** The results of all that it needed, directly or not. */
  readonly before: readonly Result[];
}

class Run {
  readonly #workflow: Workflow;
  readonly #inputs: Mapping;
  readonly #options: RunOptions;
  readonly #expressions: Expressions;
  readonly #signal: AbortSignal;
  readonly #attempt: number;
  readonly #started = new Map<string, Promise<Ended>>();
  readonly #jobs = new Map<string, JobEnd>();
  readonly #ran: string[] = [];
  readonly #lines: string[] = [];
  readonly #summaries = new Map<string, string>();
  /** How many more jobs may run at once, and who waits for that. */
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(
    workflow: Workflow,
    inputs: Mapping,
    options: RunOptions,
    expressions: Expressions,
  ) {
    this.#workflow = workflow;
    this.#inputs = inputs;
    this.#options = options;
    this.#expressions = expressions;
    this.#signal = options.signal ?? new AbortController().signal;
    this.#attempt = (options.previous?.attempt ?? 0) + 1;
    this.#free = options.slots ?? 2;
  }

  async run(): Promise<WorkflowRun> {
    const ends = await Promise.all(Object.keys(this.#workflow.jobs).map((id) => this.#start(id)));
    return {
      attempt: this.#attempt,
      result: worstOf(ends),
      jobs: this.#jobs,
      ran: this.#ran,
      lines: this.#lines,
      summaries: this.#summaries,
    };
  }

  /** Runs a job as soon as those have ended that it needs. */
  #start(id: string): Promise<Ended> {
    const running = this.#started.get(id) ?? this.#runJob(id);
    this.#started.set(id, running);
    return running;
  }

  async #runJob(id: string): Promise<Ended> {
    const job = this.#workflow.jobs[id]!;
    const ids = [job.needs ?? []].flat();
    const needed = await Promise.all(ids.map((need) => this.#start(need)));
    const before = needed.flatMap((need) => [...need.before, need.result]);
    const fresh = needed.some((need) => need.fresh);
    const needs = Object.fromEntries(
      needed.map(({ result, outputs }, k) => [ids[k]!, { result, outputs }]),
    );
    const cancelled = () => this.#signal.aborted;
    const scope: Scope = {
      contexts: { inputs: this.#inputs, needs, github: this.#github(id) },
      functions: {
        success: () => !cancelled() && before.every((result) => result === "success"),
        failure: () => !cancelled() && before.includes("failure"),
        cancelled,
        always: () => true,
      },
    };
    const end = async (): Promise<AttemptEnd> =>
      this.#expressions.holds(job.if, scope)
        ? await this.#runMatrix(job, id, scope, fresh)
        : { result: "skipped", outputs: {}, fresh };
    const ended = await end().catch((error: Error) => {
      this.#print(id, `Error: ${error.message}`);
      return { result: "failure" as const, outputs: {}, fresh: true };
    });
    this.#jobs.set(id, { result: ended.result, outputs: ended.outputs });
    this.#print(id, ended.result);
    return { ...ended, before };
  }

  /** The context `github` of a job. */
  #github(job: string): Mapping {
    const { tag } = this.#options;
    return {
      actor: "someone",
      event: { inputs: this.#inputs },
      event_name: tag === undefined ? "workflow_dispatch" : "push",
      job,
      ref: tag === undefined ? "refs/heads/main" : `refs/tags/${tag}`,
      ref_name: tag ?? "main",
      repository: "someone/inkling",
      run_attempt: String(this.#attempt),
      run_id: "1234567890",
      run_number: "1",
      server_url: "https://github.com",
      sha: "0".repeat(40),
      token: "token",
      workflow: this.#workflow.name ?? "",
    };
  }

  /** Runs a job with every combination of its matrix; without a matrix there is one. */
  async #runMatrix(job: Job, id: string, scope: Scope, fresh: boolean): Promise<AttemptEnd> {
    const { matrix, "fail-fast": failFast = true } =
      this.#expressions.expand(job.strategy as Value, scope) as {
        matrix?: Mapping;
        "fail-fast"?: boolean;
      } ?? {};
    const failed = new AbortController();
    const signal = AbortSignal.any([this.#signal, failed.signal]);
    const all = matrix === undefined ? [{}] : combinations(matrix);
    const ends = await Promise.all(all.map(async (combination, index) => {
      const strategy = { "job-index": index, "job-total": all.length };
      const contexts = { ...scope.contexts, matrix: combination, strategy };
      const path = matrix === undefined ? id : `${id}.${index}`;
      const end = await this.#runOne(job, path, contexts, signal, fresh);
      if (failFast && end.result === "failure") failed.abort();
      return end;
    }));
    return {
      result: worstOf(ends),
      outputs: outputsOf(ends),
      fresh: ends.some(({ fresh }) => fresh),
    };
  }

  async #runOne(
    job: Job,
    path: string,
    contexts: Mapping,
    signal: AbortSignal,
    fresh: boolean,
  ): Promise<AttemptEnd> {
    const { store, repository = ROOT, previous, programs, grace = GRACE } = this.#options;
    const earlier = previous?.jobs.get(path);
    if (!fresh && earlier?.result === "success") {
      this.#jobs.set(path, earlier);
      return { ...earlier, fresh: false };
    }
    const end = await this.#inSlot(async (): Promise<JobEnd> => {
      if (signal.aborted) return { result: "cancelled", outputs: {} };
      this.#ran.push(path);
      return await runJob(job, {
        expressions: this.#expressions,
        env: this.#workflow.env,
        contexts,
        folder: join(store, "jobs", `${path}-${this.#attempt}`),
        store,
        repository,
        paths: [programs ?? []].flat(),
        signal,
        grace,
        print: (line) => this.#print(path, line),
        summarize: (markdown) =>
          this.#summaries.set(path, (this.#summaries.get(path) ?? "") + markdown),
      });
    });
    this.#jobs.set(path, end);
    return { ...end, fresh: true };
  }

  /** Runs something when fewer jobs run than may at once. */
  async #inSlot<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }

  #print(path: string, message: string): void {
    const line = `${path} | ${message}`;
    this.#lines.push(line);
    this.#options.onLine?.(line);
  }
}

/** The result of several together: the worst of them; skipped if all are. */
function worstOf(ends: readonly JobEnd[]): Result {
  const isEnd = (one: Result) => ends.some(({ result }) => result === one);
  return (["failure", "cancelled", "success"] as const).find(isEnd) ?? "skipped";
}

/** The outputs of the jobs of a matrix together: of each the last that is not empty. */
function outputsOf(ends: readonly JobEnd[]): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, value] of ends.flatMap((end) => Object.entries(end.outputs))) {
    if (value !== "" || !(name in outputs)) outputs[name] = value;
  }
  return outputs;
}
