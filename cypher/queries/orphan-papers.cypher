// Which papers name nothing that another paper names too?
// $limit: integer = 25 -- most rows
// returns paper, title, year, entities
MATCH (p:Paper {graph: $graph})
WITH p.component AS component, count(*) AS papers
WHERE papers = 1
MATCH (p:Paper {graph: $graph})
WHERE p.component = component
OPTIONAL MATCH (p)-[]->(e:Method|Dataset|Repository|Task|Metric)
RETURN p.id AS paper, p.title AS title, p.year AS year, count(DISTINCT e.id) AS entities
ORDER BY entities, paper LIMIT $limit
