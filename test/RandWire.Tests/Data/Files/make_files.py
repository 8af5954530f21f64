#!/usr/bin/env python3
"""Makes the picture files of this folder, and beside each what Pillow decodes it to.

Run:  python3 make_files.py      (Debian package python3-pil)
NAME.pixels holds height, width, channels (three bytes) and the samples row by row, channels last, upright and over white.
"""
import pathlib
import struct
import zlib

from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
HEIGHT, WIDTH = 12, 20


def picture():
    """A smooth picture without any symmetry, so that every turn and mirror image differs."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            image.putpixel((x, y), (12 * x + y, 18 * y + x, 255 - 6 * x - 9 * y))
    return image


def expect(name, image):
    channels = 1 if image.mode == "L" else 3
    (HERE / (name + ".pixels")).write_bytes(bytes([image.height, image.width, channels]) + image.tobytes())


def over_white(image):
    rgba = image.convert("RGBA")
    flat = Image.alpha_composite(Image.new("RGBA", rgba.size, (255, 255, 255, 255)), rgba).convert("RGB")
    return flat.convert("L") if image.mode in ("L", "LA") else flat


def save(name, image, expected=None, **options):
    image.save(HERE / name, **options)
    opened = Image.open(HERE / name)
    opened.load()
    if expected is None:
        expected = opened if opened.mode in ("L", "RGB") else opened.convert("RGB")
    expect(name, expected)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def write_png(name, width, height, depth, color, rows, interlace=0, extra=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def interlaced(image):
    """Rows of the seven Adam7 passes."""
    rows = []
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for y in range(y0, image.height, dy):
            row = b"".join(bytes(image.getpixel((x, y))) for x in range(x0, image.width, dx))
            if row:
                rows.append(row)
    return rows


def main():
    color = picture()
    grey = color.convert("L")
    alpha = Image.linear_gradient("L").resize((WIDTH, HEIGHT))

    save("baseline.jpg", color, quality=90, subsampling=0)
    save("subsampled.jpg", color, quality=90, subsampling=2)
    save("progressive.jpg", color, quality=90, subsampling=0, progressive=True)
    save("grey.jpg", grey, quality=90)
    save("cmyk.jpg", color.convert("CMYK"), quality=90)

    save("color.png", color)
    save("grey.png", grey)
    save("bits.png", grey.convert("1"), expected=grey.convert("1").convert("L"))
    save("palette.png", color.quantize(16))
    see_through = color.quantize(16)
    see_through.info["transparency"] = 3
    save("palette-transparent.png", see_through, expected=over_white(see_through), transparency=3)
    with_alpha = color.copy()
    with_alpha.putalpha(alpha)
    save("alpha.png", with_alpha, expected=over_white(with_alpha))
    grey_alpha = grey.copy()
    grey_alpha.putalpha(alpha)
    save("grey-alpha.png", grey_alpha, expected=over_white(grey_alpha))

    wide = [b"".join(struct.pack(">HHH", *(257 * v for v in color.getpixel((x, y)))) for x in range(WIDTH)) for y in range(HEIGHT)]
    write_png("color-16-bit.png", WIDTH, HEIGHT, 16, 2, wide)
    expect("color-16-bit.png", Image.open(HERE / "color-16-bit.png").convert("RGB"))
    wide = [b"".join(struct.pack(">H", 256 * grey.getpixel((x, y)) + 77) for x in range(WIDTH)) for y in range(HEIGHT)]
    write_png("grey-16-bit.png", WIDTH, HEIGHT, 16, 0, wide)
    expect("grey-16-bit.png", grey)
    write_png("interlaced.png", WIDTH, HEIGHT, 8, 2, interlaced(color), interlace=1)
    expect("interlaced.png", Image.open(HERE / "interlaced.png").convert("RGB"))

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        name = f"orientation-{orientation}.jpg"
        color.save(HERE / name, quality=90, subsampling=0, exif=exif)
        expect(name, ImageOps.exif_transpose(Image.open(HERE / name)))
    little = b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + b"\0\0\0\0"
    write_png("orientation-6.png", WIDTH, HEIGHT, 8, 2, [color.crop((0, y, WIDTH, y + 1)).tobytes() for y in range(HEIGHT)], extra=chunk(b"eXIf", little))
    expect("orientation-6.png", color.transpose(Image.Transpose.ROTATE_270))

    # What Pillow makes of evaluation's cut and resize: 7/8 of the shorter side when shrinking, all of it when enlarging.
    for width, height, box in [(10, 6, (1.25, 0.75, 18.75, 11.25)), (7, 7, (4.75, 0.75, 15.25, 11.25)), (40, 24, (0, 0, 20, 12)), (30, 30, (4, 0, 16, 12))]:
        expect(f"resized-{width}x{height}", color.resize((width, height), Image.Resampling.BILINEAR, box=box))


main()
