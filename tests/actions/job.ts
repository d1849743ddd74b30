/** One job: its steps in turn, in a workspace of its own. @module */

import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { hashFiles, runAction } from "./actions.ts";
import { readAction } from "./composite.ts";
import { type Expressions, type Mapping, type Scope, text, type Value } from "./expressions.ts";
import { runScript } from "./script.ts";
import { type Job, type Step, valuesOf } from "./workflow.ts";

/** How a step, a job or a workflow ended. */
export type Result = "success" | "failure" | "cancelled" | "skipped";

/** How a job ended, and what it leaves for those that need it. */
export interface JobEnd {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a job is given. */
export interface JobOptions {
  readonly expressions: Expressions;
  /** The variables of the workflow. */
  readonly env: Mapping | undefined;
  /** `github`, `inputs`, `needs`, `matrix` and so on. */
  readonly contexts: Mapping;
  /** A folder for the job alone. */
  readonly folder: string;
  /** Where its steps run. Default: a folder in its own. */
  readonly workspace?: string;
  /** The folder of the run. */
  readonly store: string;
  /** The checkout that `actions/checkout` brings. */
  readonly repository: string;
  /** Folders of programs that scripts find before others. */
  readonly paths: readonly string[];
  /** Cancels the job. */
  readonly signal: AbortSignal;
  /** For how many milliseconds a step may go on after it was interrupted. */
  readonly grace: number;
  readonly print: (line: string) => void;
  /** Takes what steps write as the job's summary. */
  readonly summarize: (markdown: string) => void;
}

const MILLISECONDS_A_MINUTE = 60_000;
/** GitHub's own limit of a job, in minutes. */
const JOB_LIMIT = 360;

/** Runs a job to its end. */
export async function runJob(job: Job, options: JobOptions): Promise<JobEnd> {
  return await new JobRun(job, options).run();
}

class JobRun {
  readonly #job: Job;
  readonly #options: JobOptions;
  readonly #workspace: string;
  readonly #temporary: string;
  /** Those of the workflow and of the job. */
  #env: Record<string, string> = {};
  #status: Exclude<Result, "skipped"> = "success";
  readonly #steps: { [id: string]: Mapping } = {};
  readonly #afterSuccess: (() => Promise<void>)[] = [];

  constructor(job: Job, options: JobOptions) {
    this.#job = job;
    this.#options = options;
    this.#workspace = options.workspace ?? join(options.folder, "workspace");
    this.#temporary = join(options.folder, "temporary");
  }

