"""The visit sheet: one page to print, made from a conversation and kept nowhere."""
