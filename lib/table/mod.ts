/**
 * Tables: a network that learned from one, with the columns that its file describes. Rows go in by the names of their
 * columns, texts and numbers as they stand in the table, and answers come out by name.
 *
 * @module
 */

export { type PredictRowsOptions, TableModel } from "../table_model.ts";
export type { TableKnowledge } from "../table_model/training.ts";
export type { Decision, DecisionSets, DecisionThreshold } from "../decision/decide.ts";
export type { DecisionOptions } from "../decision/fit.ts";
export type { MistakeCosts } from "../decision/threshold.ts";
export type { Interval } from "../problem/contract.ts";
export { type CellValue, CellValues } from "./cell_values.ts";
export { type Cell, CellError, numberText, plainText } from "./cell_text.ts";
export { isMissing, numberOf, quoted } from "./cells.ts";
export {
  type CategoryColumn,
  type DateColumn,
  DEFAULT_MISSING_VALUE_RULE,
  type FeatureKind,
  featureKindsOf,
  featuresOf,
  type LevelColumn,
  type MissingValueRule,
  type NumberColumn,
  type TableColumn,
  type TableDescription,
  targetNamesOf,
  widthOf,
  type WordsColumn,
} from "./columns.ts";
export {
  type CsvColumns,
  type CsvOptions,
  type CsvSource,
  CsvText,
  findColumns,
  unnamed,
} from "./csv/table.ts";
export { DELIMITERS, findDelimiter, SEP_LINE } from "./csv/dialect.ts";
export { type TableCounts, type TableDatasets, tableDatasets } from "./datasets.ts";
export type { ColumnDistribution, ValueKind, ValueRange } from "./distributions.ts";
export { type Encoding, InputEncoding, inputsOf } from "./encoding/input_encoding.ts";
export { type CellProblem, RowEncoder, type RowProblem, type UnknownCategory } from "./encode.ts";
export { encodeRow } from "./encode_row.ts";
export { checkFolds, DEFAULT_FOLDS, type FoldFacts, foldsFor, MAX_FOLDS } from "./folds.ts";
export { type ColumnProfile, profileTable, singleColumns } from "./profile.ts";
export { MAX_COLUMNS, MAX_UNKNOWN } from "./limits.ts";
export type { OptionText } from "./option_text.ts";
export type { TableOptions } from "./options.ts";
export { parseTableDescription } from "./parse_description.ts";
export type { TableHead, TableRows, TableSource } from "./source.ts";
export { checkFractions, FRACTIONS, type Fractions, type Part } from "./split.ts";
export { forTarget, rulesOf, targetReader } from "./target.ts";
export { type AnsweredRow, RowAnswers, type RowPrediction } from "../table_model/answers.ts";
export type { ClassLabel, NamedAnswer } from "../problem/answers.ts";
export { answersForEach } from "../explain/summary.ts";
export {
  type ExplainOptions,
  type ModelExplanation,
  type PartialDependence,
  RowExplainer,
} from "../table_model/explain.ts";
export type { Contribution, Explanation } from "../table_model/explanation.ts";
export {
  type RowRemark,
  unfamiliarIn,
  unknownCategory,
  unknownColumn,
  unsure,
} from "../table_model/remarks.ts";
export type { RowsEvaluation, TableEvaluation } from "../table_model/evaluation.ts";
export type { TableEpoch, TableFitOptions } from "../table_model/fit.ts";
export type { LabelOf, OneRow, RowLike } from "../table_model/types.ts";
export type { FoldOptions } from "../table_model/recipe.ts";
export { fitFolds, type FoldRound, trainFolds } from "../table_model/train_folds.ts";
export {
  FoldEnsemble,
  type FoldEnsembleDetails,
  type FoldFamily,
  type FoldMember,
  type TrainedModel,
} from "../fold_ensemble.ts";
export type { Range } from "../fold_ensemble/clip.ts";
export type { Family, MemberOptions } from "../fold_ensemble/members.ts";
export type { Round } from "../fold_ensemble/rounds.ts";
export type { EncodingTables, LevelTables, NumberTables } from "./encoding/tables.ts";
export { responseAlong } from "../table_model/response.ts";
export type { Row } from "../table_model/row_cells.ts";
export { type ReadRow, RowReader, type UnreadRow } from "../table_model/rows.ts";
export type {
  ClassTarget,
  ClassType,
  Quantity,
  QuantityTarget,
  TableTarget,
  TargetKind,
  TargetPart,
  TargetRules,
  TargetTable,
} from "./target/contract.ts";
export { decodeQuantities } from "./target/quantities.ts";
export { areQuotable, quotableLevels } from "./quotable.ts";
export { READ_AS, type ReadAs } from "./values/kinds.ts";
export type { DatePart } from "./values/dates.ts";
export type { DateOrder } from "./values/dates.ts";
export type { DecimalFormat, NumberFormat } from "./values/number_format.ts";
