#!/usr/bin/env python3
"""Speed of a member of each family beside its peers, all matched to one count of multiply-adds: the rows of docs/results/families.md.

usage: /usr/bin/python3 bench/peers/families.py [--match multiplyadds=40M] [--size 32] [--batch 128] [--classes 10] [--kinds train] [--only NAME] [--after NAME] [--json FILE]
           [--contenders ours,libtorch,torch] [--rounds 3] [--seconds 3]

Rows are printed as they are ready, in Markdown. What a contender cannot run is said in its place. See compare_throughput.py for how each is measured.
"""
import argparse
import json
import pathlib
import sys

import compare_throughput as comparison
import machine
import oracle_dump

# One member each, near the size for small images that its source has.
MEMBERS = (
    ("random wiring (cifar)", dict(preset="cifar", wiring="ws(k=4,p=0.75)")),
    ("resnet(depth=20)", {}), ("preresnet(depth=20)", {}), ("wideresnet(depth=16,width=1)", {}), ("resnext(depth=29,groups=4,base=8)", {}),
    ("densenet-bc(depth=40,growth=12)", {}), ("googlenet", {}), ("inception(modules=1)", {}), ("inception(modules=1,join=sum)", {}), ("conv-pool", {}),
    ("squeezenet", {}), ("nasnet-a(cells=1,filters=16)", {}), ("amoebanet-a(cells=1,filters=16)", {}), ("amoebanet-b(cells=1,filters=16)", {}),
    ("amoebanet-c(cells=1,filters=16)", {}), ("pnasnet(cells=1,filters=24)", {}), ("darts(genotype=v1,cells=8,filters=16)", {}), ("darts(genotype=v2,cells=8,filters=16)", {}),
    ("nasbench201(cell=c3.c3.c3.skip.c3.c1,cells=1)", {}), ("mobilenet", {}), ("mobilenetv2", {}), ("mnasnet", {}), ("shufflenet", {}), ("shufflenetv2", {}),
    ("efficientnet-b0", {}), ("regnet(model=y400)", {}),
)


def row(name, kind, result):
    """One line: ours, the fastest peer, how many times its speed ours is, and memory."""
    ours = result["contenders"].get("ours")
    peers = {peer: entry for peer, entry in result["contenders"].items() if peer != "ours"}
    if not ours or not peers:
        return f"| `{name}` | {kind} | not measured: {'; '.join(f'{who}: {why}' for who, why in {**result['skipped'], **result['failed']}.items())[:200]} |"
    fastest = max(peers, key=lambda peer: peers[peer]["imagesPerSecond"])
    ratios = peers[fastest]["ratios"]
    failed = f" ({', '.join(sorted(result['failed']))} failed)" if result["failed"] else ""
    memory = f" | {ours['peakBytes'] / 1e6:,.0f} MB, {ours['peakBytes'] / peers[fastest]['peakBytes']:.2f} of its" if ours.get("peakBytes") and peers[fastest].get("peakBytes") else ""
    return (f"| `{name}` | {kind} | {ours['imagesPerSecond']:,.0f} | {ours.get('shareOfCeiling', 0):.0%} | {peers[fastest]['imagesPerSecond']:,.0f} ({fastest}){failed} | "
            f"**{peers[fastest]['ratio']:.2f}** ({min(ratios):.2f} to {max(ratios):.2f}){memory} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--match", default="multiplyadds=40M")
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--kinds", default="train")
    parser.add_argument("--only", default="")
    parser.add_argument("--after", default="", help="begins behind this row: to go on where a run was stopped")
    parser.add_argument("--json", default="")
    comparison.add_options(parser)
    options = parser.parse_args()
    oracle_dump.build()
    print(f"{machine.processor()}, {options.threads} threads; {options.match}, {options.size}x{options.size}, batch {options.batch}", flush=True)
    results = {}
    names = [name for name, _ in MEMBERS]
    for name, how in MEMBERS[names.index(options.after) + 1 if options.after else 0:]:
        if options.only not in name:
            continue
        network = {**comparison.NETWORK, "preset": "", "wiring": "", "network": "" if how else name, "match": options.match, "size": options.size, "batch": options.batch,
                   "classes": options.classes, **how}
        results[name] = comparison.compare(network, options.kinds.split(","), options)
        for kind in options.kinds.split(","):
            if kind in results[name]:
                print(row(name, kind, results[name][kind]), flush=True)
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(results, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
