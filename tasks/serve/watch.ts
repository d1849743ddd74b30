/** Runs that are replaced while they are served: each is opened whole, and answers from the next request on. @module */

import { delay } from "@std/async/delay";
import { joinNames } from "../../lib/checks/texts.ts";
import type { Model, ServedModel } from "../../lib/serve/models.ts";
import { stateOf } from "../run/journaled_files.ts";
import { FILES } from "../run/run_folder.ts";
import { SWEEP_SUMMARY } from "../run/sweep_folder.ts";
import { explain } from "../system/explain.ts";
import { openModel } from "./open_model.ts";
import { contractOfTable } from "./table.ts";

export type Open = (run: string) => Promise<Required<ServedModel>>;

/** How often the files of runs are looked at, in milliseconds. */
const REFRESH_MS = 2000;

/** How long a run may take to open before the server reports that it waits, in milliseconds. */
const WAIT_MS = 10_000;

/** Runs by the names of their models, kept as new as their files. */
export class WatchedRuns {
  /** What answers, by name. */
  readonly models: Map<string, Required<ServedModel>> = new Map();
  readonly #runs: ReadonlyMap<string, string>;
  readonly #states = new Map<string, string>();
  readonly #open: Open;
  readonly #waitMs: number;
  /** What is still under way: a disk that does not answer is not asked again, since each question would keep a thread. */
  readonly #refreshes = new Map<string, Promise<string | undefined>>();

  private constructor(runs: ReadonlyMap<string, string>, open: Open, waitMs: number) {
    this.#runs = runs;
    this.#open = open;
    this.#waitMs = waitMs;
  }

  /**
   * Opens all runs.
   * @param runs by the names of their models
   * @param waitMs after how many milliseconds a run that is opened again counts as waiting
   * @throws {Error} if one cannot be opened
   */
  static async open(
    runs: ReadonlyMap<string, string>,
    open: Open = (run) => openModel(run, UNCHANGED),
    waitMs: number = WAIT_MS,
  ): Promise<WatchedRuns> {
    const watched = new WatchedRuns(runs, open, waitMs);
    for (const [name, run] of runs) {
      watched.#states.set(name, await stateOfModel(run));
      watched.models.set(name, await open(run));
    }
    return watched;
  }

  /**
   * Opens the runs that changed. One that cannot be opened leaves the earlier model, with a problem; so does one that takes
   * other rows or gives other answers, and one whose disk does not answer, which is waited for.
   * @returns a sentence on each change
   */
  async refresh(): Promise<string[]> {
    const notes = await Promise.all([...this.#runs].map(async ([name, run]) => {
      const isNew = !this.#refreshes.has(name);
      const refresh = this.#refreshes.get(name) ?? this.#refreshRun(name, run);
      this.#refreshes.set(name, refresh);
      const note = await withinTime(refresh, this.#waitMs);
      if (note !== WAITS) {
        this.#refreshes.delete(name);
        return note;
      }
      if (!isNew) return undefined; // it has been reported
      const before = this.models.get(name)!;
      this.models.set(name, { ...before, problem: WAITING });
      return `Waits for the disk of ${run}; ${still(name, before)}`;
    }));
    return notes.filter((note) => note !== undefined);
  }

  /** Opens a run if it changed; returns a sentence on what changed, if anything did. */
  async #refreshRun(name: string, run: string): Promise<string | undefined> {
    const before = this.models.get(name)!;
    const state = await stateOfModel(run);
    if (state === this.#states.get(name)) {
      this.models.set(name, before); // it may have been waited for
      return undefined;
    }
    this.#states.set(name, state);
    try {
      const model = await this.#open(run);
      const difference = differenceFrom(before.model, model.model);
      if (difference !== undefined) {
        this.models.set(name, { ...before, problem: OTHER });
        return `Cannot use the newer files of ${name}: ${difference}; ${still(name, before)}`;
      }
      const isSame = model.version === before.version;
      this.models.set(name, isSame ? { ...before, problem: undefined } : model);
      return isSame ? undefined : `${name} now answers with version ${model.version}`;
    } catch (error) {
      this.models.set(name, { ...before, problem: PROBLEM });
      return `${explain(error)}; ${still(name, before)}`;
    }
  }

  /**
   * Opens runs that changed, every few seconds, until the result is called.
   * @param note gets a sentence on each change
   */
  refreshing(note: (sentence: string) => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer = setTimeout(async () => {
        for (const sentence of await this.refresh()) note(sentence);
        if (timer !== undefined) again();
      }, REFRESH_MS);
    };
    again();
    return () => {
      clearTimeout(timer);
      timer = undefined;
    };
  }
}

/** What everybody may know of files that cannot be opened: the reason has paths. */
const PROBLEM = "Cannot open its newer files: the server's stderr has the reason";

/** What everybody may know of a disk that does not answer. */
const WAITING = "Waits for its newer files: their disk does not answer";

const WAITS = Symbol("waits");

/** The result of a promise; {@linkcode WAITS} if there is none within a time. */
async function withinTime<T>(promise: Promise<T>, ms: number): Promise<T | typeof WAITS> {
  const timer = new AbortController();
  try {
    const waits = delay(ms, timer).then(() => WAITS, () => WAITS);
    return await Promise.race([promise, waits as Promise<typeof WAITS>]);
  } finally {
    timer.abort();
  }
}

/** What everybody may know of files with a model of something else. */
const OTHER = "Cannot use its newer files: their columns, types or classes differ; " +
  "the server's stderr has the reason, and a restart takes them";

function still(name: string, { version }: Pick<Required<ServedModel>, "version">): string {
  return `${name} still answers with version ${version}`;
}

/** What a file without a config lacks; a served one has all. */
export const UNCHANGED = {
  activation: undefined,
  "output-activation": undefined,
  dataset: undefined,
};

/** A text that changes when a run's weights or its summary do, a sweep's summary, or the file of weights. */
async function stateOfModel(run: string): Promise<string> {
  const there = await Deno.stat(run).catch(() => undefined);
  if (there?.isDirectory) {
    const files = [FILES.weights, FILES.summary, SWEEP_SUMMARY];
    return (await Promise.all(files.map((file) => stateOf(run, file)))).join();
  }
  return JSON.stringify(there && [there.ino, there.mtime?.getTime(), there.size]);
}

/** Names and types by what they belong to, such as `column "age"`. */
type Contract = ReadonlyMap<string, readonly string[]>;

/** How a model differs from an earlier one, as a piece of a sentence; `undefined` if rows and answers are alike. */
function differenceFrom(before: Model, now: Model): string | undefined {
  const [earlier, newer] = [contractOf(before), contractOf(now)];
  for (const what of new Set([...earlier.keys(), ...newer.keys()])) {
    const [was, is] = [earlier.get(what), newer.get(what)];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const [expected, got] = [was, is].map((names) =>
      names === undefined ? "none" : joinNames(names)
    );
    return `${what}: expected ${expected}, got ${got}`;
  }
  return undefined;
}

function contractOf(model: Model): Contract {
  if ("table" in model) return contractOfTable(model);
  const { network: { features, classNames, predictsClasses }, labels, quantities } = model;
  const outputs = predictsClasses ? "classes" : "quantities";
  const names = labels ?? classNames ?? quantities?.map(({ name }) => name) ?? [];
  return new Map([
    ["inputs", [String(features)]],
    [labels === undefined ? outputs : "labels", names],
  ]);
}
