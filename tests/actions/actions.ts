/** The actions that workflows here use, done without GitHub. @module */

import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { outcomeOf } from "../helpers/run_task.ts";
import { downloadArtifact, uploadArtifact } from "./artifacts.ts";
import { cache, restoreCache } from "./cache.ts";

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
type Action = (call: ActionCall) => Promise<Record<string, string>>;

const ACTIONS: Readonly<Record<string, Action>> = {
  "actions/cache": cache,
  "actions/cache/restore": restoreCache,
  "actions/checkout": checkout,
  "actions/download-artifact": downloadArtifact,
  "actions/upload-artifact": uploadArtifact,
  "denoland/setup-deno": setUpDeno,
};

/**
 * Runs an action.
 *
 * @param uses such as `actions/checkout@v4`
 */
export async function runAction(
  uses: string,
  call: ActionCall,
): Promise<Record<string, string>> {
  const action = ACTIONS[uses.split("@")[0]!];
  if (action === undefined) throw new Error(`The action ${uses} is not one that is known here`);
  return await action(call);
}

/** Copies the files that git tracks or would add, so that a change can be tried before it is committed. */
async function checkout({ repository, cwd }: ActionCall): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command("git", {
      args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
      cwd: repository,
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  if (code !== 0) throw new Error(`Cannot list the files of ${repository}: ${stderr}`);
  for (const path of stdout.split("\0").filter((name) => name !== "")) {
    const target = join(cwd, path);
    await ensureDir(dirname(target));
    await Deno.copyFile(join(repository, path), target).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // removed, but not committed
    });
  }
  return {};
}

/** Deno is there; all that can be wrong is its version. */
function setUpDeno({ inputs, print }: ActionCall): Promise<Record<string, string>> {
  const expected = inputs["deno-version"];
  if (expected !== undefined && expected !== Deno.version.deno) {
    print(`Expected Deno ${expected}, and continues with ${Deno.version.deno}`);
  }
  return Promise.resolve({});
}
