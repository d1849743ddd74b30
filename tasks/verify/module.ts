/** Checks a module that `export` wrote of a run, and its declaration file. @module */

import { exists } from "@std/fs";
import { basename } from "@std/path";
import { familiesOf, isJoint } from "../../lib/ensemble/trained_model.ts";
import { parseModule } from "../../lib/module/format.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import { describeModule, moduleFiles, roundingNotes, VERSION } from "../export/module.ts";
import { moduleCode } from "../export/module_code.ts";
import { declarationPath } from "../run/exports.ts";
import { MODEL_OPTIONS, type OpenNetwork, openNetwork } from "../run/open_network.ts";
import { readTextAtMost } from "../system/read_at_most.ts";
import type { Checks } from "./checks.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** The largest module that is read, in bytes. */
const MAX_MODULE_BYTES = 1_073_741_824;

/** Stands for code that cannot be bundled here: `deno task export` installs what bundles. */
const NO_CODE = "export { p as predictor };";

/** What a file without a config lacks; a run's has one. */
const NO_FUNCTIONS = { activation: undefined, "output-activation": undefined, dataset: undefined };

/**
 * Compares a module and its declaration file with what `export` would write now; of another version its weights alone.
 * @param file the module's path
 * @returns the names of the files that were checked
 */
export async function checkModule(
  checks: Checks,
  run: VerifiedRun,
  file: string,
): Promise<string[]> {
  const name = basename(file);
  const module = parseModule(await readTextAtMost(file, MAX_MODULE_BYTES));
  if (!checks.check(`${name} is a module of export`, true, module !== undefined)) return [name];
  const { weightsSha256: claimed, version, isHalf, explains, code, model, notes } = module!;
  const opened = await modelOf(run.path, claimed);
  const found = await weightsSha256(opened.network);
  if (!checks.check(`${name} is of these weights`, claimed, found)) return [name];
  const described = await describeModule(opened, isHalf ? "float16" : "float32", explains);
  const bundled = await moduleCode(described.entry).catch(() => undefined);
  const made = moduleFiles(described, bundled ?? NO_CODE, {
    weightsSha256: found,
    path: file,
    weights: opened.path,
    notes: isHalf ? roundingNotes(opened.network, run.splits) : [],
  });
  const own = parseModule(made.module)!;
  checks.check(`the weights in ${name}`, weightsIn(model), weightsIn(own.model));
  if (version !== VERSION) {
    checks.leave(name, `what version ${version} wrote beside the weights`);
    return [name];
  }
  checks.check(`the columns and answers in ${name}`, model, own.model);
  if (bundled !== undefined) checks.check(`the code in ${name}`, code, own.code);
  else checks.leave(name, "the code");
  if (isHalf) checks.check(`what rounding costs, in ${name}`, notes, own.notes);
  const types = declarationPath(file);
  if (!await exists(types)) return [name];
  const declared = await readTextAtMost(types, MAX_MODULE_BYTES);
  checks.check(`the types in ${basename(types)}`, declared, made.declaration);
  return [name, basename(types)];
}

function weightsIn(model: string): string | undefined {
  return /"weights":"([^"]*)"/.exec(model)?.[1];
}

/** The model of a run that has such weights: a part of an ensemble may be exported alone. */
async function modelOf(run: string, sha256: string): Promise<OpenNetwork> {
  const whole = await openNetwork(run, NO_FUNCTIONS);
  const names = MODEL_OPTIONS.model.choices.filter((model) =>
    model === "trees"
      ? isJoint(whole.network) && whole.network.trees !== undefined
      : familiesOf(whole.network).some(({ name }) => name === model)
  );
  for (const model of [undefined, ...names]) {
    const opened = await openNetwork(run, { ...NO_FUNCTIONS, model });
    if (await weightsSha256(opened.network) === sha256) return opened;
  }
  return whole;
}
