"""Black-box suites, one file each: `run(place, verdicts)`."""
