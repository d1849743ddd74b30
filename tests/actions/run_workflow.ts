/**
 * Runs a workflow on this machine, as GitHub would: jobs in the order of their needs, those of a matrix side by side, each
 * in a checkout of its own; workflows that call others; attempts after the first. What GitHub has a service for is a folder.
 *
 * @module
 */

import { join } from "@std/path";
import { ROOT } from "../helpers/run_task.ts";
import { githubContext, jobScope } from "./contexts.ts";
import { Expressions, type Mapping, type Scope, text, type Value } from "./expressions.ts";
import { runJob } from "./job.ts";
import { combinations } from "./matrix.ts";
import { type JobEnd, outputsOf, type Result, worstOf } from "./results.ts";
import { GRACE } from "./script.ts";
import { Slots } from "./slots.ts";
import { inputsOf, type Job, readWorkflow, type Workflow } from "./workflow.ts";
import type { RunOptions, WorkflowRun } from "./workflow_run.ts";

/**
 * Runs a workflow.
 *
 * @param path its file, from the repository's folder
 * @throws {SyntaxError} if GitHub would not take the file
 */
export async function runWorkflow(path: string, options: RunOptions): Promise<WorkflowRun> {
  return await new Run(path, options, await Expressions.load()).run();
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

/** What the jobs of one file share. */
interface Call {
  readonly workflow: Workflow;
  readonly inputs: Mapping;
  /** The path of the job that called the file, with a slash; empty for the run itself. */
  readonly path: string;
  /** Whether the job that called it, or one that it needs, was run by this attempt: then all of it is run again. */
  readonly fresh: boolean;
}

class Run {
  readonly #path: string;
  readonly #options: RunOptions;
  readonly #expressions: Expressions;
  readonly #repository: string;
  readonly #signal: AbortSignal;
  readonly #slots: Slots;
  readonly #attempt: number;
  readonly #jobs = new Map<string, JobEnd>();
  readonly #ran: string[] = [];
  readonly #lines: string[] = [];
  readonly #summaries = new Map<string, string>();

  constructor(path: string, options: RunOptions, expressions: Expressions) {
    this.#path = path;
    this.#options = options;
    this.#expressions = expressions;
    this.#repository = options.repository ?? ROOT;
    this.#signal = options.signal ?? new AbortController().signal;
    this.#slots = new Slots(options.slots ?? 2);
    this.#attempt = (options.previous?.attempt ?? 0) + 1;
  }

  async run(): Promise<WorkflowRun> {
    const workflow = await readWorkflow(join(this.#repository, this.#path));
    const inputs = inputsOf(workflow.on.workflow_dispatch, this.#options.inputs ?? {});
    const jobs = await this.#runJobs({ workflow, inputs, path: "", fresh: false });
    return {
      attempt: this.#attempt,
      result: worstOf([...jobs.values()].map(({ result }) => result)),
      jobs: this.#jobs,
      ran: this.#ran,
      lines: this.#lines,
      summaries: this.#summaries,
    };
  }

  /** Runs the jobs of a file, each as soon as those have ended that it needs. */
  async #runJobs(call: Call): Promise<Map<string, Ended>> {
    const started = new Map<string, Promise<Ended>>();
    const start = (id: string): Promise<Ended> => {
      const running = started.get(id) ?? this.#startJob(id, call, start);
      started.set(id, running);
      return running;
    };
    const ids = Object.keys(call.workflow.jobs);
    const ends = await Promise.all(ids.map(async (id) => [id, await start(id)] as const));
    return new Map(ends);
  }

  async #startJob(id: string, call: Call, start: (id: string) => Promise<Ended>): Promise<Ended> {
    const job = call.workflow.jobs[id]!;
    const path = call.path + id;
    const ids = [job.needs ?? []].flat();
    const needed = await Promise.all(ids.map(start));
    const before = needed.flatMap((need) => [...need.before, need.result]);
    const fresh = call.fresh || needed.some((need) => need.fresh);
    const needs = Object.fromEntries(
      needed.map(({ result, outputs }, k) => [ids[k]!, { result, outputs }]),
    );
    const github = githubContext({
      workflow: call.workflow.name ?? this.#path,
      attempt: this.#attempt,
      inputs: this.#options.inputs ?? {},
    }, id);
    const contexts = { inputs: call.inputs, needs, github };
    const scope = jobScope(contexts, before, () => this.#signal.aborted);
    const end = async (): Promise<AttemptEnd> => {
      if (!this.#expressions.holds(job.if, scope)) {
        return { result: "skipped", outputs: {}, fresh };
      }
      return await this.#runMatrix(job, { ...call, fresh }, path, scope);
    };
    const ended = await end().catch((error: Error) => {
      this.#print(path, `Error: ${error.message}`);
      return { result: "failure" as const, outputs: {}, fresh: true };
    });
    this.#jobs.set(path, { result: ended.result, outputs: ended.outputs });
    this.#print(path, ended.result);
    return { ...ended, before };
  }

  /** Runs a job with every combination of its matrix; without a matrix there is one. */
  async #runMatrix(
    job: Job,
    call: Call,
    path: string,
    scope: Scope,
  ): Promise<AttemptEnd> {
    const { matrix, ...strategy } = this.#expressions.expand(job.strategy as Value, scope) as {
      matrix?: Mapping;
      "fail-fast"?: boolean;
      "max-parallel"?: number;
    } ?? {};
    const { "fail-fast": failFast = true, "max-parallel": atOnce = 256 } = strategy;
    const all = matrix === undefined ? [{}] : combinations(matrix);
    const failed = new AbortController();
    const signal = AbortSignal.any([this.#signal, failed.signal]);
    const lanes = new Slots(atOnce);
    const ends = await Promise.all(all.map((combination, index) =>
      lanes.run(async () => {
        const own = {
          ...scope.contexts,
          matrix: combination,
          strategy: { "job-index": index, "job-total": all.length },
        };
        const ownPath = matrix === undefined ? path : `${path}.${index}`;
        const end = await this.#runOne(job, call, ownPath, { ...scope, contexts: own }, signal);
        if (failFast && end.result === "failure") failed.abort();
        return end;
      })
    ));
    return {
      result: worstOf(ends.map(({ result }) => result)),
      outputs: outputsOf(ends),
      fresh: ends.some(({ fresh }) => fresh),
    };
  }

  /** Runs one job, or the workflow that it calls. */
  async #runOne(
    job: Job,
    call: Call,
    path: string,
    scope: Scope,
    signal: AbortSignal,
  ): Promise<AttemptEnd> {
    if (job.uses !== undefined) return await this.#callWorkflow(job, call, path, scope);
    const { store, previous, programs, grace } = this.#options;
    const earlier = previous?.jobs.get(path);
    if (!call.fresh && earlier?.result === "success") {
      this.#jobs.set(path, earlier);
      return { ...earlier, fresh: false };
    }
    const end = await this.#slots.run(async (): Promise<JobEnd> => {
      if (signal.aborted) return { result: "cancelled", outputs: {} };
      this.#ran.push(path);
      return await runJob(job, {
        expressions: this.#expressions,
        workflow: call.workflow,
        contexts: scope.contexts,
        folder: join(store, "jobs", `${path}-${this.#attempt}`),
        store,
        repository: this.#repository,
        paths: [programs ?? []].flat(),
        signal,
        grace: grace ?? GRACE,
        print: (line) => this.#print(path, line),
        summarize: (markdown) =>
          this.#summaries.set(path, (this.#summaries.get(path) ?? "") + markdown),
      });
    });
    this.#jobs.set(path, end);
    return { ...end, fresh: true };
  }

  async #callWorkflow(
    job: Job,
    call: Call,
    path: string,
    scope: Scope,
  ): Promise<AttemptEnd> {
    const workflow = await readWorkflow(join(this.#repository, job.uses!));
    const trigger = workflow.on.workflow_call;
    const inputs = inputsOf(trigger, this.#expressions.expand(job.with ?? {}, scope) as Mapping);
    const ended = await this.#runJobs({ workflow, inputs, path: `${path}/`, fresh: call.fresh });
    const jobs = Object.fromEntries(
      [...ended].map(([id, { result, outputs }]) => [id, { result, outputs }]),
    );
    const outputs = Object.entries(trigger?.outputs ?? {}).map(([name, { value }]) => [
      name,
      text(this.#expressions.expand(value, { ...scope, contexts: { jobs, inputs } })),
    ]);
    return {
      result: worstOf([...ended.values()].map(({ result }) => result)),
      outputs: Object.fromEntries(outputs),
      fresh: [...ended.values()].some(({ fresh }) => fresh),
    };
  }

  #print(path: string, message: string): void {
    const line = `${path} | ${message}`;
    this.#lines.push(line);
    this.#options.onLine?.(line);
  }
}
