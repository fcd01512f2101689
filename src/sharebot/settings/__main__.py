"""python -m sharebot.settings prints config.example.env."""

import sys

from sharebot.settings.example import example_env

if __name__ == "__main__":
    sys.stdout.write(example_env())
