// Which papers on a task come with their own code, models or data?
// $task: text -- name of a task, or one of its aliases
// $limit: integer = 25 -- most rows
// returns paper, title, year, repository
MATCH (t:Task {graph: $graph})<-[:ADDRESSES]-(p:Paper)-[:RELEASES]->(c:Repository)
WHERE toLower($task) IN t.names
RETURN DISTINCT p.id AS paper, p.title AS title, p.year AS year, c.url AS repository
ORDER BY coalesce(year, 0) DESC, paper, repository LIMIT $limit
