#!/usr/bin/env python3
"""Measures the registry beside nginx, Datasette and Django REST framework, and writes benchmarks/RESULTS.md.

    python3 benchmarks/run.py                    everything but the 2.4 million acts, about six minutes
    python3 benchmarks/run.py --large            with them: three minutes and 2 GB of disk more
    python3 benchmarks/run.py --rounds 1 --instruments 40 --acts 4000 --print     a quick look

Load stays on 127.0.0.1.  Ratios within one run count; absolute figures are those of the machine.
"""

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instruments", type=int, default=560)
    parser.add_argument("--acts", type=int, default=80_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each measurement takes")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--large", action="store_true", help="also ask the database with 2.4 million acts")
    parser.add_argument("--folder", type=Path, help="keep data and peers here, and use them again")
    parser.add_argument("--print", action="store_true", help="do not write benchmarks/RESULTS.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="treatytracker-benchmarks-") as scratch:
        folder = (asked.folder or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        results = importlib.import_module("benchmarks.measuring").measure(asked, folder)
    text = importlib.import_module("benchmarks.report").report(asked, results)
    sys.stdout.write(text)
    if not asked.print:
        (BASE / "benchmarks" / "RESULTS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(BASE))
    setup = importlib.import_module("run")
    if not Path(sys.prefix).samefile(setup.VENV) if setup.VENV.exists() else True:
        setup.make_environment(setup.DEVELOPMENT)
        os.execv(setup.PYTHON, [str(setup.PYTHON), *sys.argv])
    main()
