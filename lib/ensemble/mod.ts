/**
 * Several networks that answer together, how much each counts, and one network that learns from them.
 *
 * @module
 */

export { Ensemble, type EnsembleMember, type EnsembleOptions } from "../ensemble.ts";
export { RecordedAnswers } from "./recorded.ts";
export { type Candidate, type EnsembleWeights, ensembleWeights } from "./weights.ts";
export { Distillation, type DistillationOptions, type Teacher } from "../train/distillation.ts";
