/**
 * Several networks that answer together, and answers that were recorded.
 *
 * @module
 */

export { Ensemble, type EnsembleMember, type EnsembleOptions } from "../ensemble.ts";
export { type Candidate, RecordedAnswers } from "./recorded.ts";
