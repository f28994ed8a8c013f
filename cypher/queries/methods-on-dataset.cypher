// Which methods are most used on a dataset?
// $dataset: text -- name of a dataset, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, papers, first_year
MATCH (d:Dataset {graph: $graph})<-[:INTRODUCES|EVALUATES_ON]-(p:Paper)-[:PROPOSES|USES|COMPARES_WITH]->(m:Method)
WHERE toLower($dataset) IN d.names
RETURN m.name AS method, count(DISTINCT p.id) AS papers, min(p.year) AS first_year
ORDER BY papers DESC, method LIMIT $limit
