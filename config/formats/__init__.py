"""How the pages of staff write days and moments, by language; the public pages have words of their own for them."""
