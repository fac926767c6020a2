"""Killed in the middle of everything: what was acknowledged is there, what was not is whole or absent."""

import signal
import time

from outside.adit import Adit
from outside.verdicts import equal
from outside.writers import Client, Writers

CLIENTS = 32
ROUNDS = 4


def run(place, verdicts):
    data = place.scratch / "data"
    acknowledged = set()
    with Adit(place.adit, data=data) as adit:
        vpc = Client(adit).vpc()
        adit.stop()
    for number in range(ROUNDS):
        with verdicts.case(f"SIGKILL under {CLIENTS} writers, round {number + 1}: every acknowledged write is there"):
            with Adit(place.adit, data=data) as adit:
                writers = Writers(adit, vpc, CLIENTS, f"r{number}").start()
                writers.until(100)
                time.sleep(0.05 * number)
                adit.stop(signal.SIGKILL)
                acknowledged |= {write.name for write in writers.join()}
                equal(writers.refused, 0, "refused writes")
            with Adit(place.adit, data=data) as adit:
                found = Client(adit).groups(vpc) - {"default"}
                missing = acknowledged - found
                assert not missing, f"{len(missing)} of {len(acknowledged)} are lost, such as {sorted(missing)[0]}"
                # Committed, and killed before the answer went out.
                unanswered = found - acknowledged
                assert len(unanswered) <= CLIENTS, f"{len(unanswered)} writes that nobody was told of"
                acknowledged |= unanswered
                assert Client(adit).group(vpc, f"after-{number}"), "the next write is refused"
                acknowledged.add(f"after-{number}")
