"""The addresses that every page-wide check visits, one of each kind of page."""

PAGES = {
    "explore": "/",
    "explore, filtered": "/?actor=kataib-hezbollah&actor_by=parent&from=2023-10-17&to=2024-02-04",
    "explore, table": "/?view=table",
    "explore, nothing found": "/?q=nothing+of+the+kind",
    "incident": "/incidents/IQ-0155/",
    "incident with a claim": "/incidents/IQ-0140/",
    "incidents": "/incidents/",
    "actors": "/actors/",
    "actor": "/actors/kataib-hezbollah/",
    "bases": "/bases/",
    "base": "/bases/ain-al-asad/",
    "statements": "/statements/",
    "statement": "/statements/ST-0007/",
    "sources": "/sources/",
    "source": "/sources/rt-2020-01-04/",
    "method": "/method/",
    "dictionary": "/method/dictionary/",
    "not found": "/incidents/IQ-9999/",
}
LANGUAGES = {"en": "", "ar": "/ar"}

# What docs/screens/ shows: a short name for the file and the address.
SCREENS = {
    "explore": "/",
    "explore-provinces": "/?map=provinces",
    "explore-filtered": "/?actor=kataib-hezbollah&actor_by=parent&from=2023-10-17&to=2024-02-04",
    "explore-empty": "/?q=nothing+of+the+kind",
    "incident": "/incidents/IQ-0155/",
    "incident-claimed": "/incidents/IQ-0140/",
    "actors": "/actors/",
    "actor": "/actors/kataib-hezbollah/",
    "bases": "/bases/",
    "base": "/bases/ain-al-asad/",
    "statements": "/statements/",
    "statement": "/statements/ST-0007/",
    "sources": "/sources/",
    "source": "/sources/rt-2020-01-04/",
    "method": "/method/",
    "dictionary": "/method/dictionary/",
}
