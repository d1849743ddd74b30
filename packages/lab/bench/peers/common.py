"""What the peers' scripts share: their command line, the data, the clock and the row they print.

Every script is run as `python3 peer_NAME.py WORKLOAD --threads N` from the folder of the checkout; `--help` lists the
other options. It prints one line of JSON for each row, as `deno task --cwd packages/lab bench --json` has them. One epoch is 50,000 images;
shuffling and gathering the batches is inside the time, loading and evaluating is not.

Import this module first: it sets the environment that NumPy and PyTorch read when they are loaded.
"""

import argparse
import json
import math
import os
import statistics
import time

EPOCH = 50_000

WORKLOADS = {
    "W1": dict(sizes=[784, 30, 10], batch=10, rate=3.0, relu=False),
    "W1 late": dict(sizes=[784, 30, 10], batch=10, rate=3.0, relu=False),
    "W2": dict(sizes=[784, 100, 10], batch=10, rate=0.5, relu=False, l2=5.0),
    "W3": dict(sizes=[784, 800, 10], batch=128, rate=0.1, relu=True, momentum=0.9),
    "W4": dict(sizes=[784, 2048, 2048, 10], batch=256, rate=0.001, relu=True),
    "I1": dict(sizes=[784, 100, 10], batch=10_000, rate=0.0, relu=False),
}


def arguments(workloads):
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=workloads)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5, help="timed epochs, or passes of I1")
    parser.add_argument("--images", type=int, default=EPOCH, help="training images of an epoch")
    parser.add_argument("--warm-up", type=int, default=EPOCH, help="images trained before the clock starts, whole epochs if there are more")
    parser.add_argument("--data", default="data", help="the folder that has mnist/ with the four IDX files")
    given = parser.parse_args()
    given.row = given.workload
    given.workload = given.workload.removesuffix(" late")  # the same training, at another time
    prepare(given.threads)
    return given


def prepare(threads):
    """Gives the peer its best: as many threads as asked for, OpenBLAS's own choice of kernels, waiting threads that
    do not spin (two spinning pools, OpenMP's and OpenBLAS's, make PyTorch ten times slower), one core for one thread."""
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(threads)
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    if threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def load(data):
    """The images as float32 from 0 to 1 and their labels: training, test."""
    import numpy as np

    def idx(name, header):
        return np.fromfile(os.path.join(data, "mnist", name), dtype=np.uint8)[header:]

    def images(name):
        return idx(name, 16).reshape(-1, 784).astype(np.float32) / np.float32(255)

    return (
        images("train-images-idx3-ubyte"),
        idx("train-labels-idx1-ubyte", 8).astype(np.int64),
        images("t10k-images-idx3-ubyte"),
        idx("t10k-labels-idx1-ubyte", 8).astype(np.int64),
    )


def one_hot(labels, dtype="float32"):
    import numpy as np

    rows = np.zeros((len(labels), 10), dtype)
    rows[np.arange(len(labels)), labels] = 1
    return rows


def seconds(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def report(given, who, times, accuracy):
    """Prints the row of a training: `times` of epochs of `given.images`, in seconds."""
    _row(given.row, who, given.threads, times, given.images, EPOCH / given.images, accuracy)


def time_training(given, who, epoch, accuracy):
    """Trains: `epoch(images)` shuffles and learns; `accuracy()` is asked for at the end."""
    for _ in range(math.ceil(given.warm_up / given.images)):
        epoch(min(given.warm_up, given.images))
    report(given, who, [seconds(lambda: epoch(given.images)) for _ in range(given.epochs)], accuracy())


def time_inference(given, who, forward, images):
    """Times `forward` on all images at once, and on one after the other."""
    def one_at_a_time():
        for i in range(len(images)):
            forward(images[i : i + 1])

    for name, run, passes in (
        ("I1 batch", lambda: forward(images), 4 * given.epochs),
        ("I1 one", one_at_a_time, given.epochs),
    ):
        run()
        times = [seconds(run) for _ in range(passes)]
        _row(name, who, given.threads, times, len(images), 1, None)


def _row(workload, who, threads, times, images, scale, accuracy):
    median = statistics.median(times)
    row = {
        "workload": workload,
        "who": who,
        "threads": threads,
        "secondsPerEpoch": {"min": min(times) * scale, "median": median * scale},
        "samplesPerSecond": round(images / median),
        "testAccuracy": None if accuracy is None else float(accuracy),
    }
    print(json.dumps(row), flush=True)
