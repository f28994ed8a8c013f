// Which papers use this method on this dataset, and where is the code?
// $method: text -- name of a method, or one of its aliases
// $dataset: text -- name of a dataset, or one of its aliases
// $limit: integer = 25 -- most rows
// returns paper, title, year, code
MATCH (m:Method {graph: $graph})<-[:PROPOSES|USES]-(p:Paper)-[:INTRODUCES|EVALUATES_ON]->(d:Dataset)
WHERE toLower($method) IN m.names AND toLower($dataset) IN d.names
WITH DISTINCT p
OPTIONAL MATCH (p)-[:RELEASES]->(c:Repository)
RETURN p.id AS paper, p.title AS title, p.year AS year, min(c.url) AS code
ORDER BY coalesce(year, 0) DESC, paper LIMIT $limit
