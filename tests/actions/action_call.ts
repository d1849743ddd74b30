/** What actions have in common. @module */

/** What an action is given. */
export interface ActionCall {
  /** What stands under `with`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The job's workspace. */
  readonly cwd: string;
  /** The folder of the run, with its artifacts and caches. */
  readonly store: string;
  /** The checkout that `actions/checkout` brings. */
  readonly repository: string;
  readonly print: (line: string) => void;
  /** Runs something after the job's last step, if all went well. */
  readonly afterSuccess: (post: () => Promise<void>) => void;
}

/** An action; it returns its outputs. */
export type Action = (call: ActionCall) => Promise<Record<string, string>>;
