"""What holds for every test: no property is judged by how fast the machine is that checks it."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Hypothesis gives an example 200 ms and complains where inventing them is slow; on a busy machine that proves nothing.
# With CI set, its own profile (the same examples every time) is what this one is made from.
settings.register_profile("any machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
