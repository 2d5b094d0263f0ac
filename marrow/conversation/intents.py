"""Names of the intents that are no topics, by what they are; ``domain.yml`` lists them all (tested)."""

OUT_OF_SCOPE = "out_of_scope"
OTHER_LANGUAGE = "other_language"
FOLLOW_UP = "follow_up"
MORE_DETAIL = "more_detail"
DENY = "deny"

SMALL_TALK = ("greet", "goodbye", "thanks", "what_are_you")
MOVES = (  # what leans on the turn before
    FOLLOW_UP,
    MORE_DETAIL,
    "simpler",
    "say_again",
    "go_back",
    "correction",
    "why",
    "if_not_better",
    "affirm",
    DENY,
    "choose_option",
    "start_over",
)
