// What Neo4j must know before a graph is pushed. Every statement can be run again; none touches data.
//
// A node is found by the graph that owns it and its id, so two papergraph graphs live side by side in one database.
// The constraints are indexes too: MERGE and the queries' look-ups use them.

CREATE CONSTRAINT papergraph_paper IF NOT EXISTS FOR (n:Paper) REQUIRE (n.graph, n.id) IS UNIQUE;
CREATE CONSTRAINT papergraph_method IF NOT EXISTS FOR (n:Method) REQUIRE (n.graph, n.id) IS UNIQUE;
CREATE CONSTRAINT papergraph_dataset IF NOT EXISTS FOR (n:Dataset) REQUIRE (n.graph, n.id) IS UNIQUE;
CREATE CONSTRAINT papergraph_repository IF NOT EXISTS FOR (n:Repository) REQUIRE (n.graph, n.id) IS UNIQUE;
CREATE CONSTRAINT papergraph_task IF NOT EXISTS FOR (n:Task) REQUIRE (n.graph, n.id) IS UNIQUE;
CREATE CONSTRAINT papergraph_metric IF NOT EXISTS FOR (n:Metric) REQUIRE (n.graph, n.id) IS UNIQUE;

// Search in the Browser: CALL db.index.fulltext.queryNodes('papergraph_text', 'contrastive') YIELD node, score
CREATE FULLTEXT INDEX papergraph_text IF NOT EXISTS
FOR (n:Paper|Method|Dataset|Repository|Task|Metric) ON EACH [n.title, n.name];
