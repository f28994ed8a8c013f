// Which methods are used by more papers since a year than before it?
// $since: integer = 2024 -- first year of the newer papers
// $limit: integer = 25 -- most rows
// returns method, before, since, growth
MATCH (m:Method {graph: $graph})<-[:USES]-(p:Paper)
WHERE p.year IS NOT NULL
WITH m, count(*) AS uses, sum(CASE WHEN p.year < $since THEN 0 ELSE 1 END) AS later
WHERE 2 * later > uses
RETURN m.name AS method, uses - later AS before, later AS since, 2 * later - uses AS growth
ORDER BY growth DESC, since DESC, method LIMIT $limit
