"""No call is answered before what it wrote is on disk, and calls that come together share the way there."""

import signal
import time

from outside.adit import Adit
from outside.syncs import Syncs
from outside.verdicts import equal
from outside.writers import Client, Writers

LOG = "adit.db-wal"
CLIENTS = 32


def run(place, verdicts):
    syncs = Syncs(place)
    with Adit(syncs.binary, data=place.scratch / "data") as adit:
        client = Client(adit)
        vpc = client.vpc()
        begun = time.monotonic()
        with verdicts.case("calls one after another: a sync of the log for each, and no more"):
            number = 20
            since = time.monotonic()
            for n in range(number):
                assert client.group(vpc, f"one-{n}"), "refused"
            found = len(syncs.of(LOG, since))
            # The log's own head is synced when it begins anew.
            assert number <= found <= number + 2, f"{number} writes made {found} syncs"
        with verdicts.case("a call that only looks, or is refused, costs no sync"):
            since = time.monotonic()
            client.groups(vpc)
            equal(client.group(vpc, "one-0"), None, "a duplicate")
            equal(len(syncs.of(LOG, since)), 0)
        with verdicts.case("no call is answered before a sync ended that began after it was sent"):
            syncs.delay(300)
            written = Writers(adit, vpc, 8, "slow", each=4).start().join()
            syncs.delay(0)
            equal(len(written), 32)
            every = syncs.of(LOG)
            for call in written:
                covered = any(sync.begin >= call.sent and sync.end <= call.answered for sync in every)
                assert covered, f"{call.name} was answered after {call.answered - call.sent:.3f} s without a sync"
        with verdicts.case(f"{CLIENTS} clients at once share syncs"):
            syncs.delay(20)
            since = time.monotonic()
            written = Writers(adit, vpc, CLIENTS, "many", each=10).start().join()
            took = time.monotonic() - since
            syncs.delay(0)
            equal(len(written), CLIENTS * 10)
            found = len(syncs.of(LOG, since))
            assert found * 4 <= len(written), f"{len(written)} calls made {found} syncs in {took:.1f} s"
        with verdicts.case("many commits: writing the log back stops nobody for long"):
            waits = sorted(call.answered - call.sent for call in (client.group(vpc, f"back-{n}") for n in range(300)) if call)
            equal(len(waits), 300)
            assert syncs.of("adit.db", begun), "the log was never written back"
            assert waits[-1] < 0.5, f"a call took {waits[-1]:.3f} s, the median is {waits[150]:.4f} s"
        with verdicts.case("all of it is there after a kill"):
            names = client.groups(vpc)
            adit.stop(signal.SIGKILL)
            with Adit(place.adit, data=place.scratch / "data") as again:
                equal(Client(again).groups(vpc), names)
