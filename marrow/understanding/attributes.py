"""The names under which the components of this package hand things on in a Rasa message.

``ALSO``, ``NEAREST``, ``LANGUAGE`` and ``REPORT`` leave the pipeline: they are part of ``tracker.latest_message`` and
reach the action server. ``OPINIONS`` are those of ``marrow.safety.second_opinion``, by kind;
``PIECES`` gives them for each piece of a long message by itself, ``SENTENCES`` for those of a short one, when asked;
``OWN_QUESTION`` is true of what ``marrow.understanding.own_questions`` knows word for word.
"""

READING = "reading"
PART_VECTORS = "part_vectors"
HIDDEN = "hidden"
OPINIONS = "opinions"
PIECES = "pieces"
SENTENCES = "sentences"
ALSO = "also"
NEAREST = "nearest"
LANGUAGE = "language"
REPORT = "report"
OWN_QUESTION = "own_question"
