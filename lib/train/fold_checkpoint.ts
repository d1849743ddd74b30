/** The checkpoint of an ensemble over folds: those of its members, in one file. @module */

import { describe } from "../checks/texts.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../formats/safetensors.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { formatCheckpoint, parseCheckpoint } from "./checkpoint_file.ts";

/** What a training run over folds remembers after a round. */
export interface FoldCheckpoint {
  /** The version of the numerics contract that it was trained under. */
  readonly numerics: number;
  /** How many rounds are done. */
  readonly epoch: number;
  /** What each candidate remembers, in the order of their plans; `undefined` of those that have not begun. */
  readonly members: readonly (Checkpoint | undefined)[];
}

/** What the metadata calls the format. */
const FORMAT = "inkling-fold-checkpoint-1";

/** A checkpoint as a safetensors file: each tensor `members.M` holds the bytes of a member's own file. */
export async function formatFoldCheckpoint(
  { numerics, epoch, members }: FoldCheckpoint,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = new Map<string, Tensor>();
  for (const [m, member] of members.entries()) {
    if (member === undefined) continue;
    const bytes = await formatCheckpoint(member, m === 0 ? metadata : {}); // its SHA-256 covers them
    tensors.set(`members.${m}`, { dtype: "U8", shape: [bytes.length], bytes });
  }
  return formatSafetensors(tensors, {
    format: FORMAT,
    numerics: String(numerics),
    epoch: String(epoch),
    ...tensors.size < members.length && { members: String(members.length) },
  });
}

/** Whether a file is of an ensemble over folds, judged by its metadata. */
export function holdsFoldCheckpoint(bytes: Uint8Array): boolean {
  return parseSafetensors(bytes).metadata["format"] === FORMAT;
}

/**
 * Reads such a file.
 * @throws {SyntaxError} if it is none, or is damaged
 */
export async function parseFoldCheckpoint(
  bytes: Uint8Array,
): Promise<{ checkpoint: FoldCheckpoint; metadata: { readonly [key: string]: string } }> {
  const { tensors, metadata: { format, numerics, epoch, members: count } } = parseSafetensors(
    bytes,
  );
  if (format !== FORMAT) throw wrong(`expected the format ${FORMAT}, got ${describe(format)}`);
  if (count !== undefined && !(/^[1-9]\d{0,5}$/.test(count) && Number(count) > tensors.size)) {
    throw wrong(`it has ${tensors.size} members of ${count}`);
  }
  const members: (Checkpoint | undefined)[] = [];
  let metadata: { readonly [key: string]: string } = {};
  for (let m = 0; m < Number(count ?? tensors.size); m++) {
    const tensor = tensors.get(`members.${m}`);
    if (tensor === undefined && (count === undefined || m === 0)) {
      throw wrong(`members.${m} is missing`);
    }
    const read = tensor && await parseCheckpoint(tensor.bytes);
    if (m === 0) metadata = read!.metadata;
    members.push(read?.checkpoint);
  }
  const begun = members.filter((member) => member !== undefined);
  if (begun.length < tensors.size) throw wrong("it holds tensors that are not its members'");
  const rounds = begun.reduce((most, { epoch }) => Math.max(most, epoch), 0);
  const same = begun.every((member) => String(member.numerics) === numerics);
  if (rounds === 0 || String(rounds) !== epoch || !same) {
    throw wrong("its members do not fit each other");
  }
  return { checkpoint: { numerics: Number(numerics), epoch: rounds, members }, metadata };
}

function wrong(what: string): SyntaxError {
  return new SyntaxError(`Cannot read the checkpoint over folds: ${what}`);
}
