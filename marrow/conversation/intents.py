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
DENY = "deny"
HELP = "call_for_help"

SAFETY = (RED_FLAG, DECLINE, HELP, "not_in_danger", "about_someone_else")  # found by no classifier
WARNED = (RED_FLAG, HELP, "about_someone_else")  # what gets the words of a red flag
SMALL_TALK = ("greet", "goodbye", "thanks", "what_are_you")
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
    "affirm",
    DENY,
    "choose_option",
    "start_over",
)
