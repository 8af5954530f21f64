"""Checks the engine against PyTorch: same network, weights and data; logits, loss, every gradient, and everything after ten SGD steps (four of the largest network).

usage: /usr/bin/python3 bench/peers/check_torch.py [--no-build] [--all] [--only NAME]

The paper's networks are read from sizes and edges (randwire_torch.py), and once more as programs (program_torch.py), which must give the same gradients; all
other networks are read as programs. --all adds those that take long.

Error of a tensor: |ours - truth| / |truth| in the Euclidean norm, at most 1e-4; the truth is PyTorch in float64, so that all rounding is ours.
What ten steps moved ("moves": final minus initial values of all weights as one vector) is held to 1e-3: a small difference of large numbers, but
a wrong optimizer misses it by far more. A tensor whose truth is a rounding of zero (a shift that the next batch norm removes) counts against 1e-4 of the largest norm
of its kind. The line below shows PyTorch's own float32 against its float64: what rounding makes of this network anyway.

Among a million ReLU inputs some lie within rounding of zero, and so do the gaps in windows of a maximum; where one crosses, a gradient jumps by that one
element, in PyTorch's float32 as in ours, and training spreads it. Where the first step's gradients disagree, relu_crossings.py looks for such elements: with them on the other side
the gradients must agree to 3e-4, in every draw. What the other nine steps make of it says nothing then, so the network is drawn again, up to eight times, every
draw is printed, and one must agree everywhere. Deep networks have a crossing in every draw: they make one step, and it is enough that the crossings explain the
gradients, that weights follow from our gradients, and logits afterwards from our weights.
Where a network all but removes what a tensor does (a shift before a linear 1x1 and a batch norm), its gradient is the small rest of large numbers, and float32 cannot give it to
1e-4: such a tensor may be off by as much as four times what PyTorch's own float32 is off by there, and by no more.
Exit code 0: all agree, or PyTorch is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import json
import sys
import tempfile
import time

try:
    import numpy
    import torch
except ImportError as error:
    print(f"SKIPPED: {error}; install Debian's python3-torch and run with /usr/bin/python3")
    sys.exit(0)

import oracle_dump
import relu_crossings
from program_torch import Program
from randwire_torch import Network, optimizer

DRAWS = 8
LIMIT = 1e-4
# For gradients of a draw that disagrees, once crossings are undone: PyTorch's own float32 reaches 1.1e-4 where there are none (small paper, seed 1).
LIMIT_WITHOUT_CROSSINGS = 3e-4
# Times the error of PyTorch's float32 in the same tensor. Its error and ours are two draws of one rounding error, each the largest of a tensor, in two orders of summing: their
# quotient is about one, and seldom above three (2.6 is the largest seen, docs/results/families.md). A wrong gradient is off by its own size, thousands of times that.
MOST_OF_ROUNDING = 4
# Two readings of one network in float64.
LIMIT_OF_READINGS = 1e-9
LIMITS = {"loss": LIMIT, "logits": LIMIT, "gradients": LIMIT, "weights": LIMIT, "running": LIMIT, "inference": LIMIT, "moves": 1e-3}

INCEPTION = (
    "inception(input=16x16x3,classes=10) stage(stride=1,body=conv3x3(24)+norm+relu) "
    "stage(stride=1,body=cell(a=(in>conv1x1(16)+norm+relu),b=(in>conv1x1(12)+norm+relu+conv3x3(20)+norm+relu),"
    "c=(in>conv1x1(6)+norm+relu+conv5x5(10)+norm(eps=0.001)+relu),d=(in>maxpool3x3+conv1x1(11)+norm+relu),out=cat(a,b,c,d))) "
    "stage(stride=2,body=maxpool3x3(stride,pad=ceil)+conv3x3(40)+norm+relu) head(body=mean+fc)")

# ResNet-50's block, with and without the stride.
BOTTLENECK = (
    "bottleneck(input=16x16x3,classes=10) let(block=cell(f=(in>conv1x1(C/4)+norm+relu+conv3x3(C/4,stride)+norm+relu+conv1x1+norm),"
    "out=sum(f,in~conv1x1(stride)+norm)+relu)) stage(channels=16,stride=1,body=conv3x3+norm+relu) stage(channels=48,stride=1,repeat=2,body=block) "
    "stage(channels=64,repeat=2,body=block) head(body=mean+fc)")

# Every function and every padding that the other networks lack. No bias stands before a norm, which removes it: its gradient would be rounding alone.
LAYERS = (
    "layers(input=25x23x3,classes=7) stage(stride=2,body=conv5x5(12,stride,bias)+hardswish+norm) "
    "stage(stride=1,body=cell(x=(in>conv1x1(in*3,bias)+swish+norm+dwconv5x5(bias)+gelu+norm),"
    "g=(x>mean+conv1x1(cell.in/2,bias)+hardswish+conv1x1(cell.in*3,bias)+hardsigmoid),y=product(x,g)+conv1x1(12)+norm,out=sum(y,in?))) "
    "stage(stride=1,body=cell(l=(in>half(0)),r=(in>half(1)+conv1x1(8,groups=2)+norm+relu6+dwconv3x3(dilation=2)+norm(affine=no)+tanh),out=cat(l,r)+shuffle(2))) "
    "stage(channels=14,stride=1,repeat=2,body=mix(g,softmax,relu+conv3x3+norm,avgpool2x2+conv1x1+norm(eps=0.01),sep5,dil3)) "
    "stage(channels=16,stride=2,body=relu+conv1x7(groups=2)+norm+relu+conv7x1(stride)+norm+sigmoid+avgpool3x3(pad=ceil)+conv3x3(pad=none)) "
    "head(body=mean+fc)")

# One of several operations, by hard gates that mixes share.
GATES = (
    "gates(input=13x12x3,classes=5) stage(channels=18,stride=1,body=conv3x3+norm) "
    "stage(channels=18,stride=1,repeat=2,body=cell(a=(in>mix(g,hard,relu+conv3x3+norm,avgpool3x3,sep3)),b=sum(in>mix(h,hard,sep5,skip),a),out=sum(a,b))) "
    "stage(channels=22,body=mix(k,hard,relu+conv3x3(stride)+norm,maxpool3x3(stride)+conv1x1+norm)) head(body=relu+mean+fc)")

# Every family of graphs, isolated nodes, odd and unaligned channels, grey images, odd sizes, both regimes of the paper. The large ones have few
# images and short steps, the largest four steps instead of ten, so that a draw without a crossing is likely.
CASES = {
    "small ws": dict(preset="small", wiring="ws(n=16,k=4,p=0.75)", size=64, channels=12, head_channels=40, batch=12),
    "small er isolated": dict(preset="small", wiring="er(n=12,p=0.15)", size=64, channels=7, head_channels=24, batch=8),
    "small ba odd size": dict(preset="small", wiring="ba(n=14,m=3)", size=61, channels=16, head_channels=33, batch=12, classes=17),
    "small no edges": dict(preset="small", wiring="er(n=3,p=0)", size=33, channels=10, head_channels=16, batch=4),
    "small dense": dict(preset="small", wiring="er(n=10,p=1)", size=64, channels=8, head_channels=24, batch=12),
    "small 1x1 stages": dict(preset="small", wiring="ws(n=8,k=4,p=0.5)", size=17, channels=6, head_channels=10, batch=64, classes=3),
    "tiny grey": dict(preset="tiny", size=28, image_channels=1, batch=16),
    "cifar": dict(preset="cifar", size=16, channels=17, head_channels=50, batch=8),
    "regular odd C": dict(preset="regular", wiring="ws(n=8,k=4,p=0.75)", size=96, channels=9, head_channels=40, batch=6, rate=1e-3),
    "small paper": dict(preset="small", wiring="ws(k=4,p=0.75)", size=40, batch=4, classes=100, rate=5e-4, steps=4),
    # Other nodes than the paper's.
    "sums conv3x3": dict(preset="tiny", aggregation="sum", transform="relu+conv3x3+norm", size=24, batch=8),
    "means maxpool": dict(preset="tiny", aggregation="mean", transform="relu+maxpool3x3+conv1x1+norm", wiring="er(n=7,p=0.3)", size=21, batch=8),
    "cat sepconv5x5": dict(preset="tiny", aggregation="concatenation", transform="relu+sepconv5x5+norm", channels=9, size=20, batch=8),
    "weighted conv3x3": dict(preset="tiny", transform="relu+conv3x3+norm", wiring="ba(n=8,m=2)", channels=13, size=19, batch=8),
    "weighted avgpool": dict(preset="tiny", transform="relu+conv1x1+norm+swish+avgpool3x3", channels=8, size=18, batch=8),
    "layers": dict(network=LAYERS, batch=8, rate=1e-3),
    "hard gates": dict(network=GATES, batch=8, rate=1e-3),
    # Networks made by hand.
    "resnet 20 a": dict(network="resnet(depth=20)", size=16, batch=8, rate=1e-3),
    "resnet 20 b": dict(network="resnet(depth=20,shortcut=b)", size=16, batch=8, rate=1e-3),
    "bottleneck": dict(network=BOTTLENECK, batch=8, rate=1e-3),
    "resnet 18": dict(network="resnet(depth=18,form=imagenet)", size=64, batch=4, rate=1e-3, steps=2),
    "densenet 22": dict(network="densenet(depth=22,growth=12)", size=16, batch=8, rate=1e-3),
    "inception": dict(network=INCEPTION, batch=6, rate=1e-3),
    "nasnet-a small": dict(network="nasnet-a(cells=1,filters=16,form=small)", size=16, batch=6, rate=1e-3, steps=4),
    "mobilenetv2": dict(network="mobilenetv2(width=0.25)", size=32, batch=8, rate=1e-3, steps=1),
    "shufflenetv2": dict(network="shufflenetv2(width=0.5)", size=32, batch=8, rate=1e-3, steps=1),
    "resnext 29": dict(network="resnext(depth=29,groups=4,base=8)", size=16, batch=4, rate=1e-3, steps=1),
    "amoebanet-a small": dict(network="amoebanet-a(cells=1,filters=16)", size=16, batch=6, rate=1e-3, steps=2),
    "preresnet 29": dict(network="preresnet(depth=29,block=bottleneck)", size=16, batch=4, rate=1e-3, steps=1),
    "conv-pool": dict(network="conv-pool(blocks=2,growth=6)", size=16, batch=4, rate=1e-3, steps=1),
    "shufflenet": dict(network="shufflenet(groups=3,width=0.5)", size=32, batch=4, rate=1e-3, steps=1),
    "wideresnet": dict(network="wideresnet(depth=16,width=1)", size=16, batch=8, rate=1e-3, steps=1),
    "amoebanet-b": dict(network="amoebanet-b(cells=1,filters=16)", size=16, batch=6, rate=1e-3, steps=1),
    "amoebanet-c": dict(network="amoebanet-c(cells=1,filters=16)", size=16, batch=6, rate=1e-3, steps=1),
    "pnasnet": dict(network="pnasnet(cells=1,filters=16)", size=16, batch=6, rate=1e-3, steps=1),
    "darts": dict(network="darts(genotype=v2,cells=8,filters=8)", size=16, batch=6, rate=1e-3, steps=1),
    "nasbench201": dict(network="nasbench201(cell=c3.c1.avg.skip.c3.c1,cells=1)", size=16, batch=6, rate=1e-3, steps=1),
    "inception sum": dict(network="inception(modules=1,filters=24,join=sum)", size=16, batch=6, rate=1e-3, steps=1),
}
# Deep ones, where every draw has a crossing somewhere, make one step.
LONG = {
    "efficientnet-b0": dict(network="efficientnet-b0(width=0.25)", size=32, batch=8, rate=1e-2, steps=1),
    "regnet": dict(network="regnet(model=x200)", size=32, batch=8, rate=1e-3, steps=1),
    "mobilenet": dict(network="mobilenet(width=0.25)", size=32, batch=8, rate=1e-3, steps=1),
    "mnasnet": dict(network="mnasnet(width=0.25)", size=32, batch=8, rate=1e-3, steps=1),
    "resnet 56": dict(network="resnet(depth=56)", size=16, batch=4, rate=1e-3, steps=1),
    "googlenet": dict(network="googlenet(form=imagenet)", size=64, batch=4, rate=1e-3, steps=1),
    "resnet 50": dict(network="resnet(depth=50,form=imagenet)", size=64, batch=4, rate=1e-3, steps=1),
    "densenet 121": dict(network="densenet(depth=121,form=imagenet)", size=64, batch=4, rate=1e-3, steps=1),
    "nasnet 2 cells": dict(network="nasnet-a(cells=2,filters=16,form=small)", size=32, batch=4, rate=1e-3, steps=1),
    "nasnet imagenet": dict(network="nasnet-a(cells=1,filters=16,form=imagenet)", size=64, batch=4, rate=1e-3, steps=1),
}


def load(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        tensors[name] = torch.from_numpy(numpy.frombuffer(data[first:last], dtype="<f4").reshape(entry["shape"]).copy())
    return tensors


def group(tensors, name):
    return {key[len(name) + 1:]: value for key, value in tensors.items() if key.startswith(name + "/")}


def start(manifest, tensors, dtype, as_program=False):
    """The network as it was before the first step."""
    initial = group(tensors, "initial")
    as_program = as_program or "stages" not in manifest
    network = (Program(manifest["program"]) if as_program else Network(manifest)).to(dtype)
    expected = {name for name in network.state_dict() if not name.endswith("num_batches_tracked")}
    if expected != set(initial):
        raise SystemExit(f"parameters differ: {sorted(expected ^ set(initial))[:10]}")
    network.load_state_dict({name: value.to(dtype) for name, value in initial.items()}, strict=False)
    return network.train()


def backward(network, tensors, step, dtype):
    """One step's loss and logits; its gradients lie in the parameters."""
    images = tensors[f"images/{step}"].permute(0, 3, 1, 2).contiguous().to(dtype)
    targets = tensors[f"targets/{step}"].to(dtype)
    network.zero_grad(set_to_none=True)
    logits = network(images)
    loss = -(targets * torch.log_softmax(logits, 1)).sum() / len(images)
    loss.backward()
    return loss.detach(), logits.detach()


