"""Golden costs, gradients and steps for tests/network_test.ts: an independent implementation in NumPy's float64.

Run `python3 tests/golden/golden.py > tests/golden/golden.json`. Parameters and data are multiples of 1/64, which float32
holds exactly. Weights are [inputs, outputs], as the library keeps them in memory.
"""

import json

import numpy as np

ACTIVATIONS = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: (z > 0).astype(float)),
}
COSTS = {
    "quadratic": (lambda a, y: 0.5 * ((a - y) ** 2).sum(axis=1), lambda a, y: a - y),
    "crossEntropy": (
        lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1),
        lambda a, y: (a - y) / (a * (1 - a)),
    ),
}


def forward(weights, biases, x, activation):
    """The weighted inputs z and the activations a of every layer, x first."""
    f, _ = ACTIVATIONS[activation]
    zs, activations = [], [x]
    for w, b in zip(weights, biases):
        zs.append(activations[-1] @ w + b)
        activations.append(f(zs[-1]))
    return zs, activations


def gradients(weights, biases, x, y, activation, cost):
    """The mean cost of a batch and its gradient, by the chain rule on whole batches."""
    of, derivative = COSTS[cost]
    _, slope = ACTIVATIONS[activation]
    zs, activations = forward(weights, biases, x, activation)
    delta = derivative(activations[-1], y) / len(x)
    dw, db = [], []
    for l in reversed(range(len(weights))):
        delta = delta * slope(zs[l], activations[l + 1])
        dw.insert(0, activations[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = delta @ weights[l].T
    return of(activations[-1], y).mean(), dw, db


def case(sizes, activation, cost, batch, rate, momentum, seed):
    random = np.random.default_rng(seed)
    grid = lambda *shape: random.integers(-64, 65, shape) / 64
    weights = [grid(*shape) for shape in zip(sizes, sizes[1:])]
    biases = [grid(n) for n in sizes[1:]]
    x = grid(batch, sizes[0])
    x[random.random(x.shape) < 0.4] = 0
    y = random.integers(0, 2, (batch, sizes[-1])).astype(float)
    lists = lambda arrays: [array.tolist() for array in arrays]
    result = {
        "sizes": sizes, "activation": activation, "cost": cost, "learningRate": rate, "momentum": momentum,
        "inputs": x.tolist(), "targets": y.tolist(), "weights": lists(weights), "biases": lists(biases),
    }
    loss, dw, db = gradients(weights, biases, x, y, activation, cost)
    result |= {"loss": loss, "weightGradients": lists(dw), "biasGradients": lists(db)}
    # Five steps on the same batch: v <- mu v - eta g, w <- w + v (mu = 0 is plain gradient descent).
    parameters = weights + biases
    velocities = [np.zeros_like(p) for p in parameters]
    losses = []
    for _ in range(5):
        n = len(weights)
        loss, dw, db = gradients(parameters[:n], parameters[n:], x, y, activation, cost)
        losses.append(loss)
        velocities = [momentum * v - rate * g for v, g in zip(velocities, dw + db)]
        parameters = [p + v for p, v in zip(parameters, velocities)]
    return result | {"losses": losses, "finalWeights": lists(parameters[:n]), "finalBiases": lists(parameters[n:])}


CASES = [
    case([3, 2], "sigmoid", "quadratic", 1, 3.0, 0.0, 1),
    case([3, 2, 1], "sigmoid", "quadratic", 4, 3.0, 0.0, 2),
    case([5, 7, 3], "sigmoid", "crossEntropy", 6, 0.5, 0.0, 3),
    case([5, 4, 6, 3], "sigmoid", "quadratic", 7, 1.0, 0.9, 4),
    case([6, 5, 5, 4, 2], "sigmoid", "crossEntropy", 5, 0.5, 0.9, 5),
    case([5, 6, 3], "relu", "quadratic", 6, 0.125, 0.0, 6),
    case([5, 6, 4, 3], "relu", "quadratic", 6, 0.0625, 0.5, 7),
]

if __name__ == "__main__":
    print(json.dumps(CASES))
