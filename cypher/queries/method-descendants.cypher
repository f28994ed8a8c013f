// What was built on a method? The methods that papers which use it propose, in order of time.
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns year, method, paper, title
MATCH (m:Method {graph: $graph})<-[:USES]-(p:Paper)-[:PROPOSES]->(o:Method)
WHERE toLower($method) IN m.names AND o.id <> m.id
RETURN DISTINCT p.year AS year, o.name AS method, p.id AS paper, p.title AS title
ORDER BY coalesce(year, 0), method, paper LIMIT $limit
