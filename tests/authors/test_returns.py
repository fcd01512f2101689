"""Who is announced before an article and comes back after it wrote it; who is merely spoken of before it did not."""

import pytest

from sharebot.authors import credit
from sharebot.authors.traps import trapped
from sharebot.model import Blog, Byline, Entry

_BLOG = Blog(name="Harborlight", staff=("Dana Quillfeather",), own_handles=(("x", "harborlight"),))
_BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "I keep three lists and lose two of them by lunchtime.",
        "My third list is about the lists, and I have never finished it.",
        "We drove past the turning twice before anybody admitted it.",
        "The kettle was older than the argument.",
    )
)


def tagged(html, title="Lists", byline="Dana Quillfeather"):
    entry = Entry(id="1", url="https://blog.test/1", title=title, html=html, bylines=(Byline(name=byline),))
    return {who.name: {one.handle for one in who.handles if one.tag} for who in credit(entry, _BLOG)}


@pytest.mark.parametrize(
    ("note", "end"),
    [
        ("This week’s column is on loan from bench four, in the person of Jane Roe.", "Jane can be found on X as @jr_nets."),
        ("Hoy no escribo yo: le he cedido el delantal a Jane Roe, mi vecina.", "Jane está en X: @jr_nets."),
        ("Cette semaine, la plume change de main : c’est Jane Roe qui prend le relais.", "Jane Roe est sur X : @jr_nets."),
        ("Heute schreibt hier ausnahmsweise jemand, der fährt: Jane Roe.", "Jane findet man auf X als @jr_nets."),
        ("Deze maand is het woord aan Jane Roe, die verstand van netten heeft.", "Jane Roe zit op X: @jr_nets."),
        ("<em>Dana is away. Filling her boots today is Jane Roe.</em>", "I’m @jr_nets on X. — J.R."),
        ("<em>Hoje a varanda está emprestada: quem se senta aqui é a Jane Roe.</em>", "I’m @jr_nets on X.<br>Jane"),
    ],
)  # fmt: skip
def test_whoever_has_her_turn_before_the_article_and_comes_back_after_it_wrote_it(note, end):
    assert tagged(f"<p>{note}</p>{_BODY}<p>{end}</p>") == {"Jane Roe": {"jr_nets"}}


