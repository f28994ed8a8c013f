"""Papers and names, taken together: the graph, its views and what can be asked of it."""
