"""A text for each phrase of ``knowledge/findings``, so that none can be lost or broken without a test that says so."""
