// How many relations of each type are there, with how many mentions behind them?
// returns predicate, relations, mentions, lowest_confidence
MATCH (a)-[r:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS|VARIANT_OF]->(b)
WHERE r.graph = $graph
RETURN type(r) AS predicate, count(*) AS relations, sum(r.count) AS mentions, min(r.confidence) AS lowest_confidence
ORDER BY relations DESC, predicate
