// What do two papers have in common, and how rare is it?
// $paper: text -- id or title of a paper
// $other: text -- id or title of the other paper
// returns kind, name, papers, predicate, other_predicate
MATCH (p:Paper {graph: $graph})-[r:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]->(e)
WHERE p.id = $paper OR toLower(p.title) = toLower($paper)
MATCH (e)<-[s:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]-(o:Paper)
WHERE o.id <> p.id AND (o.id = $other OR toLower(o.title) = toLower($other))
RETURN e.kind AS kind, e.name AS name, e.papers AS papers, type(r) AS predicate, type(s) AS other_predicate
ORDER BY papers, kind, name, predicate, other_predicate
