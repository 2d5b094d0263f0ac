"""What Slack says when it does not take a message, and whether another form of it might be taken."""

from __future__ import annotations

import json
import re
from typing import Any, Text

# Of https://docs.slack.dev/reference/methods/chat.postMessage#errors and
# https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks those that no other form helps
# against. What is missing here costs a call in vain; what stood here wrongly would cost somebody an answer.
OF_THE_PLACE = (
    "channel_not_found", "not_in_channel", "is_archived", "channel_is_archived", "action_prohibited",
    "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel", "user_not_found", "message_not_found", "messages_tab_disabled",
    "used_url", "expired_url", "no_service", "no_team",
)  # fmt: skip
OF_THE_TOKEN = (
    "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "invalid_token",
    "no_permission", "missing_scope", "not_allowed_token_type", "access_denied", "accesslimited", "ekm_access_denied",
    "org_login_required", "team_added_to_org", "team_access_not_granted", "enterprise_is_restricted",
)  # fmt: skip
OF_THE_MOMENT = (
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
    "rollup_error",
)  # fmt: skip
_OTHERS = frozenset((*OF_THE_PLACE, *OF_THE_TOKEN, *OF_THE_MOMENT))


def code_in(error: Any) -> Text:
    """Slack's code of an error, "" where there is none; nothing else that came with it may be logged."""
    return error if isinstance(error, str) and re.fullmatch(r"[a-z_]{1,80}", error) else ""


def code_at_url(status: int, body: Text) -> Text:
    """What was said at a ``response_url``: "" when the message was taken, a code or the status when it was not.

    Slack answers there in plain text or, also with a good status, in JSON.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = body.strip()
    fields = answer if isinstance(answer, dict) else {"ok": status == 200, "error": answer}
    if status == 200 and fields.get("ok") is not False:
        return ""
    return code_in(fields.get("error")) or str(status)


def is_about_the_form(code: Text) -> bool:
    """Whether a code speaks of the way a message is written, so that plain words may be taken."""
    return bool(code_in(code)) and code not in _OTHERS
