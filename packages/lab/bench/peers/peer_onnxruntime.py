"""ONNX Runtime on the CPU: inference with a model of random weights, written here since it needs no other package.

    python3 packages/lab/bench/peers/peer_onnxruntime.py I1 [--threads N] [--epochs N]
"""

from common import WORKLOADS, arguments, load, time_inference

given = arguments(["I1"])

import numpy as np
import onnxruntime


def varint(n):
    low, rest = n & 127, n >> 7
    return bytes([low | 128]) + varint(rest) if rest else bytes([low])


def number(field, n):
    return varint(field << 3) + varint(n)


def chunk(field, value):
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def node(operator, inputs, output):
    return chunk(1, b"".join(chunk(1, name) for name in inputs) + chunk(2, output) + chunk(4, operator))


def tensor(name, values):
    shape = b"".join(number(1, length) for length in values.shape)
    return chunk(5, shape + number(2, 1) + chunk(8, name) + chunk(9, values.astype("<f4").tobytes()))


def value_info(field, name, columns):
    shape = chunk(1, chunk(2, "batch")) + chunk(1, number(1, columns))
    return chunk(field, chunk(1, name) + chunk(2, chunk(1, number(1, 1) + chunk(2, shape))))


def model():
    inputs, hidden, outputs = WORKLOADS["I1"]["sizes"]
    normal = np.random.default_rng(0).standard_normal
    graph = node("Gemm", ["x", "w1", "b1"], "z1") + node("Sigmoid", ["z1"], "a1")
    graph += node("Gemm", ["a1", "w2", "b2"], "z2") + node("Sigmoid", ["z2"], "y") + chunk(2, "network")
    for name, shape in (("w1", (inputs, hidden)), ("b1", (hidden,)), ("w2", (hidden, outputs)), ("b2", (outputs,))):
        graph += tensor(name, normal(shape) / 28)
    graph += value_info(11, "x", inputs) + value_info(12, "y", outputs)
    return number(1, 8) + chunk(7, graph) + chunk(8, number(2, 13))


options = onnxruntime.SessionOptions()
options.intra_op_num_threads = given.threads
session = onnxruntime.InferenceSession(model(), options, providers=["CPUExecutionProvider"])
test_images = load(given.data)[2]
who = f"ONNX Runtime {onnxruntime.__version__}"
time_inference(given, who, lambda x: session.run(["y"], {"x": x}), test_images)
