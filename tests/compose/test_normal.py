"""NFC that no pile of marks makes slow."""

from __future__ import annotations

import time
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from sharebot.compose.normal import nfc

MARKS = st.text(st.characters(categories=["Mn", "Mc", "Me"]), min_size=20, max_size=80)


@given(st.tuples(st.text(max_size=3), MARKS, st.text(max_size=3)).map("".join))
@example("e" + "\u0323\u0301" * 40)
@example("한" + "\u0344\u0f73" * 40 + "\u1161")
def test_it_is_the_standard_form(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


def test_a_pile_of_a_hundred_thousand_marks_takes_no_time() -> None:
    began = time.process_time()
    assert len(nfc("\u0301\u0327" * 50_000)) == 100_000
    assert time.process_time() - began < 5
