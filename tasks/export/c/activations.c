/* Elementary functions and activations of float, each operation rounded once. */

static inline float bitsToFloat(int bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline float reduced(float x, float *power) {
  *power = 1;
  if (x != x) return x;
  const float clamped = x < -87 ? -87 : x > 87 ? 87 : x;
  const float shifted = clamped * (float)1.44269504088896341 + 0.5f;
  int n = (int)shifted;
  if ((float)n > shifted) n--;
  const float r = clamped - (float)n * (float)0.693359375 - (float)n * (float)-2.12194440e-4;
  float p = (float)1.9875691500e-4 * r + (float)1.3981999507e-3;
  p = p * r + (float)8.3334519073e-3;
  p = p * r + (float)4.1665795894e-2;
  p = p * r + (float)1.6666665459e-1;
  p = p * r + (float)5.0000001201e-1;
  *power = bitsToFloat((n + 127) * (1 << 23));
  return p * (r * r) + r;
}

static inline float exponential(float x) {
  float power;
  const float y = reduced(x, &power);
  return (y + 1) * power;
}

static inline float exponentialLessOne(float x) {
  float power;
  const float y = reduced(x, &power);
  return y * power + (power - 1);
}

static inline float tanhOf(float x) {
  const float size = x < 0 ? -x : x;
  float y;
  if (size >= (float)0.625) y = 1 - 2 / (exponential(size + size) + 1);
  else {
    const float square = size * size;
    float p = (float)-5.70498872745e-3 * square + (float)2.06390887954e-2;
    p = p * square + (float)-5.37397155531e-2;
    p = p * square + (float)1.33314422036e-1;
    p = p * square + (float)-3.33332819422e-1;
    y = p * square * size + size;
  }
  return x > 0 ? y : x < 0 ? -y : x;
}

static inline float scaledTail(float x) {
  static const double TAIL[] = {2.73200408665e-1, -3.10507219866e-1, 3.28128809518e-1, -7.98114966410e-2,
    1.19037419684e-1, 7.09575325838e-2, 8.50380233515e-2, 8.39375780141e-2};
  const float u = 4.75f / (4.75f + x);
  float p = (float)-6.99810613306e-2;
  for (int k = 0; k < 8; k++) p = p * u + (float)TAIL[k];
  return p * u;
}

static inline float normal(float z) {
  const float size = z < 0 ? -z : z, end = size > 10 ? 10 : size;
  const float tail = exponential(end * end * -0.5f) * scaledTail(end);
  return z < 0 ? tail : 1 - tail;
}

static inline float sigmoidGate(float z, float linear, float cubic) {
  return 1 / (1 + exponential(-z * (linear + cubic * (z * z))));
}

static inline float mishGate(float z) {
  const float e = exponential(z > 20 ? 20 : z), n = e * (e + 2);
  return n / (n + 2);
}

static inline float clampedGate(float z) { return z < -60 ? -60 : z > 60 ? 60 : z; }

static inline float gated(float z, float gate) {
  const float y = (z < -60 ? -60 : z) * gate;
  return y < 1.0842021724855044e-19f && y > -1.0842021724855044e-19f ? 0 : y;
}

static inline float sigmoidOf(float z) { return 1 / (1 + exponential(-z)); }
static inline float scaledTanhOf(float z) {
  return (float)1.7159 * tanhOf((float)(2.0 / 3) * z);
}
static inline float reluOf(float z) { return z < 0 ? 0 : z; }
static inline float leakyReluOf(float z) { return z < 0 ? (float)0.01 * z : z; }
static inline float seluOf(float z) {
  return z > 0 ? (float)1.0507009873554805 * z
               : (float)(1.0507009873554805 * 1.6732632423543772) * exponentialLessOne(z);
}
static inline float geluOf(float z) { return gated(z, normal(clampedGate(z))); }
static inline float geluTanhOf(float z) {
  return gated(z, sigmoidGate(clampedGate(z), (float)1.5957691216057308, (float)(1.5957691216057308 * 0.044715)));
}
static inline float siluOf(float z) { return gated(z, sigmoidGate(clampedGate(z), 1, 0)); }
static inline float mishOf(float z) { return gated(z, mishGate(clampedGate(z))); }
static inline float linearOf(float z) { return z; }

static inline void softmaxOf(float *values, int count) {
  float largest = -INFINITY;
  double sum = 0;
  for (int k = 0; k < count; k++) if (!(values[k] <= largest)) largest = values[k];
  for (int k = 0; k < count; k++) sum += values[k] = exponential(values[k] - largest);
  for (int k = 0; k < count; k++) values[k] = (float)(values[k] / sum);
}
