/* Texts are UTF-8. */

enum { TEXT_BYTES = 4 * MAX_NUMBER + 4 };

/* Whether JavaScript's `trim` takes a point for a space. */
static inline int isSpace(int point) {
  return (point >= 9 && point <= 13) || point == ' ' || point == 0xa0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200a) || point == 0x2028 || point == 0x2029 || point == 0x202f ||
         point == 0x205f || point == 0x3000 || point == 0xfeff;
}

/* The next point of a text, which is moved behind it. */
static inline int pointOf(const char **at) {
  const unsigned char *const byte = (const unsigned char *)*at;
  const int length = *byte < 0x80 ? 1 : *byte < 0xe0 ? 2 : *byte < 0xf0 ? 3 : 4;
  int point = length == 1 ? *byte : *byte & (0x7f >> length);
  for (int k = 1; k < length; k++) {
    if ((byte[k] & 0xc0) != 0x80) return ++*at, 0xfffd;
    point = point << 6 | (byte[k] & 0x3f);
  }
  *at += length;
  return point;
}

/* How many units of UTF-16 a text has. */
static inline size_t unitsOf(const char *text) {
  size_t units = 0;
  for (; *text; text++) {
    const unsigned char byte = (unsigned char)*text;
    if ((byte & 0xc0) != 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/* Copies a text without the spaces around it; returns 0 if it is longer than any number or date. */
static inline int trimmed(const char *text, char *out) {
  const char *begin = NULL, *end = text;
  while (*text) {
    const char *const at = text;
    if (isSpace(pointOf(&text))) continue;
    if (begin == NULL) begin = at;
    end = text;
  }
  const size_t length = begin == NULL ? 0 : (size_t)(end - begin);
  if (length >= TEXT_BYTES) return 0;
  if (length > 0) memcpy(out, begin, length);
  out[length] = 0;
  return 1;
}

static inline int isOneOf(const char *text, const char *const *texts) {
  for (; *texts; texts++) if (strcmp(text, *texts) == 0) return 1;
  return 0;
}

/* Whether a cell is a missing value; `marks` are the column's own. */
static inline int isMissing(const char *cell, const char *const *marks, int hasNone) {
  char text[TEXT_BYTES];
  if (cell == NULL) return 1;
  if (!trimmed(cell, text)) return 0;
  if (marks && isOneOf(text, marks)) return 1;
  return isOneOf(text, MISSING_TEXTS) && !(hasNone && strcmp(text, "None") == 0);
}
