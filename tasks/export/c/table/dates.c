/* Dates as seconds since 1970, by the clock of UTC. */

typedef struct {
  pattern pattern;
  int year, month, day; /* their groups */
} form;

/* TABLES */

static inline long long quotient(long long a, long long b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

/* Hinnant 2013, "chrono-Compatible Low-Level Date Algorithms": days_from_civil and civil_from_days. */
static inline long long daysFromCivil(long long year, long long month, long long day) {
  const long long y = month <= 2 ? year - 1 : year, era = quotient(y, 400), ofEra = y - era * 400;
  const long long ofYear = quotient(153 * (month > 2 ? month - 3 : month + 9) + 2, 5) + day - 1;
  return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468;
}

static inline void civilFromDays(long long days, long long *year, long long *month, long long *day) {
  const long long shifted = days + 719468, era = quotient(shifted, 146097), ofEra = shifted - era * 146097;
  const long long years = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
  const long long ofYear = ofEra - (365 * years + years / 4 - years / 100), fromMarch = (5 * ofYear + 2) / 153;
  *month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  *day = ofYear - (153 * fromMarch + 2) / 5 + 1;
  *year = years + era * 400 + (*month <= 2);
}

static inline double secondsOf(int year, int month, int day, const char *const *groups, int time) {
  enum { HOUR, MINUTE, SECOND, FRACTION, HALF, ZONE };
  char fraction[16] = "0.0";
  const char *zone[2 * GROUPS];
  long long y, m, d;
  const long long days = daysFromCivil(year, month, day);
  if (year < 1 || month < 1 || month > 12 || day < 1) return NAN;
  civilFromDays(days, &y, &m, &d);
  if (d != day) return NAN; /* 30 February */
  if (time == 0) return (double)(days * 86400);
  int hours = wholeOf(groups, time + HOUR, 0);
  if (groups[2 * (time + HALF)] != NULL) {
    if (hours < 1 || hours > 12) return NAN;
    hours = hours % 12 + ((*groups[2 * (time + HALF)] | 32) == 'p' ? 12 : 0);
  }
  const int minutes = wholeOf(groups, time + MINUTE, 0), whole = wholeOf(groups, time + SECOND, 0);
  if (hours > 24 || minutes > 59 || whole > 60 || (hours == 24 && minutes + whole > 0)) return NAN;
  const size_t length = lengthOf(groups, time + FRACTION);
  if (length > 0) {
    memcpy(fraction + 2, groups[2 * (time + FRACTION)], length);
    fraction[2 + length] = 0;
  }
  double offset = 0;
  const size_t width = lengthOf(groups, time + ZONE);
  if (width > 0) {
    char text[16];
    memcpy(text, groups[2 * (time + ZONE)], width);
    text[width] = 0;
    if (fits(&OFFSET, text, zone)) {
      offset = (*zone[2] == '+' ? 1 : -1) * (wholeOf(zone, 2, 0) * 3600 + wholeOf(zone, 3, 0) * 60);
    }
  }
  const double seconds = hours * 3600 + minutes * 60 + whole + strtod(fraction, NULL);
  return (double)(days * 86400) + seconds - offset;
}

/* A year of two digits is from 1969 to 2068. */
static inline int yearOf(const char *const *groups, int group) {
  const int year = wholeOf(groups, group, 0);
  return lengthOf(groups, group) > 2 ? year : year + (year < 69 ? 2000 : 1900);
}

static inline int monthOf(const char *const *groups, int group) {
  static const char MONTHS[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  const char *const at = groups[2 * group];
  if (*at >= '0' && *at <= '9') return wholeOf(groups, group, 0);
  for (int month = 0; month < 12; month++) {
    int same = 1;
    for (int k = 0; k < 3; k++) same = same && (at[k] | 32) == MONTHS[3 * month + k];
    if (same) return month + 1;
  }
  return 0;
}

/* Weeks begin on Mondays; the first one of a year has its fourth day. */
static inline long long mondayOf(int year) {
  const long long fourth = daysFromCivil(year, 1, 4);
  return fourth - (fourth + 3) % 7;
}

static inline double readDate(const char *cell, int dayFirst) {
  char text[TEXT_BYTES];
  const char *groups[2 * GROUPS];
  if (!trimmed(cell, text) || unitsOf(text) > MAX_DATE || !strpbrk(text, "0123456789")) return NAN;
  if (fits(&DIGITS, text, groups)) {
    const int first = wholeOf(groups, 1, 0), second = wholeOf(groups, 3, 0);
    return secondsOf(yearOf(groups, 4), dayFirst ? second : first, dayFirst ? first : second, groups, 5);
  }
  for (size_t k = 0; k < sizeof FORMS / sizeof *FORMS; k++) {
    const form *const one = FORMS + k;
    if (!fits(&one->pattern, text, groups)) continue;
    const int day = wholeOf(groups, one->day, 1);
    return secondsOf(yearOf(groups, one->year), monthOf(groups, one->month), day, groups, 4);
  }
  if (fits(&QUARTER, text, groups)) {
    return secondsOf(yearOf(groups, 1), 3 * wholeOf(groups, 2, 0) - 2, 1, groups, 0);
  }
  if (!fits(&WEEK, text, groups)) return NAN;
  const int year = wholeOf(groups, 1, 0), week = wholeOf(groups, 2, 0), weekday = wholeOf(groups, 3, 1);
  const long long days = mondayOf(year) + 7 * (week - 1);
  if (year < 1970 || week < 1 || days >= mondayOf(year + 1)) return NAN;
  return (double)((days + weekday - 1) * 86400);
}

/* year; sine and cosine of month, weekday, day of the year, hour; days */
enum { DATE_PARTS = 10 };

/* Sine and cosine of k of n steps around a circle: Taylor's series on its first eighth. */
static inline void pointAt(double k, double n, double *sine, double *cosine) {
  if (2 * k > n) pointAt(n - k, n, sine, cosine), *sine = -*sine;
  else if (4 * k > n) pointAt(n / 2 - k, n, sine, cosine), *cosine = -*cosine;
  else if (8 * k > n) pointAt(n / 4 - k, n, cosine, sine);
  else {
    const double angle = 6.283185307179586 * k / n, square = angle * angle;
    double s = 1, c = 1;
    for (int term = 9; term > 0; term--) {
      s = 1 - s * square / ((2 * term + 1) * (2 * term));
      c = 1 - c * square / ((2 * term) * (2 * term - 1));
    }
    *sine = angle * s, *cosine = c;
  }
}

static inline void writeParts(double seconds, double first, double *out) {
  long long year, month, date;
  const double whole = seconds / 86400;
  long long day = (long long)whole;
  if ((double)day > whole) day--;
  civilFromDays(day, &year, &month, &date);
  const long long week = day + 3, hour = (long long)((seconds - (double)day * 86400) / 3600);
  const long long weekday = week - 7 * quotient(week, 7), yearday = day - daysFromCivil(year, 1, 1);
  out[0] = (double)year;
  pointAt((double)(month - 1), 12, out + 1, out + 2);
  pointAt((double)weekday, 7, out + 3, out + 4);
  pointAt((double)yearday, 366, out + 5, out + 6);
  pointAt((double)hour, 24, out + 7, out + 8);
  out[9] = (double)day - first;
}
