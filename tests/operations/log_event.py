"""Log events: put, read in both directions, searched."""

import json
import time

from outside.errors import refuses
from outside.verdicts import equal

GROUP = "events"


def run(aws, verdicts):
    logs = aws.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    for name in ("one", "two"):
        logs.create_log_stream(logGroupName=GROUP, logStreamName=name)
    now = int(time.time() * 1000)

    def put(stream, *events, **more):
        events = [{"timestamp": now + at, "message": message} for at, message in events]
        return logs.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=events, **more)

    def read(stream="one", **more):
        return logs.get_log_events(logGroupName=GROUP, logStreamName=stream, **more)

    def search(**more):
        return [event["message"] for event in logs.filter_log_events(logGroupName=GROUP, **more)["events"]]

    with verdicts.case("events are put and read back"):
        said = put("one", (-5000, "first"), (-4000, "ERROR second"), sequenceToken="ignored")
        assert said["nextSequenceToken"] and "rejectedLogEventsInfo" not in said, said
        put("one", (-3000, "third"), (-2000, json.dumps({"level": "ERROR", "n": 4})))
        got = read()["events"]
        equal([event["message"] for event in got][:3], ["first", "ERROR second", "third"])
        equal(got[0]["timestamp"], now - 5000)
        assert got[0]["ingestionTime"] >= now - 60_000, got[0]
        stream = logs.describe_log_streams(logGroupName=GROUP, logStreamNamePrefix="one")["logStreams"][0]
        equal((stream["firstEventTimestamp"], stream["lastEventTimestamp"]), (now - 5000, now - 2000))
        assert logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"][0]["storedBytes"] > 0
    with verdicts.case("tokens go forward and back, and repeat at the ends"):
        first = read(limit=3, startFromHead=True)
        equal(len(first["events"]), 3)
        second = read(limit=3, startFromHead=True, nextToken=first["nextForwardToken"])
        equal(len(second["events"]), 1)
        end = read(limit=3, startFromHead=True, nextToken=second["nextForwardToken"])
        equal((end["events"], end["nextForwardToken"]), ([], second["nextForwardToken"]))
        back = read(limit=3, nextToken=second["nextBackwardToken"])
        equal(back["events"], first["events"])
        start = read(limit=3, nextToken=back["nextBackwardToken"])
        equal((start["events"], start["nextBackwardToken"]), ([], back["nextBackwardToken"]))
        equal([event["message"] for event in read(limit=1)["events"]][0][:1], "{")
        between = read(startTime=now - 4000, endTime=now - 3000)["events"]
        equal([event["message"] for event in between], ["ERROR second"])
        with refuses("InvalidParameterException"):
            read(nextToken="f/none")
    with verdicts.case("events that are too old or too new are told, the others kept"):
        day = 86_400_000
        said = put("two", (-20 * day, "old"), (-1000, "ERROR good"), (3 * 3_600_000, "new"))
        equal(said["rejectedLogEventsInfo"], {"tooOldLogEventEndIndex": 1, "tooNewLogEventStartIndex": 2})
        equal([event["message"] for event in read("two")["events"]], ["ERROR good"])
    with verdicts.case("a batch out of order or too large is refused"):
        with refuses("InvalidParameterException", status=400):
            put("two", (0, "later"), (-1, "earlier"))
        with refuses("InvalidParameterException"):
            put("two", (-1, "x" * 700_000), (0, "x" * 700_000))
        with refuses("ResourceNotFoundException"):
            put("none", (0, "x"))
    with verdicts.case("events are searched by pattern, stream and time"):
        equal(len(search()), 5)
        equal(search(filterPattern="ERROR -good"), ["ERROR second", json.dumps({"level": "ERROR", "n": 4})])
        equal(search(filterPattern='"ERROR good"'), ["ERROR good"])
        equal(search(filterPattern="?first ?third"), ["first", "third"])
        equal(search(filterPattern='{ $.level = "ERROR" && $.n >= 4 }'), [json.dumps({"level": "ERROR", "n": 4})])
        equal(search(logStreamNames=["two"]), ["ERROR good"])
        equal(search(logStreamNamePrefix="t", interleaved=True), ["ERROR good"])
        equal(search(startTime=now - 3000, endTime=now - 3000), ["third"])
        page = logs.filter_log_events(logGroupName=GROUP, limit=3, startFromHead=False, startTime=now - 10_000)
        rest = logs.filter_log_events(logGroupName=GROUP, nextToken=page["nextToken"], startTime=now - 10_000)
        messages = [event["message"] for event in page["events"] + rest["events"]]
        equal((len(messages), messages[0], messages[-1]), (5, "ERROR good", "first"))
        assert len({event["eventId"] for event in page["events"] + rest["events"]}) == 5
    with verdicts.case("other pattern syntax is refused"):
        for pattern in ("[ip, user]", "%ERR%", "a-b", "{ $.a }"):
            with refuses("InvalidParameterException"):
                search(filterPattern=pattern)
    logs.delete_log_group(logGroupName=GROUP)
    with verdicts.case("what is gone is not read"), refuses("ResourceNotFoundException"):
        read()
