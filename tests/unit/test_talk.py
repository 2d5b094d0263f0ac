"""A talk with the actions, without Rasa: every move leans on what was said before."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from actions.answering import MAX_OFFERED, answer
from actions.context import Context
from marrow.conversation.words import IN_SHORT, MORE, general_answer_for
from tests.invented import NOTHING_MORE, if_it_does_not_help, read_next, reason_for
from tests.person import Person, said

LEANING = ("follow_up", "more_detail", "simpler", "say_again", "go_back", "why")
OF_EVERY_ANSWER = ["/simpler", "/how_sure"]


def test_a_question_gets_what_is_said_at_first_and_the_next_step(person: Person) -> None:
    reply = person.says("recovery_time")
    assert said(reply) == ["recovery_time.said", "recovery_time.next_step"]
    assert (reply.turn["kind"], reply.turn["topic"], reply.turn["answer_id"]) == (
        "answer", "recovery_time", "recovery_time",
    )  # fmt: skip


def test_several_questions_get_an_answer_each(person: Person) -> None:
    reply = person.says("recovery_time", also=["definition", "symptoms"])
    assert (reply.turn["topic"], reply.turn["also"]) == ("recovery_time", ["definition", "symptoms"])
    assert [name for name in said(reply) if name.endswith(".said")] == [
        "recovery_time.said", "definition.said", "symptoms.said",
    ]  # fmt: skip
    assert len(reply.buttons) == MAX_OFFERED + len(OF_EVERY_ANSWER)
    assert not {button.payload for button in reply.buttons} & {"/recovery_time", "/definition", "/symptoms"}


def test_an_answer_offers_more_and_what_to_read_next(person: Person) -> None:
    person.says("recovery_time")
    topics = [f"/{topic}" for topic in read_next("recovery_time")]
    assert list(person.buttons.values()) == ["/more_detail", *topics, *OF_EVERY_ANSWER]
    person.says("simpler")
    assert "/simpler" not in person.buttons.values() and "/how_sure" in person.buttons.values()
    person.says(NOTHING_MORE[0])
    assert MORE not in person.buttons


def test_the_site_stays_through_the_talk(person: Person) -> None:
    assert person.says("recovery_time", "knee").turn["answer_id"] == "recovery_time.knee"
    assert person.says("definition", "bone_marrow_edema").turn["site"] is None
    assert person.says("treatment_surgery").turn["answer_id"] == "treatment_surgery.knee"
    person.says("recovery_time", "hip")
    assert person.context.site == "hip"


def test_a_general_answer_to_somebody_who_named_a_site_says_so(person: Person) -> None:
    assert (person.says("definition", "knee").text or "").startswith(general_answer_for("the knee"))
    assert general_answer_for("the knee") not in (person.says("recovery_time").text or "")


def test_things_stay_are_replaced_and_are_dropped_when_the_subject_is_named(person: Person) -> None:
    person.says("imaging_xray_ct", "ct")
    assert person.says("imaging_xray_ct").turn["answer_id"] == "imaging_xray_ct.ct"
    assert person.says("recovery_time", "osteoarthritis").turn["answer_id"] == "recovery_time.osteoarthritis"
    assert person.context.things == ("osteoarthritis",)
    assert person.says("recovery_time", "bone_marrow_edema").turn["answer_id"] == "recovery_time"
    assert person.context.things == ()


def test_an_answer_on_the_thing_stands_before_the_one_on_the_site(person: Person) -> None:
    reply = person.says("recovery_time", "knee", "osteoarthritis")
    assert said(reply)[::2] == ["recovery_time.osteoarthritis.said", "recovery_time.knee.said"]
    assert (reply.turn["answer_id"], reply.turn["site"], reply.turn["also"]) == (
        "recovery_time.osteoarthritis", "knee", [],
    )  # fmt: skip


@pytest.mark.parametrize("intent", LEANING)
def test_what_leans_on_nothing_is_asked_back(person: Person, intent: str) -> None:
    assert person.says(intent).turn["kind"] == "clarify"
    assert person.context.misses == 1


def test_what_comes_next_without_an_answer_before_is_how_it_may_go_on(person: Person) -> None:
    assert person.says("if_not_better").turn["topic"] == "prognosis_persistence"


@pytest.mark.parametrize(
    "names, answer",
    [
        (["knee"], "recovery_time.knee"),
        (["hip"], "recovery_time"),
        (["osteoarthritis"], "recovery_time.osteoarthritis"),
        (["ct"], "imaging_xray_ct.ct"),
        (["surgery", "knee"], "treatment_surgery.knee"),
        (["sleep"], "recovery_time"),
    ],
    ids=["a site", "a site without an answer", "a thing of the topic", "another topic's", "both", "no topic's"],
)
def test_a_fragment_keeps_the_topic_unless_the_thing_has_its_own(person: Person, names: list, answer: str) -> None:
    person.says("recovery_time")
    assert person.says("follow_up", *names).turn["answer_id"] == answer


def test_a_fragment_alone_is_about_what_it_names(person: Person, invented: Session) -> None:
    assert person.says("follow_up", "knee").turn["topic"] == "body_site_specific"
    assert Person(invented).says("follow_up", "ct").turn["topic"] == "imaging_xray_ct"


def test_more_is_what_was_kept_back(person: Person) -> None:
    person.says("recovery_time", also=["definition"])
    reply = person.says("more_detail")
    assert said(reply) == ["recovery_time.more", "definition.more"]
    assert MORE not in person.buttons
    assert person.context.last is not None
    assert person.context.last.topic == "recovery_time"


def test_where_there_is_no_more_something_to_read_is_offered(person: Person) -> None:
    person.says(NOTHING_MORE[0])
    reply = person.says("more_detail")
    assert (reply.response, reply.turn["kind"]) == ("utter_no_more_detail", "clarify")
    assert reply.turn["options"] == read_next(NOTHING_MORE[0])


def test_simpler_is_the_gist_in_other_words(person: Person) -> None:
    person.says("recovery_time")
    reply = person.says("simpler")
    assert (reply.text or "").startswith(IN_SHORT)
    assert (said(reply), reply.turn["topic"]) == (["recovery_time.simpler"], "recovery_time")


def test_simpler_of_a_special_answer_says_its_first_statement_after_the_gist(person: Person) -> None:
    person.says("recovery_time", "knee")
    assert said(person.says("simpler")) == ["recovery_time.simpler", "recovery_time.knee.said"]


def test_why_gives_the_reasons_of_the_first_topic(person: Person) -> None:
    person.says("recovery_time", "knee", also=["definition"])
    reply = person.says("why")
    assert said(reply) == [reason_for("recovery_time")]
    assert (reply.turn["topic"], reply.turn["site"], reply.turn.get("also")) == ("recovery_time", "knee", [])


def test_how_sure_names_what_stands_behind_each_sentence(person: Person) -> None:
    person.says("recovery_time", "knee")
    reply = person.says("how_sure")
    lines = (reply.text or "").splitlines()
    assert said(reply)[:2] == ["recovery_time.knee.said", "recovery_time.knee.next_step"]
    assert "(review study (no year given) [1])" in lines[1] and "(small study (no year given) [2])" in lines[2]
    assert "review study. <review>" in lines[-1], "the strongest kind, and what it means"
    assert "2 January 2026" in lines[-1] and "No clinician has reviewed it yet" in lines[-1]
    assert (reply.turn["topic"], reply.turn["site"]) == ("recovery_time", "knee")


def test_what_comes_next_if_it_does_not_help(person: Person) -> None:
    person.says("treatment_surgery", "knee")
    reply = person.says("if_not_better")
    assert [reply.turn["topic"], *reply.turn["also"]] == if_it_does_not_help("treatment_surgery")
    assert person.context.site == "knee"


def test_again_is_the_same_answer_and_back_the_one_before(person: Person) -> None:
    first = person.says("recovery_time", "knee")
    second = person.says("definition")
    assert said(person.says("say_again")) == said(second)
    back = person.says("go_back")
    assert (said(back), back.turn["answer_id"]) == (said(first), "recovery_time.knee")
    assert said(person.says("say_again")) == said(first)
    assert person.says("go_back").turn["answer_id"] == "recovery_time.knee"


def test_back_is_about_what_the_talk_was_about_then(person: Person) -> None:
    person.says("recovery_time", "knee", "osteoarthritis")
    before = person.context
    person.says("recovery_time", "hip", "ct")
    person.says("go_back")
    assert person.context == before


@pytest.mark.parametrize(
    "names, ranking, topic",
    [
        ([], [("correction", 0.5), ("symptoms", 0.3)], "symptoms"),
        ([], [("correction", 0.4), ("recovery_time", 0.35), ("symptoms", 0.2)], "symptoms"),
        (["ct"], [("correction", 0.8), ("symptoms", 0.1)], "imaging_xray_ct"),
        (["ct"], [("correction", 0.5), ("symptoms", 0.25), ("imaging_xray_ct", 0.15)], "imaging_xray_ct"),
        (["knee"], [("correction", 0.6), ("recovery_time", 0.3)], "recovery_time"),
        (["knee"], [("correction", 0.6), ("body_site_specific", 0.3)], "recovery_time"),
    ],
    ids=[
        "by topic",
        "never the topic refused",
        "by the thing named",
        "rather the thing named",
        "by the site named",
        "by a site and no more",
    ],
)
def test_a_correction_is_answered(person: Person, names: list, ranking: list, topic: str) -> None:
    person.says("recovery_time")
    reply = person.says("correction", *names, ranking=ranking)
    assert reply.turn["topic"] == topic
    assert (reply.turn["site"] == "knee") == ("knee" in names)


def test_a_correction_that_says_nothing_else_is_asked_back(person: Person) -> None:
    person.says("recovery_time")
    reply = person.says("correction", ranking=[("correction", 0.7), ("recovery_time", 0.2), ("symptoms", 0.1)])
    assert reply.turn["kind"] == "clarify"


def test_starting_over_forgets_everything(person: Person) -> None:
    person.says("recovery_time", "knee", "osteoarthritis")
    person.says("definition")
    person.says("nlu_fallback")
    reply = person.says("start_over")
    assert reply.response == "utter_start_over"
    assert reply.turn["options"] == [payload.lstrip("/") for payload in person.buttons.values()]
    assert person.context == Context()
    assert person.says("go_back").turn["kind"] == "clarify"


def test_a_topic_that_the_knowledge_does_not_hold_is_never_another_answer(person: Person, invented: Session) -> None:
    with pytest.raises(LookupError, match="no answer for topic three"):
        answer(invented, person.tracker({}), ["three", "recovery_time"])
