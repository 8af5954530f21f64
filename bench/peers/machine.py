"""What a result says about the machine it was measured on: its processor, and what else it was doing."""
import os
import pathlib
import platform
import re
import time

# Some machines pin OpenBLAS to old kernels by them, for equal results everywhere.
OVERRIDES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def processor():
    """Model name with family and model number, since a cloud's name says little."""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
        family, model, name = (re.search(rf"^{key}\s*:\s*(.+)$", text, re.MULTILINE)[1] for key in ("cpu family", "model", "model name"))
        return f"{name.strip()} (family {family}, model {model})"
    except (OSError, TypeError):
        return platform.processor() or platform.machine()


def slug():
    """A folder's name for the machine, such as amd-epyc-family-25-model-1-2core."""
    return re.sub(r"[^a-z0-9]+", "-", f"{processor()} {os.cpu_count()}core".lower()).strip("-")


def environment(threads):
    """This program's environment for a library that computes: with the number of threads, without overrides of the kernels it takes."""
    kept = {name: value for name, value in os.environ.items() if name not in OVERRIDES}
    return {**kept, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}


def busy_share(seconds=1.0):
    """Share of all processors' time that programs took while this one slept; 0 where the system does not tell."""
    def times():
        fields = [int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        return sum(fields), fields[3] + fields[4]

    try:
        total, idle = times()
        time.sleep(seconds)
        later_total, later_idle = times()
    except (OSError, ValueError):
        return 0.0
    return 1 - (later_idle - idle) / max(1, later_total - total)
