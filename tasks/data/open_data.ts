/** The data that a config names, read and split: of the catalogue, or user data. @module */

import type { Config, DataFacts } from "../../lib/config.ts";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import type { DataConfig, Hashes, OpenData } from "./source.ts";
import { sourceOf } from "./sources.ts";

export type { DataConfig, Hashes, OpenData };

/** Reads the data of a config; see the `open` of a source. */
export async function openData(
  config: DataConfig,
  data: string,
  learned?: TableDescription,
): Promise<OpenData> {
  return await (await sourceOf(config.dataset)).open(config, data, learned);
}

/** What a config and a plan need of data; that of the catalogue is not read for it. */
export async function readFacts(
  config: DataConfig,
  data: string,
): Promise<{ facts: DataFacts; hashes: Hashes }> {
  const { dataset } = config;
  const source = await sourceOf(dataset);
  const facts = source.facts?.(dataset);
  if (facts !== undefined) return { facts, hashes: await source.hashes(dataset, undefined) };
  const opened = await source.open(config, data);
  return { facts: factsOf(opened), hashes: opened.hashes };
}

/** Brings data to where it is read, if it has to be brought. */
export async function fetchData(
  { dataset }: Pick<Config, "dataset">,
  data: string,
  signal: AbortSignal,
): Promise<void> {
  await (await sourceOf(dataset)).fetch?.(dataset, data, signal);
}

/** The facts that complete a config. */
export function factsOf({ training, facts }: Pick<OpenData, "training" | "facts">): DataFacts {
  const { features, outputs, size: trainingSize, problem: { kind } } = training;
  return facts ?? { features, outputs, kind, trainingSize };
}
