"""What the platforms take in one message, each with the page that says so (looked up on 2026-11-26, in stored copies).

A character is a UTF-16 unit everywhere: Telegram counts so, and where Slack counts otherwise it counts less.
"""

# https://docs.slack.dev/reference/block-kit/blocks
SLACK_BLOCKS = 50  # of a message
# https://docs.slack.dev/reference/block-kit/blocks/header-block
SLACK_HEADER_CHARS = 150
# https://docs.slack.dev/reference/block-kit/blocks/section-block
SLACK_SECTION_CHARS = 3000
# https://docs.slack.dev/reference/block-kit/blocks/context-block and .../composition-objects/text-object: 10 elements
# of 3,000 characters. We fill one, so that each source has a line of its own, and keep to the 2,000 that a field of a
# section has, the least that Slack takes in a text of several lines.
SLACK_CONTEXT_CHARS = 2000
# https://docs.slack.dev/reference/block-kit/blocks/actions-block: 25; more than 5 make a wall of buttons
SLACK_BUTTONS_IN_A_ROW = 5
# https://docs.slack.dev/reference/block-kit/block-elements/button-element
SLACK_BUTTON_CHARS = 75
SLACK_BUTTON_CHARS_SHOWN = 30  # about; what is longer "may truncate"
SLACK_VALUE_CHARS = 2000
# https://docs.slack.dev/reference/methods/chat.postMessage: up to 4,000 "for best results", cut off behind 40,000
SLACK_TEXT_CHARS = 4000
# Nowhere documented: all blocks together. Slack refused 11,341 characters of text in
# https://github.com/slackapi/bolt-js/issues/2867 (msg_blocks_too_long), and its developers speak of 12,000 with the
# containers. We count all of the JSON.
SLACK_JSON_CHARS = 10_000

# https://core.telegram.org/bots/api#sendmessage
TELEGRAM_TEXT_CHARS = 4096  # after the entities are parsed
# https://core.telegram.org/bots/api#inlinekeyboardbutton
TELEGRAM_CALLBACK_BYTES = 64
# Nowhere documented: https://github.com/tdlib/telegram-bot-api/issues/820 (what is marked up behind the 100th entity is
# shown plain), .../issues/165 (about 9,500 bytes of markup, confirmed by the maintainer),
# https://github.com/tginfo/Telegram-Limits/issues/228 (buttons) and .../issues/187 (bytes of a keyboard)
TELEGRAM_ENTITIES = 100
TELEGRAM_MARKUP_BYTES = 9000
TELEGRAM_BUTTONS = 100
TELEGRAM_KEYBOARD_BYTES = 10_000
