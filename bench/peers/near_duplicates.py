"""Makes copies of photos as people make them, with Pillow, to try the search for near-duplicates on.

usage: near_duplicates.py PHOTOS OUT
PHOTOS is a folder of image files, in any depth. OUT/originals/<n>.<suffix> are the photos themselves, numbered in the order of their paths, and
OUT/<kind>/<n>.<suffix> one copy of each for every kind. Everything is drawn from Python's random with fixed seeds.
"""
import pathlib
import random
import shutil
import sys

from PIL import Image, ImageDraw, ImageEnhance, ImageOps


def resized(image, draw, low=0.5, high=1.5):
    scale = draw.uniform(low, high)
    return image.resize((max(64, round(image.width * scale)), max(64, round(image.height * scale))), Image.LANCZOS)


def cropped(image, draw, across, down):
    width, height = round(image.width * across), round(image.height * down)
    left, top = draw.randint(0, image.width - width), draw.randint(0, image.height - height)
    return image.crop((left, top, left + width, top + height))


def watermarked(image):
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    for i in range(3):
        draw.text((image.width * 0.55, image.height * (0.80 + 0.06 * i)), "(c) somebody 2026", fill=(255, 255, 255))
    return copy


# name: (change of the picture, least and most quality of the JPEG; None for PNG)
KINDS = {
    "jpeg-30-50": (lambda i, d: i, (30, 50)),
    "jpeg-50-95": (lambda i, d: i, (50, 95)),
    "png": (lambda i, d: i, None),
    "resized": (lambda i, d: resized(i, d), (60, 95)),
    "square": (lambda i, d: i.resize((224, 224), Image.BICUBIC), (75, 95)),
    "gray": (lambda i, d: i.convert("L"), (75, 95)),
    "brighter": (lambda i, d: ImageEnhance.Contrast(ImageEnhance.Brightness(i).enhance(d.uniform(0.8, 1.25))).enhance(d.uniform(0.8, 1.25)), (75, 95)),
    "color": (lambda i, d: ImageEnhance.Color(i).enhance(d.uniform(0.6, 1.5)), (75, 95)),
    "border": (lambda i, d: ImageOps.expand(i, round(min(i.size) * d.uniform(0.02, 0.06)), d.choice(["black", "white"])), (75, 95)),
    "watermark": (lambda i, d: watermarked(i), (75, 95)),
    "mirrored": (lambda i, d: ImageOps.mirror(i), (75, 95)),
    "mirrored-resized": (lambda i, d: resized(ImageOps.mirror(i), d), (60, 95)),
    "crop-80-side": (lambda i, d: cropped(i, d, 0.8, 0.8), (75, 95)),
    "crop-80-area": (lambda i, d: cropped(i, d, 0.8 ** 0.5, 0.8 ** 0.5), (75, 95)),
    "crop-80-width": (lambda i, d: cropped(i, d, 0.8, 1), (75, 95)),
    "crop-80-height": (lambda i, d: cropped(i, d, 1, 0.8), (75, 95)),
    "crop-any": (lambda i, d: cropped(i, d, d.uniform(0.8, 1), d.uniform(0.8, 1)), (75, 95)),
    "crop-80-resized": (lambda i, d: resized(cropped(i, d, 0.8, 0.8), d), (60, 95)),
    "crop-80-mirrored": (lambda i, d: resized(ImageOps.mirror(cropped(i, d, 0.8, 0.8)), d), (60, 95)),
    "crop-75-side": (lambda i, d: cropped(i, d, 0.75, 0.75), (75, 95)),
    "turned-90": (lambda i, d: i.transpose(Image.ROTATE_90), (75, 95)),
    "turned-180": (lambda i, d: i.transpose(Image.ROTATE_180), (75, 95)),
    "tilted-2-degrees": (lambda i, d: cropped(i.rotate(d.choice([-2, 2]), Image.BICUBIC), d, 0.93, 0.93), (75, 95)),
}


def main():
    photos, out = (pathlib.Path(p) for p in sys.argv[1:])
    files = sorted(p for p in photos.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    for kind in ("originals", *KINDS):
        (out / kind).mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(files):
        shutil.copyfile(path, out / "originals" / f"{number:05}{path.suffix}")
        image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        for kind, (change, quality) in KINDS.items():
            draw = random.Random(f"{kind} {number}")
            copy = change(image, draw)
            if quality is None:
                copy.save(out / kind / f"{number:05}.png")
            else:
                copy.save(out / kind / f"{number:05}.jpg", quality=draw.randint(*quality))


if __name__ == "__main__":
    main()
