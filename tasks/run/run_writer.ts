/**
 * A run: the folder that `deno task train` writes, `data/runs/NAME/`.
 *
 * The run is written again after every epoch:
 * 1. all files are written under partial names;
 * 2. a journal records that they are on the disk;
 * 3. they are renamed, the checkpoint first and the summary last.
 *
 * So a run that is killed, or finds the disk full, keeps its last whole epoch. If it is killed between two renames, readers
 * find each file by the journal, and the next writer does the remaining renames first. @module
 */

import { delay } from "@std/async/delay";
import { join } from "@std/path";
import { disk } from "../system/disk.ts";
import {
  completeReplacement,
  JOURNAL,
  removeStalePartials,
  replaceTogether,
} from "../system/files.ts";
import { checkNoLink } from "../system/links.ts";
import { FolderLock } from "./lock.ts";
import { FILES, FINAL, holdsRun, json, namesIn, REPORT, type Run } from "./run_folder.ts";

/** A report locks the folder for less than this, while its file gets its name. */
const REPORT_LOCK_MS = 300;

/** The files that training writes, or removes since they are of earlier weights. */
const WRITTEN: readonly string[] = [...Object.values(FILES), REPORT, FINAL];

/** What the files of a run hold. */
export interface RunContent extends Omit<Run, "metrics"> {
  metrics: string;
  weights: Uint8Array;
  /** `null` of a run that has nothing left to train. */
  checkpoint: Uint8Array | null;
  /** Whether {@linkcode FINAL} describes these weights, and stays. */
  keepsFinal?: boolean;
}

/** A run's folder, locked for writing: another training run cannot use it at the same time. */
export class RunFolder implements AsyncDisposable {
  /** `RUNS/NAME` */
  readonly path: string;
  readonly #lock: FolderLock;

  private constructor(path: string, lock: FolderLock) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes the folder of a run, or opens that of an earlier run, whose files stay until they are written over.
   * @throws {Error} if another training run uses the folder, it holds files that no run has, or a link instead of a run's file
   */
  static async open(path: string): Promise<RunFolder> {
    const names = await namesIn(path);
    const strangers = names.filter((name) => !name.startsWith("."));
    if (strangers.length > 0 && !await holdsRun(path)) {
      throw new Error(
        `Cannot write a run to ${path}: it holds other files, such as ${strangers[0]}`,
      );
    }
    for (const name of WRITTEN) await checkNoLink(join(path, name)); // now, not after an hour of training
    const lock = await FolderLock.take(path) ??
      await delay(REPORT_LOCK_MS).then(() => FolderLock.take(path));
    if (lock === undefined) {
      throw new Error(`Cannot write a run to ${path}: another training run is writing there`);
    }
    const folder = new RunFolder(path, lock);
    try {
      await completeReplacement(path);
      for (const name of [...WRITTEN, JOURNAL]) {
        await removeStalePartials(join(path, name));
      }
      return folder;
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  }

  async write(content: RunContent): Promise<void> {
    const { config, metrics, summary, weights, checkpoint, keepsFinal } = content;
    await replaceTogether(this.path, [
      [FILES.checkpoint, checkpoint],
      [REPORT, null],
      ...keepsFinal ? [] : [[FINAL, null] as const],
      [FILES.weights, weights],
      [FILES.config, json(config)],
      [FILES.metrics, metrics],
      [FILES.summary, json(summary)],
    ]);
  }

  /** Unlocks the folder, and removes it if nothing was written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lock[Symbol.asyncDispose]();
    await disk.removeFolder(this.path).catch(() => {}); // succeeds if it is empty
  }
}
