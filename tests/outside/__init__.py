"""What the black-box suites stand on: a process, a client, raw sockets, verdicts. Nothing here knows a suite."""
