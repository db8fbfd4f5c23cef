"""Entry of the scripts in bin/: the first argument is the name of the script."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from launcher.cli import main

sys.exit(main(sys.argv[1:]))
