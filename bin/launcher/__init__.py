"""What bin/run, bin/test, bin/manage and bin/lock share; needs Python 3.11 and nothing else."""
