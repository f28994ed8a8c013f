// Which papers use a method, and in which words? Newest first.
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns paper, title, year, predicate, sentences
MATCH (m:Method {graph: $graph})<-[r:PROPOSES|USES|COMPARES_WITH]-(p:Paper)
WHERE toLower($method) IN m.names
RETURN p.id AS paper, p.title AS title, p.year AS year, type(r) AS predicate, r.sentences AS sentences
ORDER BY coalesce(p.year, 0) DESC, paper, predicate LIMIT $limit