def gradients(network):
    return {name: p.grad.clone() for name, p in network.named_parameters()}


def readings_agree(manifest, tensors):
    """Whether the paper's reading and the program are one network: the first step in float64."""
    found = []
    for as_program in (False, True):
        network = start(manifest, tensors, torch.float64, as_program)
        loss, logits = backward(network, tensors, 0, torch.float64)
        found.append({"loss": loss, "logits": logits, **gradients(network)})
    error = max(relative(*found, "readings").values())
    if not error <= LIMIT_OF_READINGS:
        print(f"{'':<20}the program is another network than the paper's reading: {error:.1e}", flush=True)
    return error <= LIMIT_OF_READINGS


def train(manifest, tensors, dtype):
    """Trains in PyTorch as the engine did. Returns tensors by kind and name."""
    initial = group(tensors, "initial")
    network = start(manifest, tensors, dtype)
    sgd = optimizer(network, manifest["sgd"])
    found = {kind: {} for kind in LIMITS}
    for step in range(len(manifest["losses"])):
        found["loss"][f"step {step}"], logits = backward(network, tensors, step, dtype)
        if step == 0:
            found["logits"]["logits"] = logits
            found["gradients"] = gradients(network)
        sgd.step()
    add_final(found, initial, {name: value for name, value in network.state_dict().items() if name in initial})
    network.eval()
    with torch.no_grad():
        found["inference"]["logits"] = network(tensors["images/0"].permute(0, 3, 1, 2).contiguous().to(dtype))
    return found


