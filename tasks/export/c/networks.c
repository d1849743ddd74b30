/* Products and activations of one row. */

typedef struct {
  int layers;
  const int *sizes;     /* [layers + 1] */
  const float *numbers; /* of each layer the weights [inputs, outputs], then the biases [outputs] */
} network;

/* Zeros of the first layer are skipped, those of others are not; to the bias the products are added by increasing input. */
static inline const float *run(const network *net, const float *inputs, float *room) {
  const float *x = inputs, *numbers = net->numbers;
  for (int l = 0; l < net->layers; l++) {
    const int count = net->sizes[l], outputs = net->sizes[l + 1];
    const float *const biases = numbers + (size_t)count * (size_t)outputs;
    float *const z = room + (l & 1) * WIDEST;
    for (int j = 0; j < outputs; j++) z[j] = biases[j];
    for (int i = 0; i < count; i++) {
      const float value = x[i], *const w = numbers + (size_t)i * (size_t)outputs;
      if (l == 0 && value == 0) continue;
      for (int j = 0; j < outputs; j++) z[j] += value * w[j];
    }
    if (l < net->layers - 1) for (int j = 0; j < outputs; j++) z[j] = HIDDEN(z[j]);
    else OUTPUT(z, outputs);
    numbers = biases + outputs;
    x = z;
  }
  return x;
}
