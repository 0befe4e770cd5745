"""A screenshot as a small PNG of at most 256 colours. A page has few, so that nothing is seen to change."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np

#: A browser decodes what it encoded: the pixels of a PNG, four bytes each.
_PIXELS = """async source => {
  const image = new Image(); image.src = source; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), drawn = canvas.getContext("2d");
  drawn.drawImage(image, 0, 0);
  const bytes = drawn.getImageData(0, 0, image.width, image.height).data;
  let text = ""; for (let k = 0; k < bytes.length; k += 32768)
    text += String.fromCharCode(...bytes.subarray(k, k + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def pixels(page: Any, png: bytes) -> np.ndarray:
    """The colours of a PNG, uint8 [height, width, 3], as a page of the browser decodes them."""
    wide, high, text = page.evaluate(_PIXELS, f"data:image/png;base64,{base64.b64encode(png).decode()}")
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(high, wide, 4)[:, :, :3]


def indexed(colours: np.ndarray) -> bytes:
    """A PNG with the 256 most frequent colours, to 16 steps of each of red, green and blue; others take the nearest.

    >>> image = indexed(np.zeros((2, 3, 3), np.uint8))
    >>> image[:8], struct.unpack(">II", image[16:24])
    (b'\\x89PNG\\r\\n\\x1a\\n', (3, 2))
    """
    high, wide, _ = colours.shape
    flat = colours.reshape(-1, 3).astype(np.int64)
    coarse = (flat >> 4) @ np.array([256, 16, 1])
    _, which, counts = np.unique(coarse, return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(which, flat[:, k]) / counts for k in range(3)], axis=1)
    kept = np.argsort(-counts, kind="stable")[:256]
    nearest = ((means[:, None, :] - means[None, kept, :]) ** 2).sum(2).argmin(1)
    rows = np.zeros((high, wide + 1), np.uint8)  # each row begins with its filter, 0 for none
    rows[:, 1:] = nearest[which].reshape(high, wide)
    parts = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)),
        _chunk(b"PLTE", np.rint(means[kept]).astype(np.uint8).tobytes()),
        _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
