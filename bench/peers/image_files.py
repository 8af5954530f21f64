#!/usr/bin/env python3
"""Writes image files of every kind beside the pixels that libjpeg-turbo, libpng and Pillow read from them.

    /usr/bin/python3 bench/peers/image_files.py FOLDER [--only jpeg,png,other]

Needs numpy, Pillow, djpeg, cjpeg and jpegtran of libjpeg-turbo, and libpng16. FOLDER/manifest.tsv has a line a file: name, what is right
(read; refused, as damaged or by name; either, where not even libjpeg-turbo sees the damage), the largest difference allowed in 255ths. NAME.pixels holds height, width and channels as
little-endian int32 and the samples: opaque ones of 8 bits, laid over white, 16 bits scaled by 255/65535, upright. A JPEG is "read" when
djpeg reads it without a warning about its data.
"""
import ctypes, io, os, struct, subprocess, sys, zlib
import numpy as np
from PIL import Image, ImageOps

ROOT = sys.argv[1]
ONLY = sys.argv[sys.argv.index("--only") + 1].split(",") if "--only" in sys.argv else ["jpeg", "png", "other"]
os.makedirs(ROOT, exist_ok=True)
rng = np.random.default_rng(20260101)
manifest = []


def photo(h, w, channels=3, kind="mixed"):
    """A smooth picture with edges and colored noise: the chroma is as busy as the luma, which is what upsampling is seen by."""
    y, x = np.mgrid[0:h, 0:w]
    planes = [127 + 90 * np.sin(x / (7 + 3 * c) + c) * np.cos(y / (9 - 2 * c)) for c in range(channels)]
    picture = np.stack(planes, -1)
    if kind == "mixed":
        picture[(x // 5 + y // 7) % 4 == 0] *= 0.3
        picture += rng.normal(0, 18, picture.shape)
    if kind == "noise":
        picture = rng.integers(0, 256, picture.shape)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    return picture[:, :, 0] if channels == 1 else picture


def add(name, data, verdict, pixels=None, worst=0):
    with open(os.path.join(ROOT, name), "wb") as f:
        f.write(data)
    if verdict == "read":
        pixels = np.ascontiguousarray(pixels if pixels.ndim == 3 else pixels[:, :, None])
        with open(os.path.join(ROOT, name + ".pixels"), "wb") as f:
            f.write(struct.pack("<3i", *pixels.shape) + pixels.astype(np.uint8).tobytes())
    manifest.append(f"{name}\t{verdict}\t{worst}")


def turned(pixels, orientation):
    if orientation in (2, 4, 5, 7) and orientation in (2,): return pixels[:, ::-1]
    swap = pixels.transpose((1, 0, 2) if pixels.ndim == 3 else (1, 0))
    return {1: pixels, 3: pixels[::-1, ::-1], 4: pixels[::-1], 5: swap, 6: swap[:, ::-1], 7: swap[::-1, ::-1], 8: swap[::-1]}[orientation]


def over_white(samples):
    """[H, W, C] with alpha last, 8 bits: rounded to nearest."""
    s = samples.astype(np.int64)
    a = s[:, :, -1:]
    return (s[:, :, :-1] * a + 255 * (255 - a) + 127) // 255


# ---- JPEG ----
def djpeg(data):
    run = subprocess.run(["djpeg", "-pnm"], input=data, capture_output=True)
    if run.returncode not in (0, 2) or not run.stdout:
        return None, run.stderr.decode()
    pixels = np.array(Image.open(io.BytesIO(run.stdout)))
    return pixels, run.stderr.decode()


def jpeg(name, data, orientation=1, worst=3, verdict=None, plain=None):
    pixels, said = djpeg(plain or data)
    warned = pixels is None or any(w in said for w in ("Corrupt", "extraneous", "Premature", "progress"))
    if verdict is None:
        verdict = "refused" if warned else "read"
    if verdict == "read" and pixels is None:
        raise SystemExit(f"{name}: djpeg: {said}")
    add(name, data, verdict, None if verdict != "read" else turned(pixels, orientation), worst)


def hurt(name, data):
    """Damage that libjpeg-turbo may not see: to be refused where it warns, free where it does not."""
    warned = djpeg(data)[0] is None or djpeg(data)[1] != ""
    add(name, data, "refused" if warned else "either")


def cjpeg(picture, *options):
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PPM")
    return subprocess.run(["cjpeg", *options], input=buffer.getvalue(), capture_output=True, check=True).stdout


def pil(picture, mode=None, **options):
    buffer = io.BytesIO()
    Image.fromarray(picture, mode).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def segments(data):
    """[(marker, whole segment)] up to the first scan header, and the rest from the scan header on."""
    at, found = 2, []
    while data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2:at + 4])[0]
        found.append((data[at + 1], data[at:at + 2 + length]))
        at += 2 + length
    return found, data[at:]


