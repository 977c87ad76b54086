"""What newsroom and investigators' tools take.

In: events. Out: Datawrapper tables, TimeMap folders, FollowTheMoney entities, BibTeX.
"""
