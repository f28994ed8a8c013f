// Which datasets do papers on a task use?
// $task: text -- name of a task, or one of its aliases
// $limit: integer = 25 -- most rows
// returns dataset, papers, newest_year
MATCH (t:Task {graph: $graph})<-[:ADDRESSES]-(p:Paper)-[:INTRODUCES|EVALUATES_ON]->(d:Dataset)
WHERE toLower($task) IN t.names
RETURN d.name AS dataset, count(DISTINCT p.id) AS papers, max(p.year) AS newest_year
ORDER BY papers DESC, dataset LIMIT $limit
