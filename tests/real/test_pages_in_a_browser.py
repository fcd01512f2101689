"""The page of `sharebot try --html` in a real browser: what a hostile feed does there, on a telephone, in the dark."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image as Pixels

from servers import chromium
from servers.staffroom import Staffroom

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("chromium")]

HOSTILE = "<script>document.title='gone'</script><img src=x onerror=\"document.title='gone'\"> " + "W" * 80
_INK, _PAPER = 80, 200


@pytest.fixture
def page(tmp_path: Path) -> Path:
    staff = Staffroom(tmp_path)
    staff.publish("冬の夜 👩‍👩‍👧‍👦 مرحبا", slug="fuyu")
    staff.publish(HOSTILE, slug="night")
    status, _, err = staff.really("try", "feed.xml", "--html", "page.html", env={"SHAREBOT_ACCOUNTS": ""})
    assert status == 0, err
    return tmp_path / "page.html"


def test_a_script_in_a_title_does_nothing(page: Path) -> None:
    shown = chromium.document(page)
    assert "<title>sharebot try: Harborlight</title>" in shown
    assert "document.title='gone'" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_evidence_opens_without_a_script(page: Path) -> None:
    shown = chromium.document(page)
    assert "<details><summary>tags <bdi>@GarrettReuscher</bdi>: why</summary><blockquote" in shown


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_reaches_over_the_edge_and_the_colours_are_the_readers(page: Path, width: int, dark: bool) -> None:
    kept = (
        Path(os.environ.get("SHAREBOT_TEST_PICTURES", page.parent)) / f"try-{width}-{'dark' if dark else 'light'}.png"
    )
    with Pixels.open(chromium.picture(page, kept, width=width, dark=dark)) as shot:
        pixels = shot.convert("L")
    assert pixels.width == width
    margin = pixels.crop((width - 6, 0, width, pixels.height)).getextrema()
    assert margin[0] == margin[1]  # one colour: the page's margin is empty
    assert (margin[0] < _INK) if dark else (margin[0] > _PAPER)
    middle = pixels.crop((0, 0, width, 400)).getextrema()
    assert middle[1] - middle[0] > 100
