// What is said of an entity, sentence by sentence, over all papers?
// $entity: text -- name of a method, dataset, repository, task or metric, or an alias
// $limit: integer = 25 -- most rows
// returns paper, predicate, sentence, confidence
MATCH (p:Paper)-[r:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]->(e:Method|Dataset|Repository|Task|Metric)
WHERE e.graph = $graph AND toLower($entity) IN e.names
UNWIND r.sentences AS sentence
RETURN p.id AS paper, type(r) AS predicate, sentence, r.confidence AS confidence
ORDER BY paper, predicate, sentence LIMIT $limit
