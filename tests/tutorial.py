"""Follows the tutorial word for word, as a person at a prompt would: line after line, with what they type when asked."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from documented import ROOT, Line, typed
from servers.web import Blog, Web

PAGE = ROOT / "docs" / "tutorial.md"
EDITOR = "sed -i s/harbor/harbour/"


@dataclass
class Person:
    """`env` and `folder` are what the shell was left with; `said` is everything that was printed."""

    folder: Path
    env: dict[str, str]
    answers: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def types(self, line: Line) -> None:
        text = line.text
        for there, here in self.places.items():
            text = text.replace(there, here)
        shell = subprocess.Popen(
            ["bash", "-c", f'{text}\nstatus=$?; pwd > "$LEFT/pwd"; env -0 > "$LEFT/env"; exit $status'],
            cwd=self.folder,
            env=self.env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        out = (
            self._until_sent(shell) if text == "sharebot run" else shell.communicate(self._answer(text), timeout=300)[0]
        )
        self.said.append(f"$ {text}\n{out}")
        assert shell.returncode == 0, f"{line}\n{out}"
        left = Path(self.env["LEFT"])
        self.folder = Path((left / "pwd").read_text().strip())
        pairs = (pair.partition("=") for pair in (left / "env").read_text().split("\0") if pair)
        self.env = {name: value for name, _, value in pairs}

    def _answer(self, text: str) -> str:
        return next((said for words, said in self.answers.items() if text.startswith(words)), "")

    def _until_sent(self, shell: subprocess.Popen[str]) -> str:
        """Ctrl-C when the log says so, as the page asks."""
        with shell:
            assert shell.stdout
            out = ""
            for line in shell.stdout:
                out += line
                if "delivery.sent" in line:
                    os.killpg(shell.pid, signal.SIGINT)
        return out


def follow(person: Person, *, since: str = "") -> str:
    """All that the page has typed, from the line that is `since` on; returns all that was said."""
    every = list(typed(PAGE))
    first = next(number for number, line in enumerate(every) if line.text.startswith(since))
    for line in every[first:]:
        person.types(line)
    return "\n".join(person.said)


def person(folder: Path, web: Web, mastodon: str, token: str) -> Person:
    blog = Blog(web)
    blog.publish(
        "A night at the harbor",
        html="<p>The boats came home one after the other.</p><p>-Garrett Reuscher, Guest Blogger. You can follow him on "
        "twitter @GarrettReuscher</p>",
    )
    left, home = folder / "left", folder / "home"
    left.mkdir()
    home.mkdir()
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHAREBOT_", "XDG_", "VIRTUAL_ENV"))
    }
    return Person(
        folder=folder,
        env=env | {"HOME": str(home), "LEFT": str(left), "EDITOR": EDITOR, "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"},
        answers={
            "sharebot init": f"{blog.feed}\n" + "\n" * 20,
            "sharebot accounts connect": f"{mastodon}\n2\n{token}\n",
        },
        places={"https://your.blog": web.address, "ADDRESS-OF-THIS-REPOSITORY": str(ROOT)},
    )


def check(said: str) -> None:
    """What a person must have seen by the end."""
    before, _, after = said.partition("$ sharebot run")
    assert "@GarrettReuscher" in before
    assert "A night at the harbour" in before.rpartition("$ sharebot edit 1")[2] + after
    assert "post 1 for outbox" in after
    assert ": sent" in after
    assert "A night at the harbour" in after
    assert "we are harborlight@social.example" in after
