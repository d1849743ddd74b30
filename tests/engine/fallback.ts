/**
 * What `createEngine` makes where something is not allowed: WebAssembly, or workers.
 *
 * The web platform only and nothing from npm, so that it runs as it is in a browser and in workerd.
 *
 * @module
 */

import type { EngineName } from "../../lib/engine/create.ts";
import { createEngine, Dataset, Network, train, weightsSha256 } from "../../mod.ts";

/** How an engine came about, and what it trained to. */
export interface FoundEngine {
  /** Its name. */
  readonly engine: string;
  /** How many worked in the end. */
  readonly workers: number;
  /** All that it warned of. */
  readonly warnings: readonly string[];
  /** The hash of the trained weights. */
  readonly weightsSha256: string;
}

/** How long workers may take to start or to be refused, in milliseconds. */
const PATIENCE = 60_000;

/** Makes an engine, and trains with it at once and again when its workers have started or been refused. */
export async function findEngine(name: EngineName, workers = 1): Promise<FoundEngine> {
  const warnings: string[] = [];
  const engine = createEngine(name, { workers, onWarning: (warning) => warnings.push(warning) });
  try {
    const network = new Network([300, 1000, 3], { seed: 1, engine });
    await trainOn(network);
    const end = Date.now() + PATIENCE;
    while ((engine as { ready?: boolean }).ready === false && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await trainOn(network);
    const hash = await weightsSha256(network);
    return { engine: engine.name, workers: engine.workers, warnings, weightsSha256: hash };
  } finally {
    engine.close();
  }
}

/** Batches of so many examples on so many weights are large enough to share. */
async function trainOn(network: Network): Promise<void> {
  const inputs = Array.from(
    { length: 64 },
    (_, k) => Array.from({ length: 300 }, (_, j) => (k * j % 17) / 17),
  );
  const data = Dataset.from({ inputs, labels: inputs.map((_, k) => k % 3) });
  const options = { epochs: 1, batchSize: 32, learningRate: 0.1 };
  for await (const _ of train(network, data, options));
}

/** What a platform without WebAssembly finds. */
export interface Found extends Readonly<Record<"alone" | "together", FoundEngine>> {
  readonly network: ReturnType<typeof findDefault>;
  readonly error: string;
}

/** What a network that makes its own engine warns of. */
export function findDefault(): { readonly engine: string; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const { engine } = new Network([2, 3, 1], { onWarning: (warning) => warnings.push(warning) });
  engine.close();
  return { engine: engine.name, warnings };
}

/** The message of the error that an engine's name leads to. */
export function findError(name: EngineName, workers = 1): string {
  try {
    createEngine(name, { workers }).close();
    return "no error";
  } catch (error) {
    return String(error);
  }
}
