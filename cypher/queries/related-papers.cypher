// Which papers are like this one: by the entities that both name, rare ones weighing more?
// $paper: text -- id or title of a paper
// $limit: integer = 25 -- most rows
// returns paper, title, score, shared
MATCH (n:Paper {graph: $graph})
WITH count(n) AS total
MATCH (p:Paper {graph: $graph})-[]->(e:Method|Dataset|Repository|Task|Metric)
WHERE (p.id = $paper OR toLower(p.title) = toLower($paper)) AND e.papers > 1
WITH DISTINCT total, p, e
MATCH (e)<-[:PROPOSES|USES|COMPARES_WITH|INTRODUCES|EVALUATES_ON|RELEASES|LINKS_TO|ADDRESSES|REPORTS]-(o:Paper)
WHERE o.id <> p.id
WITH DISTINCT total, o, e
RETURN o.id AS paper, o.title AS title, round(sum(log10(1.0 * total / e.papers)), 3) AS score, count(*) AS shared
ORDER BY score DESC, shared DESC, paper LIMIT $limit
