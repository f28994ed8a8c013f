// Which methods were never named with a dataset, while the methods that they are used with were?
// The neighbours are the 50 methods most used on the dataset.
// $dataset: text -- name of a dataset, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, neighbours, papers_together, example_neighbour
MATCH (d:Dataset {graph: $graph})<-[:INTRODUCES|EVALUATES_ON]-(p:Paper)-[:PROPOSES|USES]->(n:Method)
WHERE toLower($dataset) IN d.names
WITH n, count(DISTINCT p.id) AS times
ORDER BY times DESC, n.id LIMIT 50
MATCH (n)<-[:PROPOSES|USES]-(q:Paper)-[:PROPOSES|USES]->(m:Method)
WITH m, count(DISTINCT n.id) AS neighbours, count(DISTINCT q.id) AS together, min(n.name) AS example
WHERE NOT EXISTS {
  MATCH (m)<-[:PROPOSES|USES|COMPARES_WITH]-(:Paper)-[:INTRODUCES|EVALUATES_ON]->(o:Dataset {graph: $graph})
  WHERE toLower($dataset) IN o.names
}
RETURN m.name AS method, neighbours, together AS papers_together, example AS example_neighbour
ORDER BY neighbours DESC, papers_together DESC, method LIMIT $limit
