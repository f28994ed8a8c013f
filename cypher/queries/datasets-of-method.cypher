// On which datasets was a method used?
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns dataset, papers, first_year
MATCH (m:Method {graph: $graph})<-[:PROPOSES|USES|COMPARES_WITH]-(p:Paper)-[:INTRODUCES|EVALUATES_ON]->(d:Dataset)
WHERE toLower($method) IN m.names
RETURN d.name AS dataset, count(DISTINCT p.id) AS papers, min(p.year) AS first_year
ORDER BY papers DESC, dataset LIMIT $limit
