/**
 * A checkpoint as a safetensors file: `layers.N.weight` and `layers.N.bias` for the parameters that learn, and the same
 * names behind `moments.K.`, `average.` and `best.` for the others; the rest is in the metadata, with a SHA-256 of all. @module
 */

import { PlainRows } from "../engine/matrix.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../formats/safetensors.ts";
import { sha256 } from "../formats/sha256.ts";
import type { Parameters } from "../network/parameters.ts";
import { parametersIn, tensorsOf } from "../network/weights.ts";

/** What the metadata calls the format. */
const FORMAT = "inkling-checkpoint-1";

/**
 * Writes a checkpoint as a file.
 * @param metadata text to keep beside it, such as the config; its names must be none of `format`, `numerics`, `epoch`,
 * `history`, `optimizerSteps` and `sha256`
 *
 * @example
 * ```ts
 * import { Dataset, Network, train } from "@inkling/inkling";
 * import { formatCheckpoint, parseCheckpoint } from "@inkling/inkling/train";
 * import { assertEquals } from "@std/assert";
 *
 * const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
 * const options = { epochs: 4, batchSize: 2, learningRate: 3 };
 * const network = new Network([2, 4, 2]);
 * let file = new Uint8Array();
 * for await (const epoch of train(network, data, options)) {
 *   if (epoch.number === 3) file = await formatCheckpoint(epoch.checkpoint());
 * }
 *
 * const other = new Network([2, 4, 2]);
 * const resume = (await parseCheckpoint(file)).checkpoint;
 * for await (const epoch of train(other, data, { ...options, resume })) {
 *   assertEquals(epoch.number, 4);
 * }
 * assertEquals(other.weights[0]!.values, network.weights[0]!.values);
 * ```
 */
export async function formatCheckpoint(
  checkpoint: Checkpoint,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { numerics, epoch, history, parameters, optimizer, average, best } = checkpoint;
  const tensors = new Map<string, Tensor>(tensorsOf(parameters));
  const add = (more: Parameters | undefined, prefix: string): void => {
    if (more === undefined) return;
    for (const [name, tensor] of tensorsOf(more, prefix)) tensors.set(name, tensor);
  };
  for (const [k, moment] of optimizer.moments.entries()) add(moment, `moments.${k}.`);
  add(average, "average.");
  add(best, "best.");
  const all = {
    ...metadata,
    format: FORMAT,
    numerics: String(numerics),
    epoch: String(epoch),
    history: JSON.stringify(history),
    optimizerSteps: String(optimizer.steps),
  };
  return formatSafetensors(tensors, { ...all, sha256: await hashOf(tensors, all) });
}

/** A checkpoint, and what was kept beside it. */
export interface ParsedCheckpoint {
  /** The checkpoint. */
  readonly checkpoint: Checkpoint;
  /** What was given to {@linkcode formatCheckpoint}. */
  readonly metadata: { readonly [key: string]: string };
}

/**
 * Reads a checkpoint.
 * @throws {SyntaxError} if the bytes are not a whole and undamaged checkpoint
 */
export async function parseCheckpoint(bytes: Uint8Array): Promise<ParsedCheckpoint> {
  const { tensors, metadata: { sha256, ...all } } = parseSafetensors(bytes);
  const { format, numerics = "1", epoch, history, optimizerSteps, ...metadata } = all;
  if (format !== FORMAT) throw wrong(`expected the format ${FORMAT}, got ${format}`);
  if (sha256 !== await hashOf(tensors, all)) throw wrong("its SHA-256 is not the one it states");

  let found = 0;
  const parametersOf = (prefix: string): Parameters | undefined => {
    const { sizes, weights, biases } = parametersIn(tensors, prefix);
    found += weights.length + biases.length;
    if (weights.length === 0) return undefined;
    const matrix = (rows: number, columns: number, values: Float32Array) =>
      new PlainRows("matrix", rows, columns, values);
    return {
      weights: weights.map((values, l) => matrix(sizes[l]!, sizes[l + 1]!, values)),
      biases: biases.map((values, l) => matrix(1, sizes[l + 1]!, values)),
    };
  };
  const parameters = parametersOf("");
  if (parameters === undefined) throw wrong("it holds no parameters");
  const moments: Parameters[] = [];
  let moment = parametersOf("moments.0.");
  while (moment !== undefined) {
    moments.push(moment);
    moment = parametersOf(`moments.${moments.length}.`);
  }
  const average = parametersOf("average.");
  const best = parametersOf("best.");
  let accuracies: unknown;
  try {
    accuracies = JSON.parse(history!);
  } catch { /* refused below */ }
  const whole = (text: string | undefined, least: number) =>
    /^\d+$/.test(String(text)) && Number(text) >= least;
  if (
    !whole(numerics, 1) || !whole(epoch, 1) || !whole(optimizerSteps, 0) ||
    !Array.isArray(accuracies) ||
    !accuracies.every(Number.isFinite) || ![0, Number(epoch)].includes(accuracies.length)
  ) throw wrong("its metadata do not fit each other");
  if (found !== tensors.size) throw wrong("it holds tensors that are not a checkpoint's");
  const checkpoint: Checkpoint = {
    numerics: Number(numerics), // files of version 1 do not state it
    epoch: Number(epoch),
    history: accuracies,
    parameters,
    optimizer: { steps: Number(optimizerSteps), moments },
    ...average !== undefined && { average },
    ...best !== undefined && { best },
  };
  return { checkpoint, metadata };
}

/** Of the metadata, in the order of its names, and of the hash of each tensor's bytes. */
async function hashOf(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Promise<string> {
  const parts: [string, string][] = [];
  for (const [name, { bytes }] of tensors) parts.push([name, await sha256(bytes)]);
  const text = JSON.stringify([Object.entries(metadata).sort(), parts]);
  return await sha256(new TextEncoder().encode(text));
}

function wrong(what: string): SyntaxError {
  return new SyntaxError(`Cannot read the checkpoint: ${what}`);
}
