// Which paper proposed a method, in which sentence?
// $method: text -- name of a method, or one of its aliases
// returns method, paper, title, year, authors, sentences
MATCH (m:Method {graph: $graph})<-[r:PROPOSES]-(p:Paper)
WHERE toLower($method) IN m.names
RETURN m.name AS method, p.id AS paper, p.title AS title, p.year AS year, p.authors AS authors, r.sentences AS sentences
ORDER BY coalesce(year, 9999), paper, method
