/** The limits of a table, checked before memory is taken for it. @module */

/** The most columns: more are probably cut at the wrong delimiter. */
export const MAX_COLUMNS = 100_000;

/** The most features that the columns of a table may become. */
export const MAX_FEATURES = 100_000;

/** The most different texts that a column of categories may have. */
export const MAX_CATEGORIES = 1000;

/** A column of more different texts than this is one of levels where there are folds; others are one-hot. */
export const MAX_ONE_HOT = 20;

/** The most different texts that a column of levels may have. */
export const MAX_LEVELS = 65_536;

/** A column of numbers has a feature for its missing values if they are more than this share of the rows. */
export const MIN_MISSING_SHARE = 0.01;

/** Tables of fewer rows may have as many texts as rows. */
export const FEW_ROWS = 20;

/** A target of more different numbers than this is a quantity, if they are also more than half of its rows. */
export const MAX_NUMBER_CLASSES_OF_FEW_ROWS = 10;

/** A target of more different numbers than this is a quantity, unless `kind` makes it a class. */
export const MAX_NUMBER_CLASSES = 20;

/** The most numbers in the matrix of a table's features, 8 GiB. */
export const MAX_NUMBERS = 2_147_483_648;

/** The most unknown texts that are kept for warnings. */
export const MAX_UNKNOWN = 100;
