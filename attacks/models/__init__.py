"""The models, one module per noun."""

from .accounts import REPORTED_FIELDS, Account, ReportedValue
from .actors import Actor, Affiliation
from .bases import Base, Presence
from .geography import Province
from .incidents import Attribution, Casualties, Incident, IncidentLink, Munition
from .jobs import Job, JobFile
from .ledger import LedgerHead, Revision, RevisionDocument
from .operations import TaskOutcome
from .projection import (
    PostingList,
    PublishedActor,
    PublishedAffiliation,
    PublishedAttribution,
    PublishedBase,
    PublishedCoverage,
    PublishedIncident,
    PublishedOutlet,
    PublishedProvince,
    PublishedSource,
    PublishedStatement,
    PublishedTally,
    Version,
    Word,
)
from .review import Record, Report, ReviewEvent
from .sources import ArchivedCopy, Outlet, Source
from .statements import Statement
from .tallies import Coverage, Tally

__all__ = [
    "REPORTED_FIELDS",
    "Account",
    "Actor",
    "Affiliation",
    "ArchivedCopy",
    "Attribution",
    "Base",
    "Casualties",
    "Coverage",
    "Incident",
    "IncidentLink",
    "Job",
    "JobFile",
    "LedgerHead",
    "Munition",
    "Outlet",
    "PostingList",
    "Presence",
    "Province",
    "PublishedActor",
    "PublishedAffiliation",
    "PublishedAttribution",
    "PublishedBase",
    "PublishedCoverage",
    "PublishedIncident",
    "PublishedOutlet",
    "PublishedProvince",
    "PublishedSource",
    "PublishedStatement",
    "PublishedTally",
    "Record",
    "Report",
    "ReportedValue",
    "ReviewEvent",
    "Revision",
    "RevisionDocument",
    "Source",
    "Statement",
    "Tally",
    "TaskOutcome",
    "Version",
    "Word",
]
