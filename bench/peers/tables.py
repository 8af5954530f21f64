"""The tables of speed in the README and in docs/results/speed.md, made of what bench/results holds.

usage: /usr/bin/python3 bench/peers/tables.py [--results NAME] [--check]

Without --check both files are rewritten; with it nothing is, and the exit code is 1 where one does not say what was measured.
"""
import argparse
import json
import pathlib
import sys

from all_cases import CASES, GROWTH
from compare_throughput import KINDS, TITLES
from growth import COUNTS, SWEEPS, spread

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results"
README = ROOT / "README.md"
SPEED = ROOT / "docs" / "results" / "speed.md"
BEGIN, END = "<!-- speed:begin (made by bench/peers/tables.py) -->\n", "<!-- speed:end -->"
LIBRARIES = ("torch", "libtorch", "onnxruntime")
HEADINGS = {"torch": "PyTorch", "libtorch": "libtorch", "onnxruntime": "ONNX Runtime"}


def rate(value):
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def work(network, kind):
    channels = f" C={network['channels']}" if network["channels"] else ""
    return f"{TITLES[kind]}, `{network['preset']}`{channels}, {network['size']}x{network['size']}, batch {network['batch']}"


def span(ratios):
    return f"{min(ratios):.2f} to {max(ratios):.2f}"


def summary(measured):
    """A row for every case: who is fastest of each library, in its better memory format."""
    lines = [
        "| work | RandWire, images/s | " + " | ".join(HEADINGS[library] for library in LIBRARIES) + " | against the fastest | of the machine's matrix products |",
        "|---|---|" + "---|" * (len(LIBRARIES) + 2)]
    for result in measured.values():
        for kind in KINDS:
            if kind not in result:
                continue
            entries = result[kind]["contenders"]
            best = {library: max((entry for name, entry in entries.items() if name.split("-")[0] == library), key=lambda entry: entry["imagesPerSecond"], default=None)
                    for library in LIBRARIES}
            fastest = max((entry for entry in best.values() if entry), key=lambda entry: entry["imagesPerSecond"])
            cells = [rate(best[library]["imagesPerSecond"]) if best[library] else "-" for library in LIBRARIES]
            lines.append(
                f"| {work(result['network'], kind)} | {rate(entries['ours']['imagesPerSecond'])} | {' | '.join(cells)} "
                f"| {fastest['ratio']:.2f} times ({span(fastest['ratios'])}) | {entries['ours']['shareOfCeiling']:.0%} |")
    return lines


def details(case, result):
    lines = []
    for kind in KINDS:
        if kind not in result:
            continue
        ceiling = max(entry["gigaflops"] for entry in result[kind]["ceilings"].values())
        lines += [
            f"## {work(result['network'], kind).capitalize()}",
            f"`{case}.json`: {result['rounds']} rounds of {result['seconds']:g} s each, {result['network']['wiring']} with seed {result['network']['seed']}, {result['parameters']:,} "
            f"parameters, {result['multiplyAddsConvFc'] / 1e6:,.1f} million multiply-adds an image; matrix products at best {ceiling:.0f} GFLOP/s.",
            "",
            "| who | images/s | RandWire is | lowest to highest | of the matrix products | peak memory |",
            "|---|---|---|---|---|---|"]
        for name, entry in result[kind]["contenders"].items():
            detail = "" if name == "ours" else f" ({entry['detail']})"
            ratio = ("-", "-") if name == "ours" else (f"{entry['ratio']:.2f} times", span(entry["ratios"]))
            peak = f"{entry['peakBytes'] / 1e6:,.0f} MB" if "peakBytes" in entry else "-"
            lines.append(f"| {'RandWire' if name == 'ours' else name}{detail} | {rate(entry['imagesPerSecond'])} | {ratio[0]} | {ratio[1]} | {entry['shareOfCeiling']:.1%} | {peak} |")
        lines.append("")
    return lines


def growth_details(result):
    size = next(iter(result["points"].values()))["network"]["size"]
    lines = [
        "## Growth",
        f"`{GROWTH}.json`: training of `small` at {size}x{size}, batch 16, {result['rounds']} rounds of {result['seconds']:g} s each; picoseconds for each multiply-add (three for",
        "each of inference), of convolutions and classifier alone and of all, those of weighted sums and normalizations too.",
        "",
        "| network | images/s | conv, fc: million | ps for each | all: million | ps for each |",
        "|---|---|---|---|---|---|"]
    for name, point in result["points"].items():
        counts = " | ".join(f"{point[counted] / 1e6:,.1f} | {point[each]:.2f}" for counted, each in COUNTS.items())
        lines.append(f"| {name} | {rate(point['imagesPerSecond'])} | {counts} |")
    lines.append("")
    for sweep in SWEEPS:
        convolutions, everything = (spread(result, sweep, each) for each in COUNTS.values())
        lines.append(f"Over {sweep} the slowest takes {convolutions:.2f} times as long as the fastest for a multiply-add of convolutions and classifier, {everything:.2f} times for one of all.")
    return [*lines, ""]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--results", default="amd-epyc-family-26-model-2-2core")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    folder = RESULTS / options.results
    read = {case: json.loads((folder / f"{case}.json").read_text()) for case in (*CASES, GROWTH) if (folder / f"{case}.json").exists()}
    measured = {case: result for case, result in read.items() if case != GROWTH}
    processor, threads = (next(iter(measured.values()))[key] for key in ("processor", "threads"))

    start, rest = README.read_text().split(BEGIN)
    wanted = {README: start + BEGIN + "\n".join(summary(measured)) + "\n" + END + rest.split(END, 1)[1]}
    lines = [
        "# Speed beside others", "",
        f"{processor}, {threads} threads. The same network, batch and images in every program, in turns in one run (`dotnet run build.cs -- peers --save`): medians of images a",
        "second, and medians over rounds of RandWire's rate by theirs. At inference every program has batch normalization folded into its weights. Peak",
        f"memory is that of processes that only trained. Every sample is in [bench/results/{options.results}](../../bench/results/{options.results}). This page is made by",
        "`bench/peers/tables.py`.", ""]
    for case, result in measured.items():
        lines += details(case, result)
    if GROWTH in read:
        lines += growth_details(read[GROWTH])
    wanted[SPEED] = "\n".join(lines).rstrip() + "\n"

    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    for path in stale:
        if options.check:
            print(f"{path.relative_to(ROOT)} does not say what bench/results holds: run bench/peers/tables.py")
        else:
            path.write_text(wanted[path])
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