def engine(manifest, tensors):
    """What the engine found, in the same form."""
    found = {kind: {} for kind in LIMITS}
    found["loss"] = {f"step {i}": torch.tensor(loss, dtype=torch.float64) for i, loss in enumerate(manifest["losses"])}
    found["logits"]["logits"] = tensors["logits"]
    found["gradients"] = group(tensors, "gradient")
    found["inference"]["logits"] = tensors["inference"]
    add_final(found, group(tensors, "initial"), group(tensors, "final"))
    return found


def add_final(found, initial, final):
    for name, value in final.items():
        found["running" if "running" in name else "weights"][name] = value
    names = sorted(found["weights"])
    found["moves"]["all weights"] = torch.cat([(final[name].double() - initial[name].double()).flatten() for name in names])


def relative(found, truth, kind):
    """Relative error of every tensor of one kind."""
    if set(found) != set(truth):
        raise SystemExit(f"{kind}: names differ: {sorted(set(found) ^ set(truth))[:10]}")
    floor = LIMIT * max(float(tensor.double().norm()) for tensor in truth.values())
    result = {}
    for name, tensor in truth.items():
        if found[name].shape != tensor.shape:
            raise SystemExit(f"{kind} of {name}: shapes {tuple(found[name].shape)} and {tuple(tensor.shape)}")
        result[name] = float((found[name].double() - tensor.double()).norm()) / max(float(tensor.double().norm()), floor)
    return result


