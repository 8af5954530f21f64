"""Lets a shared library load although another library that it needs is too old to know a version that it asks for.

The one use: TorchSharp's native library asks libstdc++ for GLIBCXX_3.4.32, which Debian 12 lacks. All that it takes from that version is
std::ios_base_library_init, a name without a relocation: nothing ever calls or reads it. The loader refuses a missing version unless the request
is marked weak (ELF gABI, section "Version dependencies", flag VER_FLG_WEAK), so marking it is enough; where the version exists, nothing changes.
"""
import os
import shutil
import struct

VERSION_NEEDS = 0x6FFFFFFE
WEAK = 2


def needed_versions(image):
    """Every version that a 64-bit little-endian ELF file asks for: its name and where its flags are."""
    sections, = struct.unpack_from("<Q", image, 0x28)
    for section in range(sections, sections + 64 * struct.unpack_from("<H", image, 0x3C)[0], 64):
        kind, = struct.unpack_from("<I", image, section + 4)
        if kind != VERSION_NEEDS:
            continue
        library, = struct.unpack_from("<Q", image, section + 24)
        strings, = struct.unpack_from("<I", image, section + 40)
        names, = struct.unpack_from("<Q", image, sections + 64 * strings + 24)
        while True:
            _, count, _, first, following = struct.unpack_from("<HHIII", image, library)
            version = library + first
            for _ in range(count):
                _, _, _, name, step = struct.unpack_from("<IHHII", image, version)
                yield image[names + name:image.index(0, names + name)].decode(), version + 4
                version += step
            if not following:
                break
            library += following


def weaken(path, version):
    """Marks the version as weak in the file, if it asks for it; the file keeps its time, so that builds leave it alone."""
    image = bytearray(path.read_bytes())
    if image[:6] != b"\x7fELF\x02\x01":
        return
    places = [place for name, place in needed_versions(image) if name == version and not image[place] & WEAK]
    if not places:
        return
    for place in places:
        image[place] |= WEAK
    changed = path.with_suffix(".changed")
    changed.write_bytes(image)
    shutil.copystat(path, changed)
    os.replace(changed, path)
