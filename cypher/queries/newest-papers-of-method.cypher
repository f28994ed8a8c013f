// What is the latest work that proposes or uses a method?
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns year, date, paper, title, url
MATCH (m:Method {graph: $graph})<-[:PROPOSES|USES]-(p:Paper)
WHERE toLower($method) IN m.names
WITH DISTINCT p
RETURN p.year AS year, p.date AS date, p.id AS paper, p.title AS title, p.url AS url
ORDER BY coalesce(year, 0) DESC, coalesce(date, '') DESC, paper DESC LIMIT $limit
