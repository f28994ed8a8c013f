// What does a method build on? The methods that the papers which propose it use.
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, papers, year, proposed_in
MATCH (m:Method {graph: $graph})<-[:PROPOSES]-(p:Paper)-[:USES]->(o:Method)
WHERE toLower($method) IN m.names AND o.id <> m.id
RETURN o.name AS method, count(DISTINCT p.id) AS papers, min(p.year) AS year, min(p.title) AS proposed_in
ORDER BY papers DESC, method LIMIT $limit
