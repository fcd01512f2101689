"""A picture made ready for a platform: upright, small enough, and without what a camera wrote into it. Pure."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from sharebot.errors import SharebotError
from sharebot.model import Picture
from sharebot.ports import PictureRules

if TYPE_CHECKING:  # Pillow is imported when a picture is there: it takes 50 ms and 8 MB
    from PIL.Image import Image

READ = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
"""Formats that are read. Pillow knows dozens, each a parser that a stranger's bytes would reach."""

MOST_PIXELS = 60_000_000
"""A larger picture is refused unread: 60 megapixels unfold to 240 MB."""

_QUALITIES = (88, 80, 70, 60)
_SMALLER = 0.75
_LEAST_SIDE = 64

_NO_DESCRIPTION = re.compile(
    r"(?i)^\s*(?:\S+\.(?:jpe?g|png|gif|webp|avif|heic|tiff?)|(?:img|dsc|dscn|pxl|image|screenshot|screen shot|photo|"
    r"picture|unnamed|untitled)[\s_.()-]*[\d\s_.()-]*|[\d\s_.-]+|[0-9a-f]{16,})\s*$"
)


def description(alt: str) -> str:
    """The blog's description of a picture; empty where it is a file's name, which describes nothing."""
    return "" if _NO_DESCRIPTION.match(alt) else " ".join(alt.split())


def picture(data: bytes, alt: str, rules: PictureRules) -> Picture:
    """Turned upright, scaled down and encoded anew, so that no place, name or thumbnail of the original stays in it.

    Raises SharebotError, in one line, where the bytes are no picture that is read, or cannot be made small enough.
    """
    image = _opened(data)
    image.thumbnail((rules.most_side, rules.most_side))
    for _ in range(12):
        for encoded, media_type in _encodings(image, rules):
            if len(encoded) <= rules.most_bytes:
                return Picture(
                    data=encoded,
                    media_type=media_type,
                    width=image.width,
                    height=image.height,
                    alt=_cut(description(alt), rules.most_alt),
                )
        if min(image.size) * _SMALLER < _LEAST_SIDE:
            break
        image.thumbnail((int(image.width * _SMALLER), int(image.height * _SMALLER)))
    raise SharebotError(f"the picture cannot be made as small as {rules.most_bytes} bytes; use another")


def moves(data: bytes) -> bool:
    """Whether it is several pictures that are shown one after the other, of which `picture` keeps the first."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=READ) as image:
            return bool(getattr(image, "is_animated", False))
    except Exception:  # noqa: BLE001  what cannot be opened does not move; `picture` says what is wrong with it
        return False


def _opened(data: bytes) -> Image:
    from PIL import Image, ImageOps, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken metadata, which is thrown away anyway
        try:
            image = Image.open(io.BytesIO(data), formats=READ)
            pixels = image.width * image.height
            upright = ImageOps.exif_transpose(image) if pixels <= MOST_PIXELS else None
        except UnidentifiedImageError:
            raise SharebotError(f"what is there is no picture ({', '.join(READ)}); use another") from None
        except Exception as error:  # noqa: BLE001  a decoder may raise anything for a stranger's bytes
            what = f"{type(error).__name__}: {str(error)[:80]}"
            raise SharebotError(f"the picture is broken ({what}); use another") from None
    if upright is None:
        raise SharebotError(f"the picture has {pixels:,} pixels, which is too many; use a smaller one")
    return upright


def _encodings(image: Image, rules: PictureRules) -> list[tuple[bytes, str]]:
    """Best first: with transparency as PNG, where the platform takes it; else as JPEG, ever smaller."""
    made = []
    if _has_transparency(image) and "image/png" in rules.media_types:
        made.append((_as_png(image), "image/png"))
    return [*made, *((_as_jpeg(image, quality), "image/jpeg") for quality in _QUALITIES)]


def _has_transparency(image: Image) -> bool:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return False
    least, _ = image.convert("RGBA").getchannel("A").getextrema()
    return bool(least != 255)  # noqa: PLR2004  opaque


def _as_png(image: Image) -> bytes:
    file = io.BytesIO()
    image.convert("RGBA").save(file, "PNG", optimize=True, icc_profile=image.info.get("icc_profile"))
    return file.getvalue()


def _as_jpeg(image: Image, quality: int) -> bytes:
    """On white where it is transparent. The colour profile stays: it tells what the numbers mean, and nothing else."""
    from PIL import Image as Images

    flat = image
    if image.mode not in ("RGB", "L"):
        rgba = image.convert("RGBA")
        flat = Images.new("RGB", image.size, "white")
        flat.paste(rgba, mask=rgba.getchannel("A"))
    file = io.BytesIO()
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "L") else None
    flat.save(file, "JPEG", quality=quality, optimize=True, progressive=True, icc_profile=profile, exif=b"")
    return file.getvalue()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
