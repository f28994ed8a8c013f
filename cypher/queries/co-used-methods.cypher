// Which methods are used together with this one?
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, papers, example
MATCH (m:Method {graph: $graph})<-[:PROPOSES|USES]-(p:Paper)-[:PROPOSES|USES]->(o:Method)
WHERE toLower($method) IN m.names AND o.id <> m.id
RETURN o.name AS method, count(DISTINCT p.id) AS papers, min(p.title) AS example
ORDER BY papers DESC, method LIMIT $limit
