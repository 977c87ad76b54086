"""Corpora of any size: read by all processors or a cluster, resumed after any kill, written as partitions.

In: corpora of articles. Out: a folder of GeoParquet partitions, rejects, copies told, a summary.
"""
