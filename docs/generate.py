"""Writes what is generated: the module table of docs/architecture.md, docs/guarantees.md, and config.example.env.

python docs/generate.py          write them
python docs/generate.py --check  exit 1 and name what is out of date
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sharebot"
BEGIN, END = "<!-- modules: generated -->", "<!-- end of modules -->"


def module_table() -> str:
    """One row a module: its name and the first paragraph of its docstring."""
    rows = ["| module | what it is for |", "|---|---|"]
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        about = (
            (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0].replace("\n", " ")
        )
        if about:
            rows.append(f"| `{name}` | {about} |")
    return "\n".join(rows)


def architecture() -> str:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{module_table()}\n{END}{after}"


def example_settings() -> str:
    from sharebot.settings import example_env

    return example_env()


def guarantees() -> str:
    """From the table that the tests walk."""
    sys.path.insert(0, str(ROOT / "tests"))
    from guarantees import page

    return page()


def generated() -> dict[Path, str]:
    return {
        ROOT / "docs" / "architecture.md": architecture(),
        ROOT / "docs" / "guarantees.md": guarantees(),
        ROOT / "config.example.env": example_settings(),
    }


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> int:
    stale = {path: text for path, text in generated().items() if _read(path) != text}
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date; run: make generate")
        return bool(stale)
    for path, text in stale.items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
