"""A share as part of a page: everything is escaped, nothing is loaded."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from sharebot.compose import drawing
from sharebot.compose.drawing import Drawn, DrawnCard
from sharebot.model import Picture

HOSTILE = "<script>alert(1)</script>\"'><img src=//x.invalid onerror=alert(1)>&amp;\x00\u2028"
VOCABULARY = {
    "html", "head", "meta", "title", "style", "body", "h1", "article", "header", "strong", "time", "p", "span", "div", "small",
    "figure", "figcaption", "img", "footer", "meter", "details", "summary", "bdi", "blockquote", "ul", "li",
}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def drawn(words: str = HOSTILE, data: Picture | None = None) -> Drawn:
    text = f"{words} @jane"
    card = DrawnCard(title=words, description=words, host=words, image=words, alt=words, data=data, whose=words)
    return Drawn(
        account=words, platform=words, text=text, length=300, limit=280, spans=[("mention", len(text) - 5, len(text))],
        mentions=["jane"], card=card, key=words, time=words, language=words, notes=[words], evidence={"jane": [words]},
    )  # fmt: skip


@given(st.text() | st.just(HOSTILE))
def test_others_words_make_no_element_and_no_attribute(words: str) -> None:
    page = Tags(drawing.page(words, drawing.share(drawn(words))))
    assert {tag for tag, _ in page.tags} <= VOCABULARY
    names = {name for _, attributes in page.tags for name in attributes}
    assert names <= {"lang", "charset", "name", "content", "http-equiv", "id", "class", "dir", "title", "max", "value"}


def test_the_page_loads_nothing_and_says_so_to_the_browser() -> None:
    html = drawing.page("t", drawing.share(drawn()))
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert not {"href", "src", "srcset", "action"} & {name for _, given in Tags(html).tags for name in given}


def test_a_fetched_picture_stands_in_the_page_with_its_description() -> None:
    html = drawing.share(drawn("dusk", Picture(data=b"jpeg", media_type="image/jpeg", width=1, height=1)))
    (picture,) = [given for tag, given in Tags(html).tags if tag == "img"]
    assert picture == {"alt": "dusk", "src": "data:image/jpeg;base64,anBlZw=="}


def test_a_picture_that_is_not_loaded_is_named_with_its_description() -> None:
    html = drawing.share(drawn("dusk"))
    assert "picture, not loaded: dusk" in html
    assert "alt text: dusk" in html


def test_the_evidence_is_there_for_the_mouse_and_for_the_keyboard() -> None:
    html = drawing.share(drawn("said so"))
    assert '<span class="mention" title="said so">@jane</span>' in html
    assert "<details><summary>tags <bdi>@jane</bdi>: why</summary><blockquote" in html


def test_what_is_too_long_is_marked() -> None:
    assert '<span class="bad">300 of 280</span>' in drawing.share(drawn())
