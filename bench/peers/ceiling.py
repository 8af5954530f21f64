"""What this machine's processor gives at most: single-precision matrix products of OpenBLAS, through NumPy.

usage: /usr/bin/python3 bench/peers/ceiling.py --threads 2

Says "ready ..." and answers "ceiling N" on standard input with GFLOP/s over N products of 2048x2048 matrices.
"""
import argparse
import ctypes
import os
import pathlib
import sys
import time

import machine

SIDE = 2048


def openblas():
    """The OpenBLAS that NumPy has loaded; None when it runs on another BLAS."""
    for line in pathlib.Path("/proc/self/maps").read_text().splitlines():
        if "libopenblas" in line:
            return ctypes.CDLL(line.split()[-1])
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    threads = parser.parse_args().threads
    # OpenBLAS reads them when it is loaded.
    kept = machine.environment(threads)
    os.environ.clear()
    os.environ.update(kept)
    try:
        import numpy
    except ImportError as error:
        sys.exit(f"{error}; install Debian's python3-numpy and libopenblas0-pthread, run with /usr/bin/python3")
    library = openblas()
    if library is None:
        sys.exit("NumPy does not run on OpenBLAS; install Debian's libopenblas0-pthread")
    library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
    version = " ".join(library.openblas_get_config().decode().split()[:2])
    a, b = (numpy.random.default_rng(1).standard_normal((SIDE, SIDE), dtype=numpy.float32) for _ in range(2))
    c = numpy.empty_like(a)
    numpy.dot(a, b, out=c)
    print(f"ready {version}, its {library.openblas_get_corename().decode()} kernels, {library.openblas_get_num_threads()} threads", flush=True)
    for line in map(str.strip, sys.stdin):
        if line == "quit":
            break
        products = int(line.split()[1])
        start = time.perf_counter()
        for _ in range(products):
            numpy.dot(a, b, out=c)
        print(f"{2e-9 * SIDE ** 3 * products / (time.perf_counter() - start):.2f}", flush=True)


if __name__ == "__main__":
    main()
