import pytest

from sharebot.authors.clean import BROKEN
from sharebot.authors.markup import read_text
from sharebot.authors.sightings import sightings


def texts(source):
    return [" ".join(block.text.split()) for block in read_text(source).blocks]


def handles(source):
    return [one.handle for block in read_text(source).blocks for one in sightings(block) if not one.fault]


@pytest.mark.parametrize(
    "hidden",
    [
        "<pre>@retry def f(): ...</pre>",
        "<code>@retry</code>",
        "<script>'@victim'</script>",
        "<p style='display: none'>@victim</p>",
        "<p style='font-size:0'>@victim</p>",
        "<p style='text-indent:-9999px'>@victim</p>",
        "<p hidden>@victim</p>",
        "<span class='screen-reader-text'>@victim</span>",
        "<div class='sharedaddy'>@victim</div>",
        "<div class='twitter-share-button'>@victim</div>",
        "<ol class='comment-list'><li>@victim</li></ol>",
        "<div id='comments'>@victim</div>",
        "<div class='yarpp yarpp-related'>@victim</div>",
        "<blockquote class='twitter-tweet'>@victim</blockquote>",
        "<figcaption>@victim</figcaption>",
        "<del>@victim</del>",
        "<s>@victim</s>",
        "<span style='text-decoration: line-through'>@victim</span>",
        "<template>@victim</template>",
        "<iframe src='https://twitter.com/victim'></iframe>",
    ],
)
def test_what_is_nobodys_own_word_is_left_out(hidden):
    assert handles(f"<p>Before.</p>{hidden}<p>After.</p>") == []
    assert texts(f"<p>Before.</p>{hidden}<p>After.</p>")[0].startswith("Before.")


def test_quoted_paragraphs_are_marked_as_such():
    quote, after = read_text("<blockquote><p>They said.</p></blockquote><p>I said.</p>").blocks
    assert quote.quote
    assert (after.quote, after.after_quote) == (False, True)


def test_struck_text_is_kept_apart():
    assert "@old" in read_text("<p><s>@old</s> @new</p>").struck


def test_a_fediverse_address_may_stand_in_code():
    assert handles("<p>On Mastodon as <code>@jane@toot.example</code>.</p>") == ["jane@toot.example"]


def test_entities_are_decoded_twice_and_the_invisible_dropped():
    assert texts("<p>&amp;#64;jane&amp;#95;roe</p>") == ["@jane_roe"]
    assert texts("<p>@\u200bja\u00adne ＠roe</p>") == ["@jane @roe"]
    assert BROKEN in texts("<p>@ja\u202ene</p>")[0]


def test_markup_that_was_escaped_once_too_often_is_read_as_markup():
    assert texts("<p>One.</p>&lt;p&gt;-Jane Roe&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;") == ["One.", "-Jane Roe", "Two."]


def test_two_line_breaks_end_a_paragraph_and_one_a_line():
    assert [block.text.strip() for block in read_text("One.<br><br>Two,<br>three.").blocks] == ["One.", "Two,\nthree."]


def test_a_short_bold_line_is_a_heading():
    heading, text = read_text("<p><b>About the author</b><br>Jane Roe is a librarian.</p>").blocks
    assert (heading.heading, text.heading) == (True, False)


def test_tables_and_definition_lists_become_labelled_lines():
    assert texts("<table><tr><td>Name</td><td>Jane Roe</td></tr></table>") == ["Name: Jane Roe"]
    assert (
        texts("<table><tr><th>Author</th><th>X</th></tr><tr><td>Jane</td><td>@jane</td></tr></table>")[-1]
        == "Author: Jane · X: @jane"
    )
    assert texts("<dl><dt>Name</dt><dd>Jane Roe</dd><dt>X</dt><dd>jane</dd></dl>") == ["Name: Jane Roe", "X: jane"]


def test_a_caption_and_the_name_after_it_are_two_words():
    assert texts("<p><a href='/a.jpg'><img></a>Jane Roe<strong>Jane Roe</strong> is here.</p>") == [
        "Jane Roe Jane Roe is here."
    ]


def test_author_boxes_are_numbered_and_nest():
    box, inner, outside = read_text(
        "<div class='author-box'><h4>Jane Roe</h4><div class='author-bio'><p>Guest.</p></div></div><p>The end.</p>"
    ).blocks
    assert len(box.boxes) == 1
    assert inner.boxes[0] == box.boxes[0]
    assert outside.boxes == ()


MARKDOWN = [
    ("One.\n\n*Jane Roe is [on X](https://x.com/jane_roe).*", ["jane_roe"]),
    ("One.\n\nFollow him [on Twitter][tw].\n\n[tw]: https://twitter.com/jane_roe", ["jane_roe"]),
    ("One.\n\n\\- Guest post by Jane Roe, @jane\\_roe on X", ["jane_roe"]),
    ("One.\n\n_Jane Roe toots at @jane_roe@toot.example_", ["jane_roe@toot.example"]),
    ("One.\n\n```\ngit clone git@host.example\n@retry\n```\n\nTwo `@scope`.", []),
    ("One.\n\nShe is ~~@old~~ @jane_roe.", ["jane_roe"]),
    ("<p>Jane Roe is [on X](https://x.com/jane_roe), @jane\\_two.</p>", ["jane_roe", "jane_two"]),
    ("> @jane_roe in a quote\n\nOne.", ["jane_roe"]),
]


@pytest.mark.parametrize(("source", "found"), MARKDOWN)
def test_markdown_that_a_feed_left_is_read_as_what_it_stands_for(source, found):
    assert handles(source) == found


def test_markdown_quotes_are_quotes_and_emphasis_is_italic():
    quote, note = read_text("> Quoted.\n\n*Jane Roe is a guest.*").blocks
    assert quote.quote
    assert note.italic
    assert [block.heading for block in read_text("## About the author\n\nJane.").blocks] == [True, False]
    assert read_text("One.\n\n---\n\nTwo.").blocks[1].after_rule
