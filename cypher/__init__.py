"""The graph as a property-graph database: Neo4j, an embedded engine, scripts and bulk files."""
