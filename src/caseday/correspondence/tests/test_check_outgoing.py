"""What may leave and what may not, with plain values."""

from dataclasses import replace
from uuid import uuid4

import pytest

from caseday.correspondence.rules.checks import (
    LONGEST_TEXT,
    MOST_BYTES,
    CopyWanted,
    Facts,
    Foreign,
    Paper,
    Reach,
    all_objections,
    still_standing,
)
from caseday.correspondence.rules.outgoing import Addressee, Objection, Outgoing

AT = {
    "email": "rosa@example.org",
    "text": "+15125550123",
    "fax": "+15125550124",
    "letter": "1 Oak Street, Austin",
}
ROSA = Reach(AT["email"], "Rosa", consent="granted", is_person=True)


def message(channel="email", **fields):
    given = {"channel": channel, "to": (Addressee(AT.get(channel, ""), "Rosa"),), "text": "How are you?"}
    return Outgoing(**{"subject": "" if channel == "text" else "Hello", **given, **fields})


def reach(channel="email", **fields):
    return replace(ROSA, address=AT[channel], **fields)


def slugs(outgoing, *reaches, **facts):
    found = all_objections(outgoing, Facts(reaches=reaches or (reach(outgoing.channel),), **facts))
    assert all(one.words.strip() and one.field for one in found)
    return [one.slug.partition(":")[0] for one in found]


@pytest.mark.parametrize("channel", ["email", "text", "fax", "letter"])
def test_a_message_to_somebody_who_agreed_leaves_by_every_channel(channel):
    assert slugs(message(channel)) == []


def test_an_unknown_channel_is_asked_for_first():
    assert slugs(message("pigeon"), ROSA) == ["channel"]


def test_it_needs_a_receiver_who_is_no_copy():
    assert slugs(message(to=())) == ["no_receiver"]
    assert slugs(message(to=(Addressee(AT["email"], kind="cc"),))) == ["no_receiver"]


def test_a_text_goes_to_one_number():
    two = (Addressee(AT["text"]), Addressee("+15125550125"))
    assert "one_at_a_time" in slugs(message("text", to=two))


@pytest.mark.parametrize(
    "text, expected",
    [
        (" ", ["empty"]),
        ("Hi {client.first_name}", ["unfilled"]),
        ("On ____ at 9", ["blank"]),
        ("Sum: {} ", ["unfilled"]),
    ],
)
def test_nothing_leaves_with_an_empty_field(text, expected):
    assert slugs(message(text=text)) == expected


def test_the_subject_is_checked_like_the_text_and_must_be_there():
    assert slugs(message(subject="Re {claim_number}")) == ["unfilled"]
    assert slugs(message(subject="Re ___")) == ["blank"]
    assert slugs(message(subject=" ")) == ["no_subject"]


@pytest.mark.parametrize(
    "channel, address, slug",
    [
        ("email", "", "no_address"), ("email", "rosa@", "bad_address"), ("email", "rosa@example", "bad_address"),
        ("email", "two words@example.org", "bad_address"), ("text", "5125550123", "bad_address"),
        ("fax", "+1", "bad_address"), ("letter", " ", "no_address"),
    ],
)  # fmt: skip
def test_an_address_must_be_one(channel, address, slug):
    assert slugs(message(channel), replace(ROSA, address=address)) == [slug]


def test_a_retired_address_blocks_and_says_why():
    found = all_objections(message(), Facts(reaches=(reach(retired="it is marked as no longer used"),)))
    assert [one.slug for one in found] == [f"retired:{AT['email']}"]
    assert "no longer used" in found[0].words and not found[0].may_overrule


@pytest.mark.parametrize("name", ["", "Rosa"])
def test_an_address_outside_the_file_leaves_after_a_look(name):
    outgoing = message()
    found = all_objections(outgoing, Facts(reaches=(reach(is_known=False, name=name),)))
    assert found[0].slug.startswith("not_in_file") and found[0].may_overrule
    assert still_standing(replace(outgoing, confirmed=frozenset({found[0].slug})), found) == []


@pytest.mark.parametrize("channel", ["email", "text"])
def test_declined_and_stopped_block_for_good(channel):
    for facts, slug in (({"consent": "declined"}, "declined"), ({"opted_out": True}, "opted_out")):
        outgoing = message(channel)
        found = all_objections(outgoing, Facts(reaches=(reach(channel, **facts),)))
        assert [one.slug.partition(":")[0] for one in found] == [slug]
        assert (
            still_standing(replace(outgoing, confirmed=frozenset({found[0].slug}), reason="must"), found)
            == found
        )


