"""What lies under the events.

In: the boxes that a map and its detail maps show. Out: land, waters, borders, roads, railways, towns and names in them.
"""