def errors(found, truth):
    """Largest relative error of each kind, and the tensor that has it."""
    worst = {}
    for kind, tensors in truth.items():
        worst[kind] = (-1.0, "")
        for name, error in relative(found[kind], tensors, kind).items():
            if not error <= worst[kind][0]:
                worst[kind] = (error, name)
    return worst


def gradients_of(network, tensors, dtype):
    backward(network, tensors, 0, dtype)
    return gradients(network)


def crossings_explain(manifest, tensors):
    """Whether the first step's gradients agree once some elements within rounding of zero are on the other side of their ReLU."""
    ours = group(tensors, "gradient")
    network, single = start(manifest, tensors, torch.float64), start(manifest, tensors, torch.float32)

    def found():
        backward(network, tensors, 0, torch.float64)
        return gradients(network)

    rounding = relative(gradients_of(single, tensors, torch.float32), gradients_of(network, tensors, torch.float64), "gradients")
    truth, flipped, near = relu_crossings.resolve(
        found, lambda truth: sum(error ** 2 for error in relative(ours, truth, "gradients").values()),
        lambda: backward(single, tensors, 0, torch.float32))
    left = relative(ours, truth, "gradients")
    error = max(left.values())
    small = {name: one for name, one in left.items() if one > LIMIT_WITHOUT_CROSSINGS and one <= MOST_OF_ROUNDING * rounding[name]}
    agree = all(one <= LIMIT_WITHOUT_CROSSINGS or name in small for name, one in left.items())
    sizes = ", ".join(f"{share:.0%}" for share in flipped)
    print(f"{'':<20}crossings: {len(flipped)} of {near} elements near a jump" + (f" (at {sizes} of rounding's reach)" if flipped else "")
          + f"; gradients {'then agree' if agree else 'DISAGREE still'}: {error:.1e}"
          + (f" (in {len(small)} tensors as float32 can: at most {max(one / rounding[name] for name, one in small.items()):.1f} times PyTorch's error)" if small else ""), flush=True)
    return agree


