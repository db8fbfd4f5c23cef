"""The record's own pages and lists, each with a permanent address; read from ledger and projection alone."""
