/** What a network's file says besides the parameters, as text in its metadata. @module */

import { checkNames } from "../checks/names.ts";
import { type FeatureScale, Standardization } from "../numerics/standardization.ts";

/** What is kept of a network besides its parameters. */
export interface NetworkDetails {
  /** The activation function of the hidden layers. */
  readonly activation: { readonly name: string };
  /** The activation function of the outputs. */
  readonly outputActivation: { readonly name: string };
  /** The cost function. */
  readonly cost: { readonly name: string };
  /** The seed of the parameters. */
  readonly seed: number;
  /** The name of each class, if they are known. */
  readonly classNames: readonly string[] | undefined;
  /** By what inputs are standardized, if they are. */
  readonly standardization: Standardization | undefined;
}

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

/** What metadata say of a network, in the words of its options. */
export interface DetailsInFile {
  activation?: string;
  outputActivation?: string;
  cost?: string;
  seed?: number;
  classNames?: readonly string[];
  standardization?: FeatureScale;
}

/**
 * Reads the metadata of a network's file; one that PyTorch wrote has none of these.
 *
 * @throws {SyntaxError} if they are not what we write
 */
export function optionsIn(metadata: { readonly [key: string]: string }): DetailsInFile {
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
  throw new SyntaxError("Cannot read a network: its classNames are no list of names");
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
  } catch {
    // the same
  }
  throw new SyntaxError("Cannot read a network: its standardization is not means and deviations");
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(`Cannot read a network: its ${name} cannot be parsed as JSON`);
  }
}

/**
 * Sees to it that a network's classes are named one by one: of one output no and yes.
 *
 * @throws {TypeError} if they are not as many different names as classes
 */
export function checkClassNames(
  names: readonly string[] | undefined,
  sizes: readonly number[],
): void {
  if (names !== undefined) checkNames("classNames", names, sizes.at(-1) === 1 ? 2 : sizes.at(-1)!);
}

/**
 * Sees to it that a network's inputs are standardized one by one.
 *
 * @throws {TypeError} if there are not as many means as inputs
 */
export function checkStandardization(
  standardization: Standardization | undefined,
  [inputs]: readonly number[],
): void {
  const means = standardization?.means.length ?? inputs;
  if (means === inputs) return;
  throw new TypeError(`Cannot use ${means} means for standardization: ${inputs} are wanted`);
}
