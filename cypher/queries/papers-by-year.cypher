// How many papers are there of each year, and how many of them come with code?
// returns year, papers, with_code
MATCH (p:Paper {graph: $graph})
OPTIONAL MATCH (p)-[:RELEASES]->(c:Repository)
WITH p, count(c) AS own
RETURN p.year AS year, count(*) AS papers, sum(CASE WHEN own > 0 THEN 1 ELSE 0 END) AS with_code
ORDER BY coalesce(year, 0)
