"""What each design choice of understanding is worth: ``make ablation``. Free of Rasa; nothing is trained for use."""
