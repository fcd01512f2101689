"""What the Containerfile promises, read off the file: no root, one volume, a stop that finishes, nothing secret inside."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    """Each instruction with the rest of its line, continued lines joined, comments left out."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines())]


def of(name: str) -> list[str]:
    return [rest for each, rest in instructions() if each == name]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(number for number, (name, _) in enumerate(found) if name == "FROM") :]


def environment() -> dict[str, str]:
    return dict(word.split("=", 1) for name, rest in last_stage() if name == "ENV" for word in rest.split())


def test_it_runs_as_a_user_with_a_fixed_number_and_not_as_root() -> None:
    (user,) = [rest for name, rest in last_stage() if name == "USER"]
    number, _, group = user.partition(":")
    assert int(number) > 0
    assert number == group
    assert last_stage().index(("USER", user)) < [name for name, _ in last_stage()].index("ENTRYPOINT")


def test_the_one_volume_is_the_data_folder_and_belongs_to_that_user() -> None:
    assert of("VOLUME") == ["/data"]
    assert environment()["SHAREBOT_HOME"] == "/data"
    assert ("RUN", "install -d -o 10001 -g 10001 -m 0700 /data") in last_stage()
    assert of("USER") == ["10001:10001"]


def test_the_program_is_the_first_process_and_hears_the_stop_itself() -> None:
    assert of("STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(of("ENTRYPOINT")[0]) == ["sharebot"]
    assert json.loads(of("CMD")[0]) == ["run"]


def test_its_health_is_what_the_daemon_says_from_within() -> None:
    (check,) = of("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert command[0] == "python"
    assert f"http://{environment()['SHAREBOT_HTTP']}/healthz" in command[2]


def test_only_what_was_built_comes_into_the_image() -> None:
    copies = [rest for name, rest in last_stage() if name == "COPY"]
    assert copies == ["--from=build /opt/sharebot /opt/sharebot"]
    assert not of("ADD")


def test_the_versions_are_those_of_the_lock_and_the_python_is_one_that_sharebot_allows() -> None:
    syncs = [rest for rest in of("RUN") if rest.startswith("uv sync")]
    assert len(syncs) == 2
    assert all({"--frozen", "--no-dev"} <= set(sync.split()) for sync in syncs)
    assert "--no-editable" in syncs[-1]
    (python,) = of("ARG")
    least = re.fullmatch(r">=(\d+)\.(\d+)", PROJECT["project"]["requires-python"])
    assert least
    assert tuple(map(int, python.removeprefix("PYTHON=").split("."))) >= tuple(map(int, least.groups()))
    assert all(base.split()[0] == "docker.io/library/python:${PYTHON}-slim" for base in of("FROM"))


def ignored(path: str) -> bool:
    """As container builders read the file: the last line that fits decides; a folder stands for what is in it."""
    verdict = False
    for line in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = path.split("/")
        fits = line and not line.startswith("#") and any(fnmatch(part, pattern) for part in parts)
        verdict = not line.startswith("!") if fits else verdict
    return verdict


@pytest.mark.parametrize("path", [".env", ".git/config", ".venv/bin/python", "home/sharebot.db", "tests/test_http.py"])
def test_nothing_of_a_working_folder_is_even_shown_to_the_builder(path: str) -> None:
    assert ignored(path)


def test_all_that_is_copied_is_there_and_shown_to_the_builder() -> None:
    sources = [word for rest in of("COPY") if "--from" not in rest for word in rest.split()[:-1]]
    assert sources
    assert [source for source in sources if ignored(source) or not (ROOT / source).exists()] == []
