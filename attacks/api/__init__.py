"""The open API: read-only, anonymous, over published versions alone; its own words are English."""
