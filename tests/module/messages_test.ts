/** The sentences of modules, and of what cannot be written as one. */

import { type DescribedInputs, describeInputs, describeTable } from "../../lib/module/describe.ts";
import { Network } from "../../lib/network.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import { granted } from "../helpers/run_task.ts";
import { loaded, moduleTextOf, networkOf } from "./model_fixture.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const network = () => new Network([4, 2], { outputActivation: "softmax", cost: "logLikelihood" });

/** What the module of a network answers to an input. */
async function asked(input: unknown, more: Partial<DescribedInputs> = {}) {
  const facts = { network: network(), names: ["a", "b"], detector: undefined, areBytes: true };
  const described = describeInputs({ ...facts, problem: "classification", ...more }, "float32");
  return (await loaded(await moduleTextOf(described)))(input);
}
const shape = [2, 2];

/** A network with a weight that float16 does not hold. */
function tooLarge(): Network {
  const large = network();
  large.weights[0]!.values[0] = 70_000;
  return large;
}

pin("modules", [
  () => asked([1, 2]),
  () => asked({ length: 4 }),
  () => asked(new Float32Array(3)),
  () => asked([1, NaN, 2, 3]),
  () => asked([1, 2, 3, "4"]),
  () => asked(null, { shape }),
  () => asked({ width: 2, height: 2, data: new Uint8Array(4) }, { shape }),
  () =>
    moduleTextOf(describeInputs({
      network: tooLarge(),
      names: ["a", "b"],
      detector: undefined,
      areBytes: true,
      problem: "classification",
    }, "float16")),
  async () => describeTable(await networkOf({ target: "returned" }), "float32", true),
], { ignore: !granted("read") });
