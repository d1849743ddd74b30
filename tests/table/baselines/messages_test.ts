import { binsOf } from "../../../lib/table/baselines/bins.ts";
import { constantAnswer } from "../../../lib/table/baselines/constant.ts";
import { fitTrees } from "../../../lib/table/baselines/boosted_trees.ts";
import { Dataset } from "../../../mod.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const data = Dataset.from({ inputs: [[1], [2]], labels: ["a", "b"] });
const [none, one] = [new Uint32Array(), Uint32Array.of(0)];
const fit = (training: Uint32Array, validation: Uint32Array) =>
  fitTrees(binsOf(data.inputs, 1), data, { training, validation });

pinnedIn(import.meta.url, texts)("baselines", [
  () => constantAnswer(data, none),
  () => fit(one, none),
  () => fit(none, one),
]);
