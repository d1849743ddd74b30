/** A network of pictures as a module of JavaScript: loaded when one is asked for. @module */

import { describeInputs, formatModule } from "../../lib/module/mod.ts";
import { problemOfOutputs } from "../../lib/problem/mod.ts";
import { parseInputDescription } from "../../lib/pictures/mod.ts";
import { runtimeOf } from "./runtimes.ts";
import { openNetwork } from "./open_network.ts";
import { Network } from "../../lib/network.ts";

/** The text of the module that `deno task export --format module` makes of a file of weights. */
export async function pictureModuleOf(
  file: Uint8Array,
  weightsSha256: string,
  name: string,
): Promise<string> {
  const { network, detector, metadata } = openNetwork(file);
  if (!(network instanceof Network)) throw new TypeError("Cannot write a module of an ensemble");
  const facts = { areProbabilities: network.predictsClasses, classNames: network.classNames };
  const { shape } = parseInputDescription(metadata["input"]!, network.features);
  const described = describeInputs({
    ...facts,
    network,
    detector,
    problem: problemOfOutputs(facts).name,
    names: network.classNames!,
    areBytes: true,
    shape,
  }, "float32");
  const { code, version } = await runtimeOf(described.entry);
  const types = name.replace(/mjs$/, "d.mts");
  const source = name.replace(/mjs$/, "safetensors");
  return formatModule(described, code, {
    weightsSha256,
    version,
    notes: [],
    types,
    name: source,
  });
}
