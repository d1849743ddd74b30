/** The door of `tasks/sweep/plan/`. @module */

export { parseSweepDraft, resolveSweep, type Sweep, sweepJsonSchema } from "../sweep.ts";
export { meanCurve, parameterNames, variedParameters } from "./importance.ts";
export {
  endOf,
  foldsAt,
  hashOf,
  isByFolds,
  type PlannedRun,
  planSweep,
  type SweepData,
  type SweepPlan,
  workOf,
} from "./plan.ts";
export {
  isSettled,
  type PendingRun,
  type Progress,
  progressOf,
  type Records,
  type RunRecord,
  runsToKeep,
  trainedEpochs,
  valueAt,
} from "./stages.ts";
export { rankTrials, summarize } from "./summarize.ts";
export type { ParameterSpace } from "../../../lib/search/draw.ts";
export type {
  SweepMetric,
  SweepRun,
  SweepSummary,
  TestComparison,
  TimeLimited,
  Trial,
} from "./summary.ts";
