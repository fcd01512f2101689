"""What staff decide besides the template: hashtags, the links' parameters, warnings; and the language of a share."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot import platforms
from sharebot.compose import compose, fits, from_text, measure, named_plainly, untracked
from sharebot.compose.hashtags import hashtags
from sharebot.compose.languages import detect, language_of
from sharebot.compose.tracking import tracked
from sharebot.compose.typography import quoted, typeset
from sharebot.compose.words import words_for
from sharebot.model import Author, Entry, Handle, Level, Style

X, MASTODON, BLUESKY = (platforms.rules(name) for name in ("x", "mastodon", "bluesky"))
LINK = "https://blog.harborlight.org/first/"
ENTRY = Entry(id="1", url=LINK, title="Nine Chairs", categories=("Drug Policy", "Grief"), language="en")

# Hashtags


def test_staff_say_which_hashtags_stand_for_a_category() -> None:
    instead = [("harm-reduction", ("HarmReduction", "SafeSupply")), ("Uncategorized", ("Recovery",)), ("Misc", ())]
    assert hashtags(["Harm Reduction", "Misc", "uncategorized", "Outreach"], most=4, instead=instead) == [
        "HarmReduction", "SafeSupply", "Recovery", "Outreach",
    ]  # fmt: skip
    assert hashtags(["Harm Reduction", "Outreach"], most=1, instead=instead) == ["HarmReduction"]


def test_singular_and_plural_are_one_hashtag() -> None:
    categories = ["Counselor", "Counselors", "COUNSELORS", "Policy", "Policies", "Access"]
    assert hashtags(categories, most=9) == ["Counselor", "Policy", "Access"]


# Parameters of links

UTM = (("utm_source", "{platform}"), ("utm_medium", "social"), ("round", "{round}"))


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://b.example/a/", "https://b.example/a/?utm_source=x&utm_medium=social&round=2"),
        ("https://b.example/a/?p=7#top", "https://b.example/a/?p=7&utm_source=x&utm_medium=social&round=2#top"),
        ("https://b.example/?utm_source=rss", "https://b.example/?utm_source=rss&utm_medium=social&round=2"),
        ("https://b.example/?UTM_Source=&round=1", "https://b.example/?UTM_Source=&round=1&utm_medium=social"),
        ("https://b.example/#a?utm_source=b", "https://b.example/?utm_source=x&utm_medium=social&round=2#a?utm_source=b"),
        ("https://b.example/?", "https://b.example/?utm_source=x&utm_medium=social&round=2"),
    ],
)  # fmt: skip
def test_parameters_are_added_once_and_the_rest_of_the_address_stays(url: str, sent: str) -> None:
    assert tracked(url, UTM, platform="x", number=2) == sent
    assert tracked(sent, UTM, platform="x", number=3) == sent


def test_a_share_and_its_card_bear_the_parameters_and_the_entry_does_not() -> None:
    share = compose(ENTRY, (), BLUESKY, Style(tracking=UTM))
    assert share.link == f"{LINK}?utm_source=bluesky&utm_medium=social&round=0"
    assert share.link in share.text
    assert share.card is not None
    assert share.card.url == share.link
    assert ENTRY.url == LINK


def test_parameters_are_left_out_where_they_leave_no_room() -> None:
    entry = replace(ENTRY, url="https://blog.harborlight.org/" + "a" * 220)
    assert compose(entry, (), BLUESKY, Style(tracking=UTM)).link == entry.url
    assert "the link's parameters are left out: no room" in compose(entry, (), BLUESKY, Style(tracking=UTM)).notes
    assert compose(entry, (), X, Style(tracking=UTM)).link != entry.url


def test_where_a_link_leads_is_known_without_what_was_sent_along() -> None:
    sent = tracked("https://b.example/?p=7", UTM, platform="x", number=0)
    assert (
        untracked("https://b.example/other/?utm_source=x&a=1&utm_medium=social&round=0#c", sent)
        == "https://b.example/other/?a=1#c"
    )
    assert untracked("https://b.example/other/", sent) == "https://b.example/other/"


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=40).map("https://b.example/{}".format),
    st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), max_size=4).map(tuple),
)
def test_no_address_loses_anything_by_parameters(url: str, parameters: tuple[tuple[str, str], ...]) -> None:
    sent = tracked(url, parameters, platform="x", number=0)
    assert tracked(sent, parameters, platform="x", number=0) == sent
    try:
        before, after = urlsplit(url), urlsplit(sent)
    except ValueError:
        return
    assert (after.netloc, after.path, after.fragment) == (before.netloc, before.path, before.fragment)
    assert set(parse_qsl(before.query)) <= set(parse_qsl(after.query))


# Content warnings


def test_a_category_puts_a_share_behind_a_warning_and_it_counts_where_it_does() -> None:
    style = Style(warnings=(("drug-policy", "drugs"), ("Grief", "death"), ("Other", "nothing")))
    share = compose(ENTRY, (), MASTODON, style)
    assert share.warning == "drugs, death"
    assert (
        share.length
        == measure(share.text, MASTODON) + len("drugs, death")
        == measure(share.text, MASTODON, "drugs, death")
    )
    on_x = compose(ENTRY, (), X, style)
    assert (on_x.warning, on_x.length) == ("", measure(on_x.text, X))
    assert compose(replace(ENTRY, categories=()), (), MASTODON, style).warning == ""


def test_a_warning_takes_its_room_from_the_text_also_when_that_is_changed() -> None:
    style = Style(warnings=(("Grief", "w" * 90),))
    handle = Handle(platform="mastodon", handle="ada@social.example", level=Level.STATED)
    by = (Author(name="Ada Quill", guest=True, handles=(handle,)),)
    share = compose(replace(ENTRY, title="Nine chairs and a kettle " * 30), by, MASTODON, style)
    assert 400 < share.length <= 500
    assert fits(share.text, MASTODON, share.warning)
    edited = from_text("Other words", MASTODON, share=share)
    assert (edited.warning, edited.length) == (share.warning, 101)
    plain = named_plainly(share, {"ada@social.example": "Ada Quill"}, MASTODON, "never")
    assert (plain.warning, plain.length) == (share.warning, measure(plain.text, MASTODON) + 90)


def test_a_category_puts_labels_on_a_share_where_the_network_knows_them() -> None:
    style = Style(labels=(("drug-policy", ("graphic-media",)), ("Grief", ("nudity", "graphic-media", "unheard"))))
    share = compose(ENTRY, (), BLUESKY, style)
    assert share.labels == ("graphic-media", "nudity")
    assert compose(ENTRY, (), X, style).labels == compose(ENTRY, (), MASTODON, style).labels == ()
    assert compose(replace(ENTRY, categories=("Other",)), (), BLUESKY, style).labels == ()
    assert from_text("My own words", BLUESKY, share=share).labels == share.labels
    assert named_plainly(share, {"nobody": "Nobody"}, BLUESKY, "why").labels == share.labels


def test_a_warning_that_a_network_can_show_only_as_a_label_says_so_where_there_is_none() -> None:
    note = "the warning hides nothing on bluesky: SHAREBOT_LABELS names no label for it"
    warned = Style(warnings=(("Grief", "death"),))
    assert note in compose(ENTRY, (), BLUESKY, warned).notes
    assert note not in compose(ENTRY, (), BLUESKY, replace(warned, labels=(("Grief", ("graphic-media",)),))).notes
    assert not any("SHAREBOT_LABELS" in note for note in compose(ENTRY, (), MASTODON, warned).notes)
    assert compose(ENTRY, (), BLUESKY, warned).warning == ""


def test_a_warning_is_not_shown_where_a_network_hides_nothing_unless_the_template_writes_it() -> None:
    warned = Style(warnings=(("Grief", "death"),))
    note = "the warning hides nothing on x: it has no such thing"
    assert note in compose(ENTRY, (), X, warned).notes
    written = compose(ENTRY, (), X, replace(warned, template="{{ warning }}: {{ line }} {{ link }}"))
    assert written.text.startswith("death: ")
    assert note not in written.notes


def test_a_warning_counts_as_it_is_written() -> None:
    assert measure("a", MASTODON, "https://a.example/" + "b" * 50) == 1 + 18 + 50


# Language

TEXTS = {
    "en": "The kettle is on the sill, and nobody who came in from the rain has asked us for anything else.",
    "de": "Der Kessel steht auf der Fensterbank, und niemand, der aus dem Regen kam, hat uns um etwas anderes gebeten.",
    "fr": "La bouilloire est sur le rebord de la fenêtre, et personne n'est venu nous demander autre chose dans la nuit.",
    "es": "La tetera está en la ventana, y nadie de los que entraron por la lluvia nos ha pedido otra cosa hasta hoy.",
    "it": "Il bollitore è sul davanzale della finestra, e nessuno di quelli che sono entrati ci ha chiesto altro.",
    "pt": "A chaleira está no parapeito da janela, e ninguém que entrou por causa da chuva nos pediu mais nada até hoje.",
    "nl": "De ketel staat op de vensterbank, en niemand die uit de regen kwam heeft ons om iets anders gevraagd.",
    "ja": "やかんは窓辺にあり、雨の中を来た人は誰もほかのものを求めなかった。",
    "ru": "Чайник стоит на подоконнике, и никто из пришедших с дождя не попросил у нас ничего другого.",
    "ar": "الإبريق على حافة النافذة، ولم يطلب منا أحد ممن دخلوا من المطر شيئاً آخر.",
}
LOOK_ALIKES = {
    "sv": "Kitteln står på fönsterbrädan, och ingen av dem som kom in från regnet har bett oss om något annat.",
    "da": "Kedlen står i vinduet, og ingen af dem, der kom ind fra regnen, har bedt os om noget andet i dag.",
    "ca": "La tetera és a la finestra, i ningú dels que han entrat per la pluja no ens ha demanat res més amb pressa.",
    "ro": "Ceainicul este pe pervaz și nimeni dintre cei care au intrat din ploaie nu ne-a cerut nimic în plus.",
    "pl": "Czajnik stoi na parapecie i nikt z tych, którzy weszli z deszczu, nie poprosił nas o nic innego.",
    "bg": "Чайникът стои на прозореца и никой от влезлите от дъжда не ни е поискал нищо друго.",
    "fa": "کتری لبهٔ پنجره است و هیچ‌کس از کسانی که از باران آمدند چیز دیگری از ما نخواست.",
    "vi": "Ấm nước đặt trên bậu cửa sổ, và không ai bước vào từ cơn mưa xin chúng tôi thứ gì khác.",
    "fi": "Kattila on ikkunalaudalla, eikä kukaan sateesta sisään tullut ole pyytänyt meiltä mitään muuta.",
}
BY_LETTERS = {
    "uk": "Чайник стоїть на підвіконні, і ніхто з тих, хто зайшов із дощу, не попросив у нас нічого іншого.",
    "zh": "水壶放在窗台上，从雨里进来的人没有一个向我们要过别的东西。",
    "ko": "주전자는 창가에 있고 비를 피해 들어온 사람 중 아무도 다른 것을 부탁하지 않았다.",
    "zh-TW": "水壺放在窗台上，從雨裡進來的人沒有一個向我們要過別的東西。",
    "he": "הקומקום עומד על אדן החלון, ואיש מאלה שנכנסו מהגשם לא ביקש מאיתנו דבר נוסף.",
    "el": "Η τσαγιέρα είναι στο περβάζι και κανείς από όσους μπήκαν από τη βροχή δεν ζήτησε κάτι άλλο.",
    "th": "กาน้ำวางอยู่ที่ขอบหน้าต่าง และไม่มีใครที่เข้ามาหลบฝนขออะไรจากเราอีกเลย",
    "ka": "ჩაიდანი ფანჯრის რაფაზე დგას და წვიმიდან შემოსულთაგან არავის უთხოვია სხვა რამ.",
    "hy": "Թեյնիկը պատուհանագոգին է, և անձրևից ներս մտածներից ոչ ոք այլ բան չի խնդրել։",
    "ta": "கெண்டி சன்னல் ஓரத்தில் இருக்கிறது, மழையிலிருந்து வந்த யாரும் வேறு எதையும் கேட்கவில்லை.",
}
SHARED_LETTERS = {
    "hi": "केतली खिड़की पर रखी है और बारिश से अंदर आए किसी ने हमसे कुछ और नहीं माँगा।",
    "am": "ማንቆርቆሪያው በመስኮቱ ጠርዝ ላይ ነው፤ ከዝናብ የገባ ማንም ሌላ ነገር አልጠየቀንም።",
}


@pytest.mark.parametrize("language", BY_LETTERS)
def test_a_language_that_has_its_letters_to_itself_is_told_by_them(language: str) -> None:
    found = language.partition("-")[0]
    assert detect(BY_LETTERS[language]) == found
    for said in ("", "en-US"):
        assert language_of(replace(ENTRY, language=said, title=BY_LETTERS[language])) == found


@pytest.mark.parametrize("language", ["bg", "fa", *SHARED_LETTERS])
def test_a_programs_default_is_not_believed_of_a_text_in_other_letters(language: str) -> None:
    text = (LOOK_ALIKES | SHARED_LETTERS)[language]
    assert language_of(replace(ENTRY, language="en-US", title=text)) == ""
    assert language_of(replace(ENTRY, language=language, title=text)) == language


def test_kanji_alone_are_not_taken_for_chinese() -> None:
    assert detect("東京都議会議員選挙速報、投票率過去最低更新、与党過半数維持") == ""


@pytest.mark.parametrize("language", TEXTS)
def test_ten_languages_are_told_by_their_text(language: str) -> None:
    assert detect(TEXTS[language]) == language
    assert compose(replace(ENTRY, language="", title=TEXTS[language]), (), X).language == language


@pytest.mark.parametrize("language", LOOK_ALIKES)
def test_a_language_that_is_not_known_is_not_taken_for_one_that_is(language: str) -> None:
    assert detect(LOOK_ALIKES[language]) == ""


@pytest.mark.parametrize("text", ["", "Nine Chairs", "2026", "🎉🎉🎉", "OK", "Die"])
def test_too_little_text_says_nothing(text: str) -> None:
    assert detect(text) == ""


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("de-AT", TEXTS["de"], "de-AT"),
        ("pt_BR", TEXTS["pt"], "pt-BR"),
        ("hr", TEXTS["en"], "hr"),  # chosen by somebody
        ("en-US", TEXTS["pt"], "pt"),  # chosen by nobody
        ("en-US", LOOK_ALIKES["sv"], "en-US"),
        ("de", TEXTS["ru"], "ru"),
        ("uk", TEXTS["ru"], "uk"),
        ("zh-TW", TEXTS["ja"], "zh-TW"),
        ("zh-TW", BY_LETTERS["zh-TW"], "zh-TW"),
        ("yi", BY_LETTERS["he"], "yi"),
        ("no language", TEXTS["fr"], "fr"),
        ("", "Nine Chairs", ""),
    ],
)
def test_the_feed_says_the_language_unless_it_says_a_programs_default_or_another_script(
    said: str, text: str, language: str
) -> None:
    assert language_of(replace(ENTRY, language=said, title=text)) == language


def test_the_pages_language_counts_where_the_feed_says_none() -> None:
    page = '<!DOCTYPE html><html class="no-js" lang="sv-SE"><head></head></html>'
    assert language_of(replace(ENTRY, language="", page=page)) == "sv-SE"


# Typography


@pytest.mark.parametrize(
    ("language", "text", "set_"),
    [
        ("fr", "Pourquoi ? Parce que ; voilà !", "Pourquoi\u202f? Parce que\u202f; voilà\u202f!"),
        ("fr", "Dire « oui » : non", "Dire «\u202foui\u202f»\u202f: non"),
        ("fr", "Voir :p et a ?b", "Voir :p et a ?b"),
        ("en", 'Why "No" Was Never "No"', "Why “No” Was Never “No”"),
        ("de", 'Warum "Nein" galt', "Warum „Nein“ galt"),
        ("en", 'A 5" disk and a 3" one', 'A 5" disk and a 3" one'),
        ("en", 'An unclosed "mark', 'An unclosed "mark'),
        ("ru", 'Почему "нет"', "Почему «нет»"),
        ("en", "Wait ? No", "Wait ? No"),
    ],
)
def test_a_title_is_set_as_its_language_wants(language: str, text: str, set_: str) -> None:
    assert typeset(text, words_for(language, text)) == set_


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("en", "We sat.", "“We sat.”"),
        ("de", "Wir saßen.", "„Wir saßen.“"),
        ("fr", "Assis.", "«\u202fAssis.\u202f»"),
        ("es", "Nos sentamos.", "«Nos sentamos»."),
        ("ru", "Мы сели.", "«Мы сели»."),
        ("ru", "Мы сели?", "«Мы сели?»"),
        ("ja", "座った。", "「座った」"),
        ("ja", "「座れ」と言った。", "「『座れ』と言った」"),
        ("fr", "Il dit « oui » et part.", "«\u202fIl dit “oui” et part.\u202f»"),
        ("en", 'He said "no" and sat.', "“He said ‘no’ and sat.”"),
        ("en", 'The 5" disk sat.', '“The 5" disk sat.”'),
    ],
)
def test_a_quotation_has_the_marks_of_its_language(language: str, text: str, marked: str) -> None:
    assert quoted(text, words_for(language, text)) == marked
