// Which methods are the baselines of a task: named for comparison?
// $task: text -- name of a task, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, papers, newest_year
MATCH (t:Task {graph: $graph})<-[:ADDRESSES]-(p:Paper)-[:COMPARES_WITH]->(m:Method)
WHERE toLower($task) IN t.names
RETURN m.name AS method, count(DISTINCT p.id) AS papers, max(p.year) AS newest_year
ORDER BY papers DESC, method LIMIT $limit
