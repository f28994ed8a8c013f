// Which entities are named by one paper only, and by which?
// $kind: text = dataset -- method, dataset, repository, task or metric
// $limit: integer = 25 -- most rows
// returns name, predicate, paper, title
MATCH (p:Paper {graph: $graph})-[r:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]->(e)
WHERE e.kind = $kind AND e.papers = 1
RETURN e.name AS name, type(r) AS predicate, p.id AS paper, p.title AS title
ORDER BY name, predicate LIMIT $limit
