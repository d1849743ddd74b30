/* Regular expressions, from the start of a text of UTF-8: the first way that fits, as in JavaScript. */

enum { GROUPS = 16, NO_END = 1 << 20 };

typedef struct {
  const char *source;
  int ignoresCase;
} pattern;

/* A group that is open: how often it may come again, and what follows. */
typedef struct frame {
  const char *atom, *rest, *begin;
  int least, most;
  const struct frame *up;
} frame;

typedef struct {
  const pattern *of;
  const char **groups; /* from 2·n to 2·n + 1; NULL where a group has no part */
} matching;

static inline int repeat(const matching *m, const char *atom, const char *rest, int least, int most, const char *at,
                  const frame *up);

static inline int lowered(int point) { return point >= 'A' && point <= 'Z' ? point | 32 : point; }

/* Where an atom ends: a character, an escape, a set or a group. */
static inline const char *endOf(const char *atom) {
  if (*atom == '\\') return atom + 2;
  if (*atom == '[') {
    while (*++atom != ']') if (*atom == '\\') atom++;
    return atom + 1;
  }
  if (*atom != '(') return pointOf(&atom), atom;
  for (atom++; *atom != ')';) atom = endOf(atom);
  return atom + 1;
}

/* Whether a point is the character or escape at `one`, which is moved behind it; `low` gets the character. */
static inline int isAt(const char **one, int point, int ignoresCase, int *low) {
  const int escaped = **one == '\\';
  *one += escaped;
  const int own = *low = pointOf(one);
  if (escaped && own == 'd') return point >= '0' && point <= '9';
  if (escaped && own == 's') return isSpace(point);
  return ignoresCase ? lowered(point) == lowered(own) : point == own;
}

static inline int isInSet(const char *set, int point, int ignoresCase) {
  for (set++; *set != ']';) {
    int low, high, found = isAt(&set, point, ignoresCase, &low);
    if (*set == '-' && set[1] != ']') {
      set++;
      isAt(&set, point, 0, &high);
      const int one = ignoresCase ? lowered(point) : point;
      found = (one >= low && one <= high) || (point >= low && point <= high);
    }
    if (found) return 1;
  }
  return 0;
}

/* What follows in an alternative, and then what the open groups ask for. */
static inline int sequence(const matching *m, const char *source, const char *at, const frame *up) {
  if (*source == 0 || *source == ')' || *source == '|') {
    if (up == NULL) return 1;
    int group = 0;
    if (up->atom[1] != '?') for (const char *c = m->of->source; c <= up->atom; c++) {
      if (*c == '\\') c++;
      else if (*c == '[') c = endOf(c) - 1;
      else if (*c == '(' && c[1] != '?') group++;
    }
    const char *const before[] = {m->groups[2 * group], m->groups[2 * group + 1]};
    m->groups[2 * group] = up->begin, m->groups[2 * group + 1] = at;
    if (repeat(m, up->atom, up->rest, up->least, up->most, at, up->up)) return 1;
    m->groups[2 * group] = before[0], m->groups[2 * group + 1] = before[1];
    return 0;
  }
  const char *rest = endOf(source);
  int least = 1, most = 1;
  if (*rest == '?') least = 0, rest++;
  else if (*rest == '*') least = 0, most = NO_END, rest++;
  else if (*rest == '+') most = NO_END, rest++;
  else if (*rest == '{') {
    least = most = (int)strtol(rest + 1, (char **)&rest, 10);
    if (*rest == ',') most = rest[1] == '}' ? NO_END : (int)strtol(rest + 1, NULL, 10);
    rest = strchr(rest, '}') + 1;
  }
  return repeat(m, source, rest, least, most, at, up);
}

/* An atom as often as it fits, and then the rest. */
static inline int repeat(const matching *m, const char *atom, const char *rest, int least, int most, const char *at,
                  const frame *up) {
  const int isAhead = strncmp(atom, "(?=", 3) == 0;
  if (most > 0 && *atom == '(') {
    const frame here = {atom, rest, at, least - 1, most - 1, up};
    for (const char *one = atom + (atom[1] == '?' ? 3 : 1);; one++) {
      if (sequence(m, one, at, isAhead ? NULL : &here)) return !isAhead || sequence(m, rest, at, up);
      while (*one != '|' && *one != ')') one = endOf(one);
      if (*one == ')') break;
    }
  } else if (most > 0 && *atom == '\\' && atom[1] >= '1' && atom[1] <= '9') {
    const char *const begin = m->groups[2 * (atom[1] - '0')], *const end = m->groups[2 * (atom[1] - '0') + 1];
    if (strncmp(at, begin, (size_t)(end - begin)) == 0) {
      return repeat(m, atom, rest, least - 1, most - 1, at + (end - begin), up);
    }
  } else if (most > 0 && *atom == '$') {
    if (*at == 0) return sequence(m, rest, at, up);
  } else if (most > 0 && *at != 0) {
    const char *next = at, *one = atom;
    int unused;
    const int point = pointOf(&next), ignoresCase = m->of->ignoresCase;
    const int found = *atom == '[' ? isInSet(atom, point, ignoresCase)
                    : *atom == '.' ? point != '\n' && point != '\r'
                                   : isAt(&one, point, ignoresCase, &unused);
    if (found && repeat(m, atom, rest, least - 1, most - 1, next, up)) return 1;
  }
  return least <= 0 && sequence(m, rest, at, up);
}

static inline int fits(const pattern *of, const char *text, const char **groups) {
  const matching m = {of, groups};
  memset(groups, 0, 2 * GROUPS * sizeof *groups);
  return sequence(&m, of->source + 1, text, NULL); /* behind the ^ */
}

static inline size_t lengthOf(const char *const *groups, int group) {
  return groups[2 * group] ? (size_t)(groups[2 * group + 1] - groups[2 * group]) : 0;
}

/* The digits of a group as a number; what it is without any. */
static inline int wholeOf(const char *const *groups, int group, int otherwise) {
  int value = 0;
  const size_t length = lengthOf(groups, group);
  for (size_t k = 0; k < length; k++) value = 10 * value + (groups[2 * group][k] - '0');
  return length == 0 ? otherwise : value;
}
