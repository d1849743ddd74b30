/** The scripts of workflows and of the action, run by Bash as they stand, with values in the place of expressions. @module */

import { join } from "@std/path";
import { hasProgram } from "../helpers/programs.ts";
import {
  FIXTURE,
  granted,
  outcomeOf,
  ROOT,
  startScript,
  temporaryFolder,
} from "../helpers/run_task.ts";

type Texts = Readonly<Record<string, string>>;

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Texts;
}

export interface Job {
  readonly needs?: string | readonly string[];
  readonly env?: Texts;
  readonly permissions?: object;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

/** A workflow; the action is one whose job `action` has its steps. */
export interface Workflow {
  readonly env?: Texts;
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Parsed {
  readonly found: readonly { readonly message: string }[];
  readonly files: Readonly<Record<string, unknown>>;
}

/** Whether steps cannot be run: they need Bash, jq and permissions. */
export const ignore = Deno.build.os === "windows" || !granted("read", "write", "run", "env") ||
  !await hasProgram("jq");

/** YAML files by their paths, and what actionlint finds in those that are workflows or actions. */
export async function parseFiles(paths: readonly string[]): Promise<Parsed> {
  const flags = [...FIXTURE, "--allow-read", "--allow-env=LOG_STREAM,LOG_TOKENS"];
  const { stdout, stderr } = await outcomeOf(
    startScript("tests/actionlint_fixture.ts", paths, { flags }),
  );
  return JSON.parse(stdout || stderr);
}

/** A workflow, or the action, by its path in the checkout. */
export async function readWorkflow(path: string): Promise<Workflow> {
  const { files } = await parseFiles([join(ROOT, path)]);
  const content = Object.values(files)[0] as Workflow & { runs?: Job };
  return content.runs === undefined ? content : { jobs: { action: content.runs } };
}

/** The shells that a step may name; `bash -e` without a name. */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  "": ["-e"],
  bash: ["--noprofile", "--norc", "-eo", "pipefail"],
};

/** What GitHub sets for every step. */
const VARIABLES: Texts = {
  CI: "true",
  GITHUB_ACTOR: "someone",
  GITHUB_REF: "refs/heads/main",
  GITHUB_REF_NAME: "main",
  GITHUB_REPOSITORY: "Someone/inkling",
  GITHUB_RUN_NUMBER: "7",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
};

export interface Given {
  /** Where the steps run. */
  readonly cwd: string;
  /** Values of expressions by their texts without the braces, conditions too: a step whose condition is empty is left out. */
  readonly values?: Texts;
  /** Programs in the place of others, by their names. */
  readonly programs?: Texts;
  /** Other values of what GitHub sets. */
  readonly variables?: Texts;
}

export interface StepsRun {
  readonly code: number;
  /** What the steps printed. */
  readonly log: string;
  readonly summary: string;
  /** By step and name, such as `plan.plan`. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the scripts of a job one after the other; after one that fails only those that run always. */
export async function runSteps(
  { env = {}, jobs }: Workflow,
  name: string,
  { cwd, values = {}, programs = {}, variables = {} }: Given,
): Promise<StepsRun> {
  await using folder = await temporaryFolder();
  const at = (file: string) => join(folder.path, file);
  await Deno.mkdir(at("bin"));
  for (const [program, script] of Object.entries(programs)) {
    await Deno.writeTextFile(join(at("bin"), program), script, { mode: 0o755 });
  }
  const outputs: Record<string, string> = {};
  let [code, log, summary] = [0, "", ""];
  const given = { ...VARIABLES, ...variables, RUNNER_TEMP: cwd };
  const valueOf = (expression: string): string => {
    const value = values[expression] ?? outputs[expression.replace(/^steps\.|\boutputs\./g, "")];
    if (value === undefined) throw new Error(`${name}: there is no value for ${expression}`);
    return value;
  };
  const text = (value: string) =>
    value.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression) => valueOf(expression));
  const texts = (all: Texts = {}) =>
    Object.fromEntries(Object.entries(all).map(([key, value]) => [key, text(String(value))]));
  const own = jobs[name]!.env ?? {};
  for (const { id = "", if: condition = "", run, shell = "", env: more } of jobs[name]!.steps) {
    if (run === undefined) continue;
    const isAlways = /!cancelled\(\)|always\(\)/.test(condition);
    if (code !== 0 && !isAlways) continue;
    if (condition !== "" && !isAlways && valueOf(condition) === "") continue;
    const files = { GITHUB_OUTPUT: at("outputs"), GITHUB_STEP_SUMMARY: at("summary") };
    for (const path of [...Object.values(files)]) await Deno.writeTextFile(path, "");
    await Deno.writeTextFile(at("script.sh"), run);
    const all = { ...given, ...texts(env), ...texts(own), ...texts(more), ...files };
    const path = `${at("bin")}:${Deno.env.get("PATH")}`;
    const ended = await outcomeOf(
      new Deno.Command("bash", {
        args: [...SHELLS[shell]!, at("script.sh")],
        cwd,
        env: { ...all, PATH: path, NO_COLOR: "1" },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn(),
    );
    code ||= ended.code;
    log += ended.stdout + ended.stderr;
    summary += await Deno.readTextFile(files.GITHUB_STEP_SUMMARY);
    const written = await Deno.readTextFile(files.GITHUB_OUTPUT);
    for (const [, key, value] of written.matchAll(/^([^=\n]+)=(.*)$/gm)) {
      outputs[`${id}.${key}`] = value!;
    }
  }
  return { code, log, summary, outputs };
}

/** Prints what it is called with, and does nothing. */
export const ECHO = `#!/bin/sh\necho "> $(basename "$0") $*"\n`;

/** What programs in the place of others were called with. */
export function calls({ log }: StepsRun): string[] {
  return [...log.matchAll(/^> (.*)$/gm)].map(([, call]) => call!);
}

/** An artifact as GitHub lists it, of this branch. */
export function artifact(run: number, name: string, createdAt: string): object {
  const ids = { "head_repository_id": 1, "repository_id": 1 };
  return {
    name,
    expired: false,
    created_at: createdAt,
    workflow_run: { id: run, head_branch: "main", ...ids },
  };
}

/**
 * In the place of GitHub's command: lists artifacts by the query that it is given, and brings a folder for each.
 * @param folders by the number of a run and the name of its artifact, such as `7 run-7-1`
 */
export function ghWith(artifacts: readonly object[], folders: Texts): string {
  const cases = Object.entries(folders).map(([key, path]) => `"${key}") from='${path}' ;;`);
  return `#!/bin/bash
case "$1 $2" in
  "run download")
    case "$3 $5" in ${cases.join(" ")} *) exit 1 ;; esac
    mkdir -p "$7" && cp -R "$from/." "$7" ;;
  "api --paginate") jq --raw-output "\${!#}" <<< '${JSON.stringify({ artifacts })}' ;;
  *) exit 1 ;;
esac
`;
}

/** Deno, which fetches nothing. */
export const DENO = `#!/bin/sh
if [ "$*" = "task fetch" ]; then exit; fi
exec '${Deno.execPath()}' "$@"
`;
