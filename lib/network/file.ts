/** What a network's file holds besides the parameters, as text in its metadata. @module */

import type { Network } from "../network.ts";
import { type FeatureScale, Standardization } from "../numerics/standardization.ts";

/** What is kept of a network besides its parameters. */
export type NetworkDetails =
  & Pick<Network, "seed" | "classNames" | "standardization">
  & { readonly [Key in "activation" | "outputActivation" | "cost"]: { readonly name: string } };

/** The metadata of a network's file. */
export function metadataOf(network: NetworkDetails): Record<string, string> {
  const { activation, outputActivation, cost, seed, classNames, standardization } = network;
  return {
    activation: activation.name,
    outputActivation: outputActivation.name,
    cost: cost.name,
    seed: String(seed),
    ...classNames && { classNames: JSON.stringify(classNames) },
    ...standardization && { standardization: JSON.stringify(standardization) },
  };
}

/**
 * Reads the metadata of a network's file, in the words of its options; a file that PyTorch wrote has none of these.
 * @throws {SyntaxError} if they are not what we write
 */
export function optionsIn(metadata: { readonly [key: string]: string }) {
  const { activation, outputActivation, cost, seed, classNames, standardization } = metadata;
  return {
    ...activation !== undefined && { activation },
    ...outputActivation !== undefined && { outputActivation },
    ...cost !== undefined && { cost },
    ...seed !== undefined && { seed: Number(seed) },
    ...classNames !== undefined && { classNames: namesIn(classNames) },
    ...standardization !== undefined && { standardization: scaleIn(standardization) },
  };
}

function namesIn(text: string): string[] {
  const names = parsed("classNames", text);
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw new SyntaxError("Cannot read a network: its classNames are expected to be a list of names");
}

function scaleIn(text: string): Standardization {
  const scale = parsed("standardization", text);
  const { means, deviations } = Object(scale) as Partial<FeatureScale>;
  const numbers = (list: unknown) =>
    Array.isArray(list) && list.every((item) => typeof item === "number");
  try {
    if (numbers(means) && numbers(deviations)) {
      return new Standardization({ means: means!, deviations: deviations! });
    }
  } catch { // no deviations above 0, which the error below covers
  }
  throw new SyntaxError(
    "Cannot read a network: its standardization is expected to be means and deviations",
  );
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(`Cannot read a network: its ${name} cannot be parsed as JSON`);
  }
}
