// Which papers use a dataset, and in which words? Newest first.
// $dataset: text -- name of a dataset, or one of its aliases
// $limit: integer = 25 -- most rows
// returns paper, title, year, predicate, sentences
MATCH (d:Dataset {graph: $graph})<-[r:INTRODUCES|EVALUATES_ON]-(p:Paper)
WHERE toLower($dataset) IN d.names
RETURN p.id AS paper, p.title AS title, p.year AS year, type(r) AS predicate, r.sentences AS sentences
ORDER BY coalesce(p.year, 0) DESC, paper, predicate LIMIT $limit
