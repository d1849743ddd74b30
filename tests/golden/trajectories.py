"""Golden trajectories for tests/trajectories_test.ts: ten steps of PyTorch in float64 for every optimizer, cost and
activation that both have, and for penalties, clipping and max-norm.

Run `python3 tests/golden/trajectories.py > tests/golden/trajectories.json`. Parameters and inputs are multiples of 1/64,
which float32 holds exactly; all cases begin with the same parameters and go through the same three batches in turn.
Weights are [inputs, outputs], as the library keeps them in memory; results are weights and biases, layer after layer.
"""

import json

import numpy as np
import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)

SIZES = [3, 4, 3, 3]
STEPS = 10
BATCH = 5

# A weighted input this near to a rectifier's kink might be on the other side of it in float32.
KINK = 2e-5

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "scaledTanh": lambda z: 1.7159 * torch.tanh(2 / 3 * z),
    "relu": torch.relu,
    "leakyRelu": lambda z: functional.leaky_relu(z, 0.01),
    "linear": lambda z: z,
}

OUTPUTS = ACTIVATIONS | {"softmax": lambda z: torch.softmax(z, 1)}

OPTIMIZERS = {
    "sgd": ({}, 0.125, lambda weights, biases, rate: torch.optim.SGD(weights + biases, rate)),
    "momentum": (
        {"momentum": 0.8}, 0.03125,
        lambda weights, biases, rate: torch.optim.SGD(weights + biases, rate, momentum=0.8),
    ),
    "nesterov": (
        {"momentum": 0.8}, 0.03125,
        lambda weights, biases, rate: torch.optim.SGD(weights + biases, rate, momentum=0.8, nesterov=True),
    ),
    "adam": (
        {"beta1": 0.9, "beta2": 0.99}, 0.03125,
        lambda weights, biases, rate: torch.optim.Adam(weights + biases, rate, betas=(0.9, 0.99)),
    ),
    "adamw": (
        {"beta1": 0.9, "beta2": 0.99, "weightDecay": 0.125}, 0.03125,
        lambda weights, biases, rate: torch.optim.AdamW(
            [{"params": weights}, {"params": biases, "weight_decay": 0}], rate, betas=(0.9, 0.99), weight_decay=0.125,
        ),
    ),
}


def cost_of(z, labels, case):
    """The mean cost of a batch, of the outputs' weighted inputs z."""
    wanted = functional.one_hot(labels, SIZES[-1]).to(z.dtype)
    outputs = OUTPUTS[case["outputActivation"]](z)
    if case["cost"] == "quadratic":
        return functional.mse_loss(outputs, wanted, reduction="sum") / 2 / len(z)
    if case["cost"] == "crossEntropy":
        return functional.binary_cross_entropy(outputs, wanted, reduction="sum") / len(z)
    if case["outputActivation"] == "softmax":
        return functional.cross_entropy(z, labels, label_smoothing=case.get("labelSmoothing", 0))
    return functional.nll_loss(outputs.log(), labels)


def trajectory(case, parameters, batches):
    """The parameters after all steps."""
    weights = [torch.tensor(w, requires_grad=True) for w, _ in parameters]
    biases = [torch.tensor(b, requires_grad=True) for _, b in parameters]
    _, rate, make = OPTIMIZERS[case["optimizer"]["name"]]
    optimizer = make(weights, biases, rate)
    for step in range(STEPS):
        inputs, labels = batches[step % len(batches)]
        a = torch.tensor(inputs)
        for w, b in zip(weights, biases):
            z = a @ w + b
            a = ACTIVATIONS[case["activation"]](z)
            assert "elu" not in case["activation"] or z.abs().min() > KINK, "choose another seed"
        cost = cost_of(z, torch.tensor(labels), case)
        cost = cost + case.get("signDecay", 0) * sum(w.abs().sum() for w in weights)
        cost = cost + case.get("weightDecay", 0) / 2 * sum((w**2).sum() for w in weights)
        optimizer.zero_grad()
        cost.backward()
        if "clipNorm" in case:
            torch.nn.utils.clip_grad_norm_(weights + biases, case["clipNorm"])
        optimizer.step()
        if "maxNorm" in case:
            with torch.no_grad():
                for w in weights:
                    w.copy_(torch.renorm(w, 2, 1, case["maxNorm"]))
    flat = np.concatenate([x.detach().numpy().ravel() for pair in zip(weights, biases) for x in pair])
    assert np.isfinite(flat).all() and np.abs(flat).max() < 10, "choose another rate"
    return [float(f"{x:.8g}") for x in flat]


def cases():
    """What is trained: every optimizer with every hidden activation and every cost, which wants certain outputs."""
    for name, (constants, rate, _) in OPTIMIZERS.items():
        optimizer = {"optimizer": {"name": name, **constants}, "learningRate": rate}
        for activation in ACTIVATIONS:
            hidden = optimizer | {"activation": activation}
            yield hidden | {"cost": "quadratic", "outputActivation": activation}
            yield hidden | {"cost": "quadratic", "outputActivation": "softmax"}
            for cost in "crossEntropy", "logLikelihood":
                for outputs in "sigmoid", "softmax":
                    yield hidden | {"cost": cost, "outputActivation": outputs}
            yield hidden | {"cost": "logLikelihood", "outputActivation": "softmax", "labelSmoothing": 0.125}
        if name == "adamw":
            continue
        usual = optimizer | {"activation": "tanh", "cost": "logLikelihood", "outputActivation": "softmax"}
        for regularization in (
            {"weightDecay": 0.0625}, {"signDecay": 0.0625}, {"clipNorm": 0.25}, {"maxNorm": 1},
            {"weightDecay": 0.0625, "signDecay": 0.0625, "clipNorm": 0.25, "maxNorm": 1},
        ):
            yield usual | regularization


if __name__ == "__main__":
    random = np.random.default_rng(5)
    grid = lambda *shape: random.integers(-64, 65, shape) / 64
    parameters = [(grid(*shape), grid(shape[1])) for shape in zip(SIZES, SIZES[1:])]
    batches = [(grid(BATCH, SIZES[0]), random.integers(0, SIZES[-1], BATCH)) for _ in range(3)]
    head = {
        "sizes": SIZES, "steps": STEPS,
        "parameters": [[w.tolist(), b.tolist()] for w, b in parameters],
        "batches": [{"inputs": x.tolist(), "labels": y.tolist()} for x, y in batches],
    }
    text = lambda value: json.dumps(value, separators=(",", ":"))
    lines = [text(case | {"final": trajectory(case, parameters, batches)}) for case in cases()]
    print(text(head)[:-1] + ',"cases":[\n' + ",\n".join(lines) + "\n]}")
