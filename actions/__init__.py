"""What the assistant does with an understood message: one module per skill, none of them imports Rasa."""
