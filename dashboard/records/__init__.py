"""The record's own pages, each with a permanent address, and their lists; read from the ledger and its projection alone."""
