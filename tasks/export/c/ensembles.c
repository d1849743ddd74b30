/* Features as the inputs of networks, and the weighted mean of their answers. */

typedef struct {
  int edges, knots;
  const double *edge, *knot, *score;
} numberTable;

typedef struct {
  int levels, width;
} levelTable;

typedef struct {
  int isPiecewise, first, members;
  double weight;
} family;

/* TABLES */

static inline double interpolate(double x, const double *xs, const double *ys, int count) {
  int low = 0, high = count - 1;
  if (!(x > xs[low])) return ys[low];
  if (x >= xs[high]) return ys[high];
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  return ys[low] + (ys[high] - ys[low]) * ((x - xs[low]) / (xs[high] - xs[low]));
}

static inline void encode(const float *features, int isPiecewise, const float *levels, float *out) {
  for (int f = 0; f < FEATURES; f++) {
    const double x = features[f];
    const int number = NUMBER_OF_FEATURE[f], level = LEVEL_OF_FEATURE[f];
    if (level >= 0) {
      const levelTable *const table = LEVEL_TABLES + level;
      const float *const row = levels + (size_t)features[f] * (size_t)table->width;
      for (int k = 0; k < table->width; k++) *out++ = row[k];
      levels += (size_t)(table->levels + 1) * (size_t)table->width;
    } else if (number < 0) *out++ = features[f];
    else if (!isPiecewise) *out++ = (float)(x < -10 ? -10 : x > 10 ? 10 : x);
    else {
      const numberTable *const table = NUMBER_TABLES + number;
      for (int b = 0; table->edges > 2 && b < table->edges - 1; b++) {
        const double low = table->edge[b], high = table->edge[b + 1];
        *out++ = (float)(x >= high ? 1 : x <= low ? 0 : (x - low) / (high - low));
      }
      *out++ = (float)(table->knots < 2 ? x : interpolate(x, table->knot, table->score, table->knots));
    }
  }
}

static inline void meanOf(const float *features, float *outputs) {
  float inputs[WIDEST], room[2 * WIDEST];
  double sums[OUTPUTS] = {0};
  for (int f = 0; f < FAMILIES; f++) {
    const family *const one = ENSEMBLE + f;
    for (int m = one->first; m < one->first + one->members; m++) {
      encode(features, one->isPiecewise, LEVELS + (size_t)m * LEVELS_OF_MEMBER, inputs);
      const float *const answers = run(NETWORKS + m, inputs, room);
      for (int k = 0; k < OUTPUTS; k++) {
        float y = answers[k];
        if (HAS_RANGES) y = y < RANGES[2 * k] ? (float)RANGES[2 * k] : y > RANGES[2 * k + 1] ? (float)RANGES[2 * k + 1] : y;
        sums[k] += one->weight * y / one->members;
      }
    }
  }
  for (int k = 0; k < OUTPUTS; k++) outputs[k] = (float)(sums[k] / TOTAL_WEIGHT);
}
