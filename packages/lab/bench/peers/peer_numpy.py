"""NumPy, a batch at a time, float32, results written into arrays that are made once.

    python3 packages/lab/bench/peers/peer_numpy.py W1|W2|W3|W4|I1 [--threads N] [--epochs N]
"""

from common import WORKLOADS, arguments, load, one_hot, time_inference, time_training

given = arguments(list(WORKLOADS))

import numpy as np

workload = WORKLOADS[given.workload]
sizes, batch, rate, relu = (workload[key] for key in ("sizes", "batch", "rate", "relu"))
layers = range(len(sizes) - 1)
last = len(sizes) - 2
random = np.random.default_rng(0)
np.seterr(over="ignore")  # exp(-z) may be infinite: 1 / (1 + inf) is right


def zeros(*shape):
    return np.zeros(shape, np.float32)


weights = [
    (random.standard_normal((m, n)) * np.sqrt((2 if relu else 1) / m)).astype(np.float32)
    for m, n in zip(sizes, sizes[1:])
]
biases = [zeros(n) for n in sizes[1:]]
activations = [zeros(batch, n) for n in sizes]
deltas = [zeros(batch, n) for n in sizes[1:]]
gradients = [np.empty_like(w) for w in weights]
bias_gradients = [np.empty_like(b) for b in biases]


def sigmoid(z):
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    np.reciprocal(z, out=z)


def softmax(z):
    z -= z.max(axis=1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=1, keepdims=True)


def forward(x):
    a = x
    for l in layers:
        z = activations[l + 1][: len(x)]
        np.matmul(a, weights[l], out=z)
        z += biases[l]
        if not relu:
            sigmoid(z)
        elif l < last:
            np.maximum(z, 0, out=z)
        else:
            softmax(z)
        a = z
    return a


def sgd():
    decay = 1 - rate * workload.get("l2", 0) / given.images
    def step(parameters, gradient, _moments, is_weight):
        if is_weight and decay != 1:
            parameters *= decay
        parameters -= gradient
    return rate, step  # the rate is multiplied into delta, which is smaller than a gradient


def momentum():
    def step(parameters, gradient, moments, _is_weight):
        velocity = moments[0]
        velocity *= workload["momentum"]
        velocity += gradient
        parameters -= velocity
    return rate, step


def adam():
    def step(parameters, gradient, moments, _is_weight):
        first, second, scratch = moments
        np.multiply(gradient, 0.1, out=scratch)
        first *= 0.9
        first += scratch
        np.multiply(gradient, gradient, out=scratch)
        scratch *= 0.001
        second *= 0.999
        second += scratch
        np.sqrt(second, out=scratch)
        scratch *= 1 / (1 - 0.999**steps) ** 0.5
        scratch += 1e-8
        np.divide(first, scratch, out=scratch)
        scratch *= rate / (1 - 0.9**steps)
        parameters -= scratch
    return 1, step


scale, step = {"W3": momentum, "W4": adam}.get(given.workload, sgd)()
moments = {"W3": 1, "W4": 3}.get(given.workload, 0)
weight_moments = [[np.zeros_like(w) for _ in range(moments)] for w in weights]
bias_moments = [[np.zeros_like(b) for _ in range(moments)] for b in biases]
steps = 0


def learn(x, y):
    global steps
    steps += 1
    n = len(x)
    output = forward(x)
    delta = deltas[last][:n]
    np.subtract(output, y, out=delta)
    if given.workload == "W1":
        delta *= output * (1 - output)
    delta *= scale / n
    for l in reversed(layers):
        a = x if l == 0 else activations[l][:n]
        delta = deltas[l][:n]
        np.matmul(a.T, delta, out=gradients[l])
        np.sum(delta, axis=0, out=bias_gradients[l])
        if l > 0:
            np.matmul(delta, weights[l].T, out=deltas[l - 1][:n])
            if relu:
                deltas[l - 1][:n] *= a > 0
            else:
                deltas[l - 1][:n] *= a * (1 - a)
        step(weights[l], gradients[l], weight_moments[l], True)
        step(biases[l], bias_gradients[l], bias_moments[l], False)


images, labels, test_images, test_labels = load(given.data)
targets = one_hot(labels)
x, y = zeros(batch, 784), zeros(batch, 10)


def epoch(size):
    order = random.permutation(size)
    for start in range(0, size, batch):
        chosen = order[start : start + batch]
        n = len(chosen)
        np.take(images, chosen, axis=0, out=x[:n], mode="clip")  # the default mode makes a copy
        np.take(targets, chosen, axis=0, out=y[:n], mode="clip")
        learn(x[:n], y[:n])


def accuracy():
    right = [
        forward(test_images[i : i + batch]).argmax(axis=1) == test_labels[i : i + batch]
        for i in range(0, len(test_images), batch)
    ]
    return np.concatenate(right).mean()


who = f"NumPy {np.__version__}"
if given.workload == "I1":
    time_inference(given, who, forward, test_images)
else:
    time_training(given, who, epoch, accuracy)
