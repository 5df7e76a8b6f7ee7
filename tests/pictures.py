"""Makes a picture for the tests: as small as may be."""

from __future__ import annotations

import struct
import zlib


def png(shade: int, width: int = 1, height: int = 1) -> bytes:
    """Return a picture in one shade of grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [
        (b"IHDR", head),
        (b"IDAT", zlib.compress(bytes((0, *[shade] * width)) * height)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
