"""Marrow: a cited patient guide to bone marrow edema, built on Rasa Open Source."""
