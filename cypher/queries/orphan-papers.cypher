// Which papers name nothing that another paper names too?
// $limit: integer = 25 -- most rows
// returns paper, title, year, entities
MATCH (p:Paper {graph: $graph})
WHERE NOT EXISTS { MATCH (p)-[]->(e:Method|Dataset|Repository|Task|Metric) WHERE e.papers > 1 }
OPTIONAL MATCH (p)-[]->(o:Method|Dataset|Repository|Task|Metric)
RETURN p.id AS paper, p.title AS title, p.year AS year, count(DISTINCT o.id) AS entities
ORDER BY entities, paper LIMIT $limit
