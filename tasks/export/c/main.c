/* CSV from standard input to CSV on standard output. */
#ifndef WITHOUT_MAIN

/* Reads a record of up to `most` cells into `text`, which grows; returns their number, or -1 at the end. */
static int readRecord(char **text, size_t *room, size_t *starts, int most) {
  int cells = 0, quoted = 0, wasQuoted = 0, isEmpty = 1;
  size_t length = 0;
  starts[0] = 0;
  for (;;) {
    int c = getchar();
    if (length + 2 > *room) {
      char *const larger = realloc(*text, *room = 2 * *room + 256);
      if (larger == NULL) exit(1);
      *text = larger;
    }
    if (c == EOF && isEmpty) return -1;
    isEmpty = 0;
    if (c == '\r') {
      c = getchar();
      if (c != '\n') ungetc(c, stdin), c = '\n';
    }
    if (quoted && c != EOF) {
      if (c != '"') (*text)[length++] = (char)c;
      else if ((c = getchar()) == '"') (*text)[length++] = '"';
      else quoted = 0, ungetc(c, stdin);
      continue;
    }
    if (c == '"' && length == starts[cells] && !wasQuoted) {
      quoted = wasQuoted = 1;
      continue;
    }
    if (c != ',' && c != '\n' && c != EOF) {
      (*text)[length++] = (char)c;
      continue;
    }
    (*text)[length++] = 0;
    if (c == ',' && cells < most - 1) {
      starts[++cells] = length;
      wasQuoted = 0;
      continue;
    }
    if (c != ',') return cells + 1;
  }
}

static void printText(const char *text) {
  if (strpbrk(text, ",\"\r\n") == NULL) {
    fputs(text, stdout);
    return;
  }
  putchar('"');
  for (; *text; text++) {
    if (*text == '"') putchar('"');
    putchar(*text);
  }
  putchar('"');
}

int main(void) {
  enum { MOST = 4096 };
  static size_t starts[MOST];
  size_t room = 0;
  char *text = NULL;
  int columns[CELLS], found = 0;
  for (int c = 0; c < CELLS; c++) columns[c] = HAS_HEADER ? -1 : c;
  if (HAS_HEADER) {
    const int names = readRecord(&text, &room, starts, MOST);
    for (int n = 0; n < names; n++) {
      const char *name = text + starts[n];
      if (n == 0 && strncmp(name, "\357\273\277", 3) == 0) name += 3;
      for (int c = 0; c < CELLS; c++) if (strcmp(name, CELL_NAMES[c]) == 0) columns[c] = n, found++;
    }
    if (found == 0) {
      fputs("Cannot predict: the first line has none of the columns\n", stderr);
      return 1;
    }
  }
  printHeader();
  for (int count; (count = readRecord(&text, &room, starts, MOST)) >= 0;) {
    const char *cells[CELLS];
    if (count == 1 && *text == 0) continue; /* an empty line */
    for (int c = 0; c < CELLS; c++) cells[c] = columns[c] >= 0 && columns[c] < count ? text + starts[columns[c]] : NULL;
    const answer found = predictCells(cells);
    printAnswer(&found);
    putchar(',');
    if (found.problem != 0) {
      char sentence[4096];
      const char *const name = found.column < 0 ? "" : CELL_NAMES[found.column];
      snprintf(sentence, sizeof sentence, "no prediction: %s%s", name, PROBLEMS[found.problem]);
      printText(sentence);
    }
    putchar('\n');
  }
  free(text);
  return 0;
}
#endif
