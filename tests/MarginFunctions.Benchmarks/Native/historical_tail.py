"""Historical value at risk and expected shortfall of many accounts in NumPy: one matrix product and one partial sort in place, both into memory that is there already.

historical_tail.py INPUT OUTPUT: says "ready" and what it runs on, then answers every line of its input with the seconds of one run: processor time and wall-clock time.
INPUT: four int32 (instruments, scenarios, accounts, worst scenarios), unit profits (instruments x scenarios doubles), quantities (accounts x instruments doubles).
OUTPUT: after the first run, value at risk and expected shortfall of every account (2 x accounts doubles).
"""
import os
import sys
import time

import numpy as np

with open(sys.argv[1], "rb") as source:
    instruments, scenarios, accounts, worst = np.fromfile(source, np.int32, 4)
    unit_profits = np.fromfile(source, np.float64, instruments * scenarios).reshape(instruments, scenarios)
    quantities = np.fromfile(source, np.float64, accounts * instruments).reshape(accounts, instruments)

profits = np.empty((accounts, scenarios))


def measure():
    np.matmul(quantities, unit_profits, out=profits)
    profits.partition(worst - 1, axis=1)
    return -profits[:, worst - 1], -profits[:, :worst].mean(axis=1)


value_at_risk, expected_shortfall = measure()
np.concatenate([value_at_risk, expected_shortfall]).tofile(sys.argv[2])
with open("/proc/self/maps", encoding="ascii") as maps:
    blas = sorted({os.path.basename(line.split()[-1]) for line in maps if "blas" in os.path.basename(line.split()[-1])})
print(f"ready NumPy {np.__version__}, {', '.join(blas)}", flush=True)
for _ in sys.stdin:
    wall, processor = time.perf_counter(), time.process_time()
    measure()
    print(time.process_time() - processor, time.perf_counter() - wall, flush=True)