@pytest.mark.parametrize(
    ("note", "end"),
    [
        ("Cette semaine, la parole est à la défense, dit Jane Roe.", "Jane Roe est sur X : @jr_nets."),
        ("This week’s column stars Jane Roe.", "Jane is on X as @jr_nets."),
        ("Today my friend writes novels: Jane Roe.", "Jane is on X as @jr_nets."),
        ("This week a pen arrived, and its maker is Jane Roe.", "Jane is on X as @jr_nets."),
        ("Heute schreibt die Presse wieder: Jane Roe sei zurück.", "Jane Roe ist auf X: @jr_nets."),
        ("Hoy la palabra del día la eligió Jane Roe.", "Jane Roe está en X: @jr_nets."),
        ("Oggi la parola chiave è Jane Roe.", "Jane Roe è su X: @jr_nets."),
        ("Deze week kreeg ik een pen: de maker is Jane Roe.", "Jane Roe zit op X: @jr_nets."),
        ("Today the microphone in the picture is held by my neighbour, Jane Roe.", "Jane is on X as @jr_nets."),
        ("Hoy una columna entera del diario habla de mí: la firma Jane Roe.", "Jane está en X: @jr_nets."),
        ("Deze week moet ik een woord aan Jane Roe kwijt.", "Jane Roe zit op X: @jr_nets."),
        ("This week I met Jane Roe, who mends nets.", "Jane can be found on X as @jr_nets."),
        ("Today’s column is dedicated to Jane Roe.", "Jane is on X as @jr_nets."),
        ("This week’s column is about a net by Jane Roe.", "Jane is on X as @jr_nets."),
        ("<em>In front of my lens today is Jane Roe.</em>", "Jane is on X as @jr_nets."),
        ("<em>The winner of the draw today is Jane Roe.</em>", "Jane is on X as @jr_nets. — J.R."),
        ("<em>Our recipe today is Jane Roe’s.</em>", "Jane is on X as @jr_nets."),
        ("Heute schreibt mir Jane Roe aus dem Hafen.", "Jane ist auf X: @jr_nets."),
        ("Hoy cumple años Jane Roe.", "Jane está en X: @jr_nets."),
        ("Aujourd’hui, je porte une robe de Jane Roe.", "Jane Roe est sur X : @jr_nets."),
        ("This week the pen of the year went to a friend. Jane Roe sells them.", "Jane is on X as @jr_nets."),
        ("Today the floor was sanded by Jane Roe.", "Jane is on X as @jr_nets."),
        ("Today I am handing over the keys of the old flat to Jane Roe.", "Jane is on X as @jr_nets."),
        ("This week I lent my column of figures to Jane Roe.", "Jane is on X as @jr_nets."),
        ("Vandaag heb ik het woord van Jane Roe gekregen.", "Jane Roe zit op X: @jr_nets."),
        ("Hoje deixo a chave com a Jane Roe.", "Jane está no X: @jr_nets."),
        ("Oggi confido in Jane Roe.", "Jane Roe è su X: @jr_nets."),
        ("Today my agent writes that Jane Roe has read it.", "Jane is on X as @jr_nets."),
        ("This week the microphone was tested by Jane Roe.", "Jane is on X as @jr_nets."),
        ("This week, a column on loan from Bo Quill and a net from Jane Roe.", "Jane is on X as @jr_nets."),
    ],
)  # fmt: skip
def test_whoever_a_first_note_merely_speaks_of_did_not_write_it(note, end):
    assert tagged(f"<p>{note}</p>{_BODY}<p>{end}</p>").get("Jane Roe", set()) == set()


def test_an_article_that_names_her_is_about_her():
    note = "<p>This week’s column is on loan from bench four, in the person of Jane Roe.</p>"
    named = _BODY.replace("anybody admitted", "Jane admitted").replace("We drove", "Roe and I drove")
    assert "Jane Roe" not in tagged(f"{note}{named}<p>The kettle again.</p><p>Jane is on X as @jr_nets.</p>")


def test_an_article_without_a_first_person_is_no_guests():
    note = "<p>Heute schreibt hier jemand, der fährt: Jane Roe.</p>"
    assert "Jane Roe" not in tagged(f"{note}<p>She mends.</p><p>Nets rot.</p><p>Jane is on X as @jr_nets.</p>")


@pytest.mark.parametrize(
    "line", ["Three of us wrote this together. They are:", "Today’s text was written by four hands:"]
)
def test_a_list_under_a_line_that_says_who_wrote_names_the_authors(line):
    listed = "<ul><li>Jane Roe, net mender (X: @jr_nets)</li><li>Bo Quill, rower (X: @bo_rows)</li></ul>"
    assert tagged(f"<p>{line}</p>{listed}{_BODY}") == {"Jane Roe": {"jr_nets"}, "Bo Quill": {"bo_rows"}}


@pytest.mark.parametrize("line", ["The winners of this week’s draw:", "Three people lost their nets. They are:"])
def test_a_list_under_any_other_line_names_no_authors(line):
    listed = "<ul><li>Jane Roe, net mender (X: @jr_nets)</li><li>Bo Quill, rower (X: @bo_rows)</li></ul>"
    assert not any(tagged(f"<p>{line}</p>{listed}{_BODY}").values())


