"""What the fake bot says: replies of the shape of ``contract/turn.schema.json``, with words that mean nothing."""

from __future__ import annotations

from typing import Any, Dict, List

Message = Dict[str, Any]


def turn(kind: str, **fields: Any) -> Message:
    return {"custom": {"schema": "bme.turn/1", "kind": kind, **fields}}


def source(number: int, **fields: Any) -> Dict[str, Any]:
    return {
        "n": number,
        "source_id": f"SRC{number}",
        "title": f"Title of source {number}",
        "authors": None,
        "publisher": "A journal 28(10):4182-4194",
        "year": 2018,
        "url": f"https://doi.org/10.0/{number}",
        "doi": None,
        "locator": "abstract",
        "stance": "supports",
        **fields,
    }


def button(title: str) -> Dict[str, str]:
    return {"title": title, "payload": f"/{title.lower().replace(' ', '_')}"}


ANSWER: List[Message] = [
    {"text": "What I am: a guide."},
    {
        "text": "First sentence of the answer. [1][2] Second sentence, half as long. [2]\n"
        "Ask which kind it was. [2]\nA page says no. [3]",
        "buttons": [button("More of this"), button("How it is found")],
    },
    turn(
        "answer",
        topic="imaging_xray_ct",
        heading="X-ray, CT and bone scan",
        answer_id="imaging_xray_ct.ct",
        citations=[
            source(1),
            source(2, publisher="A society"),
            source(3, stance="disputes", year=None, url=None, title="A page that says otherwise"),
        ],
        written_on="2026-11-20",
        changed={"on": "2026-11-21", "because": "it is plainer."},
        reviewed_on="2026-11-22",
        next_steps=[1],
        otherwise=[2],
    ),
]
REPLIES: Dict[str, List[Message]] = {
    "clarify": [
        {"text": "Which of these do you mean?", "buttons": [button("What it is"), button("Something else")]},
        turn("clarify", options=["definition"]),
    ],
    "escalate": [
        {
            "text": "Please call 112 now. [1]\nThis can be dangerous. [1]\nDo not drive yourself.",
            "buttons": [button("How do I call for help?"), button("I am not in danger")],
        },
        turn(
            "escalate",
            urgency="emergency",
            signs=["sign"],
            citations=[source(1)],
            call={"title": "Call 112", "href": "tel:112"},
        ),
    ],
    "picture": [
        {"text": "This is how scans differ. [1]"},
        turn(
            "answer",
            heading="Scans",
            answer_id="scans",
            citations=[source(1)],
            pictures=[
                {
                    "id": "scans",
                    "src": "/chat/pictures/scans.svg",
                    "title": "Five scans",
                    "alt": "Five small pictures.",
                    "sources": [source(7, title="Behind the picture")],
                    "areas": [{"title": "Knee", "ask": "What about the knee?", "box": [10, 20, 30, 15]}],
                },
                {"id": "bad", "src": "https://elsewhere.example/x.svg", "title": "Not ours", "alt": "Not ours"},
            ],
        ),
    ],
    "sheet": [{"text": "Here is your sheet."}, turn("answer", visit_sheet=True, heading="Your visit")],
    "spanish": [{"text": "Solo hablo inglés."}, turn("out_of_scope", language="es")],
    "arabic": [{"text": "وذمة نخاع العظم [1]"}, turn("answer", language="ar", heading="وذمة", citations=[source(1)])],
}


def reply_to(text: str) -> List[Message]:
    """The reply whose name is the first line of the text; `hostile: X` says X wherever the bot's words are shown."""
    if text.startswith("hostile: "):
        words = text[len("hostile: ") :]
        bad = [source(1, title=words, publisher=words, locator=words, url=words), source(2, url="javascript:alert(1)")]
        picture = {"id": words, "src": words, "title": words, "alt": words}
        fields = {"heading": words, "citations": bad, "pictures": [picture], "answer_id": words, "language": words}
        return [
            {"text": f"{words} [1]", "buttons": [{"title": words, "payload": words}]},
            turn("answer", **fields, call={"title": words, "href": "javascript:alert(1)"}),
        ]
    return REPLIES.get(text.split("\n")[0], ANSWER)
