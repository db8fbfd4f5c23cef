"""The record in words: numbers, dates, fields, values and changes as people read them."""
