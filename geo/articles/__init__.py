"""Articles in.

In: text, Markdown, saved pages, folders, corpora. Out: `SourceText`, with the article's particulars and its blocks
told apart.
"""
