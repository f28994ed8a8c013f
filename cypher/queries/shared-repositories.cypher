// Which repositories are named by several papers?
// $limit: integer = 25 -- most rows
// returns repository, papers, owners, example
MATCH (c:Repository {graph: $graph})
WHERE c.papers > 1
WITH c ORDER BY c.papers DESC, c.url LIMIT $limit
MATCH (p:Paper)-[r:RELEASES|LINKS_TO]->(c)
RETURN c.url AS repository, count(DISTINCT p.id) AS papers,
  count(DISTINCT CASE WHEN type(r) = 'RELEASES' THEN p.id ELSE null END) AS owners, min(p.title) AS example
ORDER BY papers DESC, repository LIMIT $limit
