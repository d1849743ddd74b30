/**
 * Ensembles: several networks that answer together, and recorded answers.
 *
 * @module
 */

export { Ensemble, type EnsembleMember, type EnsembleOptions } from "../ensemble.ts";
export { type Candidate, RecordedAnswers } from "./recorded.ts";
