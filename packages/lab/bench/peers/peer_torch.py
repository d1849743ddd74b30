"""PyTorch on the CPU, eager, with whichever of its optimizers' implementations is faster here.

    python3 packages/lab/bench/peers/peer_torch.py W1|W2|W3|W4|I1 [--threads N] [--epochs N]
"""

from common import WORKLOADS, arguments, load, one_hot, seconds, time_inference, time_training

given = arguments(list(WORKLOADS))

import copy

import torch
import torch.nn.functional as F
from torch import nn

workload = WORKLOADS[given.workload]
sizes, batch, rate, relu = (workload[key] for key in ("sizes", "batch", "rate", "relu"))
torch.set_num_threads(given.threads)
torch.manual_seed(0)


def make_network():
    modules = []
    for m, n in zip(sizes, sizes[1:]):
        linear = nn.Linear(m, n)
        nn.init.normal_(linear.weight, std=((2 if relu else 1) / m) ** 0.5)
        nn.init.zeros_(linear.bias)
        modules += [linear, nn.ReLU() if relu else nn.Sigmoid()]
    # The costs of W2 to W4 take logits, which is faster and exact.
    return nn.Sequential(*(modules if given.workload in ("W1", "I1") else modules[:-1]))


def make_optimizer(network, **implementation):
    if given.workload == "W4":
        return torch.optim.Adam(network.parameters(), lr=rate, **implementation)
    weights = [p for p in network.parameters() if p.dim() == 2]
    biases = [p for p in network.parameters() if p.dim() == 1]
    groups = [dict(params=weights, weight_decay=workload.get("l2", 0) / given.images), dict(params=biases)]
    return torch.optim.SGD(groups, lr=rate, momentum=workload.get("momentum", 0), **implementation)


def quadratic(output, y):
    return 0.5 * ((output - y) ** 2).sum() / len(y)


def cross_entropy(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y, reduction="sum") / len(y)


cost = {"W1": quadratic, "W2": cross_entropy}.get(given.workload, F.cross_entropy)
images, labels, test_images, test_labels = load(given.data)
x = torch.from_numpy(images)
y = torch.from_numpy(one_hot(labels) if given.workload in ("W1", "W2") else labels)
test_x, test_y = torch.from_numpy(test_images), torch.from_numpy(test_labels)
network = make_network()


def learn(network, optimizer, size):
    for chosen in torch.randperm(size).split(batch):
        optimizer.zero_grad()
        cost(network(x[chosen]), y[chosen]).backward()
        optimizer.step()


def fastest_optimizer():
    """Tries each implementation on a copy of the network, for a few steps after a few to warm up."""
    def trial(implementation):
        trained = copy.deepcopy(network)
        optimizer = make_optimizer(trained, **implementation)
        steps = 10 if given.workload == "W4" else 100
        learn(trained, optimizer, steps * batch // 5)
        return seconds(lambda: learn(trained, optimizer, steps * batch))

    return make_optimizer(network, **min(({"foreach": False}, {"foreach": True}, {"fused": True}), key=trial))


def accuracy():
    with torch.inference_mode():
        return (network(test_x).argmax(dim=1) == test_y).float().mean()


who = f"PyTorch {torch.__version__}"
if given.workload == "I1":
    with torch.inference_mode():
        time_inference(given, who, network, test_x)
else:
    optimizer = fastest_optimizer()
    time_training(given, who, lambda size: learn(network, optimizer, size), accuracy)
