/* Cells as features: 0, or why there are none. */

enum { MISSING_VALUE = 1, NOT_A_NUMBER, NOT_A_DATE, TOO_FAR, NO_ANSWER };

typedef struct {
  double mean, deviation;
  int drops, hasIndicator;
  reader read;
  const decimal *format;
  const char *const *marks;
} numberColumn;

typedef struct {
  const char *text;
  int index;
} value;

typedef struct {
  const value *values; /* [count], sorted by their bytes */
  int count, width;    /* a width of 0 is that of a level, whose feature is its index from 1 */
  int drops, hasNone;
  const char *const *marks;
} valueColumn;

static inline int writeNumber(const numberColumn *column, double number, float *out) {
  if (column->hasIndicator) out[1] = number == number ? 0 : 1;
  if (number != number) {
    out[0] = 0; /* the mean */
    return column->drops ? MISSING_VALUE : 0;
  }
  const double scaled = (number - column->mean) / column->deviation;
  if (!(scaled > -FLOAT_END && scaled < FLOAT_END)) return TOO_FAR;
  out[0] = (float)scaled;
  return 0;
}

static inline int writeNumberText(const numberColumn *column, const char *cell, float *out) {
  if (isMissing(cell, column->marks, 0)) return writeNumber(column, NAN, out);
  const double number = column->read(cell, column->format);
  return number == number ? writeNumber(column, number, out) : NOT_A_NUMBER;
}

static inline int writeValue(const valueColumn *column, const char *cell, float *out) {
  const int missing = isMissing(cell, column->marks, column->hasNone);
  if (missing && column->drops) return MISSING_VALUE;
  const char *const text = missing ? "" : cell;
  for (int k = 0; k < (column->width == 0 ? 1 : column->width); k++) out[k] = 0;
  for (int low = 0, high = column->count; low < high;) {
    const int middle = low + (high - low) / 2;
    const int order = strcmp(text, column->values[middle].text);
    if (order == 0) {
      const int index = column->values[middle].index;
      if (column->width == 0) out[0] = (float)(index + 1);
      else out[index] = 1;
      break;
    }
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return 0;
}
