/* Numbers as people write them. strtod rounds correctly; it has to be in the locale "C", as a program begins. */

typedef struct {
  pattern pattern;
  char thousands; /* 0 for none */
} way;

typedef struct {
  pattern parts;
  const char *const *units; /* the unit as it may be written; NULL at the end */
  int decimals;             /* by how many digits the unit moves the point */
  const way *ways;          /* four; the column's own first */
} decimal;

typedef double (*reader)(const char *cell, const decimal *format);

static inline double numberOf(const char *cell) {
  char text[TEXT_BYTES];
  const char *groups[2 * GROUPS];
  if (unitsOf(cell) > MAX_NUMBER || !trimmed(cell, text) || !fits(&DECIMAL, text, groups)) return NAN;
  const double value = strtod(text, NULL);
  return value - value == 0 ? value : NAN;
}

static inline double plainNumber(const char *cell, const decimal *format) {
  (void)format;
  return numberOf(cell);
}
