"""The parts of an incident's page, one module each; every part reads the public document and nothing else."""
