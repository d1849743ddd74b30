/* Numbers in a format: times of day in hours, yes and no, and decimals with separators and units. */

static inline double clockTime(const char *cell, const decimal *format) {
  char text[TEXT_BYTES], fraction[32] = "0";
  const char *groups[2 * GROUPS];
  (void)format;
  if (!trimmed(cell, text) || !fits(&CLOCK, text, groups)) return numberOf(cell);
  if (groups[4] == NULL && groups[8] == NULL) return numberOf(cell);
  int hours = wholeOf(groups, 1, 0);
  if (groups[8] != NULL) {
    if (hours < 1 || hours > 12) return numberOf(cell);
    hours = hours % 12 + ((*groups[8] | 32) == 'p' ? 12 : 0);
  }
  const size_t length = lengthOf(groups, 3);
  if (length > 0) {
    memcpy(fraction, groups[6], length);
    fraction[length] = 0;
    if (length > 2) fraction[2] = '.';
  }
  const double minutes = wholeOf(groups, 2, 0), seconds = strtod(fraction, NULL);
  const double all = hours * 3600 + minutes * 60 + seconds;
  return minutes < 60 && seconds < 60 && all <= 86400 ? all / 3600 : numberOf(cell);
}

static inline double truth(const char *cell, const decimal *format) {
  static const char *const YES[] = {"yes", "true", "y", "t", "on", "1", "1.0", NULL};
  static const char *const NO[] = {"no", "false", "n", "f", "off", "0", "0.0", NULL};
  char text[TEXT_BYTES];
  (void)format;
  if (!trimmed(cell, text)) return numberOf(cell);
  for (char *at = text; *at; at++) if (*at >= 'A' && *at <= 'Z') *at = (char)(*at | 32);
  return isOneOf(text, YES) ? 1 : isOneOf(text, NO) ? 0 : numberOf(cell);
}

/* Writes other minus signs, spaces and apostrophes as those of ASCII. */
static inline void toAscii(char *text) {
  static const char *const OTHERS[][2] = {{"\342\210\222", "-"}, {"\342\200\223", "-"}, {"\357\271\243", "-"},
    {"\357\274\215", "-"}, {"\302\240", " "}, {"\342\200\211", " "}, {"\342\200\257", " "}, {"\342\200\207", " "},
    {"\342\200\231", "'"}, {"\342\200\230", "'"}, {"\312\274", "'"}, {"`", "'"}, {"\302\264", "'"}};
  char *out = text;
  while (*text) {
    size_t k = 0, length = 0;
    for (; k < sizeof OTHERS / sizeof *OTHERS; k++) {
      length = strlen(OTHERS[k][0]);
      if (strncmp(text, OTHERS[k][0], length) == 0) break;
    }
    if (k < sizeof OTHERS / sizeof *OTHERS) *out++ = *OTHERS[k][1], text += length;
    else *out++ = *text++;
  }
  *out = 0;
}

/* Whether a group is empty (2), the column's unit (1), or another one (0). */
static inline int isUnit(const char *const *groups, int group, const char *const *units) {
  const size_t length = lengthOf(groups, group);
  if (length == 0) return 2;
  for (; *units; units++) {
    if (strlen(*units) == length && strncmp(*units, groups[2 * group], length) == 0) return 1;
  }
  return 0;
}

static inline double decimalNumber(const char *cell, const decimal *format) {
  enum { OPEN = 1, FIRST, BEFORE, SECOND, DIGITS, SPACE, AFTER, LAST };
  char text[TEXT_BYTES], number[TEXT_BYTES], plain[TEXT_BYTES + 8];
  const char *groups[2 * GROUPS], *ways[2 * GROUPS];
  if (unitsOf(cell) > MAX_NUMBER || !trimmed(cell, text)) return numberOf(cell);
  toAscii(text);
  if (!fits(&format->parts, text, groups)) return numberOf(cell);
  const int open = groups[2 * OPEN] != NULL, last = groups[2 * LAST] ? *groups[2 * LAST] : 0;
  const int first = groups[2 * FIRST] ? *groups[2 * FIRST] : 0;
  const int second = groups[2 * SECOND] ? *groups[2 * SECOND] : 0;
  if (open != (last == ')') || open + (first != 0) + (second != 0) + (last == '-') > 1) return numberOf(cell);
  const int before = isUnit(groups, BEFORE, format->units), after = isUnit(groups, AFTER, format->units);
  if (!before || !after || before + after == 2) return numberOf(cell);
  size_t length = lengthOf(groups, DIGITS);
  memcpy(number, groups[2 * DIGITS], length);
  while (length > 0 && number[length - 1] == ' ') length--;
  number[length] = 0;
  const int plus = first == '+' || (first == 0 && second == '+');
  if (plus && strchr(number, ' ')) return numberOf(cell); /* a telephone number */
  const way *found = NULL;
  for (int k = 0; k < 5 && found == NULL; k++) {
    const way *const one = format->ways + k;
    if (k > 0 && one->thousands == '.' && !strchr(number, ',')) continue;
    if (fits(&one->pattern, number, ways)) found = one;
  }
  if (found == NULL) return numberOf(cell);
  /* the digits without separators, and where the point stands among them */
  size_t digits = 0, point = 0;
  int hasPoint = 0;
  for (size_t k = 0; k < length; k++) {
    if (found->thousands != 0 && number[k] == found->thousands) continue;
    if (number[k] == ',' || number[k] == '.') hasPoint = 1, point = digits;
    else number[digits++] = number[k];
  }
  if (!hasPoint) point = digits;
  char *out = plain;
  if (open || first == '-' || second == '-' || last == '-') *out++ = '-';
  const size_t decimals = before == 1 || after == 1 ? (size_t)format->decimals : 0;
  const size_t zeros = decimals > 0 && point <= decimals ? decimals + 1 - point : 0;
  for (size_t k = 0; k <= zeros + digits; k++) {
    if (k == point + zeros - decimals && (hasPoint || decimals > 0)) *out++ = '.';
    if (k < zeros + digits) *out++ = k < zeros ? '0' : number[k - zeros];
  }
  *out = 0;
  return numberOf(plain);
}
