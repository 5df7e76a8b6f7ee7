"""The transport compressions of the gateway: one stream of frames per connection."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from typing import Any

from bot.playground.errors import PlaygroundError

Compress = Callable[[bytes], bytes]
"""Turns one gateway message into one WebSocket frame; the order of calls matters."""


def compressor(name: str | None) -> Compress | None:
    """Make the compressor that a client asked for by name; None for none.

    Raises PlaygroundError for a name that is unknown or whose library is not installed.
    """
    match name:
        case None | "":
            return None
        case "zlib-stream":
            return _zlib()
        case "zstd-stream":
            return _zstd()
        case _:
            raise PlaygroundError(f"The local Discord has no transport compression {name!r}")


def _zlib() -> Compress:
    """Compress with zlib; each message ends with a sync flush, which clients look for."""
    stream = zlib.compressobj()

    def compress(data: bytes) -> bytes:
        return stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)

    return compress


def _zstd() -> Compress:
    """Compress with zstandard, from the package if it is installed and else from Python 3.14."""
    try:
        package: Any = importlib.import_module("zstandard")
    except ModuleNotFoundError:
        pass
    else:
        obj = package.ZstdCompressor().compressobj()
        block = package.COMPRESSOBJ_FLUSH_BLOCK
        return lambda data: bytes(obj.compress(data) + obj.flush(block))
    try:
        library: Any = importlib.import_module("compression.zstd")
    except ModuleNotFoundError:
        raise PlaygroundError(
            "The local Discord cannot compress with zstd here: install zstandard"
        ) from None
    stream = library.ZstdCompressor()
    return lambda data: bytes(stream.compress(data, mode=stream.FLUSH_BLOCK))
