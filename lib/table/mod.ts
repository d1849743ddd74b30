/**
 * Tables: a network that learned from a table, with the columns that its file describes. Rows go in by the names of their
 * columns, texts and numbers as they stand in the table, and answers come out by name.
 *
 * @module
 */

export { type PredictRowsOptions, TableModel } from "./model/table_model.ts";
export type { TableKnowledge, TableSplit } from "./model/training.ts";
export type { Decision, DecisionSets, DecisionThreshold } from "../measure/decide/decide.ts";
export type { DecisionOptions } from "../measure/decide/fit.ts";
export type { MistakeCosts } from "../measure/decide/threshold.ts";
export type { Interval } from "../problem/contract.ts";
export { CellValues } from "./columns/cell_values.ts";
export { type Cell, CellError, numberText, plainText } from "./cells/cell_text.ts";
export { quoted } from "../checks/texts.ts";
export { isMissing, numberOf } from "./cells/cells.ts";
export {
  type CategoryColumn,
  type DateColumn,
  type DescribedColumn,
  type Leak,
  type LevelColumn,
  type NumberColumn,
  type TableColumn,
  type TableDescription,
  targetNamesOf,
  type TextColumn,
  type WordsColumn,
} from "./columns/columns.ts";
export { DEFAULT_MISSING_VALUE_RULE, type MissingValueRule } from "../options/table.ts";
export type { FeatureKind } from "./columns/kinds/contract.ts";
export { featureKindsOf, featuresOf, widthOf } from "./columns/features.ts";
export {
  type CsvColumns,
  type CsvOptions,
  type CsvSource,
  CsvText,
  findColumns,
  unnamed,
} from "./csv/table.ts";
export { DELIMITERS, findDelimiter, SEP_LINE } from "./csv/dialect.ts";
export { type TableCounts, type TableDatasets, tableDatasets } from "./encode/datasets.ts";
export type {
  CellValue,
  ColumnDistribution,
  ValueKind,
  ValueRange,
} from "../measure/drift/distribution.ts";
export { type Encoding, InputEncoding, inputsOf } from "./encode/input_encoding.ts";
export type { RowProblem } from "../measure/answer/remarks.ts";
export { type CellProblem, encodeRow, RowEncoder, type UnknownCategory } from "./encode/encode.ts";
export { NewUnits, type RowSplit } from "./split/new_units.ts";
export { checkFolds, DEFAULT_FOLDS, type FoldFacts, foldsFor } from "./split/folds.ts";
export { type ColumnProfile, leakSentences, profileTable } from "./columns/profile.ts";
export { MAX_COLUMNS, MAX_UNKNOWN } from "./cells/limits.ts";
export type { OptionText, TableOptions } from "./columns/options.ts";
export { parseTableDescription } from "./columns/parse_description.ts";
export type { TableHead, TableRows, TableSource } from "./cells/source.ts";
export { checkFractions, FRACTIONS, type Fractions } from "../dataset/split.ts";
export { type Part } from "./split/split.ts";
export {
  type ClassTarget,
  type ClassType,
  decodeQuantities,
  forTarget,
  type Quantity,
  type QuantityTarget,
  rulesOf,
  type TableTarget,
  type TargetPart,
  targetReader,
  type TargetRules,
  type TargetTable,
} from "./columns/target.ts";
export type { GivenAnswer } from "../measure/answer/answerer.ts";
export type { RowPrediction } from "./model/row_answerer.ts";
export type { ClassLabel, NamedAnswer } from "../problem/answers.ts";
export type { Panel, RowTimes } from "./encode/panel.ts";
export type { Target } from "../problem/target.ts";
export { answersForEach } from "./explain/summary.ts";
export {
  type ExplainOptions,
  type ModelExplanation,
  type PartialDependence,
  RowExplainer,
} from "./model/explain.ts";
export type { Contribution, Explanation } from "./model/explanation.ts";
export { unknownCategory, unknownColumn } from "./model/row_remarks.ts";
export { type RowRemark, unfamiliarIn, unsure } from "../measure/answer/remarks.ts";
export type { RowsEvaluation, TableEvaluation } from "./model/evaluation.ts";
export { decidedDatasets, type SplitDecision, type SplitOptions } from "./model/choose_split.ts";
export type { TableEpoch, TableFitOptions } from "./model/fit.ts";
export type { LabelOf, OneRow, RowLike } from "./model/types.ts";
export type { FoldOptions } from "./model/recipe.ts";
export { truthOfTable } from "./model/truth.ts";
export { fitFolds, type FoldRound, trainFolds } from "./model/train_folds.ts";
export type { JointModel, ModelFamily, TrainedModel } from "../ensemble/trained_model.ts";
export {
  FoldEnsemble,
  type FoldEnsembleDetails,
  type FoldFamily,
  type FoldMember,
} from "./folds/fold_ensemble.ts";
export type { TreeModel } from "./folds/tree_model.ts";
export type { Binning } from "./baselines/bins.ts";
export type { LinearOutputs } from "./baselines/linear.ts";
export type { PackedTrees } from "./baselines/packed_trees.ts";
export type { Tree } from "./baselines/tree.ts";
export type { Range } from "./folds/clip.ts";
export type { Family, MemberOptions } from "./folds/members.ts";
export type { Measure, Round } from "./folds/rounds.ts";
export type { EncodingTables, LevelTables, NumberTables } from "./encode/tables.ts";
export { responseAlong } from "./model/response.ts";
export type { Row } from "./model/row_cells.ts";
export type { RowCheck } from "./model/read_row.ts";
export { type ReadRow, RowReader, type UnreadRow } from "./model/rows.ts";
export { areQuotable, quotableLevels } from "./cells/quotable.ts";
export { MAX_FOLDS, READ_AS, type ReadAs, type TargetKind } from "../options/table.ts";
export type { DatePart } from "./values/dates.ts";
export type { DateOrder } from "./values/dates.ts";
export type { DecimalFormat, NumberFormat } from "./values/number_format.ts";
export {
  type CurvePoint,
  type LearningCurve,
  learningCurveOf,
  learningCurveText,
} from "../measure/verdict/learning_curve.ts";
export {
  type IndependentDifference,
  independentDifference,
} from "../measure/verdict/independent.ts";
export {
  type BaselineAnswers,
  type FoldMetric,
  type ModelAnswers,
  type RareClass,
  type Truth,
  type TruthComparison,
  type TruthDifference,
  truthOf,
  type TruthOfBaseline,
  type TruthOfComparison,
  type TruthOfMetric,
  type TruthOptions,
} from "../measure/verdict/truth.ts";
export {
  type Comparison,
  type Rival,
  smallTestText,
  verdictOf,
} from "../measure/verdict/verdict.ts";
