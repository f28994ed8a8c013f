// Which methods were never named with a dataset, while methods that they are used with were?
// $dataset: text -- name of a dataset, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, neighbours, papers_together, example_neighbour
MATCH (d:Dataset {graph: $graph})<-[:INTRODUCES|EVALUATES_ON]-(:Paper)-[:PROPOSES|USES]->(n:Method)
WHERE toLower($dataset) IN d.names
WITH DISTINCT d, n
MATCH (n)<-[:PROPOSES|USES]-(p:Paper)-[:PROPOSES|USES]->(m:Method)
WHERE NOT EXISTS { MATCH (m)<-[:PROPOSES|USES|COMPARES_WITH]-(:Paper)-[:INTRODUCES|EVALUATES_ON]->(d) }
RETURN m.name AS method, count(DISTINCT n.id) AS neighbours, count(DISTINCT p.id) AS papers_together,
  min(n.name) AS example_neighbour
ORDER BY neighbours DESC, papers_together DESC, method LIMIT $limit
