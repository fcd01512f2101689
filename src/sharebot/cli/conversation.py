"""Questions in the terminal, or answered by a script through a pipe: one line an answer, secrets never shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import click

from sharebot.cli.printing import complain, say
from sharebot.cli.secrets import keep_secret
from sharebot.errors import SettingsError, SharebotError


class Terminal:
    """ports.Conversation at a keyboard. A wrong answer is asked for again, but not of a script: it cannot know."""

    def say(self, text: str) -> None:
        say(text)

    def ask(
        self, question: str, *, default: str = "", secret: bool = False, check: Callable[[str], object] | None = None
    ) -> str:
        while True:
            answer = self._answer(question, default, secret=secret)
            if secret:
                keep_secret(answer)
            try:
                return self._checked(question, answer, check)
            except SharebotError as error:
                if not self.is_live:
                    raise
                complain(str(error))

    def choose(self, question: str, choices: Mapping[str, str]) -> str:
        say(question)
        for number, meaning in enumerate(choices.values(), 1):
            say(f"  {number}. {meaning}")
        numbered = {str(number): name for number, name in enumerate(choices, 1)} | {name: name for name in choices}

        def named(answer: str) -> None:
            if answer not in numbered:
                raise SettingsError(f"{answer[:40]!r} is none of them; answer with a number, such as 1")

        return numbered[self.ask("Your choice", default="1", check=named)]

    def agrees(self, question: str) -> bool:
        """Whether a person at the keyboard says yes; nobody there means no."""
        return self.is_live and click.confirm(question, default=False)

    @property
    def is_live(self) -> bool:
        return sys.stdin.isatty()

    def _answer(self, question: str, default: str, *, secret: bool) -> str:
        if self.is_live:
            shown = f"{question} (what you type is not shown)" if secret else question
            return str(click.prompt(shown, default=default, show_default=bool(default), hide_input=secret)).strip()
        click.echo(f"{question}{f' [{default}]' if default else ''}: ")
        line = sys.stdin.readline()
        if not line:
            raise SettingsError(f"{question}: the answers end here; give one line for each question")
        return line.strip() or default

    def _checked(self, question: str, answer: str, check: Callable[[str], object] | None) -> str:
        if not answer:
            raise SettingsError(f"{question}: nothing was answered; write one line")
        if check:
            check(answer)
        return answer
