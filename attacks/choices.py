"""Every enumeration of the record with its labels and meanings; pages, API and data dictionary read them here."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Choices(str, models.Choices):
    """Text choices whose members also carry a `meaning`: `MEMBER = value, meaning, label`."""

    meaning: Any

    def __new__(cls, value: str, meaning: Any = "") -> Choices:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    def __str__(self) -> str:
        return str(self.value)

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[str]) -> str:
        return name.lower()


class Language(Choices):
    ENGLISH = "en", "", _("English")
    ARABIC = "ar", "", _("Arabic")


# When and where -------------------------------------------------------------------------------------------------------


class DatePrecision(Choices):
    DAY = "day", _("The day is known."), _("Day")
    WEEK = "week", _("Known to within about a week."), _("Week")
    MONTH = "month", _("Only the month is known."), _("Month")
    YEAR = "year", _("Only the year is known."), _("Year")


class DateExtent(Choices):
    SINGLE = "single", _("One day."), _("Single day")
    SPANS = "spans", _("It lasted over these days, for example across midnight."), _("Lasted over these days")
    UNCERTAIN = "uncertain", _("It took place at some point between these days."), _("Some time between these days")


class LocationPrecision(Choices):
    EXACT = "exact", _("Within 100 metres."), _("Exact")
    SITE = "site", _("Within 2 kilometres: the base or site is known."), _("Site")
    TOWN = "town", _("Within 10 kilometres: the town is known."), _("Town")
    DISTRICT = "district", _("The district is known; the point stands for all of it."), _("District")
    PROVINCE = "province", _("Only the province is known; the point stands for all of it."), _("Province")


# The radius in metres that a precision implies; None: an area, not a circle.
LOCATION_RADIUS_M: dict[str, int | None] = {
    LocationPrecision.EXACT: 100,
    LocationPrecision.SITE: 2_000,
    LocationPrecision.TOWN: 10_000,
    LocationPrecision.DISTRICT: 22_000,
    LocationPrecision.PROVINCE: None,
}


# Incidents ------------------------------------------------------------------------------------------------------------


class Role(Choices):
    ATTACK = "attack", _("An attack on US or coalition interests."), _("Attack")
    RESPONSE = "response", _("A strike or raid by the United States or the coalition."), _("US response")
    UNCLAIMED_STRIKE = (
        "unclaimed_strike",
        _("A strike on a militia site that no state has claimed; never counted as a US strike."),
        _("Unclaimed strike"),
    )


class Kind(Choices):
    """The order is that of lists, stacked bars and donuts."""

    DRONE = "drone", _("An unmanned aircraft, armed or exploding on impact."), _("Drone")
    ROCKET = "rocket", _("Unguided rockets."), _("Rocket")
    MORTAR = "mortar", _("Mortar shells."), _("Mortar")
    BALLISTIC_MISSILE = "ballistic_missile", _("Ballistic missiles of any range."), _("Ballistic missile")
    IED = "ied", _("An improvised explosive device, mostly a roadside bomb."), _("IED")
    SMALL_ARMS = "small_arms", _("Gunfire and hand grenades."), _("Small arms")
    STORMING = "storming", _("People entering or trying to enter a site by force."), _("Storming")
    AIR_STRIKE = "air_strike", _("A strike from the air by a state."), _("Air strike")
    RAID = "raid", _("A raid on the ground by state forces."), _("Raid")
    OTHER = "other", _("Anything else, such as a kidnapping."), _("Other")


class TargetKind(Choices):
    BASE = "base", _("A military base or camp."), _("Base")
    EMBASSY = "embassy", _("An embassy or its compound."), _("Embassy")
    CONSULATE = "consulate", _("A consulate."), _("Consulate")
    AIRPORT = "airport", _("An airport."), _("Airport")
    CONVOY = "convoy", _("Vehicles on the road, mostly contracted supply convoys."), _("Convoy")
    CONTRACTOR = "contractor", _("A contractor's people or site."), _("Contractor")
    OIL_GAS = "oil_gas", _("An oil or gas site."), _("Oil or gas site")
    BUSINESS = "business", _("A business, such as a US brand."), _("Business")
    MILITIA_SITE = "militia_site", _("A site of an armed group."), _("Militia site")
    OTHER = "other", _("Anything else."), _("Other")


class UsNexus(Choices):
    DIRECT = "direct", _("US or coalition people, a base, a mission or a strike by them."), _("Direct")
    INDIRECT = (
        "indirect",
        _("A shared site, a contractor, a contracted convoy, a US brand or a US-run oil field."),
        _("Indirect"),
    )
    CONTEXT = "context", _("No US target as such; recorded for context and not counted."), _("Context only")


class Evidence(Choices):
    CONFIRMED = (
        "confirmed",
        _(
            "An official body of the target's or the attacker's side acknowledges it and two or more independent "
            "origins report it; a US strike that the United States acknowledges is confirmed."
        ),
        _("Confirmed"),
    )
    CORROBORATED = "corroborated", _("Two or more independent origins report it."), _("Corroborated")
    SINGLE_SOURCE = "single_source", _("One origin reports it."), _("Single source")
    CONTESTED = "contested", _("Reports conflict on whether or how it happened."), _("Contested")
    DISCOUNTED = "discounted", _("Judged not to have happened, with the reason; stays public."), _("Discounted")


class Confidence(Choices):
    LOW = "low", _("The record supports it weakly."), _("Low")
    MODERATE = "moderate", _("The record supports it, with doubts."), _("Moderate")
    HIGH = "high", _("The record supports it well."), _("High")


class Weapon(Choices):
    ROCKET = "rocket", _("Rocket of unknown calibre."), _("Rocket")
    ROCKET_107MM = "rocket_107mm", "", _("107 mm rocket")
    ROCKET_122MM = "rocket_122mm", "", _("122 mm rocket")
    DRONE = "drone", "", _("Drone")
    MORTAR = "mortar", "", _("Mortar shell")
    BALLISTIC_MISSILE = "ballistic_missile", "", _("Ballistic missile")
    CRUISE_MISSILE = "cruise_missile", "", _("Cruise missile")
    MISSILE = "missile", _("Missile of unknown or other type."), _("Missile")
    IED = "ied", _("Improvised explosive device."), _("IED")
    BOMB = "bomb", _("Bomb or guided weapon dropped from an aircraft."), _("Aerial bomb")
    SMALL_ARMS = "small_arms", "", _("Small arms")
    OTHER = "other", "", _("Other")


class CasualtyGroup(Choices):
    US_MILITARY = "us_military", "", _("US military")
    US_CONTRACTOR = "us_contractor", "", _("US contractors")
    US_CIVILIAN = "us_civilian", "", _("US civilians")
    COALITION = "coalition", _("Members and contractors of other coalition states."), _("Coalition")
    IRAQI_SECURITY = "iraqi_security", _("Iraqi security forces, Peshmerga included."), _("Iraqi security")
    MILITIA = "militia", _("Members of armed groups and of the PMF."), _("Militia")
    CIVILIAN = "civilian", _("Civilians, drivers of contracted convoys included."), _("Civilians")
    OTHER = "other", _("Others, such as private guards."), _("Others")
    ALL = "all", _("A report about everybody, such as 'no casualties'."), _("Everybody")


class Basis(Choices):
    """From the firmest basis down; a denial is no attribution and stands last."""

    CLAIMED = "claimed", _("The actor says that it did it."), _("Claimed")
    ASSESSED = "assessed", _("Somebody with access to evidence concludes that it did it."), _("Assessed")
    ACCUSED = "accused", _("Somebody says that it did it, without showing why."), _("Accused")
    SUSPECTED = "suspected", _("Somebody suspects it."), _("Suspected")
    DENIED = "denied", _("Somebody says that it did not do it."), _("Denied")


class AttributionStatus(Choices):
    """Derived from the attributions by a fixed rule, in this order; never typed."""

    CONTESTED = (
        "contested",
        _("Different actors claim it, or the one who claims it also denies or withdraws it."),
        _("Contested"),
    )
    CLAIMED = "claimed", _("A claim stands; denials by others are shown and change nothing."), _("Claimed")
    ASSESSED = "assessed", _("No claim; an assessment names an actor."), _("Assessed")
    ACCUSED = "accused", _("No claim or assessment; somebody accuses an actor."), _("Accused")
    SUSPECTED = "suspected", _("Nothing firmer than a suspicion."), _("Suspected")
    UNATTRIBUTED = "unattributed", _("Nobody is named, or there are only denials."), _("Unattributed")


class LinkKind(Choices):
    RETALIATION_FOR = "retaliation_for", _("A party says that this answers the other."), _("Retaliation for")
    POSSIBLE_RETALIATION_FOR = (
        "possible_retaliation_for",
        _("By timing only; nobody says so."),
        _("Possible retaliation for"),
    )
    SAME_BARRAGE = "same_barrage", _("Parts of one barrage."), _("Same barrage as")
    SAME_CAMPAIGN = "same_campaign", _("Parts of one campaign."), _("Same campaign as")
    FOLLOW_UP = "follow_up", _("This followed from the other."), _("Follow-up to")


# Bases, actors --------------------------------------------------------------------------------------------------------


class BaseKind(Choices):
    AIR_BASE = "air_base", "", _("Air base")
    CAMP = "camp", "", _("Camp")
    EMBASSY = "embassy", "", _("Embassy")
    CONSULATE = "consulate", "", _("Consulate")
    AIRPORT = "airport", "", _("Airport")
    LOGISTICS_SITE = "logistics_site", "", _("Logistics site")
    OIL_GAS_SITE = "oil_gas_site", "", _("Oil or gas site")
    MILITIA_SITE = "militia_site", "", _("Militia site")
    BORDER_CROSSING = "border_crossing", "", _("Border crossing")
    OTHER = "other", "", _("Other")


class Force(Choices):
    COALITION = "coalition", "", _("Coalition")
    US_MILITARY = "us_military", "", _("US military")
    US_DIPLOMATIC = "us_diplomatic", "", _("US diplomatic mission")
    US_CONTRACTOR = "us_contractor", "", _("US contractors")
    IRAQI = "iraqi", "", _("Iraqi forces")


class ActorKind(Choices):
    MILITIA = "militia", _("An armed group."), _("Armed group")
    UMBRELLA = "umbrella", _("A name under which several groups act."), _("Umbrella")
    FACADE = "facade", _("A name used for claims, with no known structure of its own."), _("Claim name")
    STATE = "state", "", _("State")
    STATE_FORCE = "state_force", _("A force or authority of a state."), _("State force")
    POLITICAL_BODY = "political_body", "", _("Political body")
    PERSON = "person", "", _("Person")
    ORGANISATION = "organisation", "", _("Organisation")
    LABEL = "label", _("A word used by reports that name no group; not an organisation."), _("Label")


class AffiliationKind(Choices):
    FRONT_FOR = (
        "front_for",
        _("Assessed to be a name behind which the other acts; only this makes an assessed parent."),
        _("Front for"),
    )
    MEMBER_OF = "member_of", _("Acts under the name of an umbrella."), _("Member of")
    PART_OF = "part_of", _("A part of the other's structure."), _("Part of")
    SPONSORED_BY = "sponsored_by", _("Supported by the other."), _("Sponsored by")


# Sources --------------------------------------------------------------------------------------------------------------


class OutletKind(Choices):
    NEWS_AGENCY = "news_agency", "", _("News agency")
    NEWSPAPER = "newspaper", _("Newspapers and online news sites."), _("Newspaper or news site")
    BROADCASTER = "broadcaster", "", _("Broadcaster")
    STATE_MEDIA = "state_media", "", _("State media")
    OFFICIAL = "official", "", _("Official body")
    MILITIA_CHANNEL = "militia_channel", "", _("Channel of an armed group")
    NGO = "ngo", "", _("Non-governmental organisation")
    THINK_TANK = "think_tank", "", _("Think tank")
    BLOG = "blog", _("Blogs, republishers and aggregators."), _("Blog or aggregator")
    SOCIAL = "social", _("Social media, encyclopedias and forums."), _("Social media")


class Reliability(Choices):
    """The Admiralty scale for sources."""

    A = "A", _("Completely reliable."), "A"
    B = "B", _("Usually reliable."), "B"
    C = "C", _("Fairly reliable."), "C"
    D = "D", _("Not usually reliable."), "D"
    E = "E", _("Unreliable."), "E"
    F = "F", _("Cannot be judged."), "F"


class ArchiveStatus(Choices):
    OK = "ok", _("A copy was kept."), _("Archived copy")
    CHANGED = "changed", _("A copy was kept; the page has changed since the one before."), _("Page changed since")
    DEAD = "dead", _("The address no longer answers."), _("Link dead")
    FAILED = "failed", _("The copy could not be made."), _("Copy failed")


# Statements -----------------------------------------------------------------------------------------------------------


class StatementKind(Choices):
    CLAIM = "claim", _("Says that the speaker did it."), _("Claim")
    DENIAL = "denial", _("Says that the speaker, or another, did not do it."), _("Denial")
    THREAT = "threat", _("Announces force without a condition."), _("Threat")
    ULTIMATUM = "ultimatum", _("Announces force unless a condition is met."), _("Ultimatum")
    WARNING = "warning", _("Says that consequences will follow."), _("Warning")
    PLEDGE = "pledge", _("Promises to do or to stop something, often on a condition."), _("Pledge")
    SUSPENSION = "suspension", _("Suspends attacks."), _("Suspension")
    RESUMPTION = "resumption", _("Takes attacks up again."), _("Resumption")
    CONDEMNATION = "condemnation", "", _("Condemnation")
    ACCUSATION = "accusation", _("Says that another did it."), _("Accusation")
    ANNOUNCEMENT = "announcement", "", _("Announcement")


class Channel(Choices):
    COMMUNIQUE = "communique", "", _("Communiqué")
    PRESS = "press", "", _("Press")
    SOCIAL = "social", "", _("Social media")
    TELEGRAM = "telegram", "", _("Telegram")
    SPEECH = "speech", "", _("Speech")
    LETTER = "letter", "", _("Letter")
    TELEVISION = "television", "", _("Television")


# Tallies, coverage ----------------------------------------------------------------------------------------------------


class TotalIs(Choices):
    EXACT = "exact", "", _("Exact")
    AT_LEAST = "at_least", "", _("At least")
    MORE_THAN = "more_than", "", _("More than")
    ABOUT = "about", "", _("About")
    DERIVED = "derived", _("Worked out from other figures of the same count."), _("Derived")
    NONE_GIVEN = "none_given", _("The count gives no number."), _("No number given")


class TallyUnit(Choices):
    ATTACKS = "attacks", "", _("Attacks")
    INCIDENTS = "incidents", "", _("Incidents")
    US_PERSONNEL_INJURED = "us_personnel_injured", "", _("US personnel injured")


class CoverageGrade(Choices):
    GOOD = "good", _("Most attacks known to the public are here."), _("Good")
    SAMPLE = "sample", _("A part, chosen by what could be sourced."), _("Sample")
    THIN = "thin", _("Little was found or looked for."), _("Thin")
    NONE = "none", _("Nothing was found; that says nothing about what happened."), _("None")


# Review and ledger ----------------------------------------------------------------------------------------------------


class RecordType(Choices):
    PROVINCE = "province", "", _("Province")
    BASE = "base", "", _("Base")
    ACTOR = "actor", "", _("Actor")
    OUTLET = "outlet", "", _("Outlet")
    SOURCE = "source", "", _("Source")
    INCIDENT = "incident", "", _("Incident")
    STATEMENT = "statement", "", _("Statement")
    TALLY = "tally", "", _("Published count")
    COVERAGE = "coverage", "", _("Coverage")


class StaffRole(Choices):
    """What a member of staff is; each may do what those before may."""

    VIEWER = "viewer", _("Reads working records."), _("Viewer")
    ANALYST = "analyst", _("Enters and corrects records and submits them."), _("Analyst")
    EDITOR = "editor", _("Reviews, publishes, retracts and merges."), _("Editor")
    ADMIN = "admin", _("Manages people and blanks documents for a lawful reason."), _("Administrator")


class Proposal(Choices):
    """Where an edit of a working record stands; `none`: nothing is waiting."""

    NONE = "none", _("No edit is waiting."), _("No edit waiting")
    DRAFT = "draft", _("Being written."), _("Draft")
    IN_REVIEW = "in_review", _("Waits for an editor."), _("In review")
    RETURNED = "returned", _("Sent back with a note."), _("Returned")


class PublicState(Choices):
    """What the public sees of a record; only the ledger sets it."""

    NONE = "none", _("Never published."), _("Not published")
    PUBLISHED = "published", "", _("Published")
    RETRACTED = "retracted", _("Withdrawn; a notice stands in its place."), _("Retracted")
    MERGED = "merged", _("Merged into another record, to which its address leads."), _("Merged")


class RevisionEvent(Choices):
    PUBLISHED = "published", _("First made public, or made public again."), _("Published")
    CORRECTED = "corrected", _("Replaced by a later version."), _("Corrected")
    RETRACTED = "retracted", _("Withdrawn."), _("Retracted")
    MERGED = "merged", _("Merged into another record."), _("Merged")
    REDACTED = "redacted", _("Earlier documents blanked for a lawful reason; the chain stays whole."), _("Redacted")


class ReportStatus(Choices):
    NEW = "new", _("Not yet looked at."), _("New")
    DRAFTED = "drafted", _("A draft was made from it."), _("Drafted")
    ATTACHED = "attached", _("Attached to an existing record."), _("Attached")
    REJECTED = "rejected", _("Not used, with the reason."), _("Rejected")