  async run(): Promise<JobEnd> {
    const { expressions, signal } = this.#options;
    for (const folder of [this.#workspace, this.#temporary]) await ensureDir(folder);
    for (const env of [this.#options.env, this.#job.env]) {
      this.#env = { ...this.#env, ...expressions.texts(env, this.#scope()) };
    }
    using limit = this.#limit(this.#job["timeout-minutes"]);
    const cancelled = AbortSignal.any([signal, limit.signal]);
    for (const [k, step] of this.#job.steps.entries()) {
      const { outputs, result } = await this.#step(step, cancelled);
      if (cancelled.aborted) this.#status = "cancelled";
      else if (result === "failure") this.#status = "failure";
      this.#steps[step.id ?? `__${k}`] = { outputs, outcome: result };
    }
    if (this.#status === "success") { for (const post of this.#afterSuccess) await post(); }
    const outputs = expressions.texts(this.#job.outputs, this.#scope());
    return { result: this.#status, outputs };
  }

  /** What an expression of a step may name, with the step's own variables. */
  #scope(env: Record<string, string> = {}): Scope {
    const { contexts } = this.#options;
    return {
      contexts: {
        ...contexts,
        github: { ...contexts.github as Mapping, workspace: this.#workspace },
        runner: { temp: this.#temporary, os: "Linux" },
        job: { status: this.#status },
        env: { ...this.#env, ...env },
        steps: this.#steps,
      },
      functions: {
        success: () => this.#status === "success",
        failure: () => this.#status === "failure",
        cancelled: () => this.#status === "cancelled",
        always: () => true,
        hashFiles: (...patterns) => hashFiles(this.#workspace, patterns),
      },
    };
  }

  /** Aborts after so many minutes, if the scope has not ended before. */
  #limit(minutes: Value = JOB_LIMIT): Disposable & { readonly signal: AbortSignal } {
    const controller = new AbortController();
    const limit = Number(this.#options.expressions.expand(minutes, this.#scope()));
    const timer = setTimeout(() => controller.abort(), MILLISECONDS_A_MINUTE * limit);
    return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
  }

  async #step(step: Step, cancelled: AbortSignal): Promise<JobEnd> {
    const { expressions, store, repository, print } = this.#options;
    if (cancelled.aborted) this.#status = "cancelled";
    const own = expressions.texts(step.env, this.#scope());
    const holds = () => expressions.holds(step.if, this.#scope(own));
    if (!holds()) return { result: "skipped", outputs: {} };
    using limit = this.#limit(step["timeout-minutes"]);
    const stopped = new AbortController();
    // A step whose condition still holds, such as always(), is not stopped by a cancellation.
    const onCancel = () => {
      this.#status = "cancelled";
      if (!holds()) stopped.abort();
    };
    cancelled.addEventListener("abort", onCancel);
    const signal = AbortSignal.any([stopped.signal, limit.signal]);
    let { result, outputs }: JobEnd = { result: "failure", outputs: {} };
    try {
      if (step.uses === undefined) ({ result, outputs } = await this.#script(step, own, signal));
      else if (step.uses.startsWith("./")) {
        ({ result, outputs } = await this.#composite(step, own, signal));
      } else {
        outputs = await runAction(step.uses, {
          inputs: expressions.texts(step.with, this.#scope(own)),
          cwd: this.#workspace,
          ...{ store, repository, print },
          afterSuccess: (post) => this.#afterSuccess.push(post),
        });
        result = "success";
      }
    } catch (error) {
      print(`Error: ${(error as Error).message}`);
    }
    cancelled.removeEventListener("abort", onCancel);
    if (stopped.signal.aborted) result = "cancelled";
    else if (limit.signal.aborted) result = "failure";
    print(`${result}: ${step.name ?? step.uses ?? `Run ${text(step.run).split("\n")[0]}`}`);
    return { result, outputs };
  }

  /** Runs the steps of an action of the workspace, which see their own inputs and each other's outputs alone. */
  async #composite(
    step: Step,
    own: Record<string, string>,
    signal: AbortSignal,
  ): Promise<JobEnd> {
    const { expressions, contexts } = this.#options;
    const path = join(this.#workspace, step.uses!);
    const { inputs: declared, outputs, steps } = await readAction(path);
    const given = expressions.texts(step.with, this.#scope(own));
    const usual = { ...this.#scope(own), functions: {} };
    const inputs = expressions.texts(valuesOf(declared, given, "action"), usual);
    return await new JobRun({ if: "", steps, outputs }, {
      ...this.#options,
      env: { ...this.#env, ...own },
      contexts: {
        ...contexts,
        inputs,
        github: { ...contexts.github as Mapping, action_path: path },
      },
      workspace: this.#workspace,
      signal,
    }).run();
  }

  async #script(
    step: Step,
    own: Record<string, string>,
    signal: AbortSignal,
  ): Promise<JobEnd> {
    const { expressions, grace, print, summarize } = this.#options;
    const scope = this.#scope(own);
    const script = await Deno.makeTempFile({ dir: this.#temporary, suffix: ".sh" });
    await Deno.writeTextFile(script, text(expressions.expand(step.run, scope)));
    const [outputs, summary] = [`${script}.outputs`, `${script}.summary`];
    for (const file of [outputs, summary]) await Deno.writeTextFile(file, "");
    const code = await runScript(script, {
      shell: text(expressions.expand(step.shell, scope)),
      cwd: this.#workspace,
      env: {
        ...this.#variables(),
        ...this.#env,
        ...own,
        GITHUB_OUTPUT: outputs,
        GITHUB_STEP_SUMMARY: summary,
        PATH: [...this.#options.paths, Deno.env.get("PATH")].join(":"),
      },
      signal,
      grace,
      print,
    });
    const lines = (await Deno.readTextFile(outputs)).matchAll(/^([^=\n]+)=(.*)$/gm);
    const markdown = await Deno.readTextFile(summary);
    if (markdown !== "") summarize(markdown);
    if (code !== 0) print(`Error: Process completed with exit code ${code}.`);
    return {
      result: code === 0 ? "success" : "failure",
      outputs: Object.fromEntries([...lines].map(([, name, value]) => [name, value])),
    };
  }

  /** The variables that GitHub sets. */
  #variables(): Record<string, string> {
    const github = this.#scope().contexts.github as Mapping;
    const named = Object.entries(github).filter(([name, value]) =>
      typeof value === "string" && name !== "token"
    );
    return {
      ...Object.fromEntries(named.map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, value])),
      RUNNER_TEMP: this.#temporary,
      CI: "true",
      GITHUB_ACTIONS: "true",
    } as Record<string, string>;
  }
}
