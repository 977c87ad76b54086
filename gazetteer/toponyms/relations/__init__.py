"""Places told by their relation to others: "30 km north-east of X", "between A and B", "off X", "eastern X".

In: a `Reading`, its mentions and what each was settled on. Out: a `Construction`, the area that is meant.
"""

from gazetteer.toponyms.relations.built import construct

__all__ = ["construct"]
