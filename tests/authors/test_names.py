import pytest

from sharebot.authors.names import from_byline, is_generic, is_name, same_person, tidy


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Jane Roe", ["Jane Roe"]),
        ("By Jane Roe", ["Jane Roe"]),
        ("Jane Roe (guest)", ["Jane Roe"]),
        ("noreply@blog.example (Jane Roe)", ["Jane Roe"]),
        ("Jane Roe, Bo Quill", ["Jane Roe", "Bo Quill"]),
        ("Jane Roe and Bo Quill", ["Jane Roe", "Bo Quill"]),
        ("Jane Roe & Bo Quill", ["Jane Roe", "Bo Quill"]),
        ("Roe, Jane", ["Jane Roe"]),
        ("JANE ROE", ["Jane Roe"]),
        ("Dr. Jane Roe, PhD", ["Jane Roe"]),
        ("Mr Underhay-Quist", ["Underhay-Quist"]),
        ("jane-r", []),
        ("jane@blog.example", []),
        ("", []),
    ],
)
def test_a_byline_gives_the_people_it_names(byline, names):
    assert from_byline(byline) == names


_NOBODIES = (
    *("Guest Blogger", "Guest Contributor", "admin", "Admin", "Redaktion Werkbank", "La rédaction", "Guest Letter", "Guest"),
    *("Harbour Platform Team", "Equipe Beco", "Editorial Staff", "Harborlight News", "The Editors", "Gastautor", ""),
)  # fmt: skip


@pytest.mark.parametrize("name", _NOBODIES)
def test_a_role_a_team_or_the_blog_itself_is_nobody(name):
    assert is_generic(name, "Harborlight News")


@pytest.mark.parametrize("name", ["Jane Roe", "Rory Guest", "Gast Holm", "Amy Press", "Reader Tam"])
def test_a_person_may_be_called_like_a_role(name):
    assert not is_generic(name, "Harborlight News")


def test_short_forms_are_the_same_person():
    assert same_person("Mr Roe", "Jane Roe")
    assert same_person("Jane", "Jane Osgood-Rai")
    assert same_person("JANE ROE", "Jane Roe")
    assert same_person("Jane Mary Roe", "Jane Roe")
    assert not same_person("Jane Roe", "Joan Roe")
    assert not same_person("Jane Roe", "Jane Poe")


def test_shouted_names_are_written_as_names():
    assert tidy(" – JANE OSGOOD-RAI, ") == "Jane Osgood-Rai"


@pytest.mark.parametrize(
    "name",
    ["Jane Roe", "J. R. Halloway", "Jean-Luc d’Arrigo-Peel", "Maria van der Heuvel", "Ségolène Ó Briain", "山田 花子"],
)
def test_names_of_many_shapes_are_names(name):
    assert is_name(name)
