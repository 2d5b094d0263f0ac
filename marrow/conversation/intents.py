"""Names of the intents that are no topics, by what they are; ``domain.yml`` lists them all (tested)."""

OUT_OF_SCOPE = "out_of_scope"
OTHER_LANGUAGE = "other_language"
RED_FLAG = "red_flag"
DECLINE = "decline"
FOLLOW_UP = "follow_up"
ABOUT_IT = "about_it"
MORE_DETAIL = "more_detail"
SIMPLER = "simpler"
HOW_SURE = "how_sure"
CORRECTION = "correction"
AFFIRM = "affirm"
DENY = "deny"
TAKE_BACK = "take_back"
HELP = "call_for_help"
NOT_IN_DANGER = "not_in_danger"
ABOUT_SOMEONE_ELSE = "about_someone_else"

SAFETY = (RED_FLAG, DECLINE, HELP, NOT_IN_DANGER, ABOUT_SOMEONE_ELSE)  # found by no classifier
WARNINGS = tuple(f"utter_{name}" for name in (RED_FLAG, HELP, ABOUT_SOMEONE_ELSE))  # responses: the words of a red flag
UTTER_RED_FLAG, UTTER_DECLINE = f"utter_{RED_FLAG}", f"utter_{DECLINE}"
STILL_URGENT = "utter_still_urgent"  # the response that says them once more
SAID_WITH = "utter_action"  # where Rasa keeps the response's name in the metadata of what was said
SMALL_TALK = ("greet", "goodbye", "thanks", "what_are_you", "about_guide", "upset")
MOVES = (  # what leans on the turn before
    FOLLOW_UP,
    ABOUT_IT,
    MORE_DETAIL,
    SIMPLER,
    "say_again",
    "go_back",
    CORRECTION,
    "why",
    HOW_SURE,
    "if_not_better",
    AFFIRM,
    DENY,
    TAKE_BACK,
    "choose_option",
    "start_over",
)
