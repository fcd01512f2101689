"""The running service, and what it shares with single rounds from the command line."""
