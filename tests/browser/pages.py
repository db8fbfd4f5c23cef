"""The addresses that page-wide checks and pictures visit, one of each kind of page; a name also names a file."""

PAGES = {
    "explore": "/",
    "explore-filtered": "/?actor=kataib-hezbollah&actor_by=parent&from=2023-10-17&to=2024-02-04",
    "explore-provinces": "/?map=provinces",
    "explore-table": "/?view=table",
    "timeline": "/timeline/?kind=drone",
    "explore-empty": "/?q=nothing+of+the+kind",
    "incident": "/incidents/IQ-0155/",
    "incident-claimed": "/incidents/IQ-0140/",
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
    "not-found": "/incidents/IQ-9999/",
}
LANGUAGES = {"en": "", "ar": "/ar"}

# Pages of staff. Keys of records are those of a freshly loaded record: 155 is IQ-0155.
STAFF_PAGES = {
    "admin-desk": "/admin/",
    "admin-incidents": "/admin/attacks/incident/",
    "admin-incident-add": "/admin/attacks/incident/add/",
    "admin-incident": "/admin/attacks/incident/155/change/",
}
