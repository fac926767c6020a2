"""How long boto3 takes to build the whole of design B, in milliseconds: clients made, calls answered, states reached.

    python bench/time_design_b.py --endpoint URL [--runs N]

Prints one number a run. Importing boto3 is not counted; making its clients is.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import design_b  # noqa: E402
from cloud import Cloud  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--endpoint", required=True)
parser.add_argument("--runs", type=int, default=5)
given = parser.parse_args()
for run in range(given.runs):
    started = time.monotonic()
    design_b.build(Cloud(endpoint=given.endpoint), name=f"timed-{run}")
    print(f"{(time.monotonic() - started) * 1e3:.0f}", flush=True)
