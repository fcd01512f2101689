"""Settings: the environment and .env become one frozen value; every name stands in one table."""

from sharebot.settings.address import Address
from sharebot.settings.example import example_env
from sharebot.settings.reading import load
from sharebot.settings.secret import Secret
from sharebot.settings.values import Account, Settings

__all__ = ["Account", "Address", "Secret", "Settings", "example_env", "load"]
