"""The data of a community: records, policy, reading, checking and writing."""
