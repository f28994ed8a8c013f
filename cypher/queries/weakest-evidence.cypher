// Which relations rest on the weakest evidence, to be checked by a reader?
// $below: number = 0.5 -- highest confidence shown
// $limit: integer = 25 -- most rows
// returns confidence, paper, predicate, name, sentences
MATCH (p:Paper {graph: $graph})-[r:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]->(e)
WHERE r.confidence < $below
RETURN r.confidence AS confidence, p.id AS paper, type(r) AS predicate, e.name AS name, r.sentences AS sentences
ORDER BY confidence, paper, predicate, name LIMIT $limit
