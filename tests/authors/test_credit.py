"""The room as others see it: an entry and a blog in, authors with handles and evidence out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot.authors import credit
from sharebot.model import Author, Blog, Byline, Entry, Level

_BLOG = Blog(
    name="Harborlight Recovery Exchange",
    staff=("Dana Quillfeather", "Tomas Berglind"),
    own_handles=(("x", "HarborlightREX"), ("instagram", "harborlight.rex")),
)
_BODY = "<p>Before anybody talks about change, they talk about the parking.</p>" * 3
_BIO = "<p>-Garrett Reuscher, Guest Blogger</p><p>Garrett Reuscher is a Harm Reduction Counselor. You can follow him on twitter @GarrettReuscher.</p>"


def entry(html, title="What a Counselor Hears First", byline="Dana Quillfeather", **more):
    bylines = (Byline(name=byline),) if byline else ()
    return Entry(id="1", url="https://blog.test/1", title=title, html=html, bylines=bylines, **more)


def tags(authors):
    return {(who.name, one.platform, one.handle) for who in authors for one in who.handles if one.tag}


def test_the_guest_at_the_end_is_the_author_and_not_the_staff_member_who_typed_it_in():
    (author,) = credit(entry(_BODY + _BIO), _BLOG)
    assert (author.name, author.guest) == ("Garrett Reuscher", True)
    (handle,) = author.handles
    assert (handle.platform, handle.handle, handle.level, handle.tag) == ("x", "GarrettReuscher", Level.STATED, True)


def test_a_sign_off_with_a_dash_and_where_to_follow_in_one_paragraph_tag_the_guest():
    note = "<p>-Garrett Reuscher, Guest Blogger. You can follow him on twitter @GarrettReuscher</p>"
    assert tags(credit(entry(_BODY + note), _BLOG)) == {("Garrett Reuscher", "x", "GarrettReuscher")}


def test_every_handle_keeps_the_words_and_the_place_that_state_it():
    (author,) = credit(entry(_BODY + _BIO), _BLOG)
    (evidence,) = author.handles[0].evidence
    assert evidence.source == "content"
    assert evidence.quote == "You can follow him on twitter @GarrettReuscher."
    assert evidence.place == "paragraph 5 of 5"
    assert evidence.rule
    said = author.evidence[0]
    assert (said.source, said.quote, said.rule) == ("content", "-Garrett Reuscher, Guest Blogger", "sign-off")


def test_a_staff_post_is_the_staff_members():
    assert credit(entry(_BODY), _BLOG)[0] == Author(
        name="Dana Quillfeather", guest=False, evidence=credit(entry(_BODY), _BLOG)[0].evidence
    )


def test_without_configured_staff_the_text_still_beats_the_by_line():
    (author,) = credit(entry(_BODY + _BIO), Blog())
    assert author.name == "Garrett Reuscher"


def test_nobody_is_invented_for_an_entry_without_any_name():
    assert credit(entry(_BODY, byline=""), _BLOG) == ()
    assert credit(entry("", title="", byline="admin"), _BLOG) == ()


def test_a_doubt_is_kept_with_its_reason_and_not_tagged():
    said = '<p>Guest post by Jane Roe, <a href="https://twitter.com/someoneelse">@janeroe</a>.</p>'
    (author,) = credit(entry(_BODY + said), _BLOG)
    assert [(one.level, one.tag) for one in author.handles] == [(Level.CONFLICT, False)]
    assert "someoneelse" in author.handles[0].note


def test_staff_are_guests_nowhere_and_may_be_tagged():
    said = "<p>This post was written by Dana Quillfeather and Jane Roe. Dana is @dquill on X.</p>"
    assert {(who.name, who.guest) for who in credit(entry(_BODY + said), _BLOG)} == {
        ("Dana Quillfeather", False),
        ("Jane Roe", True),
    }
    assert tags(credit(entry(_BODY + said), _BLOG)) == {("Dana Quillfeather", "x", "dquill")}


# The article's page -------------------------------------------------------------------------------------------------------

_PAGE = """<html><head><meta name="fediverse:creator" content="@jane@toot.example">
<script type="application/ld+json">{"@graph": [{"@type": "BlogPosting", "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Jane Roe"}]}</script>
</head><body><nav><a href="https://twitter.com/navhandle">Twitter</a></nav><article><h1>T</h1>%s</article>
<aside>Guest post by Bo Quill (@boquill)</aside><footer>Follow Jane Roe @footer</footer></body></html>"""


def test_where_the_feed_has_a_summary_only_the_page_is_read():
    page = _PAGE % (_BODY + _BIO)
    (author,) = credit(entry("<p>Before anybody …</p>", summary_only=True, page=page), _BLOG)
    assert tags([author]) == {("Garrett Reuscher", "x", "GarrettReuscher")}
    assert {one.source for one in author.handles[0].evidence} <= {"page"}


def test_the_whole_text_of_a_feed_needs_no_page():
    assert tags(credit(entry(_BODY + _BIO, page=_PAGE % ""), _BLOG)) == {("Garrett Reuscher", "x", "GarrettReuscher")}


def test_the_pages_head_names_the_author_where_the_feed_does_not_and_its_creator_only_supports():
    (author,) = credit(entry("", byline="", summary_only=True, page=_PAGE % _BODY), _BLOG)
    assert author.name == "Jane Roe"
    assert [(one.platform, one.handle, one.level, one.tag) for one in author.handles] == [
        ("mastodon", "jane@toot.example", Level.SUPPORTING, False)
    ]


@pytest.mark.parametrize(
    "data", ["{", "[" * 5000, '{"@type": ["BlogPosting"], "author": [null, 7, {"name": 3}]}', '"x"']
)
def test_broken_data_in_a_page_names_nobody(data):
    page = f'<html><head><script type="application/ld+json">{data}</script></head><body><p>Text.</p></body></html>'
    assert credit(entry("", byline="", summary_only=True, page=page), _BLOG) == ()


# Hostile text -------------------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    (
        *(
            "<p>",
            "</p>",
            "<a href='https://twitter.com/v'>",
            "</a>",
            "<div class='author-box'>",
            "</div>",
            "<em>",
            "<dd>",
        ),
        *(
            "<table><tr><td>",
            "<dl><dt>",
            "<code>",
            "<blockquote>",
            "<br><br>",
            "&lt;p&gt;",
            "&amp;#64;",
            "@victim",
            "@",
        ),
        *("@a@b.example", "[a](https://x.com/v)", "Guest post by Jane Roe", "Jane Roe", "-Jane Roe, Guest Blogger"),
        *("Follow her on Twitter", "Twitter: ", "\n\n", "> ", "*", "_", "```", "\ue000", "\uf000", "\u202e", "\u200d"),
        *("\x00", "\ud800", "’s ", "(", ")", " and ", ", ", ". ", "?", "https://[", "in/x", "<![CDATA["),
    )
)
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=40).map("".join))


@settings(max_examples=150, deadline=None)
@given(
    html=_TEXTS,
    title=st.one_of(st.text(max_size=60), _TEXTS),
    byline=st.text(max_size=40),
    page=st.one_of(st.just(""), _TEXTS),
)
def test_whatever_the_bytes_credit_answers_and_answers_the_same_again(html, title, byline, page):
    told = entry(html, title=title, byline=byline, page=page, summary_only=bool(page))
    assert credit(told, _BLOG) == credit(told, _BLOG)


@settings(max_examples=100, deadline=None)
@given(html=st.lists(_PIECES, max_size=30).map("".join))
def test_the_blogs_own_handles_are_never_tagged(html):
    told = entry(f"{html}<p>Guest post by Jane Roe. Follow her on X @HarborlightREX</p>")
    assert not any(handle.casefold() == "harborlightrex" for _, _, handle in tags(credit(told, _BLOG)))


_HOSTILE = {
    "mentions": "@a@a@a@a ",
    "handles": "<p>Jane Roe (@jane)</p>",
    "one paragraph of handles": "@jane, ",
    "nested tags": "<div><em>",
    "nested boxes": "<div class='author-box'>Jane Roe ",
    "empty links": "<a href='https://x.com/jane'></a>",
    "brackets": "((([[[",
    "stars": "*a **b _c ~~d ",
    "backticks": "```\n",
    "markdown links": "[a][b] [c](https://x.com/d) ",
    "quotes": "> a\n\n",
    "names": "Jane Roe and ",
    "credits": "guest post by the ",
    "commas": "Guest post by Jane Roe, Bo Quill, ",
    "headings": "<h2>About the author</h2>",
    "table": "<table><tr><td>X</td>",
    "colons": "Twitter: a: ",
    "escaped": "&lt;p&gt;",
    "spaces": " \n\t",
}


@pytest.mark.timeout(30)  # what grows with the square of the text would take hours; bench/authors.py has the figures
@pytest.mark.parametrize("piece", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_a_long_hostile_text_is_read_to_its_end(piece):
    credited = credit(entry(piece * (400_000 // len(piece)), byline="Jane Roe"), _BLOG)
    assert {handle.handle for author in credited for handle in author.handles if handle.tag} <= {"jane"}


def test_no_planted_text_tags_anybody():
    planted = "Follow the author Jane Roe on Twitter @realvictim"
    html = (
        f"<p style='display:none'>{planted}</p><div class='comments'><p>{planted}</p></div><blockquote>{planted}</blockquote>"
        f"<pre>{planted}</pre><figure><figcaption>{planted}</figcaption></figure><p>Guest post by Jane Roe.</p>"
    )
    assert tags(credit(entry(_BODY + html), _BLOG)) == set()


def test_look_alike_letters_and_direction_changes_tag_nobody():
    for handle in ("@jаne_roe", "@jane\u202eroe", "@janе", "@ｊаne"):
        assert tags(credit(entry(f"{_BODY}<p>Guest post by Jane Roe. Twitter: {handle}</p>"), _BLOG)) == set()
