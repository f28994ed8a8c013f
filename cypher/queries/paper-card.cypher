// What does one paper say: everything that it names, with the sentences?
// $paper: text -- id or title of a paper
// returns predicate, kind, name, sentences
MATCH (p:Paper {graph: $graph})-[r:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]->(e)
WHERE p.id = $paper OR toLower(p.title) = toLower($paper)
RETURN type(r) AS predicate, e.kind AS kind, e.name AS name, r.sentences AS sentences
ORDER BY kind, predicate, name
