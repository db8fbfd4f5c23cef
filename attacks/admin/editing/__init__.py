"""What a person at the keyboard meets in the forms: maps, proposals, likely duplicates, two editors of one record."""
