// Which methods stand two steps up: what does it build on, and what does that build on?
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, builds_on, which_builds_on
MATCH (m:Method {graph: $graph})<-[:PROPOSES]-(:Paper)-[:USES]->(o:Method)
WHERE toLower($method) IN m.names AND o.id <> m.id
WITH DISTINCT m, o
MATCH (o)<-[:PROPOSES]-(:Paper)-[:USES]->(u:Method)
WHERE u.id <> o.id AND u.id <> m.id
RETURN DISTINCT m.name AS method, o.name AS builds_on, u.name AS which_builds_on
ORDER BY builds_on, which_builds_on LIMIT $limit
