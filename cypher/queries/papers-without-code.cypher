// Which papers name no repository of their own? Newest first.
// $limit: integer = 25 -- most rows
// returns paper, title, year
MATCH (p:Paper {graph: $graph})
WHERE NOT EXISTS { MATCH (p)-[:RELEASES]->(:Repository) }
RETURN p.id AS paper, p.title AS title, p.year AS year
ORDER BY coalesce(year, 0) DESC, paper LIMIT $limit
