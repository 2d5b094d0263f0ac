"""Pictures for people who would rather look than read: which there are, the chart of healing times, checks."""
