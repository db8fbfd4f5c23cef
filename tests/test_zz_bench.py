"""throwaway"""

import os
import subprocess
import sys

from tests.serving import _environment, record_database


def test_bench():
    with record_database("jobs_bench") as url:
        subprocess.run(
            [sys.executable, "/tmp/bench_jobs.py", *os.environ.get("BENCH", "5000").split()],
            env=_environment(url),
            check=True,
        )