def test_who_was_not_asked_gets_no_text():
    outgoing = message("text")
    found = all_objections(outgoing, Facts(reaches=(reach("text", consent="unknown"),)))
    assert not found[0].may_overrule


def test_who_was_not_asked_gets_an_email_for_a_reason_alone():
    outgoing = message()
    found = all_objections(outgoing, Facts(reaches=(reach(consent="unknown"),)))
    seen = replace(outgoing, confirmed=frozenset({found[0].slug}))
    assert still_standing(outgoing, found) == found
    assert still_standing(seen, found) == found
    assert still_standing(replace(seen, reason="They asked for it on the phone"), found) == []


def test_not_asked_asks_nothing_of_fax_and_letter():
    assert slugs(message("fax"), reach("fax", consent="unknown")) == []


def test_people_around_the_client_are_told_with_the_clients_word_alone():
    assert slugs(message(), reach(may_be_told=False)) == ["not_to_be_told"]


@pytest.mark.parametrize("channel", ["email", "text", "fax"])
def test_without_an_account_it_says_who_sets_one_up(channel):
    assert slugs(message(channel), has_account=False) == ["no_account"]


def foreign(**fields):
    return Foreign(
        "WC-1",
        "is the claim number of another case",
        **{"field": "text", "where": "", "is_exact": True, **fields},
    )


def test_another_clients_number_blocks_wherever_it_stands():
    for field, where in (("text", ""), ("subject", ""), ("documents", "“Report”")):
        found = all_objections(message(), Facts((ROSA,), foreign=(foreign(field=field, where=where),)))
        assert (found[0].field, found[0].may_overrule) == (field, False)
        assert where in found[0].words


def test_a_near_miss_and_the_other_side_leave_after_a_look():
    facts = Facts((ROSA,), foreign=(foreign(is_exact=False), foreign(is_exact=False, is_side=True)))
    found = all_objections(message(), facts)
    assert [one.slug for one in found] == ["near:WC-1", "side:WC-1"]
    assert all(one.may_overrule for one in found)


def test_another_clients_name_is_pointed_at():
    assert slugs(message(), told_of=("Ana Diaz",)) == ["other_client"]


def test_health_in_a_text_needs_the_clients_word():
    assert slugs(message("text"), details=("knee",)) == ["details"]
    assert slugs(message("text"), reach("text", details_allowed=True), details=("knee",)) == []


def test_health_in_a_text_to_an_office_leaves_after_a_look():
    found = all_objections(message("text"), Facts((reach("text", is_person=False),), details=("knee", "MRI")))
    assert found[0].may_overrule and "“knee”, “MRI”" in found[0].words


def test_a_text_has_a_length_and_takes_a_few_pictures():
    assert slugs(message("text", text="a" * (LONGEST_TEXT + 1))) == ["too_long"]
    pictures = (Paper("Photo", 3_000_000), Paper("Photo", 3_000_000))
    many = message("text", document_ids=tuple(uuid4() for _ in range(11)))
    assert slugs(message("text", document_ids=(uuid4(),)), can_fetch_pictures=False) == ["no_public_address"]
    assert slugs(many, papers=pictures) == ["too_many", "too_large"]
    assert slugs(message("text", document_ids=(uuid4(),)), papers=pictures[:1]) == []


def test_papers_must_be_sendable_readable_and_small_enough():
    papers = (
        Paper("Gone", problem="Its file is missing."),
        Paper("Scan", 10, is_read=False),
        Paper("Big", MOST_BYTES),
    )
    assert slugs(message(), papers=papers) == ["paper", "too_large", "not_read"]


COPY = CopyWanted("Ann Lee", "Worker's attorney", "ann@example.org", "the contract says so")


def test_copies_that_the_pack_wants_block_until_they_go_along():
    assert slugs(message(), copies=(COPY,)) == ["copy"]
    both = message(to=(*message().to, Addressee("ANN@example.org", kind="cc")))
    assert slugs(both, ROSA, copies=(COPY,)) == []


@pytest.mark.parametrize(
    "channel, address, words",
    [
        ("text", "", "A text takes no copies"),
        ("email", "a@example.org", "Add them"),
        ("fax", "", "No address is known"),
    ],
)
def test_a_missing_copy_says_how_to_resolve_it(channel, address, words):
    copy = replace(COPY, address=address)
    found = all_objections(message(channel), Facts((reach(channel),), copies=(copy,)))
    assert words in found[0].words and not found[0].may_overrule


def test_each_objection_is_said_once():
    assert slugs(message(text="{a} and {a}")) == ["unfilled"]


def test_overruling_one_leaves_the_others():
    one, two = Objection("a", "A", may_overrule=True), Objection("b", "B")
    assert still_standing(message(confirmed=frozenset("ab")), [one, two]) == [two]
