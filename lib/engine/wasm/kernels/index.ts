/**
 * The kernels: one loop nest each. `../../engine.ts` describes what they compute.
 *
 * Matrices are addresses in memory; sizes and ranges are in elements. A kernel whose last parameters are `from` and `to`
 * makes that part of its results, which do not depend on each other, so that workers can share it. A parameter `scratch`
 * before them is memory that no other worker uses.
 */

export { activateLeakyRelu, activateRelu, activateSelu, activateSigmoid, activateTanh } from "./activations";
export { average } from "./average";
export {
  backwardLeakyRelu, backwardRelu, backwardScaledTanh, backwardSelu, backwardSigmoid, backwardTanh,
} from "./derivatives";
export { compactBytes, countBytes, gatherCompact } from "./gather";
export { dataProduct } from "./data_product";
export { deformImages } from "./deform";
export { denseAccumulate } from "./dense_accumulate";
export { denseProduct } from "./dense_product";
export { dropNonZeros, dropUnits } from "./dropout";
export { dropZeros } from "./non_zeros";
export { addScaled, addSigns } from "./penalties";
export { limitNorms, squareRows } from "./norms";
export { packedProduct } from "./packed_product";
export { packPanels, panelProduct, panelsAccumulate, unpackPanels } from "./panels";
export { flushFactors, scaleAndFlush, scaleElements } from "./scale";
export { activateSmooth, backwardSmooth } from "./smooth_activations";
export { activateSoftmax } from "./softmax";
export { sparseAccumulate } from "./sparse_accumulate";
export { sparseProduct } from "./sparse_product";
export { addRows, sumRows } from "./sum_rows";
export { transpose, transposeSparse } from "./transpose";
export { transposedAccumulate } from "./transposed_accumulate";
export { updateAdam, updateMomentum, updateNesterov } from "./optimizers";

/** Where free memory begins: the kernels' constants are before it. */
export const heapBase: i32 = <i32>__heap_base;
