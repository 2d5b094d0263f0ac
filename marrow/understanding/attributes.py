"""The names under which the components of this package hand things on in a Rasa message.

``ALSO``, ``NEAREST``, ``LANGUAGE`` and ``REPORT`` leave the pipeline: they are part of ``tracker.latest_message`` and
reach the action server.
"""

READING = "reading"
PART_VECTORS = "part_vectors"
HIDDEN = "hidden"
ALSO = "also"
NEAREST = "nearest"
LANGUAGE = "language"
REPORT = "report"
