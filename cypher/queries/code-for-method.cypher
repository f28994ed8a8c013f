// Where is code of papers that propose or use a method?
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns repository, papers, example
MATCH (m:Method {graph: $graph})<-[:PROPOSES|USES]-(p:Paper)-[:RELEASES]->(c:Repository)
WHERE toLower($method) IN m.names
RETURN c.url AS repository, count(DISTINCT p.id) AS papers, min(p.title) AS example
ORDER BY papers DESC, repository LIMIT $limit
