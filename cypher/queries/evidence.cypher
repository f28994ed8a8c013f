// Why is this paper joined to this entity? Every sentence behind it.
// $paper: text -- id or title of a paper
// $entity: text -- name of a method, dataset, repository, task or metric, or an alias
// returns predicate, name, sentence, count, confidence
MATCH (p:Paper {graph: $graph})-[r:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]->(e)
WHERE (p.id = $paper OR toLower(p.title) = toLower($paper)) AND toLower($entity) IN e.names
UNWIND r.sentences AS sentence
RETURN type(r) AS predicate, e.name AS name, sentence, r.count AS count, r.confidence AS confidence
ORDER BY predicate, name, sentence
