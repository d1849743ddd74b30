typedef struct {
  int dayFirst, count, drops;
  double first;
  const int *parts;
  const double *means, *deviations;
  const char *const *marks;
} dateColumn;

static inline int writeDate(const dateColumn *column, const char *cell, float *out) {
  double parts[DATE_PARTS];
  const int missing = isMissing(cell, column->marks, 0);
  const double seconds = missing ? NAN : readDate(cell, column->dayFirst);
  if (seconds != seconds) {
    for (int k = 0; k < column->count; k++) out[k] = 0; /* the mean */
    return !column->drops ? 0 : missing ? MISSING_VALUE : NOT_A_DATE;
  }
  writeParts(seconds, column->first, parts);
  for (int k = 0; k < column->count; k++) {
    out[k] = (float)((parts[column->parts[k]] - column->means[k]) / column->deviations[k]);
  }
  return 0;
}