def rebuilt(parts, rest):
    return b"\xff\xd8" + b"".join(p[1] for p in parts) + rest


def exif(orientation, little=True):
    o = "<" if little else ">"
    tiff = (b"II*\0" if little else b"MM\0*") + struct.pack(o + "IHHHIHHI", 8, 1, 0x112, 3, 1, orientation, 0, 0)
    return segment(0xE1, b"Exif\0\0" + tiff)


def scans_file(text):
    path = os.path.join(ROOT, "scans.txt")
    with open(path, "w") as f:
        f.write(text)
    return path


def jpegs():
    sizes = [(1, 1), (1, 2), (2, 1), (3, 5), (4, 4), (5, 3), (7, 8), (8, 9), (9, 7), (15, 16), (16, 17), (17, 15), (31, 33), (40, 48), (65, 67)]
    samplings = ["1x1,1x1,1x1", "2x1,1x1,1x1", "1x2,1x1,1x1", "2x2,1x1,1x1", "4x1,1x1,1x1", "1x4,1x1,1x1", "4x2,1x1,1x1", "2x4,1x1,1x1",
                 "3x1,1x1,1x1", "1x3,1x1,1x1", "2x2,2x1,2x1", "2x2,1x2,1x2", "2x2,2x1,1x2", "2x1,1x1,2x1", "1x2,1x1,1x2", "1x1,2x2,1x1",
                 "1x1,1x2,2x1", "2x2,1x1,2x2", "4x1,2x1,1x1", "2x1,2x1,2x1", "1x2,1x2,1x2", "1x1,2x1,2x1", "1x1,1x2,1x2", "3x2,1x1,1x1", "4x1,1x1,2x1", "3x1,1x1,3x1"]
    for s, sampling in enumerate(samplings):
        for h, w in [(1, 1), (3, 5), (5, 4), (17, 15), (40, 48), (65, 67)]:
            for progressive in ([], ["-progressive"]) if (h, w) in ((17, 15), (65, 67)) else ([],):
                name = f"j-sampling-{sampling.replace(',', '_')}-{h}x{w}{'-p' if progressive else ''}.jpg"
                jpeg(name, cjpeg(photo(h, w), "-quality", "90", "-sample", sampling, *progressive))
    for h, w in sizes:
        jpeg(f"j-size-{h}x{w}.jpg", cjpeg(photo(h, w), "-quality", "75"))
        jpeg(f"j-size-gray-{h}x{w}.jpg", cjpeg(photo(h, w, 1), "-quality", "85", "-grayscale"))
    for h in range(1, 4):
        for w in range(1, 8):
            jpeg(f"j-tiny-420-{h}x{w}.jpg", cjpeg(photo(h, w, kind="noise"), "-quality", "95", "-sample", "2x2"))
            jpeg(f"j-tiny-422-{h}x{w}.jpg", cjpeg(photo(h, w, kind="noise"), "-quality", "95", "-sample", "2x1"))
    for q in (1, 5, 20, 50, 75, 95, 100):
        for kind in ("mixed", "noise"):
            jpeg(f"j-quality-{q}-{kind}.jpg", cjpeg(photo(50, 61, kind=kind), "-quality", str(q)))
            jpeg(f"j-quality-{q}-{kind}-opt.jpg", cjpeg(photo(50, 61, kind=kind), "-quality", str(q), "-optimize", "-sample", "1x1"))
    for r in ("1B", "2B", "7B", "1", "3"):
        for sampling in ("1x1", "2x2"):
            jpeg(f"j-restart-{r}-{sampling}.jpg", cjpeg(photo(60, 90), "-restart", r, "-sample", sampling))
            jpeg(f"j-restart-{r}-{sampling}-p.jpg", cjpeg(photo(60, 90), "-restart", r, "-sample", sampling, "-progressive"))
    scripts = {
        "dc-then-ac": "0,1,2: 0-0, 0, 0; 0: 1-63, 0, 0; 1: 1-63, 0, 0; 2: 1-63, 0, 0;",
        "planes": "0: 0-0,0,0; 1: 0-0,0,0; 2: 0-0,0,0; 0: 1-63,0,0; 1: 1-63,0,0; 2: 1-63,0,0;",
        "deep": "0,1,2: 0-0,0,3; 0: 1-5,0,3; 1: 1-63,0,3; 2: 1-63,0,3; 0: 6-63,0,3; 0: 1-63,3,2; 1: 1-63,3,2; 2: 1-63,3,2; 0,1,2: 0-0,3,2;"
                "0: 1-63,2,1; 0: 1-63,1,0; 1: 1-63,2,1; 1: 1-63,1,0; 2: 1-63,2,1; 2: 1-63,1,0; 0,1,2: 0-0,2,1; 0,1,2: 0-0,1,0;",
        "bands": "0,1,2: 0-0,0,0; " + "".join(f"{c}: {a}-{b},0,0; " for c in range(3) for a, b in ((1, 2), (3, 9), (10, 10), (11, 40), (41, 63))),
    }
    for name, script in scripts.items():
        for sampling in ("1x1", "2x1", "2x2"):
            jpeg(f"j-scans-{name}-{sampling}.jpg", cjpeg(photo(45, 51), "-scans", scans_file(script), "-sample", sampling, "-quality", "92"))
    for sampling in ("1x1", "2x1", "1x2", "2x2"):
        jpeg(f"j-planes-{sampling}.jpg", cjpeg(photo(45, 51), "-scans", scans_file("0; 1; 2;"), "-sample", sampling))
        jpeg(f"j-planes-two-{sampling}.jpg", cjpeg(photo(45, 51), "-scans", scans_file("0; 1,2;"), "-sample", sampling, "-restart", "2B"))
    jpeg("j-rgb.jpg", cjpeg(photo(33, 47), "-rgb"))
    jpeg("j-rgb-p.jpg", cjpeg(photo(33, 47), "-rgb", "-progressive"))
    for size in ((20, 24), (33, 35)):
        cmyk = photo(*size, 4)
        for q in (60, 90):
            for s in (0, 1, 2):
                jpeg(f"j-cmyk-{size[0]}-{q}-{s}.jpg", pil(cmyk, "CMYK", quality=q, subsampling=s))
        jpeg(f"j-cmyk-p-{size[0]}.jpg", pil(cmyk, "CMYK", quality=90, progressive=True))
    # YCCK: the same data under Adobe's transform 2; and CMYK without Adobe's marker.
    parts, rest = segments(pil(photo(24, 24, 4), "CMYK", quality=92))
    adobe = [i for i, p in enumerate(parts) if p[0] == 0xEE]
    ycck = [(m, p[:-1] + b"\x02") if i in adobe else (m, p) for i, (m, p) in enumerate(parts)]
    jpeg("j-ycck.jpg", rebuilt(ycck, rest))
    jpeg("j-cmyk-no-adobe.jpg", rebuilt([p for i, p in enumerate(parts) if i not in adobe], rest))
    picture = photo(40, 48)
    base = cjpeg(picture, "-quality", "90", "-sample", "2x2")
    parts, rest = segments(base)
    adobe_mark = lambda t: (0xEE, segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([t])))
    jfif, others = [p for p in parts if p[0] == 0xE0], [p for p in parts if p[0] != 0xE0]
    for t in (0, 1, 2):
        jpeg(f"j-jfif-adobe{t}.jpg", rebuilt(jfif + [adobe_mark(t)] + others, rest))
        jpeg(f"j-adobe{t}-before-jfif.jpg", rebuilt([adobe_mark(t)] + jfif + others, rest))
        jpeg(f"j-adobe{t}.jpg", rebuilt([adobe_mark(t)] + others, rest))
    jpeg("j-no-jfif.jpg", rebuilt(others, rest))

    def with_ids(data, ids, keep_jfif=False):
        parts, rest = segments(data)
        fixed = []
        for m, p in parts:
            if m in (0xC0, 0xC2):
                p = bytearray(p)
                for i, n in enumerate(ids): p[10 + 3 * i] = n
                p = bytes(p)
            if m != 0xE0 or keep_jfif: fixed.append((m, p))
        rest = bytearray(rest)
        for i, n in enumerate(ids): rest[5 + 2 * i] = n
        return rebuilt(fixed, bytes(rest))
    for ids in ((82, 71, 66), (0, 1, 2), (1, 34, 35), (10, 20, 30)):
        jpeg(f"j-ids-{ids[0]}.jpg", with_ids(base, ids))
        jpeg(f"j-ids-{ids[0]}-jfif.jpg", with_ids(base, ids, True))
    for o in range(1, 9):
        jpeg(f"j-exif-{o}.jpg", rebuilt([(0xE1, exif(o, o % 2 == 0))] + parts, rest), o)
        small = segments(cjpeg(photo(17, 26), "-progressive"))
        jpeg(f"j-exif-{o}-420p.jpg", rebuilt([(0xE1, exif(o))] + small[0], small[1]), o)
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:tiff='t' tiff:Orientation='3'/>")
    jpeg("j-exif-two.jpg", rebuilt([(0xE1, exif(6)), (0xE1, exif(3))] + parts, rest), 6)
    jpeg("j-exif-two-xmp-between.jpg", rebuilt([(0xE1, exif(8)), (0xE1, xmp), (0xE1, exif(1))] + parts, rest), 8)
    jpeg("j-exif-xmp-first.jpg", rebuilt([(0xE1, xmp), (0xE1, exif(5))] + parts, rest), 5)
    jpeg("j-exif-after-tables.jpg", rebuilt(parts + [(0xE1, exif(7))], rest), 7)
    jpeg("j-exif-bad.jpg", rebuilt([(0xE1, segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f"))] + parts, rest))
    jpeg("j-exif-0.jpg", rebuilt([(0xE1, exif(0))] + parts, rest))
    jpeg("j-exif-thumbnail.jpg", rebuilt([(0xE1, exif(6)[:2] + struct.pack(">H", len(exif(6)) - 2 + len(base[:900])) + exif(6)[4:] + base[:900])] + parts, rest), 6)
    small = segments(cjpeg(photo(30, 20)))
    second = rebuilt([(0xE1, exif(3))] + small[0], small[1])
    jpeg("j-trailer-second-image.jpg", base + second, plain=base)
    jpeg("j-trailer-mpf.jpg", rebuilt(parts + [(0xE2, segment(0xE2, b"MPF\0II*\0\x08\0\0\0\0\0"))], rest) + second, plain=base)
    jpeg("j-trailer-mp4.jpg", base + struct.pack(">I", 24) + b"ftypmp42" + bytes(12) + rng.bytes(3000), plain=base)
    jpeg("j-trailer-samsung.jpg", base + b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1500000000000SEFHk\0\0\0\x01\0\0\0SEFT", plain=base)
    jpeg("j-trailer-zeros.jpg", base + bytes(500), plain=base)
    for fill in (1, 2, 9):
        jpeg(f"j-fill-{fill}.jpg", b"\xff\xd8" + b"".join(b"\xff" * fill + p for _, p in parts) + b"\xff" * fill + rest[:-2] + b"\xff" * fill + rest[-2:])
    jpeg("j-com.jpg", rebuilt([(0xFE, segment(0xFE, b"\xff\xda\xff\xd9 words"))] + parts, rest))
    jpeg("j-com-empty.jpg", rebuilt([(0xFE, segment(0xFE, b""))] + parts, rest))
    jpeg("j-icc.jpg", pil(picture, icc_profile=bytes(range(256)) * 600))
    jpeg("j-app-all.jpg", rebuilt(parts + [(0xE0 + i, segment(0xE0 + i, b"something" * i)) for i in range(1, 16) if i != 14], rest))
    for name, data in (("base", base), ("progressive", cjpeg(picture, "-progressive")), ("restart", cjpeg(picture, "-restart", "2B")),
                       ("gray", cjpeg(photo(40, 48, 1), "-grayscale"))):
        jpeg(f"j-no-eoi-{name}.jpg", data[:-2], verdict="read")
        jpeg(f"j-half-eoi-{name}.jpg", data[:-1], verdict="read")
        start = data.index(b"\xff\xda") + 14
        for share in (0.1, 0.5, 0.9):
            cut = start + int((len(data) - start) * share)
            jpeg(f"j-cut-{share}-{name}.jpg", data[:cut], verdict="refused")
            jpeg(f"j-cut-eoi-{share}-{name}.jpg", data[:cut].rstrip(b"\xff") + b"\xff\xd9", verdict="refused")
            zero = min(cut, len(data) - 120)
            hurt(f"j-zero-{share}-{name}.jpg", data[:zero] + bytes(60) + data[zero + 60:])
            hurt(f"j-over-{share}-{name}.jpg", data[:zero] + rng.bytes(60).replace(b"\xff", b"\x7f") + data[zero + 60:])
            hurt(f"j-gone-{share}-{name}.jpg", data[:zero] + data[zero + 40:])
    whole = cjpeg(picture, "-progressive")
    starts = [i for i in range(len(whole) - 1) if whole[i] == 0xFF and whole[i + 1] in (0xDA, 0xC4)]
    tables = [i for i in starts if whole[i + 1] == 0xC4]
    for n in (1, 2, len(tables) // 2, len(tables) - 1):
        jpeg(f"j-scans-missing-{n}.jpg", whole[:tables[n]], verdict="refused")
        jpeg(f"j-scans-missing-eoi-{n}.jpg", whole[:tables[n]] + b"\xff\xd9", verdict="refused")
    planes = cjpeg(picture, "-scans", scans_file("0; 1; 2;"))
    last = planes.rindex(b"\xff\xda")
    jpeg("j-plane-missing.jpg", planes[:last] + b"\xff\xd9", verdict="refused")
    restart = cjpeg(photo(60, 90), "-restart", "2B")
    at = [i for i in range(len(restart) - 1) if restart[i] == 0xFF and 0xD0 <= restart[i + 1] <= 0xD7]
    swapped = bytearray(restart)
    swapped[at[2] + 1], swapped[at[3] + 1] = swapped[at[3] + 1], swapped[at[2] + 1]
    jpeg("j-restart-swapped.jpg", bytes(swapped), verdict="refused")
    jpeg("j-restart-lost.jpg", restart[:at[3]] + restart[at[4]:], verdict="refused")
    jpeg("j-restart-twice.jpg", restart[:at[3]] + restart[at[2]:at[3]] + restart[at[3]:], verdict="refused")
    default = cjpeg(picture)
    no_tables = [p for p in segments(default)[0] if p[0] != 0xC4]
    jpeg("j-mjpeg.jpg", rebuilt(no_tables, segments(default)[1]))
    avi = (0xE0, segment(0xE0, b"AVI1\0\0\0\0\0\0\0\0\0\0"))
    d422 = cjpeg(picture, "-sample", "2x1")
    jpeg("j-mjpeg-avi.jpg", rebuilt([avi] + [p for p in segments(d422)[0] if p[0] not in (0xC4, 0xE0)], segments(d422)[1]))
    jpeg("j-no-quant.jpg", rebuilt([p for p in parts if p[0] != 0xDB], rest), verdict="refused")
    jpeg("j-arithmetic.jpg", cjpeg(picture, "-arithmetic"), verdict="refused")
    for t in ("-rotate 90", "-flip horizontal", "-transpose", "-grayscale"):
        tran = subprocess.run(["jpegtran", *t.split()], input=base, capture_output=True, check=True).stdout
        jpeg(f"j-tran{t.replace(' ', '')}.jpg", tran)
    tran = subprocess.run(["jpegtran", "-progressive", "-copy", "all"], input=base, capture_output=True, check=True).stdout
    jpeg("j-tran-progressive.jpg", tran)
    quant16 = bytearray()
    for m, p in parts:
        if m == 0xDB:
            body = p[4:]
            while body:
                quant16 += segment(0xDB, bytes([0x10 | body[0]]) + b"".join(struct.pack(">H", v) for v in body[1:65]))
                body = body[65:]
    jpeg("j-quant-16.jpg", rebuilt([(0xDB, bytes(quant16))] + [p for p in parts if p[0] != 0xDB], rest))
    for i, name in enumerate(("SOF3", "SOF5", "SOF9")):
        sof = bytearray(base)
        sof[base.index(b"\xff\xc0") + 1] = (0xC3, 0xC5, 0xC9)[i]
        jpeg(f"j-{name}.jpg", bytes(sof), verdict="refused")
    deep = bytearray(base)
    deep[base.index(b"\xff\xc0") + 4] = 12
    jpeg("j-12-bit.jpg", bytes(deep), verdict="refused")
    dnl = bytearray(base)
    dnl[base.index(b"\xff\xc0") + 5:base.index(b"\xff\xc0") + 7] = b"\0\0"
    jpeg("j-dnl.jpg", bytes(dnl[:-2]) + segment(0xDC, struct.pack(">H", 40)) + b"\xff\xd9", verdict="refused")


# ---- PNG ----
class LibPng:
    """libpng's own reader through ctypes: samples as stored, palette and tRNS expanded, 16 bits kept."""

    def __init__(self):
        self.png, self.c = ctypes.CDLL("libpng16.so.16"), ctypes.CDLL("libc.so.6")
        p = ctypes.c_void_p
        for f in ("png_create_read_struct", "png_create_info_struct"): getattr(self.png, f).restype = p
        self.c.fopen.restype = p
        for f in ("png_get_image_width", "png_get_image_height"): getattr(self.png, f).restype = ctypes.c_uint32
        self.png.png_get_rowbytes.restype = ctypes.c_size_t

    def read(self, path):
        p = ctypes.c_void_p
        file = p(self.c.fopen(path.encode(), b"rb"))
        png = p(self.png.png_create_read_struct(b"1.6.39", None, None, None))
        info = p(self.png.png_create_info_struct(png))
        self.png.png_init_io(png, file)
        self.png.png_read_info(png, info)
        self.png.png_set_expand(png)
        self.png.png_set_interlace_handling(png)
        self.png.png_read_update_info(png, info)
        h, w = self.png.png_get_image_height(png, info), self.png.png_get_image_width(png, info)
        depth, channels, row = (self.png.png_get_bit_depth(png, info), self.png.png_get_channels(png, info), self.png.png_get_rowbytes(png, info))
        buffer = (ctypes.c_uint8 * (row * h))()
        rows = (p * h)(*[ctypes.addressof(buffer) + i * row for i in range(h)])
        self.png.png_read_image(png, rows)
        self.c.fclose(file)
        a = np.frombuffer(buffer, ">u2" if depth == 16 else np.uint8).reshape(h, w, channels)
        return a


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


SIGNATURE = b"\x89PNG\r\n\x1a\n"
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def filtered(rows, step, method):
    out, previous = b"", bytes(len(rows[0]))
    for n, row in enumerate(rows):
        f = n % 5 if method == 5 else method
        line = bytearray()
        for i, v in enumerate(row):
            a = row[i - step] if i >= step else 0
            b, c = previous[i], previous[i - step] if i >= step else 0
            q = a + b - c
            paeth = min((abs(q - a), 0, a), (abs(q - b), 1, b), (abs(q - c), 2, c))[2]
            line.append((v - (0, a, b, (a + b) // 2, paeth)[f]) & 255)
        out += bytes([f]) + bytes(line)
        previous = row
    return out


def raw(samples, depth, interlace, method):
    def rows(s):
        result = []
        for line in s:
            flat = line.reshape(-1)
            if depth == 16: result.append(flat.astype(">u2").tobytes())
            elif depth == 8: result.append(flat.astype(np.uint8).tobytes())
            else:
                bits = "".join(format(int(v), f"0{depth}b") for v in flat)
                bits += "0" * (-len(bits) % 8)
                result.append(bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)))
        return result
    step = max(1, samples.shape[2] * depth // 8)
    if not interlace: return filtered(rows(samples), step, method)
    out = b""
    for x, y, dx, dy in ADAM7:
        part = samples[y::dy, x::dx]
        if part.size: out += filtered(rows(part), step, method)
    return out


def png(color, depth, samples, interlace=0, method=5, before=b"", split=None):
    h, w = samples.shape[:2]
    packed = zlib.compress(raw(samples, depth, interlace, method))
    parts = [packed] if split is None else [packed[i:i + split] for i in range(0, len(packed), split)]
    return (SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, interlace)) + before
            + b"".join(chunk(b"IDAT", p) for p in parts) + chunk(b"IEND", b""))


def opaque(a):
    """What the reader is to give for libpng's samples."""
    if a.dtype != np.uint8:
        a = (a.astype(np.int64) * 255 + 32767) // 65535
    return over_white(a) if a.shape[2] in (2, 4) else a


def pngs():
    lib = LibPng()

    def good(name, data, orientation=1, plain=None):
        path = os.path.join(ROOT, name)
        with open(path, "wb") as f: f.write(plain or data)
        add(name, data, "read", turned(opaque(lib.read(path)), orientation))
    kinds = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)]
    for color, depth in kinds:
        channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
        for n, (h, w) in enumerate([(1, 1), (2, 3), (5, 4), (9, 7), (13, 11), (33, 35)]):
            samples = rng.integers(0, 1 << depth, (h, w, channels))
            palette = chunk(b"PLTE", rng.bytes(3 << depth)) if color == 3 else b""
            for interlace in (0, 1):
                good(f"p-{color}-{depth}-{h}x{w}-{interlace}.png", png(color, depth, samples, interlace, method=n % 6, before=palette))
            if n >= 4:
                values = samples.reshape(-1, channels)[0]
                if color in (0, 2):
                    trns = chunk(b"tRNS", b"".join(struct.pack(">H", int(v)) for v in values))
                    good(f"p-{color}-{depth}-{h}x{w}-trns.png", png(color, depth, samples, before=trns))
                    samples[:2] = values
                    if depth == 16: samples[1] ^= 1  # equal in the high byte alone: not transparent
                    good(f"p-{color}-{depth}-{h}x{w}-trns-more.png", png(color, depth, samples, n % 2, before=trns))
                if color == 3:
                    for count in (1, 1 << depth):
                        good(f"p-3-{depth}-{h}x{w}-trns-{count}.png", png(3, depth, samples, before=palette + chunk(b"tRNS", rng.bytes(count))))
    h, w = 12, 14
    rgb = photo(h, w).astype(int)
    plain = png(2, 8, rgb)
    for name, before in {"gama": chunk(b"gAMA", struct.pack(">I", 100000)), "srgb": chunk(b"sRGB", b"\0"), "chrm": chunk(b"cHRM", bytes(32)),
                         "iccp": chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(300))), "text": chunk(b"tEXt", b"Title\0words"),
                         "phys": chunk(b"pHYs", bytes(9)), "bkgd": chunk(b"bKGD", bytes(6)), "private": chunk(b"prVt", b"data"),
                         "sbit": chunk(b"sBIT", b"\x05\x06\x05"), "hist-plte": chunk(b"PLTE", rng.bytes(30))}.items():
        good(f"p-with-{name}.png", png(2, 8, rgb, before=before), plain=plain)
    for o in range(1, 9):
        good(f"p-exif-{o}.png", png(2, 8, rgb, before=chunk(b"eXIf", exif(o)[10:])), o, plain=plain)
    bad = bytearray(png(2, 8, rgb, before=chunk(b"tEXt", b"Title\0words")))
    bad[bad.index(b"words")] ^= 1
    good("p-bad-crc-text.png", bytes(bad), plain=plain)
    for split in (1, 7, 100):
        good(f"p-split-{split}.png", png(2, 8, rgb, split=split))
    head, packed = plain[:33], zlib.compress(raw(rgb, 8, 0, 5))
    end = chunk(b"IEND", b"")
    empty = chunk(b"IDAT", b"")
    for name, body in {"first": empty + chunk(b"IDAT", packed), "middle": chunk(b"IDAT", packed[:50]) + empty + chunk(b"IDAT", packed[50:]),
                       "last": chunk(b"IDAT", packed) + empty}.items():
        good(f"p-empty-idat-{name}.png", head + body + end, plain=plain)
    good("p-idat-byte-more.png", head + chunk(b"IDAT", packed + b"\0") + end, plain=plain)
    good("p-idat-bytes-more.png", head + chunk(b"IDAT", packed) + chunk(b"IDAT", b"\0\0\0\0") + end, plain=plain)
    good("p-rows-more.png", head + chunk(b"IDAT", zlib.compress(raw(rgb, 8, 0, 5) + b"\0")) + end, plain=plain)
    good("p-after-iend.png", plain + b"trailer" * 50, plain=plain)
    good("p-no-iend.png", plain[:-12], plain=plain)
    good("p-cut-iend.png", plain[:-5], plain=plain)
    good("p-no-adler.png", head + chunk(b"IDAT", packed[:-4]) + end, plain=plain)
    frame = chunk(b"acTL", struct.pack(">II", 1, 0)) + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, w, h, 0, 0, 1, 10, 0, 0))
    good("p-apng.png", head + frame + chunk(b"IDAT", packed) + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 1, w, h, 0, 0, 1, 10, 0, 0))
         + chunk(b"fdAT", struct.pack(">I", 2) + packed) + end, plain=plain)
    index = rng.integers(0, 4, (h, w, 1))
    good("p-short-palette.png", png(3, 8, index, before=chunk(b"PLTE", rng.bytes(12))))
    index[3, 3] = 9
    add("p-index-out-of-range.png", png(3, 8, index, before=chunk(b"PLTE", rng.bytes(12))), "refused")
    add("p-no-palette.png", png(3, 8, index), "refused")
    add("p-no-idat.png", head + end, "refused")
    add("p-filter-5.png", head + chunk(b"IDAT", zlib.compress(b"\x05" + raw(rgb, 8, 0, 0)[1:])) + end, "refused")
    for share in (0.2, 0.6, 0.95):
        add(f"p-cut-{share}.png", plain[:int(len(plain) * share) - 12], "refused")
        hurt = bytearray(plain)
        hurt[int(len(plain) * share) - 12] ^= 0x20
        add(f"p-flipped-{share}.png", bytes(hurt), "refused")
    add("p-short-picture.png", head + chunk(b"IDAT", zlib.compress(raw(rgb, 8, 0, 5)[:-3])) + end, "refused")
    add("p-critical.png", head + chunk(b"XYZa", b"") + chunk(b"IDAT", packed) + end, "refused")
    add("p-cgbi.png", SIGNATURE + chunk(b"CgBI", b"\x50\0\x20\x06") + plain[8:], "refused")


