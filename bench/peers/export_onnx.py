"""Writes a RandWire network for ONNX Runtime: PyTorch's own export, and one batch with the logits that PyTorch finds for it.

usage: /usr/bin/python3 bench/peers/export_onnx.py --manifest FILE --out FOLDER

FOLDER then holds model.onnx (input images [N, C, H, W], output logits [N, classes]), images.f32 and logits.f32. Weights are random; running
statistics are those of the batch, so that activations keep their size through all layers and a mistake shows in the logits.
"""
import argparse
import json
import pathlib
import sys

try:
    import torch
except ImportError as error:
    sys.exit(f"{error}; install Debian's python3-torch, run with /usr/bin/python3")

import program_torch
import randwire_torch

OPSET = 17


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--manifest", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    manifest = json.loads(pathlib.Path(arguments.manifest).read_text())
    height, width, channels = manifest["input"]
    torch.manual_seed(1)
    network = (randwire_torch if "stages" in manifest else program_torch).of(manifest)
    images = torch.randn(manifest["batch"], channels, height, width)
    network.momentum = 1.0
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 1.0
    with torch.no_grad():
        network.train()(images)
        logits = network.eval()(images)
    folder = pathlib.Path(arguments.out)
    torch.onnx.export(
        network, images, str(folder / "model.onnx"), opset_version=OPSET, input_names=["images"], output_names=["logits"])
    images.numpy().tofile(folder / "images.f32")
    logits.numpy().tofile(folder / "logits.f32")


if __name__ == "__main__":
    main()
