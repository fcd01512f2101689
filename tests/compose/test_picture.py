"""Pictures made ready: upright, within the limits, and silent about where they were taken."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageCms

from sharebot.compose.picture import description, picture
from sharebot.errors import SharebotError
from sharebot.ports import PictureRules

RULES = PictureRules(most_bytes=60_000, most_side=800)
ORIENTATION, GPS = 0x0112, 0x8825


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (width, height), random.Random(7).randbytes(width * height * bands))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_picture_that_lay_on_its_side_stands_upright() -> None:
    """Top left is red; the camera was turned by a quarter."""
    image = Image.new("RGB", (200, 100), "blue")
    image.paste("red", (0, 0, 50, 50))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    made = picture(encoded(image, exif=exif), "", RULES)
    assert (made.width, made.height) == (100, 200)
    red, _, blue = opened(made.data).convert("RGB").getpixel((80, 20))  # type: ignore[misc]  # three bands
    assert red > 200 > blue
    red, _, blue = opened(made.data).convert("RGB").getpixel((20, 150))  # type: ignore[misc]  # three bands
    assert blue > 200 > red


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_a_camera_wrote_into_it_goes_out(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ines"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    made = picture(encoded(noise(300, 200), kind, exif=exif), "", RULES)
    assert b"Camera of Ines" not in made.data
    assert not opened(made.data).getexif()
    assert not opened(made.data).getexif().get_ifd(GPS)


def test_it_is_made_as_small_as_the_platform_wants() -> None:
    made = picture(encoded(noise(3000, 1500), quality=95), "", RULES)
    assert len(made.data) <= RULES.most_bytes
    assert max(made.width, made.height) <= RULES.most_side
    assert made.width / made.height == pytest.approx(2, rel=0.05)
    assert opened(made.data).size == (made.width, made.height)


def test_transparency_stays_where_the_platform_takes_it_and_becomes_white_where_not() -> None:
    see_through = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    assert picture(encoded(see_through, "PNG"), "", RULES).media_type == "image/png"
    made = picture(
        encoded(see_through, "PNG"), "", PictureRules(most_bytes=60_000, most_side=800, media_types=("image/jpeg",))
    )
    assert made.media_type == "image/jpeg"
    assert min(opened(made.data).convert("RGB").getpixel((50, 50))) > 250  # type: ignore[type-var,arg-type]  # three bands


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_colour_becomes_a_picture(mode: str) -> None:
    image = Image.new(mode, (90, 60))
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert picture(encoded(image, kind), "", RULES).width == 90


def test_of_an_animation_the_first_frame_goes_out() -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    made = picture(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]), "", RULES)
    assert made.media_type == "image/jpeg"
    assert opened(made.data).convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]  # three bands


def test_the_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = picture(encoded(noise(60, 60), icc_profile=profile), "", RULES)
    assert opened(made.data).info["icc_profile"] == profile


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no picture"),
        (b"<html>not found</html>", "no picture"),
        (encoded(noise(100, 100))[:900], "broken"),
        (encoded(Image.new("L", (9000, 9000)), "PNG"), "too many"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no picture"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(SharebotError, match=said) as refused:
        picture(data, "", RULES)
    assert "\n" not in str(refused.value)


def test_one_that_cannot_be_made_small_enough_is_refused() -> None:
    with pytest.raises(SharebotError, match="as small as 300 bytes"):
        picture(encoded(noise(500, 500)), "", PictureRules(most_bytes=300, most_side=800))


@pytest.mark.parametrize(
    "alt", ["IMG_4411.JPG", "dsc 0042", "g-reuscher-150x150.jpg", "2026-11-23", "Screenshot (3)", "image", ""]
)
def test_a_files_name_describes_nothing(alt: str) -> None:
    assert description(alt) == ""


def test_the_blogs_own_description_is_kept_and_cut_to_the_limit() -> None:
    assert description("  Three pairs\n of socks ") == "Three pairs of socks"
    assert picture(encoded(noise(9, 9)), "zz" * 1000, RULES).alt == "zz" * 499 + "z…"
