"""sharebot completion: what makes a shell complete commands, options and accounts on Tab."""

from __future__ import annotations

import click

from sharebot.cli.command import command
from sharebot.cli.printing import say


@command(
    "completion",
    ("sharebot completion bash >> ~/.bashrc", "for bash (4.4 or newer)"),
    ("sharebot completion zsh >> ~/.zshrc", "for zsh"),
    ("sharebot completion fish > ~/.config/fish/completions/sharebot.fish", "for fish"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the script that completes sharebot's commands, options and accounts; add it to the shell's start file."""
    from click.shell_completion import get_completion_class

    from sharebot.cli import root

    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"Click knows no completion for {shell}.")
    say(script(root, {}, "sharebot", "_SHAREBOT_COMPLETE").source())
