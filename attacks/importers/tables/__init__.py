"""Working records from tables that people made: CSV and XLSX, one row per record.

files   -> the rows of an uploaded file as text, within limits
kinds   -> compact, columns    what may stand in a cell, both ways: from text and to text
reading                        a row of text, typed; every problem with row, column and value
writing -> loading             compared with what is stored and written in bulk, all or nothing
"""
