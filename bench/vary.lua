-- Varied paths and queries for wrk, and a report that a program can read.
--
-- BENCH_PATH is the path, with `{n}` where a number goes (a placeholder of any name). The viewer's name stays in the URL, for SNI and
-- Host, while every connection goes to the loopback: no name is ever looked up.

local VARIANTS = 4096

function wrk.resolve(host, service)
  wrk.addrs = wrk.lookup("127.0.0.1", service)
end

local requests = {}
local at = 0

function init(args)
  local path = os.getenv("BENCH_PATH")
  wrk.headers["Host"] = os.getenv("BENCH_HOST")
  math.randomseed(os.time())
  for i = 1, VARIANTS do
    local n = math.random(1, 1000000)
    local varied = path:gsub("{[^}]*}", tostring(n))
    requests[i] = wrk.format("GET", varied .. "?page=" .. (n % 97) .. "&size=" .. (n % 13) .. "&trace=" .. i)
  end
end

function request()
  at = at % VARIANTS + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "bench requests=%d duration_us=%d refused=%d broken=%d p50_us=%d p99_us=%d\n",
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