def follows(manifest, tensors):
    """Whether one step's weights are those that the optimizer makes of our own gradients, and the logits afterwards those of our own weights: no crossing
    has a part in either."""
    initial, final, ours = group(tensors, "initial"), group(tensors, "final"), group(tensors, "gradient")
    network = start(manifest, tensors, torch.float64)
    for name, parameter in network.named_parameters():
        parameter.grad = ours[name].double()
    optimizer(network, manifest["sgd"]).step()
    found, truth = ({kind: {} for kind in LIMITS} for _ in range(2))
    trained = {name: value.detach().clone() for name, value in network.named_parameters()}
    add_final(truth, initial, trained)
    add_final(found, initial, {name: final[name] for name in trained})
    network.load_state_dict({name: value.double() for name, value in final.items()}, strict=False)
    network.eval()
    with torch.no_grad():
        truth["inference"]["logits"] = network(tensors["images/0"].permute(0, 3, 1, 2).contiguous().double())
    found["inference"]["logits"] = tensors["inference"]
    worst = {kind: error for kind in ("weights", "moves", "inference") for error in [max(relative(found[kind], truth[kind], kind).values())]}
    print(f"{'':<20}from our gradients: " + ", ".join(f"{kind} {error:.1e}" for kind, error in worst.items()), flush=True)
    return all(error <= LIMITS[kind] for kind, error in worst.items())


