"""What holds for every test, on whatever machine and however the tests were started."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

# Hypothesis gives an example 200 ms and complains where inventing them is slow; on a busy machine that proves nothing.
# With CI set, its own profile (the same examples every time) is what this one is made from.
settings.register_profile("any machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# A shell lets what its scripts run in the background ignore Ctrl-C, and nohup the end of a terminal; all that is started
# from there inherits that.
for number, default in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, default)
