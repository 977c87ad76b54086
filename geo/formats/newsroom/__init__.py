"""What newsroom and investigators' tools take: Datawrapper, TimeMap, FollowTheMoney, BibTeX."""