def agrees(name, options):
    """One draw of a network: prints its lines and says whether every error is within its limit, and whether the gradients are right."""
    with tempfile.TemporaryDirectory() as folder:
        oracle_dump.run("dump", out=folder, **options)
        with open(f"{folder}/manifest.json") as file:
            manifest = json.load(file)
        tensors = load(f"{folder}/tensors.safetensors")
    truth = train(manifest, tensors, torch.float64)
    ours = errors(engine(manifest, tensors), truth)
    single = errors(train(manifest, tensors, torch.float32), truth)
    bad = [f"{kind} of {ours[kind][1]}" for kind, limit in LIMITS.items() if not ours[kind][0] <= limit]
    print(f"{name:<20}{'ours':<11}" + "".join(f"{error:>11.1e}" for error, _ in ours.values()) + ("   disagrees: " + ", ".join(bad) if bad else ""))
    print(f"{'  seed ' + str(options['seed']):<20}{'torch f32':<11}" + "".join(f"{error:>11.1e}" for error, _ in single.values()), flush=True)
    explained = ours["gradients"][0] <= LIMIT or crossings_explain(manifest, tensors)
    continuous = all(ours[kind][0] <= LIMITS[kind] for kind in ("loss", "logits", "running"))
    if bad and explained and continuous and len(manifest["losses"]) == 1 and follows(manifest, tensors):
        bad = []
    return not bad, explained and ("stages" not in manifest or readings_agree(manifest, tensors))


def verdict(name, options):
    """Draws a network until it agrees in everything: an empty text, or what is wrong."""
    for seed in range(1, DRAWS + 1):
        everything, explained = agrees(name, dict(options, seed=seed))
        if not explained:
            return f"{name}: gradients of seed {seed} disagree, and no crossing explains it"
        if everything:
            return ""
    return f"{name}: disagrees in every draw"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only")
    arguments = parser.parse_args()
    # One thread: the tensors are small, and teams that wait for each other take tenfold on a busy machine.
    torch.set_num_threads(1)
    if not arguments.no_build:
        oracle_dump.build()
    print(f"PyTorch {torch.__version__}; relative errors against its float64, ten SGD steps; limit {LIMIT:g}, moves {LIMITS['moves']:g}")
    print(f"{'network':<20}{'':<11}" + "".join(f"{kind:>11}" for kind in LIMITS))
    began = time.perf_counter()
    cases = {**CASES, **(LONG if arguments.all or arguments.only in LONG else {})}
    if arguments.only not in (None, *cases):
        sys.exit(f"--only: there is no network '{arguments.only}'. Choose from {', '.join([*CASES, *LONG])}.")
    failed = [text for name, options in cases.items() if arguments.only in (None, name) and (text := verdict(name, options))]
    print(f"{'FAILED: ' + '; '.join(failed) if failed else 'OK: all networks agree'}; {time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
