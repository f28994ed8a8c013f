// Into which parts, not joined by any relation, does the graph fall? Largest first.
// $limit: integer = 25 -- most rows
// returns component, papers, example
MATCH (p:Paper {graph: $graph})
RETURN p.component AS component, count(*) AS papers, min(p.title) AS example
ORDER BY papers DESC, component LIMIT $limit
