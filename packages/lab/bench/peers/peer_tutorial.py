"""The tutorial's own way, NumPy with a loop over the images of a mini-batch, float64 columns (Nielsen's network.py).

    python3 packages/lab/bench/peers/peer_tutorial.py W1 [--threads N] [--epochs N]
"""

from common import WORKLOADS, arguments, load, one_hot, time_training

given = arguments(["W1"])

import random

import numpy as np

sizes, batch, rate = (WORKLOADS["W1"][key] for key in ("sizes", "batch", "rate"))
normal = np.random.default_rng(0).standard_normal
biases = [np.zeros((n, 1)) for n in sizes[1:]]
weights = [normal((n, m)) / np.sqrt(m) for m, n in zip(sizes, sizes[1:])]


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def backprop(x, y):
    nabla_b = [np.zeros(b.shape) for b in biases]
    nabla_w = [np.zeros(w.shape) for w in weights]
    activation, activations, zs = x, [x], []
    for b, w in zip(biases, weights):
        zs.append(np.dot(w, activation) + b)
        activation = sigmoid(zs[-1])
        activations.append(activation)
    delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
    nabla_b[-1], nabla_w[-1] = delta, np.dot(delta, activations[-2].T)
    for l in range(2, len(sizes)):
        delta = np.dot(weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
        nabla_b[-l], nabla_w[-l] = delta, np.dot(delta, activations[-l - 1].T)
    return nabla_b, nabla_w


def update_mini_batch(mini_batch):
    global weights, biases
    nabla_b = [np.zeros(b.shape) for b in biases]
    nabla_w = [np.zeros(w.shape) for w in weights]
    for x, y in mini_batch:
        delta_b, delta_w = backprop(x, y)
        nabla_b = [nb + db for nb, db in zip(nabla_b, delta_b)]
        nabla_w = [nw + dw for nw, dw in zip(nabla_w, delta_w)]
    weights = [w - (rate / len(mini_batch)) * nw for w, nw in zip(weights, nabla_w)]
    biases = [b - (rate / len(mini_batch)) * nb for b, nb in zip(biases, nabla_b)]


images, labels, test_images, test_labels = load(given.data)
training = [
    (x.reshape(784, 1).astype(np.float64), y.reshape(10, 1))
    for x, y in zip(images[: given.images], one_hot(labels[: given.images], np.float64))
]


def epoch(size):
    data = training[:size]
    random.shuffle(data)
    for start in range(0, size, batch):
        update_mini_batch(data[start : start + batch])


def accuracy():
    a = test_images.T.astype(np.float64)
    for b, w in zip(biases, weights):
        a = sigmoid(w @ a + b)
    return (a.argmax(axis=0) == test_labels).mean()


time_training(given, f"NumPy {np.__version__}, image by image", epoch, accuracy)
