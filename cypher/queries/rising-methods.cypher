// Which methods are used by more papers since a year than before it?
// $since: integer = 2024 -- first year of the newer papers
// $limit: integer = 25 -- most rows
// returns method, before, since, growth
MATCH (m:Method {graph: $graph})<-[:USES]-(p:Paper)
WHERE p.year IS NOT NULL
WITH m, sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS earlier, sum(CASE WHEN p.year < $since THEN 0 ELSE 1 END) AS later
WHERE later > earlier
RETURN m.name AS method, earlier AS before, later AS since, later - earlier AS growth
ORDER BY growth DESC, since DESC, method LIMIT $limit
