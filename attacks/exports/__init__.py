"""The record in files: documented columns, rows read in chunks, one adapter per format that turns rows into bytes."""