@pytest.mark.parametrize(
    "said",
    [
        "Mon ancien compte Twitter (@old_nets) a été piraté.",
        "My old X account (@old_nets) was stolen.",
        "Mi antigua cuenta de X (@old_nets) ya no es mía.",
        "Mein altes X-Konto (@old_nets) gehört jetzt jemandem.",
        "Il mio vecchio profilo X (@old_nets) mi è stato rubato.",
        "A minha antiga conta no X (@old_nets) foi roubada.",
        "Mijn oude X-account (@old_nets) is gekaapt.",
    ],
)
def test_a_former_account_is_tagged_in_no_language(said):
    found = tagged(f"{_BODY}<p>— Jane Roe. {said}</p>", byline="Jane Roe")
    assert found == {"Jane Roe": set()}


def test_a_trap_of_no_tokens_holds_nothing():
    assert trapped((), 0) == ""


@pytest.mark.parametrize("label", ["Who wrote this?", "words //", "【寄稿者】"])
def test_a_label_may_end_in_any_sign(label):
    html = f"{_BODY}<p>{label} Jane Roe (X: @jr_nets)</p>"
    assert tagged(html) == {"Jane Roe": {"jr_nets"}}


@pytest.mark.parametrize(
    "said",
    [
        "Jane Roe trötet nach Feierabend unter @jr_nets@hafen.example.",
        "Jane Roe is read on Mastodon, where she signs @jr_nets@hafen.example.",
        "La suite se lit sur Mastodon, où Jane Roe signe @jr_nets@hafen.example.",
    ],
)
def test_a_handle_that_is_signed_or_posted_under_is_the_subjects(said):
    assert tagged(f"{_BODY}<p>{said}</p>", byline="Jane Roe") == {"Jane Roe": {"jr_nets@hafen.example"}}


@pytest.mark.parametrize(
    "said",
    [
        "Jane Roe trötet nach Feierabend mit Bo Quill unter @nets@hafen.example.",
        "Jane Roe trötet nach Schulze unter @nets@hafen.example.",
        "La suite se lit sur Mastodon, où Bo Quill signe @nets@hafen.example.",
        "Jane Roe is on Mastodon, where she follows @nets@hafen.example.",
        "Scrivetemi di Bo Quill: su Instagram è @bo_reti.",
        "Scrivetemi se passate dal forno: su Instagram è @forno_reti.",
        "Écrivez-moi pour la chorale, qui est sur Instagram : @chorale_nets.",
    ],
)
def test_a_handle_of_anybody_else_in_such_a_clause_is_not(said):
    assert tagged(f"{_BODY}<p>{said}</p>", byline="Jane Roe") == {"Jane Roe": set()}


def test_an_order_that_says_me_is_in_the_first_person():
    said = "Altrimenti scrivetemi: su Instagram sono @jr_nets, e rispondo sempre."
    note = "<h4>L’ospite di oggi è Jane Roe</h4>"
    assert tagged(f"{note}{_BODY}<p>{said}</p>") == {"Jane Roe": {"jr_nets"}}


def test_handles_between_which_the_order_is_said_are_in_that_order():
    said = "Jane Roe und Bo Quill heißen auf Instagram @jr_nets beziehungsweise @bo_rows."
    bylines = (Byline(name="Jane Roe"), Byline(name="Bo Quill"))
    entry = Entry(id="1", url="https://blog.test/1", title="Lists", html=f"{_BODY}<p>{said}</p>", bylines=bylines)
    found = {(who.name, one.platform, one.handle) for who in credit(entry, _BLOG) for one in who.handles if one.tag}
    assert found == {("Jane Roe", "instagram", "jr_nets"), ("Bo Quill", "instagram", "bo_rows")}


def test_a_house_where_somebody_is_a_guest_is_nobody():
    assert "Küche" not in tagged(f"{_BODY}<p>Zu Gast in unserer Küche</p>")


def test_the_authors_of_a_piece_are_those_whom_a_sentence_calls_so():
    line = "Autor:innen dieses Beitrags sind die beiden Nachbarn Jane Roe und Bo Quill."
    assert set(tagged(f"{_BODY}<p>{line}</p>")) == {"Jane Roe", "Bo Quill"}
