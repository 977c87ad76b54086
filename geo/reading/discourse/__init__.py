"""What neighbouring sentences add to an event.

In: mentions and the sentences around them. Out: mentions with what was told before or after.
"""