# ---- the others: what Pillow reads ----
def others():
    def good(name, data, worst=0, expected=None):
        if expected is None:
            image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
            if image.mode == "P" and "transparency" in image.info or image.mode == "PA": image = image.convert("RGBA")
            if image.mode == "P": image = image.convert("RGB")
            if image.mode == "1": image = image.convert("L")
            expected = np.array(image)
            if image.mode in ("I", "I;16", "I;16B"): expected = (expected.astype(np.int64) * 255 + 32767) // 65535
            if image.mode in ("LA", "RGBA"): expected = over_white(expected)
        add(name, data, "read", expected, worst)

    def saved(picture, kind, mode=None, **options):
        buffer = io.BytesIO()
        (picture if isinstance(picture, Image.Image) else Image.fromarray(picture, mode)).save(buffer, kind, **options)
        return buffer.getvalue()
    for h, w in ((1, 1), (7, 9), (31, 33)):
        rgb, gray = photo(h, w), photo(h, w, 1)
        rgba = photo(h, w, 4)
        la = np.dstack([gray, photo(h, w, 1, "noise")])
        palette = Image.fromarray(rgb).quantize(17)
        bits = Image.fromarray(gray).convert("1")
        size = f"{h}x{w}"
        for name, p in (("rgb", rgb), ("gray", gray), ("palette", palette), ("bits", bits)):
            good(f"b-{name}-{size}.bmp", saved(p, "BMP"))
            for compression in (None, "tiff_lzw", "tiff_deflate", "packbits"):
                data = saved(p, "TIFF", compression=compression)
                # Of a palette of 16 bits Pillow takes the high byte; the nearest of 255ths differs by one at most.
                if name == "bits": add(f"t-bits-{compression}-{size}.tif", data, "refused")
                else: good(f"t-{name}-{compression}-{size}.tif", data, worst=int(name == "palette"))
            good(f"g-{name}-{size}.gif", saved(p, "GIF"))
        add(f"t-bits-g4-{size}.tif", saved(bits, "TIFF", compression="group4"), "refused")
        add(f"t-bits-g3-{size}.tif", saved(bits, "TIFF", compression="group3"), "refused")
        good(f"t-rgba-{size}.tif", saved(rgba, "TIFF"))
        add(f"t-la-{size}.tif", saved(la, "TIFF", "LA"), "refused")
        deep = rng.integers(0, 65536, (h, w)).astype(np.uint16)
        for compression in (None, "tiff_lzw", "tiff_deflate"):
            good(f"t-deep-{compression}-{size}.tif", saved(Image.fromarray(deep), "TIFF", compression=compression))
        good(f"t-exif-6-{size}.tif", saved(rgb, "TIFF", tiffinfo={274: 6}), expected=turned(rgb, 6))
        good(f"w-lossless-{size}.webp", saved(rgb, "WEBP", lossless=True))
        good(f"w-lossless-alpha-{size}.webp", saved(rgba, "WEBP", lossless=True, exact=True))
        for q in (5, 50, 90):
            good(f"w-lossy-{q}-{size}.webp", saved(rgb, "WEBP", quality=q), worst=3)
        good(f"w-lossy-alpha-{size}.webp", saved(rgba, "WEBP", quality=80), worst=3)
        good(f"n-p6-{size}.ppm", saved(rgb, "PPM"))
        good(f"n-p5-{size}.pgm", saved(gray, "PPM"))
        good(f"n-p4-{size}.pbm", saved(bits, "PPM"))
        good(f"n-p5-deep-{size}.pgm", b"P5\n%d %d\n65535\n" % (w, h) + deep.astype(">u2").tobytes(), expected=(deep.astype(np.int64) * 255 + 32767) // 65535)
        for maxval in (1, 3, 100, 200):
            low = rng.integers(0, maxval + 1, (h, w, 3))
            good(f"n-p6-{maxval}-{size}.ppm", b"P6 # words\n%d %d # more\n%d\n" % (w, h, maxval) + low.astype(np.uint8).tobytes(), expected=(low * 255 + maxval // 2) // maxval)
            text = lambda a: b"\n".join(b" ".join(b"%d" % v for v in row.reshape(-1)) for row in a)
            good(f"n-p3-{maxval}-{size}.ppm", b"P3\n# words\n%d %d\n%d\n" % (w, h, maxval) + text(low) + b"\n", expected=(low * 255 + maxval // 2) // maxval)
            good(f"n-p2-{maxval}-{size}.pgm", b"P2\n%d %d\n%d\n" % (w, h, maxval) + text(low[:, :, 0]) + b"\n", expected=(low[:, :, 0] * 255 + maxval // 2) // maxval)
        low = rng.integers(0, 1001, (h, w))
        good(f"n-p5-1000-{size}.pgm", b"P5\n%d %d\n1000\n" % (w, h) + low.astype(">u2").tobytes(), expected=(low * 255 + 500) // 1000, worst=1)
        flags = rng.integers(0, 2, (h, w))
        good(f"n-p1-{size}.pbm", b"P1\n%d %d\n" % (w, h) + b"\n".join(b"".join(b"%d" % v for v in row) for row in flags) + b"\n", expected=(1 - flags) * 255)
    rgb = photo(20, 22)
    other = photo(20, 22, kind="noise")
    good("g-animated.gif", saved(Image.fromarray(rgb).quantize(16), "GIF", save_all=True, append_images=[Image.fromarray(other).quantize(16)]))
    transparent = Image.fromarray(rgb).quantize(16)
    good("g-transparent.gif", saved(transparent, "GIF", transparency=3))
    good("g-interlaced.gif", saved(transparent, "GIF", interlace=1))
    good("t-pages.tif", saved(Image.fromarray(rgb), "TIFF", save_all=True, append_images=[Image.fromarray(other)]))
    add("w-animated.webp", saved(Image.fromarray(rgb), "WEBP", lossless=True, save_all=True, append_images=[Image.fromarray(other)]), "refused")
    for o in range(2, 9):
        good(f"t-turn-{o}.tif", saved(rgb, "TIFF", tiffinfo={274: o}), expected=turned(rgb, o))
        good(f"w-turn-{o}.webp", saved(rgb, "WEBP", lossless=True, exif=exif(o)[4:]))
    add("n-pam.pam", b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n\1\2\3", "refused")
    add("n-pfm.pfm", b"PF\n1 1\n-1.0\n" + bytes(12), "refused")
    for name in ("b-rgb-31x33.bmp", "t-rgb-None-31x33.tif", "g-rgb-31x33.gif", "w-lossless-31x33.webp", "w-lossy-90-31x33.webp", "n-p6-31x33.ppm", "t-rgb-tiff_lzw-31x33.tif", "n-p2-100-31x33.pgm"):
        with open(os.path.join(ROOT, name), "rb") as f: data = f.read()
        add("cut-" + name, data[:len(data) * 6 // 10], "refused")


for part, make in (("jpeg", jpegs), ("png", pngs), ("other", others)):
    if part in ONLY: make()
with open(os.path.join(ROOT, "manifest.tsv"), "w") as f:
    f.write("\n".join(manifest) + "\n")
print(f"{len(manifest)} files, {sum(m.split(chr(9))[1] == 'read' for m in manifest)} of them to be read")
